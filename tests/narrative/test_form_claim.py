"""What a text says of one form: points lost, rates, words and cells it quotes, table rows, years, grades."""

from __future__ import annotations

from dataclasses import replace

import pytest

from perfdesk.core.form import Form, Money
from perfdesk.narrative.claim import Claim
from perfdesk.narrative.verification import verify
from tests.narrative.build_form import project_form, row, unit_form, value

ROWS = (row(10, "归档数量", "10", "8.5"), row(11, "归档质量", "10", "9"), row(12, "归档时效", "10", "10"))


def claims_of(text: str | list[str], *forms: Form) -> tuple[Claim, ...]:
    lines = [text] if isinstance(text, str) else text
    return verify(lines, [(f"表{number}.xlsx", form) for number, form in enumerate(forms, 1)])


def verdict_of(text: str, stated: str, *forms: Form) -> str:
    (found,) = [claim for claim in claims_of(text, *forms) if claim.stated == stated]
    return found.verdict


@pytest.mark.parametrize(
    ("words", "stated", "verdict"),
    [
        ("“归档数量”指标扣1.5分", "1.5", "exact"),
        ("“归档数量”指标扣1分", "1", "wrong"),
        ("“归档数量”指标、“归档质量”指标扣2.5分", "2.5", "exact"),
        ("“归档数量”、“归档质量”指标共扣2分", "2", "wrong"),
        ("“归档数量”等2项指标扣2.5分", "2.5", "exact"),
        ("“归档数量”等2项指标扣3.5分", "3.5", "wrong"),
        ("执行得分扣2分", "2", "exact"),
        ("减分项扣3分", "3", "exact"),
        ("总得分低于满分7.5分", "7.5", "exact"),
        ("总得分低于满分6.5分", "6.5", "wrong"),
        ("“归档时效”指标失分1分", "1", "wrong"),
    ],
)
def test_points_lost_are_recomputed_from_the_rows(words: str, stated: str, verdict: str) -> None:
    form = project_form(rows=ROWS, execution_score="8", deduction="-3", total_score="92.5")
    assert verdict_of(f"“档案整理”项目绩效自评综述：发现的主要问题：{words}。", stated, form) == verdict


@pytest.mark.parametrize("part", ["其中人员经费", "财政拨款", "数量指标"])
def test_an_amount_or_score_of_a_part_is_not_held_to_the_whole(part: str) -> None:
    found = claims_of(f"“档案整理”项目：{part}预算数为8万元，{part}得分为20分。", project_form())
    assert [claim.verdict for claim in found if claim.kind in ("amount", "score")] == ["uncheckable"] * 2


def test_paragraphs_on_two_projects_of_one_name_each_find_their_form() -> None:
    first, second = project_form(executed="10"), project_form(executed="20")
    text = [
        "“档案整理”项目：全年预算数为24万元，执行数为20万元。",
        "“档案整理”项目：全年预算数为24万元，执行数为10万元。",
    ]
    assert {claim.verdict for claim in claims_of(text, first, second)} == {"exact"}


def test_a_unit_is_found_by_its_name_among_several() -> None:
    other = replace(unit_form("80"), headers={"unit": value("B2", "某县档案馆")})
    text = "某县档案馆组织对部门整体支出开展了绩效自评，部门整体自评得分为80分。"
    assert verdict_of(text, "80", unit_form("97.5"), other) == "exact"
    assert verdict_of(text.replace("80", "97.5"), "97.5", unit_form("97.5"), other) == "wrong"


def test_a_rate_without_amounts_beside_it_is_the_form_s_own() -> None:
    form = project_form(executed="17", execution_rate="71%")
    assert verdict_of("“档案整理”项目：预算执行率偏低，为71%。", "71%", form) == "exact"
    assert verdict_of("“档案整理”项目：预算执行率偏低，为72%。", "72%", form) == "wrong"


@pytest.mark.parametrize(
    ("said", "stated", "verdict"),
    [
        ("整理案卷2100卷，抽检合格率98.5%", "2100", "exact"),
        ("整理案卷3100卷，抽检合格率98.5%", "3100", "wrong"),
        ("整理案卷2100卷，抽检合格率99.5%", "99.5%", "wrong"),
        ("提前3个月完成验收", "3", "wrong"),
        ("2031年6月完成全部验收", "2031", "wrong"),
    ],
)
def test_a_figure_changed_in_words_of_a_form_is_wrong(said: str, stated: str, verdict: str) -> None:
    form = project_form(
        achieved=("整理案卷2100卷，抽检合格率98.5%。提前2个月完成验收。2030年6月完成全部验收",)
    )
    assert verdict_of(f"“档案整理”项目：{said}。", stated, form) == verdict


def test_a_figure_in_other_words_is_not_taken_for_a_quotation() -> None:
    form = project_form(achieved=("根据《关于做好2029年馆藏整理工作的通知》整理案卷2100卷",))
    found = claims_of("2030年馆藏整理工作顺利完成，向社会开放案卷900卷。", form)
    assert [claim for claim in found if claim.verdict == "wrong"] == []


@pytest.mark.parametrize(
    ("holds", "should", "verdicts"),
    [("24万元", "23万元", ["exact", "exact"]), ("25万元", "22万元", ["wrong", "wrong"])],
)
def test_what_a_named_cell_holds_is_looked_up(holds: str, should: str, verdicts: list[str]) -> None:
    text = f"1．全年预算数——自评表填写为{holds}，核算应为{should}，算式：20万元 + 3万元 = 23万元（规则FD501）。见“表1.xlsx”Sheet1!E6。"
    found = [claim for claim in claims_of(text, project_form()) if claim.kind == "figure"]
    assert [claim.verdict for claim in found] == verdicts


@pytest.mark.parametrize("row_text", ["库房维护\t24\t{}", "| 库房维护 | 24 | {} |"])
@pytest.mark.parametrize(("executed", "verdict"), [("17", "exact"), ("18", "wrong")])
def test_a_row_of_a_table_is_compared_with_the_task_it_names(
    row_text: str, executed: str, verdict: str
) -> None:
    amounts = {"full_year_budget": value("C9", "24"), "executed": value("D9", "17")}
    form = replace(unit_form(), tasks=(Money(value("B9", "库房维护"), amounts),))
    heading = (
        "| 重点工作 | 预算数（万元） | 执行数（万元） |" if "|" in row_text else "重点工作\t预算数\t执行数"
    )
    found = claims_of([heading, row_text.format(executed)], form)
    assert [claim.verdict for claim in found] == ["exact", verdict]


@pytest.mark.parametrize(
    ("stated", "verdict"), [("70.83%", "exact"), ("70.83", "exact"), ("70.8%", "rounded"), ("72%", "wrong")]
)
def test_a_rate_of_a_table_is_the_one_that_the_form_prints(stated: str, verdict: str) -> None:
    form = project_form(executed="17", execution_rate="70.83%")
    found = claims_of(["项目\t执行率", f"档案整理\t{stated}"], form)
    assert [claim.verdict for claim in found if claim.kind == "execution_rate"] == [verdict]


def test_weights_and_scores_of_a_table_are_those_of_the_indicator() -> None:
    found = claims_of(["三级指标\t分值\t得分", "归档数量\t10\t7"], project_form(rows=ROWS))
    assert [(claim.kind, claim.verdict) for claim in found] == [("weight", "exact"), ("score", "wrong")]


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("2030年度某市档案馆部门决算情况说明", ["exact"]),
        ("2029年度某市档案馆部门决算情况说明", ["wrong"]),
        ("与2029年度相比，支出持平", []),
        ("“2029年度绩效评价”项目的经费", []),
        ("为编制2031年度预算提供依据", []),
    ],
)
def test_the_year_a_text_tells_of_is_that_of_the_forms(text: str, verdicts: list[str]) -> None:
    found = [claim.verdict for claim in claims_of(text, project_form()) if claim.kind == "year"]
    assert found == verdicts


def test_grades_must_join_each_other() -> None:
    text = "按优（90分及以上）、良（80分至90分）、中（60分至80分）、差（60分以下）划分"
    assert [claim for claim in claims_of(text) if claim.kind == "grade"] == []
    broken = [claim for claim in claims_of(text.replace("80分至90", "70分至90")) if claim.kind == "grade"]
    assert [(claim.verdict, claim.recomputed) for claim in broken] == [("wrong", "70")]


def test_the_number_of_a_note_is_no_part_of_the_figure() -> None:
    found = claims_of("“档案整理”项目：自评得分为99〔注1〕分。", project_form(total_score="99"))
    assert [(claim.stated, claim.verdict) for claim in found if claim.kind == "score"] == [("99", "exact")]
