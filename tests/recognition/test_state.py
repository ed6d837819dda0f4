"""What is no filled form is called what it is, in one sentence, and no rule floods it with findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.core.document import Document
from perfdesk.core.grid import Cell, Grid
from perfdesk.reading.document import read_document
from perfdesk.recognition.recognizer import recognize
from perfdesk.recognition.state import UNFILLED
from perfdesk.rules.example import PROJECT, sheet
from perfdesk.session import judge

COVER = "封面"
EMPTY_ACCOUNTS = """
国有资本经营预算财政拨款支出决算表
部门：市档案局 | | | 金额单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
合计 | | | |
注：本部门本年度无此类支出。
"""
TEMPLATES = sorted((Path(__file__).parents[2] / "templates_xlsx").glob("*.xlsx"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_a_blank_template_is_one_sentence_for_each_table_and_no_findings(template: Path) -> None:
    _, grids = read_document(template)
    checked = judge(Document(template.name, grids=tuple(grid for grid in grids if grid.name != COVER)))
    assert [form.is_unfilled for form in checked.document.forms] == [True] * len(checked.document.forms)
    assert checked.findings == ()
    assert {item.reason for item in checked.not_checked} == {UNFILLED}


def test_an_empty_table_of_accounts_that_names_its_unit_is_not_taken_for_a_blank_one() -> None:
    (form,) = recognize(sheet(EMPTY_ACCOUNTS))
    (blank,) = recognize(sheet(EMPTY_ACCOUNTS.replace("市档案局", "")))
    assert (form.kind, form.is_unfilled, form.remark) == ("final_accounts_09", False, "")
    assert (blank.is_unfilled, blank.remark) == (True, UNFILLED)


def test_a_table_of_accounts_without_its_unit_is_filled_once_it_holds_an_amount() -> None:
    text = EMPTY_ACCOUNTS.replace("市档案局", "").replace("合计 | |", "合计 | | 3")
    assert not recognize(sheet(text))[0].is_unfilled


def test_a_form_with_one_figure_is_a_filled_one() -> None:
    edits = {f"{column}{row}": "" for column in "CDEFGH" for row in (5, 6, 7, 11, 12, 13, 14, 15)}
    assert not recognize(sheet(PROJECT, {**edits, "E5": "10"}))[0].is_unfilled


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("项目支出绩效运行监控表\n项目名称 | 档案整理\n年初预算数 | 10", "绩效运行监控表"),
        ("填报说明\n一、本表由预算单位填写", "填报说明"),
        ("项目支出绩效自评表\n项目名称 | 档案整理\n全年预算数 | 10", "没有找到指标表的表头"),
        ("姓名 | 电话\n王某 | 000", "这不是绩效自评表"),
        (
            "项目名称 | 甲 | 主管部门 | 乙 | 实施单位 | 丙\n全年预算数 | 10 | 全年执行数 | 9",
            "缺少标题或指标表的表头",
        ),
    ],
)
def test_another_table_is_called_what_it_is(text: str, told: str) -> None:
    (form,) = recognize(sheet(text))
    assert form.kind == "unknown"
    assert told in form.remark


def test_the_sentence_stands_where_the_form_was_not_checked() -> None:
    grid = Grid("花名册", {(1, 1): Cell("姓名"), (1, 2): Cell("电话")})
    (item,) = judge(Document("x.xlsx", grids=(grid,))).not_checked
    assert item.reason.startswith("这不是绩效自评表")


def test_an_old_template_is_named_by_its_words() -> None:
    old = PROJECT.replace("产出指标（50分）", "项目完成指标")
    (form,) = recognize(sheet(old))
    assert form.kind == "project_self_evaluation"
    assert "旧版格式的写法“项目完成指标”" in form.remark
