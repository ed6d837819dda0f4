from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.core.document import Document
from perfdesk.core.finding import Edit
from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.session import Checked, Session

PATH = "甲.xlsx"


@pytest.fixture
def session() -> Session:
    cells = {
        (1, 1): Cell("标题"),
        (2, 1): Cell("3", Decimal(3), formula="1+2"),
        (2, 2): Cell("51%", Decimal("0.51"), "0%"),
    }
    opened = Session()
    opened.add([Checked(Document(PATH, "0", (Grid("表", cells, (Block(1, 1, 1, 3),)),)))])
    return opened


def cell_of(session: Session, row: int, column: int) -> Cell:
    return session.document(PATH).document.grid("表").cell_at(row, column)


def test_an_undone_edit_of_a_formula_gives_the_formula_back(session: Session) -> None:
    before = cell_of(session, 2, 1)
    assert session.edit(PATH, "表", "A2", "5")
    assert cell_of(session, 2, 1).formula is None
    session.undo()
    assert cell_of(session, 2, 1) == before
    session.redo()
    assert cell_of(session, 2, 1).number == Decimal(5)


def test_an_undone_edit_is_not_unsaved(session: Session) -> None:
    session.edit(PATH, "表", "B2", "0.5071")
    assert session.unsaved(PATH) == (Edit("表", "B2", "0.5071"),)
    session.undo()
    assert session.unsaved(PATH) == ()


def test_a_second_edit_makes_the_cell_from_the_file_and_not_from_the_first(session: Session) -> None:
    session.edit(PATH, "表", "B2", "0.5071")
    assert cell_of(session, 2, 2).text == "50.71%"
    session.edit(PATH, "表", "B2", "0.5")
    assert cell_of(session, 2, 2).text == "50%"


def test_an_edit_under_a_merge_goes_to_its_first_cell(session: Session) -> None:
    session.edit(PATH, "表", "C1", "新标题")
    assert session.unsaved(PATH) == (Edit("表", "A1", "新标题"),)


def test_several_edits_are_one_step_and_unchanged_ones_are_none(session: Session) -> None:
    assert session.apply(PATH, [Edit("表", "A1", "甲"), Edit("表", "B2", "60%")], "采用建议")
    assert not session.apply(PATH, [Edit("表", "A1", "甲")], "采用建议")
    assert not session.edit(PATH, "表", "A1", "甲")
    step = session.undo()
    assert step is not None
    assert (step.name, len(step.changes)) == ("采用建议", 2)
    assert session.undo() is None


@pytest.mark.parametrize("how", ["close", "open again"])
def test_steps_of_a_document_that_is_gone_can_not_be_undone(session: Session, how: str) -> None:
    document = session.document(PATH)
    session.edit(PATH, "表", "A1", "甲")
    if how == "close":
        session.close(PATH)
    else:
        session.add([document])
        assert session.unsaved(PATH) == ()
    assert session.undo() is None
    assert session.redo() is None


def test_a_formula_follows_the_cell_it_depends_on_and_comes_back_with_undo() -> None:
    cells = {(1, 1): Cell("2", Decimal(2)), (1, 2): Cell("4", Decimal(4), formula="A1*2")}
    session = Session()
    session.add([Checked(Document(PATH, "0", (Grid("表", cells),)))])
    session.edit(PATH, "表", "A1", "5")
    assert cell_of(session, 1, 2).number == Decimal(10)
    session.undo()
    assert cell_of(session, 1, 2) == cells[1, 2]


def test_a_formula_that_cannot_be_worked_out_shows_no_old_figure() -> None:
    cells = {(1, 1): Cell("2", Decimal(2)), (1, 2): Cell("4", Decimal(4), formula='LOOKUP(A1,"甲")')}
    session = Session()
    session.add([Checked(Document(PATH, "0", (Grid("表", cells),)))])
    session.edit(PATH, "表", "A1", "5")
    assert cell_of(session, 1, 2).is_uncalculated
    assert cell_of(session, 1, 2).number is None


def test_every_document_added_at_once_can_be_edited(session: Session) -> None:
    grid = session.document(PATH).document.grid("表")
    session.add([Checked(Document(name, "0", (grid,))) for name in ("乙.xlsx", "丙.xlsx")])
    assert session.edit("乙.xlsx", "表", "B2", "0.5")
    assert session.document("乙.xlsx").document.grid("表").cell_at(2, 2).text == "50%"
