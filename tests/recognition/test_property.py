"""A form says the same wherever it stands and however it was typed, spaced, hidden and saved."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfdesk.core.form import Form
from perfdesk.core.grid import Block, Cell, Grid, address, parse_address
from perfdesk.reading.document import read_document
from perfdesk.recognition.literal import clean
from perfdesk.recognition.recognizer import recognize
from perfdesk.recognition.vocabulary import meaning
from perfdesk.rules.check import check_forms
from perfdesk.rules.example import FORMS, sheet
from perfdesk.scoring.profile import choose_profile
from tests.recognition.layout_file import NAMES, load

GRIDS = {
    **{f"example {name}": sheet(text) for name, text in FORMS.items()},
    **{name: load(name).grids[0] for name in NAMES},
}
GRIDS = {name: grid for name, grid in GRIDS.items() if recognize(grid)[0].indicators}
Move = Callable[[int, int], tuple[int, int]]
quick = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
names = st.sampled_from(sorted(GRIDS))
SECTIONS = ("header", "amount", "line_name", "total_line", "indicator", "summary", "goal", "cause")


def told(form: Form, move: Move) -> tuple[object, ...]:
    """What a form says, cells as they were before the move, words without blanks."""

    def place(cell: str) -> str:
        return address(*move(*parse_address(cell)))

    fields = {name: (place(value.cell), value.said) for name, value in form.fields.items()}
    rows = [
        [
            (place(v.cell), clean(v.said or "").rstrip(":")) if v is not None else None
            for v in (i.level3, i.target, i.actual, i.weight, i.score)
        ]
        + [i.operator, clean(i.unit or "")]
        for i in form.indicators
    ]
    return form.kind, form.year, form.amount_unit, fields, rows


def here(row: int, column: int) -> tuple[int, int]:
    return row, column


def errors(form: Form, move: Move) -> list[tuple[str, str]]:
    judged = dataclasses.replace(form, profile=choose_profile(form)[0])
    found, _ = check_forms("x.xlsx", [judged])
    return sorted(
        (finding.rule, address(*move(*parse_address(finding.place.cell))))
        for finding in found
        if finding.severity == "error"
    )


def rearranged(grid: Grid, to: Move) -> Grid:
    cells = {to(row, column): cell for (row, column), cell in grid.cells.items()}
    merges = tuple(Block(*to(b.top, b.left), *to(b.bottom, b.right)) for b in grid.merges)
    return dataclasses.replace(grid, cells=cells, merges=merges)


def retyped(grid: Grid, change: Callable[[Cell], Cell]) -> Grid:
    return dataclasses.replace(grid, cells={place: change(cell) for place, cell in grid.cells.items()})


def assert_same(before: Grid, after: Grid, there: Move = here) -> None:
    """`there` gives the new place of an old one."""
    (old,), (new,) = recognize(before), recognize(after)
    assert told(new, here) == told(old, there)
    assert errors(new, here) == errors(old, there)


@quick
@given(names, st.integers(0, 40), st.integers(0, 20))
def test_a_form_anywhere_on_the_sheet_says_the_same(name: str, down: int, right: int) -> None:
    def to(row: int, column: int) -> tuple[int, int]:
        return row + down, column + right

    assert_same(GRIDS[name], rearranged(GRIDS[name], to), to)


@quick
@given(names, st.data())
def test_an_empty_row_or_column_inside_changes_nothing(name: str, data: st.DataObject) -> None:
    used = GRIDS[name].used
    below = data.draw(st.integers(used.top, used.bottom + 1))
    right = data.draw(st.integers(used.left, used.right + 1))

    def to(row: int, column: int) -> tuple[int, int]:
        return row + (row >= below), column + (column >= right)

    assert_same(GRIDS[name], rearranged(GRIDS[name], to), to)


def is_label(text: str) -> bool:
    return any(meaning(section, text) is not None for section in SECTIONS)


@quick
@given(names, st.sampled_from([" ", "\n", "  ", "　"]), st.sampled_from(["", "：", ":", " ", "： "]))
def test_labels_spaced_out_say_the_same(name: str, gap: str, end: str) -> None:
    def spaced(cell: Cell) -> Cell:
        if not is_label(cell.text) or cell.number is not None or not 2 <= len(cell.text) <= 6:
            return cell
        tail = "" if cell.text.endswith((":", "：")) else end
        return dataclasses.replace(cell, text=gap.join(cell.text) + tail)

    assert_same(GRIDS[name], retyped(GRIDS[name], spaced))


FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@quick
@given(names)
def test_full_width_letters_and_figures_say_the_same(name: str) -> None:
    def wide(cell: Cell) -> Cell:
        return (
            cell
            if cell.number is not None
            else dataclasses.replace(cell, text=cell.text.translate(FULL_WIDTH))
        )

    assert_same(GRIDS[name], retyped(GRIDS[name], wide))


@quick
@given(names)
def test_numbers_typed_as_text_say_the_same(name: str) -> None:
    assert_same(GRIDS[name], retyped(GRIDS[name], lambda cell: Cell(cell.text)))


@quick
@given(names, st.data())
def test_hidden_rows_and_columns_are_read_and_doubted(name: str, data: st.DataObject) -> None:
    grid = GRIDS[name]
    row = data.draw(st.sampled_from(sorted({row for (row, _), cell in grid.cells.items() if cell.text})))
    hidden = dataclasses.replace(grid, hidden_rows=frozenset({row}))
    assert_same(grid, hidden)
    assert recognize(hidden)[0].reasons["hidden"].doubt


STACKED = [name for name in sorted(GRIDS) if "title" not in name]


@quick
@given(st.sampled_from(STACKED), st.sampled_from(STACKED), st.integers(0, 3))
def test_forms_under_one_another_are_each_read(first: str, second: str, gap: int) -> None:
    upper, lower = GRIDS[first], GRIDS[second]
    above = upper.used.bottom + gap

    def to(row: int, column: int) -> tuple[int, int]:
        return row + above, column

    moved = rearranged(lower, to)
    both = dataclasses.replace(
        upper, cells={**upper.cells, **moved.cells}, merges=(*upper.merges, *moved.merges)
    )
    forms = recognize(both)
    assert [told(form, here) for form in forms] == [
        told(recognize(upper)[0], here),
        told(recognize(lower)[0], to),
    ]


TITLED_FIRST = [name for name in STACKED if recognize(GRIDS[name])[0].title.cell == "A1"]


@quick
@given(st.sampled_from(TITLED_FIRST), st.sampled_from(TITLED_FIRST), st.integers(0, 2))
def test_forms_beside_one_another_are_each_read(first: str, second: str, gap: int) -> None:
    left, right = GRIDS[first], GRIDS[second]
    before = left.used.right + gap

    def to(row: int, column: int) -> tuple[int, int]:
        return row, column + before

    moved = rearranged(right, to)
    both = dataclasses.replace(
        left, cells={**left.cells, **moved.cells}, merges=(*left.merges, *moved.merges)
    )
    assert [told(form, here) for form in recognize(both)] == [
        told(recognize(left)[0], here),
        told(recognize(right)[0], to),
    ]


@settings(quick, max_examples=25)
@given(name=names, writer=st.sampled_from(["openpyxl", "xlsxwriter"]))
def test_a_form_saved_and_read_back_says_the_same(name: str, writer: str, tmp_path_factory: object) -> None:
    path = Path(tmp_path_factory.mktemp("saved")) / "form.xlsx"  # type: ignore[attr-defined]
    (save_openpyxl if writer == "openpyxl" else save_xlsxwriter)(GRIDS[name], path)
    _, (back,) = read_document(path)
    assert_same(GRIDS[name], back)


def stored(cell: Cell) -> str | float:
    return float(cell.number) if cell.number is not None else cell.text


def save_openpyxl(grid: Grid, path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = grid.name
    for (row, column), cell in grid.cells.items():
        target = book.active.cell(row, column, stored(cell))
        target.data_type = "n" if cell.number is not None else "s"
        target.number_format = cell.number_format
    for block in grid.merges:
        book.active.merge_cells(block.range)
    book.save(path)


def save_xlsxwriter(grid: Grid, path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet(grid.name)
    for block in grid.merges:
        page.merge_range(block.range, "")
    for (row, column), cell in grid.cells.items():
        look = book.add_format({"num_format": cell.number_format})
        write = page.write_number if cell.number is not None else page.write_string
        write(row - 1, column - 1, stored(cell), look)
    book.close()


texts = st.text(
    alphabet="一二三级指标分值得预算执行率年初全数总（）：:≥%0123456789.-/ \n合计项目名称", max_size=12
)
cells = st.builds(
    lambda text, number: Cell(
        text or str(number or ""), Decimal(number) if number is not None and not text else None
    ),
    texts,
    st.none() | st.integers(-5, 10**6),
)


@settings(quick, max_examples=120)
@given(st.dictionaries(st.tuples(st.integers(1, 30), st.integers(1, 15)), cells, max_size=60))
def test_nothing_that_stands_on_a_sheet_stops_recognition(content: dict[tuple[int, int], Cell]) -> None:
    for form in recognize(Grid("乱", content)):
        assert form.kind


@quick
@given(names, st.dictionaries(st.tuples(st.integers(1, 25), st.integers(1, 10)), cells, max_size=12))
def test_nothing_typed_over_a_form_stops_recognition_or_rules(
    name: str, content: dict[tuple[int, int], Cell]
) -> None:
    grid = GRIDS[name]
    for form in recognize(dataclasses.replace(grid, cells={**grid.cells, **content})):
        if form.kind != "unknown":
            errors(form, here)


def test_a_cell_in_the_last_corner_costs_nothing() -> None:
    grid = GRIDS[NAMES[0]]
    far = dataclasses.replace(grid, cells={**grid.cells, (1_048_576, 16_384): Cell("远")})
    assert recognize(far)[0].fields.keys() == recognize(grid)[0].fields.keys()
