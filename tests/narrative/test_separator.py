"""Thousands separators: one way through a whole report, as chosen, as the template says or as the forms do."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.core.form import Form
from perfdesk.core.grid import Cell, Grid
from perfdesk.narrative.annex import NO_GRIDS, Grids
from perfdesk.narrative.report import render_report
from perfdesk.narrative.report_choice import ReportChoice, Wish
from perfdesk.narrative.separator import has_separators, separated, stated_wish
from perfdesk.narrative.template_builder import build_template
from perfdesk.narrative.verification import verify
from tests.narrative.build_form import project_form, unit_form


@pytest.mark.parametrize(("digits", "grouped", "bare"), [
    ("8376.38", "8,376.38", "8376.38"), ("8,376.38", "8,376.38", "8376.38"), ("376.38", "376.38", "376.38"),
    ("1234567", "1,234,567", "1234567"), ("-12345.60", "-12,345.60", "-12345.60"), ("0", "0", "0"),
    ("-0.5", "-0.5", "-0.5"), ("1000", "1,000", "1000"), ("999.9999", "999.9999", "999.9999"),
])  # fmt: skip
def test_an_amount_has_all_its_separators_or_none(digits: str, grouped: str, bare: str) -> None:
    assert separated(digits, is_grouped=True) == grouped
    assert separated(digits, is_grouped=False) == bare


def told(*budgets: str) -> list[tuple[str, Form]]:
    return [
        (
            f"{n}.xlsx",
            project_form(f"第{n}号", full_year_budget=budget, initial_budget=budget, executed=budget),
        )
        for n, budget in enumerate(budgets, 1)
    ]


def text(
    tmp_path: Path, forms: list[tuple[str, Form]], choice: ReportChoice, template: str = "national"
) -> str:
    target = tmp_path / "报告.txt"
    render_report(forms, [], template, target, choice)
    return target.read_text("utf-8")


def test_the_forms_decide_by_how_most_of_their_amounts_are_printed(tmp_path: Path) -> None:
    mixed = text(tmp_path, told("8,376.38", "2,000.5", "1234.5"), ReportChoice())
    assert "11,611.38" in mixed and "1,234.5万元" in mixed
    assert "1234.5" not in mixed
    plain = text(tmp_path, told("8376.38", "2000.5", "1,234.5"), ReportChoice())
    assert "11611.38" in plain and "1234.5万元" in plain
    assert "1,234.5" not in plain


@pytest.mark.parametrize(("wish", "seen"), [("always", "8,376.38"), ("never", "8376.38")])
def test_the_user_overrules_forms_and_template(tmp_path: Path, wish: Wish, seen: str) -> None:
    for printed, said in (("8376.38", "true"), ("8,376.38", "false")):
        path = tmp_path / "模板.docx"
        lines = (f"{{%p set 千分位 = {said} %}}", "共{{ 预算合计 }}万元")
        path.write_bytes(build_template([("", line) for line in lines]))
        choice = ReportChoice(thousands=wish)
        assert text(tmp_path, told(printed), choice, str(path)) == f"共{seen}万元\n"


@pytest.mark.parametrize(("said", "wish"), [
    ("{%p set 千分位 = true %}", "always"), ("{% set 千分位=false %}", "never"),
    ("{%p set thousands = True %}", "always"), ("千分位 = true", "auto"), ("{%p set 年 = true %}", "auto"),
])  # fmt: skip
def test_a_template_says_it_in_a_tag(said: str, wish: Wish) -> None:
    parts = {"word/document.xml": f"<w:t>{said}</w:t>".encode()}
    assert stated_wish(parts) == wish


def _sheets(forms: list[tuple[str, Form]], code: str) -> Grids:
    return {(path, "Sheet1"): Grid("Sheet1", {(6, 5): Cell("24", number_format=code)}) for path, _ in forms}


@pytest.mark.parametrize(("code", "is_grouped"), [
    ("#,##0.00", True), ("0.00", False), ("General", False), ("#,##0%", False),
    ('_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', True),
])  # fmt: skip
def test_number_formats_decide_where_no_amount_reaches_a_thousand(code: str, is_grouped: bool) -> None:
    forms = told("600", "700")
    assert has_separators("auto", "auto", forms, _sheets(forms, code)) is is_grouped
    assert not has_separators("auto", "auto", forms, NO_GRIDS)


@pytest.mark.parametrize("thousands", ["always", "never"])
def test_what_is_grouped_or_not_is_verified_alike(tmp_path: Path, thousands: Wish) -> None:
    forms = [*told("8376.38", "12345.6", "999.99"), ("整体.xlsx", unit_form("97.5"))]
    lines = text(tmp_path, forms, ReportChoice(thousands=thousands)).split("\n")
    claims = verify(lines, forms)
    amounts = [claim for claim in claims if "万元" in claim.text]
    assert len(amounts) >= 8
    assert {claim.verdict for claim in amounts} == {"exact"}
