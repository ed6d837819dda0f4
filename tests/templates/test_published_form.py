"""Published forms in the national, Anhui and Liaoning 2021 templates: they say the same, without new findings."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from perfdesk.core.form import Form
from perfdesk.judging import Checked, load
from perfdesk.reading.package import open_package
from perfdesk.writing.filling.filling import filling_of
from perfdesk.writing.filling.template import fill
from tests.templates.office import recalculated

TEMPLATES = Path(__file__).resolve().parents[2] / "templates_xlsx"
ANHUI = "项目支出绩效自评表（安徽2021格式）"
# A set of cases, which of its files, and the template of the same form.
PAIRS = (
    ("mingguang2021", "项目自评-行政*.xlsx", "项目支出绩效自评表（国家格式）"),
    ("mingguang2021", "项目自评-三医*.xlsx", "项目支出绩效自评表（国家格式）"),
    ("mingguang2021", "项目自评-医保*.xlsx", ANHUI),
    ("mingguang2021", "项目自评-定向*.xlsx", ANHUI),
    *(("fushun2021", f"项目自评-0{number}*.xlsx", "预算项目绩效目标自评表（辽宁2021格式）") for number in range(1, 10)),
    ("fushun2021", "整体自评*.xlsx", "整体绩效自评表（辽宁2021格式）"),
)  # fmt: skip


@pytest.fixture(scope="module")
def filled(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Checked, Checked]]:
    """Every published form, and the template that was filled from it."""
    folder = tmp_path_factory.mktemp("filled")
    found = []
    for number, (case, pattern, template) in enumerate(PAIRS):
        (source,) = (shared / "cases" / case).glob(pattern)
        published = load([source])[0]
        done = fill(open_package(TEMPLATES / f"{template}.xlsx"), filling_of(published.document.forms[0]))
        assert done.left == (), source.name
        target = folder / f"{number}.xlsx"
        target.write_bytes(done.package.data)
        found.append((published, load([target])[0]))
    return found


def findings(checked: Checked) -> Counter[tuple[str, str]]:
    """How often each rule speaks; that a figure is rounded as asked is no fault of it."""
    return Counter((found.rule, found.verdict) for found in checked.findings if found.verdict != "rounded")


def test_no_finding_comes_up_that_the_published_form_had_not(filled: list[tuple[Checked, Checked]]) -> None:
    for published, ours in filled:
        assert not findings(ours) - findings(published), published.document.path


def test_figures_and_words_are_those_of_the_published_form(filled: list[tuple[Checked, Checked]]) -> None:
    for published, ours in filled:
        before, after = published.document.forms[0], ours.document.forms[0]
        assert (after.kind, after.year, after.profile) == (before.kind, before.year, before.profile)
        assert [row.level3.said for row in after.indicators] == [row.level3.said for row in before.indicators]
        assert [row.weight and row.weight.number for row in after.indicators] == [
            row.weight and row.weight.number for row in before.indicators
        ]
        assert quantities(after) == quantities(before)
        said = {name: value.said for name, value in before.headers.items() if value.said}
        assert said.items() <= {name: value.said for name, value in after.headers.items()}.items()


def quantities(form: Form) -> list[tuple[str, str]]:
    """Targets and actuals with their units, however the form prints them."""
    rows = filling_of(form).indicators
    return [(row.target.with_unit(), row.actual.with_unit()) for row in rows]


def test_the_printed_rule_of_a_score_stays_beside_every_row(filled: list[tuple[Checked, Checked]]) -> None:
    methods = [
        row.method.text if row.method is not None else None
        for (_, ours), (_, _, template) in zip(filled, PAIRS, strict=True)
        for row in ours.document.forms[0].indicators
        if template == ANHUI
    ]
    assert len(methods) >= 10
    assert all(method and ("记分" in method or "同效益指标" in method) for method in methods), methods


def test_libreoffice_works_out_what_is_stored(filled: list[tuple[Checked, Checked]], tmp_path: Path) -> None:
    files = [Path(ours.path) for _, ours in filled]
    for stored, worked_out in zip(files, recalculated(files, tmp_path), strict=True):
        assert len(results(stored)) >= 5
        assert results(stored) == results(worked_out)


def results(path: Path) -> dict[str, object]:
    """What every cell with a formula shows; a blank text is nothing."""
    live, shown = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    return {
        f"{sheet.title}!{cell.coordinate}": _rounded(shown[sheet.title][cell.coordinate].value)
        for sheet in live
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    }


def _rounded(value: object) -> object:
    return round(value, 9) if isinstance(value, float) else value or None
