"""Rows inserted and deleted in an open document: judged at once, undone to the first bytes, saved without loss."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from perfdesk.cli import main
from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Edit
from perfdesk.core.form import Form
from perfdesk.reading.document import read_document
from perfdesk.row_edit import MOST_ROWS, RowOrder
from perfdesk.session import Session, load


@pytest.fixture
def book(sample: Path, tmp_path: Path) -> Path:
    """A form of the sample with indicators."""
    source = next(
        Path(checked.path)
        for checked in load(sorted(sample.glob("*.xlsx")))
        if checked.document.forms and len(checked.document.forms[0].indicators) > 4
    )
    return Path(shutil.copy(source, tmp_path / source.name))


@pytest.fixture
def session(book: Path) -> Session:
    opened = Session()
    opened.add(load([book]))
    return opened


def _form(session: Session, book: Path) -> Form:
    return session.document(str(book)).document.forms[0]


def _spots(session: Session, book: Path) -> list[tuple[str, str]]:
    return [(each.rule, each.place.cell) for each in session.document(str(book)).findings]


def test_findings_below_move_with_the_rows_and_undo_brings_all_back(session: Session, book: Path) -> None:
    path, form, before = str(book), _form(session, book), _spots(session, book)
    second = form.indicators[1].row
    session.move_rows(path, RowOrder(form.sheet, second, 2))
    moved = _form(session, book)
    assert [each.level3.raw for each in moved.indicators if each.level3.raw] == [
        each.level3.raw for each in form.indicators
    ]
    assert moved.indicators[-1].row == form.indicators[-1].row + 2
    below = {rule for rule, cell in before if int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) > second}
    assert below <= {rule for rule, _ in _spots(session, book)}
    session.undo()
    assert _spots(session, book) == before
    assert session.document(path).document.unsaved_content is None


def test_a_new_row_belongs_to_the_group_above_it_and_looks_like_it(session: Session, book: Path) -> None:
    path, form = str(book), _form(session, book)
    row = form.indicators[1].row
    grid = session.document(path).document.grid(form.sheet)
    above = {column: cell.style for (at, column), cell in grid.cells.items() if at == row - 1}
    session.move_rows(path, RowOrder(form.sheet, row))
    grid = session.document(path).document.grid(form.sheet)
    assert {column: cell.style for (at, column), cell in grid.cells.items() if at == row} == above
    assert grid.block_at(row, 1) == grid.block_at(row - 1, 1)


def test_a_row_above_the_first_indicator_is_not_like_the_heading(session: Session, book: Path) -> None:
    path, form = str(book), _form(session, book)
    row = form.indicators[0].row
    grid = session.document(path).document.grid(form.sheet)
    own = {column: cell.style for (at, column), cell in grid.cells.items() if at == row}
    session.move_rows(path, RowOrder(form.sheet, row))
    grid = session.document(path).document.grid(form.sheet)
    assert {column: cell.style for (at, column), cell in grid.cells.items() if at == row} == own


def test_rows_and_edits_are_saved_together_and_undo_goes_on_across_the_save(
    session: Session, book: Path
) -> None:
    path, form, first = str(book), _form(session, book), book.read_bytes()
    row = form.indicators[1].row
    session.edit(path, form.sheet, form.title.cell, "改过的标题")
    session.move_rows(path, RowOrder(form.sheet, row))
    session.edit(path, form.sheet, f"C{row}", "新的指标")
    session.move_rows(path, RowOrder(form.sheet, form.indicators[3].row + 1, is_deletion=True))
    saved = session.save(path)
    assert saved.backup is not None
    assert saved.backup.read_bytes() == first
    grid = next(grid for grid in read_document(book)[1] if grid.name == form.sheet)
    assert grid.cell_at(row, 3).text == "新的指标"
    assert (session.unsaved(path), session.document(path).document.content) == ((), None)
    whole = book.read_bytes()
    for _ in range(4):
        assert session.undo() is not None
    assert session.undo() is None
    session.save(path)
    assert book.read_bytes() == first
    for _ in range(4):
        assert session.redo() is not None
    session.save(path)
    assert book.read_bytes() == whole


def test_copies_and_review_copies_carry_the_moved_rows(session: Session, book: Path, tmp_path: Path) -> None:
    path, form = str(book), _form(session, book)
    row = form.indicators[1].row
    session.move_rows(path, RowOrder(form.sheet, row, 3))
    copy = tmp_path / "副本.xlsx"
    session.save_as(path, copy)
    folder = tmp_path / "标记"
    folder.mkdir()
    (marked,) = session.mark(folder)
    for file in (copy, marked):
        grid = next(grid for grid in read_document(file)[1] if grid.name == form.sheet)
        assert grid.used.bottom == session.document(path).document.grid(form.sheet).used.bottom


def test_what_cannot_be_done_is_refused_with_a_sentence_and_changes_nothing(
    session: Session, book: Path
) -> None:
    path, form, before = str(book), _form(session, book), _spots(session, book)
    with pytest.raises(CallFault, match=f"最多插入 {MOST_ROWS} 行"):
        session.move_rows(path, RowOrder(form.sheet, 5, MOST_ROWS + 1))
    with pytest.raises(CallFault, match="超出工作表的范围"):
        session.move_rows(path, RowOrder(form.sheet, 0))
    book.write_bytes(book.read_bytes() + b" ")
    with pytest.raises(CallFault, match="已被其他程序修改"):
        session.move_rows(path, RowOrder(form.sheet, 5))
    assert (_spots(session, book), session.history.done) == (before, [])


def test_a_document_judged_meanwhile_with_other_rows_is_not_taken_over(session: Session, book: Path) -> None:
    path, form = str(book), _form(session, book)
    standing = session.standing([path])
    old = session.document(path)
    session.move_rows(path, RowOrder(form.sheet, form.indicators[1].row))
    now = session.document(path).document.grids
    session.take_over([(standing[0], old)])
    assert session.document(path).document.grids == now


def test_another_content_is_taken_as_one_step(session: Session, book: Path) -> None:
    path, form = str(book), _form(session, book)
    session.move_rows(path, RowOrder(form.sheet, form.indicators[1].row))
    content = session.document(path).document.unsaved_content
    assert content is not None
    session.undo()
    cell = form.title.cell
    session.take_content(path, content, [Edit(form.sheet, cell, "题")], "恢复")
    assert session.cell_text(path, form.sheet, cell) == "题"
    assert session.document(path).document.unsaved_content == content
    step = session.undo()
    assert step is not None
    assert (step.name, step.place.path) == ("恢复", path)
    assert session.document(path).document.unsaved_content is None


def test_the_command_moves_rows_in_the_file_or_in_a_copy(
    session: Session, book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, first = _form(session, book), book.read_bytes()
    bottom = session.document(str(book)).document.grid(form.sheet).used.bottom
    copy = tmp_path / "副本.xlsx"
    place = f"{form.sheet}!{form.indicators[1].row}"
    assert (
        main(["rows", str(book), "--insert", f"{place}:{form.indicators[1].row + 1}", "--output", str(copy)])
        == 0
    )
    assert "插入 2 行" in capsys.readouterr().out
    assert book.read_bytes() == first
    assert {grid.name: grid for grid in read_document(copy)[1]}[form.sheet].used.bottom == bottom + 2
    assert main(["rows", str(copy), "--delete", place]) == 0
    assert "备份" in capsys.readouterr().out
    assert {grid.name: grid for grid in read_document(copy)[1]}[form.sheet].used.bottom == bottom + 1


@pytest.mark.parametrize(("place", "words"), [("没有这张!3", "没有工作表"), ("{sheet}!B", "不是行")])
def test_rows_that_are_none_are_refused_by_the_command(
    session: Session, book: Path, capsys: pytest.CaptureFixture[str], place: str, words: str
) -> None:
    wanted = place.format(sheet=_form(session, book).sheet)
    assert main(["rows", str(book), "--delete", wanted]) == 2
    assert words in capsys.readouterr().err
