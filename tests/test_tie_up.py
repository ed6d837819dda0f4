"""Relations across files: judged once over all of them, whatever their order, renewed by every edit."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from perfdesk.cli import main
from perfdesk.desks.batch import check_files
from perfdesk.rules.example import sheet
from perfdesk.rules.tie_check import check_ties, tie_codes
from perfdesk.rules.tie_example import TIED_FORMS
from perfdesk.session import Checked, Session, load

UNIT = "整体绩效自评表"


def write(folder: Path, name: str, form: str, edits: dict[str, str] | None = None) -> Path:
    """One example form as a workbook."""
    grid = sheet(TIED_FORMS[form], edits or {})
    book = Workbook()
    page = book.active
    assert page is not None
    for (row, column), cell in grid.cells.items():
        number = cell.text.replace(".", "", 1)
        page.cell(row, column, float(cell.text) if number.isdigit() else cell.text)
    for block in grid.merges:
        page.merge_cells(
            start_row=block.top, start_column=block.left, end_row=block.bottom, end_column=block.right
        )
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.xlsx"
    book.save(path)
    return path


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A unit form that says 9 where its project form says 10, and two project forms."""
    folder = tmp_path / "今年"
    return [
        write(folder, "整体", "tied_unit", {"F11": "9"}),
        write(folder, "数字化", "project"),
        write(folder, "库房", "tied_project"),
    ]


def tied(documents: tuple[Checked, ...]) -> dict[str, list[tuple[str, str]]]:
    codes = tie_codes()
    return {
        Path(checked.path).stem: [(f.rule, f.place.cell) for f in checked.findings if f.rule in codes]
        for checked in documents
    }


def test_a_difference_is_told_in_the_unit_form_and_names_the_project_forms_cell(files: list[Path]) -> None:
    documents = load(files)
    assert tied(documents) == {"整体": [("UP701", "F11")], "数字化": [], "库房": []}
    finding = next(f for f in documents[0].findings if f.rule == "UP701")
    assert [(Path(place.path).stem, place.cell) for place in finding.related] == [("数字化", "E5")]
    assert (finding.printed, finding.expected) == ("9", "10")


def test_order_of_files_and_number_of_processes_change_nothing(files: list[Path]) -> None:
    one = check_files(files)
    for other in (check_files(files[::-1]), check_files(files, jobs=2), check_files(files[::-1], jobs=2)):
        found = {checked.path: (checked.findings, checked.not_checked) for checked in other}
        assert found == {checked.path: (checked.findings, checked.not_checked) for checked in one}


def test_an_edit_in_one_file_is_judged_in_all(files: list[Path]) -> None:
    session = Session()
    session.add(load(files))
    project = str(files[1])
    name = session.document(project).document.grids[0].name
    session.edit(project, name, "E5", "9")
    assert ("UP701", "F11") not in tied(session.documents)["整体"]
    session.undo()
    assert ("UP701", "F11") in tied(session.documents)["整体"]
    session.close(project)
    unit = session.document(str(files[0]))
    assert tied(session.documents)["整体"] == []
    assert [item.reason for item in unit.not_checked if item.rule == "UP701"] == [
        "没有打开对应的项目自评表（馆藏案卷数字化），这部分金额没有核对"
    ]


def test_last_year_is_compared_only_where_it_was_named(
    files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "去年", "数字化", "project", {"A2": "（2022年度）", "E11": "≥2050卷"})
    folder = str(files[1].parent)
    main(["check", folder, "--format", "json"])
    assert not [f for f in json.loads(capsys.readouterr().out)["findings"] if f["rule"].startswith("LY")]
    main(["check", folder, "--format", "json", "--last-year", str(tmp_path / "去年")])
    found = json.loads(capsys.readouterr().out)
    told = {(f["rule"], f["cell"], f["severity"]) for f in found["findings"] if f["rule"].startswith("LY")}
    assert told == {("LY501", "E11", "warning"), ("LY502", "E9", "warning"), ("LY503", "H16", "hint")}
    assert all("去年" not in document["path"] for document in found["documents"])


def test_a_last_year_that_cannot_be_read_is_no_clean_bill(
    files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "去年"
    folder.mkdir()
    assert main(["check", str(files[1]), "--last-year", str(folder)]) == 2
    assert "没有找到上年的自评表" in capsys.readouterr().err
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04")
    assert main(["check", str(files[1]), "--last-year", str(folder)]) == 2
    assert "坏.xlsx" in capsys.readouterr().err


def test_every_figure_of_a_published_unit_form_that_repeats_projects_is_held_to_them(shared: Path) -> None:
    folder = shared / "cases" / "fushun2021"
    documents = load(sorted(folder.glob("*.xlsx")))
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    rules = {"重点工作=Σ项目表", "项目支出=Σ项目表"}
    cells = {entry["cell"] for entry in expected if entry["rule"] in rules}
    assert len(cells) == 13
    for cell in cells:
        forms = [
            (checked.path, [_changed(form, cell) for form in checked.document.forms]) for checked in documents
        ]
        errors = [f for f in check_ties(forms)[0] if f.severity == "error"]
        assert {f.place.cell for f in errors} == {cell}, cell
        assert all(f.related and f.formula for f in errors)


def _changed(form, cell):  # type: ignore[no-untyped-def]
    if form.kind != "unit_self_evaluation":
        return form

    def line(money):  # type: ignore[no-untyped-def]
        amounts = {
            name: dataclasses.replace(value, number=value.number + Decimal(1), printed=f"{value.number + 1}")
            if value.cell == cell
            else value
            for name, value in money.amounts.items()
        }
        return dataclasses.replace(money, amounts=amounts)

    return dataclasses.replace(form, lines=tuple(map(line, form.lines)), tasks=tuple(map(line, form.tasks)))
