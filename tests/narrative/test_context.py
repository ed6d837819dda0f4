"""Figures know their cells; what is missing or doubtful is said and marked, never smoothed."""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal

import pytest

from perfdesk.core.finding import Place
from perfdesk.core.form import Form
from perfdesk.narrative.context import Context, build_context
from perfdesk.narrative.figure import STRAY
from perfdesk.narrative.project import Project
from perfdesk.narrative.project_total import grade_of
from tests.narrative.build_form import (
    error,
    project_form,
    row,
    special_fund_form,
    unit_form,
    value,
    with_advice,
)


def told(*forms: Form) -> Context:
    return build_context([(f"表{number}.xlsx", form) for number, form in enumerate(forms, 1)], [])


def only(form: Form) -> Project:
    return told(form).report.projects[0]


def words(text: object) -> str:
    """The text without the digits and delimiters of its marks."""
    return STRAY.sub("", re.sub("\ufdd0\\d+\ufdd1", "", str(text)))


def test_a_figure_prints_as_on_the_form_and_knows_its_cell() -> None:
    project = only(project_form(full_year_budget="1,024.50", executed="512.25", execution_rate="50%"))
    assert (str(project.budget), project.budget.number) == ("1024.50", Decimal("1024.50"))
    assert project.budget.place == Place("表1.xlsx", "Sheet1", "E6")
    assert (str(project.rate), project.rate.number) == ("50%", Decimal("0.5"))
    assert project.score.cell == "Sheet1!H22"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("100%", "100%"),
        ("1", "100%"),
        ("100", "100%"),
        ("1.00", "100%"),
        ("50.714%", "50.71%"),
        ("0.0%", "0%"),
    ],
)
def test_a_rate_is_a_percentage_however_it_was_printed(printed: str, expected: str) -> None:
    executed = "0" if expected == "0%" else "12.17136" if expected == "50.71%" else "24"
    assert str(only(project_form(executed=executed, execution_rate=printed)).rate) == expected


def test_a_rate_the_layout_lacks_is_computed_without_a_mark() -> None:
    rate = only(project_form(executed="8", execution_rate=None)).rate
    assert (rate.text, rate.mark) == ("33.33%", None)


def test_a_blank_rate_is_computed_and_marked() -> None:
    rate = only(project_form(executed="8", execution_rate="")).rate
    assert rate.text == "33.33%"
    assert rate.mark is not None
    assert rate.mark.note == "自评表未填写，按8÷24计算为33.33%。见“表1.xlsx”Sheet1!H6。"


def test_a_rate_on_a_zero_budget_is_not_invented() -> None:
    rate = only(project_form(full_year_budget="0", executed="0", execution_rate="")).rate
    assert (rate.text, rate.is_missing, rate.is_marked) == ("（无法计算）", True, True)


def test_amounts_in_yuan_are_converted_exactly_and_it_is_said() -> None:
    form = project_form(full_year_budget="1234567.89", executed="10000")
    project = only(dataclasses.replace(form, amount_unit="元"))
    assert (str(project.budget), str(project.executed)) == ("123.456789", "1")
    assert project.unit_note == "（自评表金额以元为单位，文中已换算为万元）"


def test_a_unit_inside_the_cell_goes_before_the_unit_of_the_form() -> None:
    form = project_form()
    cell = dataclasses.replace(value("E6", "240000"), printed="240000元", unit="元")
    project = only(dataclasses.replace(form, fields={**form.fields, "full_year_budget": cell}))
    assert str(project.budget) == "24"


def test_the_initial_budget_stands_in_where_the_layout_has_no_other() -> None:
    project = only(project_form(initial_budget="30", full_year_budget=None))
    assert (project.budget_label, str(project.budget)) == ("年初预算数", "30")


def test_the_initial_budget_stands_in_marked_where_the_other_is_blank() -> None:
    project = only(project_form(initial_budget="30", full_year_budget=""))
    assert (project.budget_label, project.budget.text, project.budget.is_marked) == ("年初预算数", "30", True)


def test_a_missing_score_is_said_and_marked() -> None:
    score = only(project_form(total_score="")).score
    assert (score.text, score.is_missing) == ("（表中未填写）", True)
    assert score.mark is not None
    assert score.mark.place == Place("表1.xlsx", "Sheet1", "H22")


def test_words_in_a_number_cell_are_printed_and_marked() -> None:
    score = only(project_form(total_score="优秀")).score
    assert (score.text, score.number, score.is_marked) == ("优秀", None, True)


def test_a_special_fund_has_no_score_and_gets_none() -> None:
    report = told(special_fund_form(), project_form(total_score="91")).report
    assert [project.is_scored for project in report.projects] == [False, True]
    assert str(report.average_score) == "91"
    assert report.shortfall == "另有1个项目使用的自评表不设得分，未评分。"


def test_a_goal_without_achievement_is_said_and_marked() -> None:
    for form in (project_form(achieved=[""]), project_form(achieved=[])):
        text = str(only(form).achievements)
        assert words(text) == "表中未填写实际完成情况"
        assert text != words(text)


def test_points_lost_with_a_reason_name_indicator_points_and_reason() -> None:
    rows = [row(13, "指标1：培训人数", "10", "8.5", reason="一名教师生病。", measure="提前安排替补。")]
    project = only(project_form(rows=rows, total_score="98.5"))
    assert str(project.problems) == "“培训人数”指标扣1.5分，原因是一名教师生病"
    assert str(project.measures) == "提前安排替补"


def test_points_lost_without_a_reason_are_said_plainly_and_marked() -> None:
    context = told(project_form(rows=[row(13, "培训人数", "10", "8.5", measure="")], total_score="98.5"))
    project = context.report.projects[0]
    assert words(project.problems) == "“培训人数”指标扣1.5分，自评表扣分未说明原因"
    assert words(project.measures) == "自评表未填写改进措施"
    assert [mark.place.cell for mark in context.marks if mark.place] == ["I13", "J13"]


def test_four_silent_losses_are_told_in_one_sentence() -> None:
    rows = [row(number, f"指标{number}", "10", "9") for number in range(13, 17)]
    problems = words(only(project_form(rows=rows, total_score="96")).problems)
    assert problems.endswith("等4项指标扣4分，自评表扣分未说明原因")


def test_no_losses_mean_no_problems_and_no_measures() -> None:
    project = only(project_form(rows=[row(13, "培训人数", reason="超额完成")]))
    assert (str(project.problems), str(project.measures)) == ("无", "无")


def test_a_total_below_the_full_mark_without_any_loss_is_marked() -> None:
    assert words(only(project_form(total_score="95")).problems) == "总得分低于满分5分，自评表扣分未说明原因"


def test_low_execution_is_a_problem_of_its_own() -> None:
    form = project_form(executed="12", execution_rate="50%", execution_score="5", total_score="95")
    problems = only(form).problems
    assert words(problems) == "预算执行率为50%，执行得分扣5分，自评表扣分未说明原因"


def test_a_deduction_without_a_reason_is_marked() -> None:
    problems = only(project_form(deduction="31", total_score="69")).problems
    assert words(problems) == "减分项扣31分，自评表扣分未说明原因"


def test_a_column_of_reason_and_measure_is_divided_where_it_says_so() -> None:
    rows = [row(13, "培训人数", earned="9", reason="偏差原因：教师生病。改进措施：1.提前安排；2.增加人手")]
    project = only(project_form(rows=rows, total_score="99"))
    assert str(project.problems).endswith("原因是教师生病")
    assert str(project.measures) == "一是提前安排；二是增加人手"


def test_a_column_of_both_that_does_not_divide_them_is_pointed_to() -> None:
    project = only(project_form(rows=[row(13, "培训人数", earned="9", reason="教师生病")], total_score="99"))
    assert str(project.measures) == "自评表将偏差原因与改进措施合并填写，见上述原因"


def test_advice_counts_as_a_measure() -> None:
    assert str(only(with_advice(project_form(), "加强培训。")).measures) == "加强培训"


def test_ticked_causes_stand_in_for_a_reason() -> None:
    lost = dataclasses.replace(row(13, "培训人数", earned="9"), ticks={"人员保障": value("N13", "√")})
    assert "原因是表中勾选“人员保障”" in str(only(project_form(rows=[lost], total_score="99")).problems)


def test_the_overview_adds_counts_and_grades() -> None:
    scores = {"甲": "90", "乙": "89.99", "丙": "80", "丁": "60", "戊": "59.99"}
    amounts = {"full_year_budget": "10", "executed": "5.25", "execution_rate": "52.5%"}
    forms = [project_form(name, total_score=score, **amounts) for name, score in scores.items()]
    report = told(*forms).report
    assert (str(report.budget_total), str(report.executed_total)) == ("50", "26.25")
    assert (str(report.overall_rate), str(report.average_score)) == ("52.5%", "76")
    assert report.grade_text == "优1个、良2个、中1个、差1个"
    assert (str(report.year), str(report.unit)) == ("2030", "某市档案馆")


@pytest.mark.parametrize(
    ("score", "grade"), [("90", "优"), ("80", "良"), ("60", "中"), ("0", "差"), ("-1", "差")]
)
def test_grades_begin_at_their_bounds(score: str, grade: str) -> None:
    assert grade_of(Decimal(score)) == grade


def test_an_average_is_rounded_half_up() -> None:
    forms = [project_form(score, total_score=score) for score in ("99.99", "99.98")]
    assert str(told(*forms).report.average_score) == "99.99"


def test_totals_that_leave_something_out_are_marked() -> None:
    report = told(project_form("甲"), project_form("乙", full_year_budget="", initial_budget="")).report
    assert report.budget_total.text == "24"
    assert report.budget_total.mark is not None
    assert report.budget_total.mark.note == "由各项目相加得出，1个项目未填写，未计入。"
    assert report.overall_rate.is_marked


def test_totals_that_rest_on_a_doubtful_figure_are_marked() -> None:
    report = build_context([("表1.xlsx", project_form("甲"))], [error("表1.xlsx", "H22")]).report
    assert report.projects[0].score.is_marked
    assert report.average_score.is_marked
    assert not report.executed_total.is_marked


def test_only_errors_mark_a_figure() -> None:
    warning = dataclasses.replace(error("表1.xlsx", "H22"), severity="warning")
    assert not build_context([("表1.xlsx", project_form())], [warning]).marks


def test_an_error_in_another_file_or_sheet_marks_nothing() -> None:
    other = error("别的.xlsx", "H22")
    sheet = dataclasses.replace(other, place=Place("表1.xlsx", "Sheet2", "H22"))
    assert not build_context([("表1.xlsx", project_form())], [other, sheet]).report.doubts


def test_a_mark_says_printed_expected_arithmetic_and_cell() -> None:
    context = build_context([("某处/表1.xlsx", project_form("甲"))], [error("某处/表1.xlsx", "H6")])
    assert context.marks[0].subject == "“甲”项目执行率"
    assert context.marks[0].note == (
        "自评表填写为51%，核算应为50.71%，算式：6.41 ÷ 12.64 = 50.71%（规则EX101）。见“表1.xlsx”Sheet1!H6。"
    )


def test_errors_the_text_does_not_print_are_listed_all_the_same() -> None:
    doubts = build_context([("表1.xlsx", project_form("甲"))], [error("表1.xlsx", "H9")]).report.doubts
    assert [(doubt.ordinal, doubt.reference) for doubt in doubts] == [(1, "")]
    assert doubts[0].text.startswith("“甲”项目——自评表填写为51%")


def test_years_that_disagree_are_marked() -> None:
    old = dataclasses.replace(project_form("乙"), year=2029)
    year = told(project_form("甲"), project_form("丙"), old).report.year
    assert year.text == "2030"
    assert year.mark is not None
    assert "2029年度1张、2030年度2张" in year.mark.note


def test_a_unit_form_is_told_apart_from_projects() -> None:
    report = told(project_form(), unit_form("97.5")).report
    assert report.project_count == 1
    assert [(str(unit.name), str(unit.score)) for unit in report.unit_scores] == [("某市档案馆", "97.5")]


def test_a_name_that_ends_in_project_is_not_doubled() -> None:
    assert str(only(project_form("档案整理项目")).heading) == "“档案整理项目”"
    assert str(only(project_form("档案整理")).heading) == "“档案整理”项目"


def test_every_chinese_name_leads_to_its_english_one() -> None:
    report = told(project_form(), unit_form()).report
    named = [report, report.projects[0], report.projects[0].score, report.unit_scores[0], report.grades[0]]
    for thing in named:
        assert all(thing[chinese] == getattr(thing, english) for chinese, english in thing.chinese.items())


@pytest.mark.parametrize(
    ("executed", "rate", "problems"),
    [("21.6", "90%", "无"), ("21.576", "89.9%", "预算执行率偏低，为89.9%")],
)
def test_a_form_without_execution_points_still_tells_low_execution(
    executed: str, rate: str, problems: str
) -> None:
    unweighted = dict.fromkeys(("execution_weight", "execution_score"))
    form = project_form(executed=executed, execution_rate=rate, **unweighted)
    assert str(only(form).problems) == problems


def test_a_rate_that_the_printed_amounts_contradict_is_marked() -> None:
    project = only(project_form(executed="21.6", execution_rate="95%"))
    assert project.rate.mark is not None
    assert "核算应为90%，算式：21.6 ÷ 24 = 90%" in project.rate.mark.note


@pytest.mark.parametrize(
    ("budget", "note"), [("0", "预算数为0，无法计算。"), ("", "预算数或执行数未填写，无法计算。")]
)
def test_a_rate_that_cannot_be_had_says_why(budget: str, note: str) -> None:
    form = project_form(full_year_budget=budget, initial_budget=None, execution_rate="")
    mark = only(form).rate.mark
    assert mark is not None
    assert mark.note.startswith(note)


@pytest.mark.parametrize(("count", "ending"), [(3, "“丙”项目得分"), (4, "“丙”项目得分等4处")])
def test_a_long_list_of_doubtful_figures_is_cut(count: int, ending: str) -> None:
    forms = [(name, project_form(name)) for name in "甲乙丙丁"[:count]]
    average = build_context(forms, [error(name, "H22") for name, _ in forms]).report.average_score
    assert average.mark is not None
    assert average.mark.note.endswith(f"{ending}存在疑点。")


def test_a_unit_form_without_a_name_speaks_for_the_unit_of_the_report() -> None:
    nameless = dataclasses.replace(unit_form(), headers={})
    assert str(told(project_form(), nameless).report.unit_scores[0].name) == "某市档案馆"
