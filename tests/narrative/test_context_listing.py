"""What a template can print is listed with its cell; figures in doubt can be left out of a report."""

from __future__ import annotations

from pathlib import Path

from perfdesk.narrative.context import build_context
from perfdesk.narrative.context_listing import context_lines
from perfdesk.narrative.figure import WITHHELD
from perfdesk.narrative.report import render_report
from perfdesk.narrative.report_choice import ReportChoice
from tests.narrative.build_form import error, project_form


def test_each_value_is_listed_by_both_names_with_its_cell() -> None:
    lines = [line.words for line in context_lines(build_context([("某处/表.xlsx", project_form("甲"))], []))]
    assert "项目列表[0].得分（projects[0].score）= 100　←　表.xlsx Sheet1!H22" in lines
    assert "项目数（project_count）= 1" in lines


def test_a_value_whose_cell_has_an_error_is_listed_with_its_doubt() -> None:
    context = build_context([("表.xlsx", project_form("甲"))], [error("表.xlsx", "H6")])
    doubted = [line.words for line in context_lines(context) if line.chinese.startswith("项目列表[0].执行率")]
    assert "核算应为50.71%" in doubted[0]


def test_what_a_unit_form_has_no_cell_for_is_no_doubt() -> None:
    absent = dict.fromkeys(("executed", "execution_rate", "full_year_budget"))
    form = project_form("", kind="unit_self_evaluation", **absent)
    context = build_context([("整体.xlsx", form)], [], frozenset({"units"}))
    told = context.report.units[0].told
    assert context.marks == ()
    assert (told.score.text, told.budget.text, told.executed.is_missing) == ("100", "24", True)


def test_a_wrong_figure_is_left_out_where_the_user_asks_and_still_listed(tmp_path: Path) -> None:
    target = tmp_path / "报告.txt"
    forms, findings = [("表.xlsx", project_form("甲"))], [error("表.xlsx", "F6")]
    render_report(forms, findings, "national", target)
    marked = target.read_text("utf-8")
    render_report(forms, findings, "national", target, ReportChoice(withholds=True))
    text = target.read_text("utf-8")
    assert WITHHELD not in marked
    assert f"执行数为{WITHHELD}" in text
    assert f"执行{WITHHELD}" in text  # the total over it
    assert "预算数为24万元" in text
    assert "核算应为50.71%" in text
