"""Published prose against the tables: every verdict on three published texts, and small texts of our own."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from perfdesk.core.form import Form
from perfdesk.narrative.claim import Claim
from perfdesk.narrative.verification import verify
from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.example import Example, grid_of, sheet
from perfdesk.session import load, verify_text, write_report
from tests.hang import broken_off
from tests.narrative.verified_texts import TEXTS, claims_of, golden, table_of

ACCOUNTS = """
收入支出决算总表
公开01表 | 2024年度 | 单位：万元 | | |
收入 | < | < | 支出 | < | <
项目 | 行次 | 金额 | 项目 | 行次 | 金额
一、一般公共预算财政拨款收入 | 1 | 120 | 一、教育支出 | 32 | 100
二、事业收入 | 5 | 30 | 二、其他支出 | 54 | 50
本年收入合计 | 27 | 150 | 本年支出合计 | 58 | 150
总计 | 31 | 150 | 总计 | 62 | 150
"""
THREE_PUBLIC = """
财政拨款“三公”经费支出决算表
公开07表 | 2024年度 | 单位：万元
项目 | 预算数 | 决算数
合计 | 8 | 6
1、因公出国（境）费 | 0 | 0
2、公务接待费 | 2 | 1
3、公务用车购置及运行费 | 6 | 5
"""


def project(name: str, budget: str, executed: str) -> tuple[str, Form]:
    edits = {"B3": name, "D5": budget, "E5": executed}
    (form,) = recognize(grid_of(Example("project", "", edits)))
    return f"{name}.xlsx", form


def accounts() -> list[tuple[str, Form]]:
    grids = (
        dataclasses.replace(sheet(text), name=f"表{i}") for i, text in enumerate((ACCOUNTS, THREE_PUBLIC))
    )
    return [("决算.xlsx", form) for grid in grids for form in recognize(grid)]


def verdicts(claims: tuple[Claim, ...]) -> list[tuple[str, str, str]]:
    return [(claim.kind, claim.stated, claim.verdict) for claim in claims]


@pytest.mark.parametrize("text", TEXTS)
def test_every_claim_of_a_published_text_keeps_its_verdict(shared: Path, text: str) -> None:
    assert table_of(claims_of(shared, text)) == golden(text).read_text("utf-8")


def test_the_contradictions_of_the_published_accounts_are_found(shared: Path) -> None:
    wrong = {(c.line, c.kind) for c in claims_of(shared, TEXTS[0]) if c.verdict == "wrong"}
    assert wrong == {
        (25, "budget_rate"),
        (56, "budget_rate"),
        (57, "budget_rate"),
        (67, "numbering"),
        (69, "list_sum"),
        (75, "amount"),
        (78, "name"),
        (78, "average_score"),
        (81, "name"),
    }


def test_an_average_over_fewer_forms_names_its_scope(shared: Path) -> None:
    (average,) = [c for c in claims_of(shared, TEXTS[0]) if c.kind == "average_score"]
    assert average.verdict == "wrong"
    assert "7个项目" in average.note and "17" in average.note
    assert len(average.sources) == 7


def test_amounts_and_shares_are_read_from_the_final_accounts() -> None:
    text = ["（一）收入总计150.00万元，包括：", "1.财政拨款收入120.00万元，占收入总计的80.00%。",
            "2.事业收入31.00万元，占收入总计的20.67%。"]  # fmt: skip
    assert verdicts(verify(text, accounts())) == [
        ("list_sum", "150", "wrong"),
        ("amount", "120", "uncheckable"),
        ("share", "80%", "exact"),
        ("amount", "31", "wrong"),
        ("share", "20.67%", "rounded"),
    ]


def test_completion_of_a_zero_budget_is_no_percentage() -> None:
    text = [
        "“三公”经费支出6.00万元，完成预算的75.00%。",
        "1.因公出国（境）费0.00万元，完成预算的0.00%。",
        "2.公务接待费1.00万元，完成预算的60.00%。",
    ]
    found = [(c.stated, c.verdict) for c in verify(text, accounts()) if c.kind == "budget_rate"]
    assert found == [("75%", "exact"), ("0%", "wrong"), ("60%", "wrong")]


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("机关运行经费20.00万元，比上年减少5.00万元，降低20.00%。", "exact"),
        ("机关运行经费20.00万元，比上年减少5.00万元，降低25.00%。", "wrong"),
        ("机关运行经费20.00万元，比上年增加5.00万元，增长33.33%。", "rounded"),
        ("机关运行经费20.00万元，比上年增加5.00万元，降低33.33%。", "wrong"),
        ("经费比上年减少5.00万元，增长20.00%。", "wrong"),
    ],
)
def test_a_change_is_recomputed_from_what_the_sentence_implies(sentence: str, verdict: str) -> None:
    (rate,) = [c for c in verify([sentence], []) if c.kind == "change_rate"]
    assert rate.verdict == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("采购支出总额10.50万元，其中：货物支出4.50万元，工程支出0.00万元，服务支出6.00万元。", "exact"),
        ("采购支出总额10.50万元，其中：货物支出4.50万元，工程支出1.00万元，服务支出6.00万元。", "wrong"),
        ("经费10.50万元，具体包括办公费4.51万元、邮电费6.00万元。", "rounded"),
        ("车辆3辆，其中：应急用车2辆，其他用车2辆。", "wrong"),
    ],
)
def test_a_list_must_sum_to_its_whole(sentence: str, verdict: str) -> None:
    first = verify([sentence], [])[0]
    assert (first.kind, first.verdict) == ("list_sum", verdict)


def test_a_partial_list_that_falls_short_is_left_alone() -> None:
    claims = verify(["支出50.00万元，其中：会议费3.00万元，培训费4.00万元。"], [])
    assert {claim.verdict for claim in claims} == {"uncheckable"}


def test_a_project_paragraph_is_compared_with_its_form() -> None:
    text = [
        "“馆藏整理”项目绩效自评综述：项目绩效自评得分为100分。全年预算数为10万元，执行数为8万元，完成预算的100%。"
    ]
    claims = verify(text, [project("馆藏整理", "10", "10")])
    assert verdicts(claims) == [
        ("name", "馆藏整理", "exact"),
        ("score", "100", "exact"),
        ("amount", "10", "exact"),
        ("amount", "8", "wrong"),
        ("execution_rate", "100%", "wrong"),
    ]
    assert claims[3].sources[0].cell == "E5"


def test_a_name_that_differs_from_the_form_is_told_with_the_form_s_name() -> None:
    text = ["组织对“馆藏整理费”等1个项目开展绩效自评，涉及资金10万元，自评平均分100分。"]
    claims = verify(text, [project("馆藏整理经费", "10", "10")])
    found = {claim.kind: (claim.verdict, claim.recomputed) for claim in claims}
    assert found["name"] == ("wrong", "馆藏整理经费")
    assert found["count"] == ("exact", "1")
    assert found["amount"] == ("exact", "10")
    assert found["average_score"] == ("exact", "100")


def test_operands_of_written_arithmetic_are_no_claims_of_their_own() -> None:
    claims = verify(["设备采购12台×0.5万元=7万元"], [])
    assert verdicts(claims) == [("equation", "7", "wrong")]


REPORT = [
    "三、绩效评价指标分析",
    "总分值设定为100分，90（含）-100分为优、80（含）-90分为良。",
    "（一）产出指标",
    "1.数量指标",
    "（1）完成数量 权重分60分，得分60分",
    "该指标权重分为60分，评价得分为60分。",
    "（3）完成质量 权重分40分，得分30分",
    "该指标权重分为40分，评价得分为20分。",
    "四、评价结论",
    "（一）评价得分",
    "80分。综合绩效级别为优。",
]


def test_a_report_must_agree_with_itself() -> None:
    wrong = [(c.line, c.kind, c.stated) for c in verify(REPORT, []) if c.verdict == "wrong"]
    assert wrong == [(7, "numbering", "（3）"), (7, "score", "30"), (11, "grade", "优")]


def test_a_template_prompt_left_in_is_found() -> None:
    (claim,) = verify(["项目完成情况良好（概括表述项目主要产出和效果）。"], [])
    assert (claim.kind, claim.verdict) == ("template_prompt", "wrong")


def test_a_place_is_the_place_in_the_line_as_given() -> None:
    given = "（一）收入总计１５０．００万元。"
    (claim,) = verify([given], accounts())
    assert given[claim.start : claim.end] == claim.text == "（一）收入总计１５０．００万元"


@pytest.mark.parametrize("case", ["mingguang2021", "panjin2023", "fushun2021", "chenxi2022"])
def test_a_report_written_from_the_forms_is_borne_out_by_them(
    shared: Path, tmp_path: Path, case: str
) -> None:
    documents = load(sorted((shared / "cases" / case).glob("*.xlsx")))
    write_report(documents, "national", tmp_path / "报告.docx")
    claims = verify_text(documents, tmp_path / "报告.docx")
    assert [claim for claim in claims if claim.verdict == "wrong"] == []
    assert sum(claim.verdict != "uncheckable" for claim in claims) > len(claims) * 0.8


def test_points_lost_are_those_of_the_form() -> None:
    text = ["“馆藏整理”项目绩效自评综述：自评得分为100分。", "“馆藏整理”项目——“案卷扫描数量”指标扣2分"]
    claims = verify(text, [project("馆藏整理", "10", "10")])
    assert ("score", "2", "wrong") in verdicts(claims)


def test_a_clause_quoted_from_a_form_is_found_there() -> None:
    text = ["“馆藏整理”项目绩效自评综述：一是扫描并著录案卷2100卷，节约费用；二是节约经费3万元。"]
    forms = [project("馆藏整理", "10", "10")]
    (path, form) = forms[0]
    goal = dataclasses.replace(form.goals[0].planned, text="整理馆藏，节约经费3万元")
    form = dataclasses.replace(form, goals=(dataclasses.replace(form.goals[0], planned=goal),))
    (amount,) = [c for c in verify(text, [(path, form)]) if c.stated == "3"]
    assert (amount.verdict, amount.sources[0].cell) == ("exact", goal.cell)


def test_a_line_too_long_for_prose_is_told_and_not_passed() -> None:
    (claim,) = verify(["10万元（" * 3000], [])
    assert claim.verdict == "uncheckable" and "没有核对" in claim.formula


@pytest.mark.parametrize("piece", ["1+", "（", "1、", "5元/", "甲1万元，", "*中文", "3人*5元=15元，"])
def test_a_hostile_line_comes_to_an_end(piece: str) -> None:
    with broken_off():
        verify([(piece * 6000)[:6000]], [])
