from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.core.document import Document
from perfdesk.core.fault import CallFault, ChangedFault
from perfdesk.core.finding import Edit
from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.session import Checked, Session, judge_again, load
from tests.writing import workbook

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


@pytest.fixture
def of_sample(sample: Path) -> Session:
    opened = Session()
    opened.add(load(sorted(sample.glob("*.xlsx"))[:2]))
    return opened


def profiles(session: Session) -> list[set[str]]:
    return [{form.profile for form in checked.document.forms} for checked in session.documents]


def test_a_profile_is_chosen_for_one_document_for_all_or_left_to_the_form(of_sample: Session) -> None:
    before = profiles(of_sample)
    path = of_sample.documents[0].path
    of_sample.choose_profile("liaoning-2021", path)
    assert profiles(of_sample) == [{"liaoning-2021"}, before[1]]
    assert of_sample.document(path).document.forms[0].profile_reason == "由用户指定"
    of_sample.choose_profile("liaoning-2021")
    assert profiles(of_sample) == [{"liaoning-2021"}, {"liaoning-2021"}]
    of_sample.choose_profile(None, path)
    assert profiles(of_sample) == [before[0], {"liaoning-2021"}]
    of_sample.choose_profile(None)
    assert profiles(of_sample) == before


def test_another_profile_leaves_edits_and_counts_for_later_ones(of_sample: Session) -> None:
    first = of_sample.documents[0]
    sheet = first.document.grids[0].name
    of_sample.edit(first.path, sheet, "C3", "改过的名称")
    of_sample.choose_profile("liaoning-2021", first.path)
    assert of_sample.unsaved(first.path) == (Edit(sheet, "C3", "改过的名称"),)
    assert of_sample.document(first.path).document.grid(sheet).cell_at(3, 3).text == "改过的名称"
    of_sample.undo()
    assert profiles(of_sample)[0] == {"liaoning-2021"}


def test_an_unknown_profile_is_refused_and_changes_nothing(of_sample: Session) -> None:
    before = profiles(of_sample)
    with pytest.raises(CallFault, match="没有名为"):
        of_sample.choose_profile("nowhere")
    assert (profiles(of_sample), of_sample.profile) == (before, None)


def test_a_document_edited_while_it_was_judged_again_is_shown_with_its_edit(of_sample: Session) -> None:
    first = of_sample.documents[0]
    sheet = first.document.grids[0].name
    judged = judge_again(of_sample.standing())
    of_sample.edit(first.path, sheet, "C3", "改过的名称")
    of_sample.close(of_sample.documents[1].path)
    of_sample.take_over(judged)
    assert len(of_sample.documents) == 1
    assert of_sample.document(first.path).document.grid(sheet).cell_at(3, 3).text == "改过的名称"


@pytest.fixture
def on_disk(tmp_path: Path) -> tuple[Session, str]:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><f>A1+B1</f><v>3</v></c></row>'
    path = workbook.write_book(tmp_path, rows)
    opened = Session()
    opened.add(load([path]))
    return opened, str(path)


def test_a_saved_document_has_no_unsaved_edits_and_its_file_says_what_the_session_said(
    on_disk: tuple[Session, str],
) -> None:
    session, path = on_disk
    session.edit(path, "表", "A1", "5")
    saved = session.save(path)
    assert session.unsaved(path) == ()
    assert session.document(path).document.digest == saved.digest == workbook.digest(Path(path))
    assert workbook.grids(Path(path))["表"].cell_at(1, 3).number == Decimal(7)


def test_undo_goes_on_across_a_save_and_makes_the_document_modified_again(
    on_disk: tuple[Session, str],
) -> None:
    session, path = on_disk
    session.edit(path, "表", "A1", "5")
    session.edit(path, "表", "B1", "")
    session.save(path)
    assert session.undo() is not None
    assert session.unsaved(path) == (Edit("表", "B1", "2"),)
    assert session.undo() is not None
    assert session.unsaved(path) == (Edit("表", "B1", "2"), Edit("表", "A1", "1"))
    session.save(path)
    assert [workbook.grids(Path(path))["表"].cell_at(1, column).text for column in (1, 2, 3)] == [
        "1",
        "2",
        "3",
    ]
    assert session.redo() is not None
    assert session.unsaved(path) == (Edit("表", "A1", "5"),)


def test_a_formula_that_was_saved_away_is_not_brought_back_as_text(on_disk: tuple[Session, str]) -> None:
    session, path = on_disk
    session.edit(path, "表", "A1", "5")
    session.edit(path, "表", "C1", "9")
    session.edit(path, "表", "B1", "4")
    session.save(path)
    assert session.undo() is not None
    assert session.undo() is None
    assert session.unsaved(path) == (Edit("表", "B1", "2"),)


def test_a_save_that_is_refused_forgets_nothing(on_disk: tuple[Session, str]) -> None:
    session, path = on_disk
    session.edit(path, "表", "A1", "5")
    Path(path).write_bytes(Path(path).read_bytes() + b" ")
    with pytest.raises(ChangedFault):
        session.save(path)
    assert session.unsaved(path) == (Edit("表", "A1", "5"),)
    assert session.undo() is not None


def test_opening_clears_what_a_killed_save_left_behind(on_disk: tuple[Session, str]) -> None:
    session, path = on_disk
    rest = Path(path).with_name(f".~{Path(path).name}.perfdesk1.tmp")
    rest.write_bytes(b"half of it")
    session.add(load([Path(path)]))
    assert not rest.exists()
