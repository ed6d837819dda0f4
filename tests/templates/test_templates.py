"""The official templates: recognized, clean while blank, set up for printing, guarded, and built as they are.

Each file in `templates_xlsx/` is tried, so that a new one is held to the same without a new test.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from perfdesk.session import load
from tests.templates.build import TEMPLATES, build_templates

FOLDER = Path(__file__).resolve().parents[2] / "templates_xlsx"
FILES = sorted(FOLDER.glob("*.xlsx"))
COVER = "封面"  # a page of its own that holds no form
each_template = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a workbook; how they are compressed differs between machines."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_builder_writes_the_files_of_the_folder_and_no_others(tmp_path: Path) -> None:
    build_templates(tmp_path)
    assert {f"{name}.xlsx" for name in TEMPLATES} == {path.name for path in FILES}
    for path in FILES:
        assert parts(tmp_path / path.name) == parts(path), f"{path.name}: python -m tests.templates.build"


def test_every_template_has_its_source() -> None:
    rows = [
        line.split("|")[1].strip()
        for line in (FOLDER / "SOURCES.md").read_text("utf-8").splitlines()
        if line.startswith("| ")
    ]
    assert {row for row in rows if row.endswith(".xlsx")} == {path.name for path in FILES}


@each_template
def test_a_template_is_recognized_and_holds_no_finding(path: Path) -> None:
    checked = load([path])[0]
    assert checked.document.fault is None
    forms = [form for form in checked.document.forms if form.sheet != COVER]
    assert forms
    for form in forms:
        assert form.kind != "unknown", form.sheet
        assert form.is_unfilled, form.sheet
    assert list(checked.findings) == []


@each_template
def test_a_template_prints_on_a4_one_page_wide_with_numbered_pages(path: Path) -> None:
    for sheet in openpyxl.load_workbook(path):
        assert sheet.page_setup.paperSize == int(sheet.PAPERSIZE_A4), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0), sheet.title
        assert "&P" in sheet.oddFooter.center.text and "&N" in sheet.oddFooter.center.text, sheet.title
        assert sheet.print_area, sheet.title


@each_template
def test_labels_and_formulas_are_locked_without_a_password_and_places_to_fill_are_open(path: Path) -> None:
    for sheet in openpyxl.load_workbook(path):
        assert sheet.protection.sheet and not sheet.protection.password, sheet.title
        cells = [
            cell
            for row in sheet.iter_rows()
            for cell in row
            if not isinstance(cell, openpyxl.cell.MergedCell)
        ]
        labels = [cell for cell in cells if isinstance(cell.value, str) and not cell.value.startswith("=")]
        assert sheet.title == COVER or any(cell.protection.locked for cell in labels), sheet.title
        assert any(not cell.protection.locked for cell in cells), sheet.title


@each_template
def test_a_template_offers_choices_and_says_what_belongs_where(path: Path) -> None:
    rules = [rule for sheet in openpyxl.load_workbook(path) for rule in sheet.data_validations.dataValidation]
    assert rules
    for rule in rules:
        assert rule.promptTitle and len(rule.promptTitle) <= 32, rule.sqref
        assert rule.prompt and len(rule.prompt) <= 255, rule.sqref


@each_template
def test_every_formula_has_its_result_stored_and_uses_only_what_we_can_work_out(path: Path) -> None:
    allowed = {
        "IF", "AND", "OR", "NOT", "ISNUMBER", "ROUND", "ROUNDDOWN", "ROUNDUP", "MIN", "MAX", "SUM", "COUNT",
        "COUNTA", "AVERAGE", "ABS", "IFERROR", "SUMPRODUCT", "LEN",
    }  # fmt: skip
    for name, content in parts(path).items():
        if name.startswith("xl/worksheets/sheet"):
            text = content.decode()
            for cell in re.findall(r"<c [^>]*><f>.*?</c>", text):
                assert "</f><v>" in cell, cell
                assert set(re.findall(r"([A-Z][A-Z0-9.]*)\(", cell)) <= allowed, cell


@each_template
def test_a_template_has_no_macro_link_or_script(path: Path) -> None:
    names = "\n".join(parts(path))
    assert not re.search(r"vba|externalLink|activeX|ctrlProp|connections", names, re.IGNORECASE)
