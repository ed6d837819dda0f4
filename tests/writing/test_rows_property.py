"""Whatever rows come in and go, cells keep their contents and formulas their cells."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.core.grid import Block, Grid, address
from perfdesk.reading.package import Package, parse_package
from perfdesk.reading.xlsx import read_workbook
from perfdesk.writing.moving.rows import delete_rows, insert_rows
from tests.reading import workbook_maker as maker

LAST = 12


@dataclass(frozen=True)
class Sketch:
    """A small sheet: figures and formulas by place, merges, cells of a rule."""

    cells: dict[tuple[int, int], str]
    merges: tuple[Block, ...]
    rule: tuple[Block, ...]


@st.composite
def references(draw: st.DrawFn) -> str:
    """A cell, a range, some of it fixed."""
    corner = st.builds(
        lambda fixed, column, row: f"{column}{fixed}{row}",
        st.sampled_from(["", "$"]), st.sampled_from("AB"), st.integers(1, LAST),
    )  # fmt: skip
    return draw(corner | st.builds(lambda first, last: f"SUM({first}:{last})", corner, corner))


@st.composite
def sketches(draw: st.DrawFn) -> Sketch:
    """Figures in columns A and B, formulas in column C."""
    figures = st.dictionaries(
        st.tuples(st.integers(1, LAST), st.integers(1, 2)), st.integers(0, 99).map(str), max_size=20
    )
    formulas = st.dictionaries(
        st.tuples(st.integers(1, LAST), st.just(3)),
        st.lists(references(), min_size=1, max_size=3).map(lambda words: "=" + "+".join(words)),
        max_size=8,
    )
    return Sketch(draw(figures) | draw(formulas), tuple(draw(blocks(5))), tuple(draw(blocks(7))))


@st.composite
def blocks(draw: st.DrawFn, column: int) -> list[Block]:
    """Blocks one below the other, two columns wide."""
    edges = sorted(draw(st.sets(st.integers(1, LAST), max_size=6)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return [Block(top, column, bottom, column + 1) for top, bottom in pairs]


def package_of(sketch: Sketch) -> Package:
    rows, results = "", values(sketch)
    for row in sorted({place[0] for place in sketch.cells}):
        rows += f'<row r="{row}">'
        for (_, column), text in sorted(item for item in sketch.cells.items() if item[0][0] == row):
            content = (
                f"<f>{text[1:]}</f><v>{results[row, column]}</v>" if text[0] == "=" else f"<v>{text}</v>"
            )
            rows += f'<c r="{address(row, column)}">{content}</c>'
        rows += "</row>"
    after = ""
    if sketch.merges:
        merges = "".join(f'<mergeCell ref="{block.range}"/>' for block in sketch.merges)
        after += f"<mergeCells>{merges}</mergeCells>"
    if sketch.rule:
        listed = " ".join(block.range for block in sketch.rule)
        after += f'<dataValidations><dataValidation sqref="{listed}"/></dataValidations>'
    return parse_package(maker.pack(maker.parts(maker.sheet(rows, after))))


def grid_of(package: Package) -> Grid:
    (grid,) = read_workbook(package)
    return grid


MOVES = {
    "before": st.integers(1, LAST + 3),
    "count": st.integers(1, 4),
    "like": st.none() | st.integers(1, LAST),
}


@settings(max_examples=60, deadline=None)
@given(sketch=sketches(), before=st.integers(1, LAST + 3), count=st.integers(1, 4))
def test_inserting_and_deleting_gives_back_the_same_sheet(sketch: Sketch, before: int, count: int) -> None:
    package = package_of(sketch)
    back = delete_rows(insert_rows(package, "表", before, count), "表", before, count)
    assert contents(back) == contents(package)
    assert set(grid_of(back).merges) == set(grid_of(package).merges)
    assert rules(back) == rules(package)


def contents(package: Package) -> dict[tuple[int, int], str]:
    """Formulas and figures by place."""
    return {place: cell.formula or str(cell.number) for place, cell in grid_of(package).cells.items()}


def rules(package: Package) -> bytes:
    return package.read("xl/worksheets/sheet1.xml").partition(b"</sheetData>")[2]


@settings(max_examples=60, deadline=None)
@given(sketch=sketches(), grows=st.booleans(), **MOVES)
def test_figures_and_merges_stay_with_their_rows(
    sketch: Sketch, grows: bool, before: int, count: int, like: int | None
) -> None:
    grid = grid_of(insert_rows(package_of(sketch), "表", before, count, like=like, grows=grows))
    for (row, column), text in sketch.cells.items():
        cell = grid.cells[row + count if row >= before else row, column]
        assert text.startswith("=") or str(cell.number) == text
    assert len(grid.merges) >= len(sketch.merges)
    new = {place for place in grid.cells if before <= place[0] < before + count}
    formulas = {column for (at, column), text in sketch.cells.items() if at == like and text.startswith("=")}
    assert new == {(row, column) for row in range(before, before + count) for column in formulas}


@settings(max_examples=60, deadline=None)
@given(sketch=sketches(), before=st.integers(1, LAST + 3), count=st.integers(1, 4))
def test_formulas_give_what_they_gave(sketch: Sketch, before: int, count: int) -> None:
    moved = grid_of(insert_rows(package_of(sketch), "表", before, count))
    after = {
        place: f"={cell.formula}" if cell.formula else str(cell.number) for place, cell in moved.cells.items()
    }
    new = values(Sketch(after, (), ()))
    for (row, column), value in values(sketch).items():
        assert new[row + count if row >= before else row, column] == value


@settings(max_examples=60, deadline=None)
@given(sketch=sketches(), grows=st.booleans(), **MOVES)
def test_no_stored_result_is_old_after_rows_came_in(
    sketch: Sketch, grows: bool, before: int, count: int, like: int | None
) -> None:
    check_results(insert_rows(package_of(sketch), "表", before, count, like=like, grows=grows))


@settings(max_examples=60, deadline=None)
@given(sketch=sketches(), first=st.integers(1, LAST + 1), count=st.integers(1, 4))
def test_no_stored_result_is_old_after_rows_went(sketch: Sketch, first: int, count: int) -> None:
    check_results(delete_rows(package_of(sketch), "表", first, count, accept_lost=True))


def check_results(package: Package) -> None:
    """Each formula shows what it gives; one that names lost cells shows nothing."""
    grid = grid_of(package)
    texts = {
        place: f"={cell.formula}" if cell.formula else str(cell.number) for place, cell in grid.cells.items()
    }
    sound = {place: text for place, text in texts.items() if "#REF!" not in text}
    results = values(Sketch(sound, (), ()))
    for place, cell in grid.cells.items():
        if cell.formula is not None:
            assert cell.number == results.get(place), (place, cell)


def values(sketch: Sketch) -> dict[tuple[int, int], int]:
    """What each formula gives, worked out by this test alone."""
    figures = {place: int(text) for place, text in sketch.cells.items() if not text.startswith("=")}

    def part(word: str) -> int:
        first, _, last = word.removeprefix("SUM(").removesuffix(")").replace("$", "").partition(":")
        (top, left), (bottom, right) = sorted_corners(first, last or first)
        return sum(
            value
            for (row, column), value in figures.items()
            if top <= row <= bottom and left <= column <= right
        )

    return {
        place: sum(part(word) for word in text[1:].split("+"))
        for place, text in sketch.cells.items()
        if text.startswith("=")
    }


def sorted_corners(first: str, last: str) -> tuple[tuple[int, int], tuple[int, int]]:
    rows = sorted((int(first[1:]), int(last[1:])))
    columns = sorted("AB".index(end[0]) + 1 for end in (first, last))
    return (rows[0], columns[0]), (rows[1], columns[1])
