"""Accounts and budget tables as other places lay them out: right ones are silent, wrong ones are told."""

from __future__ import annotations

import pytest

from perfdesk.core.finding import Finding
from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.example import sheet
from perfdesk.rules.tie_check import check_ties

HEAD = "公开部门：东岭市气象科普馆 | | 单位：万元"
BUDGET = "单位名称：东岭市气象科普馆 | | 单位：万元"

CARRIED = f"""
一般公共预算财政拨款支出决算表
{HEAD}
功能分类科目编码 | 科目名称 | 年初结转和结余 | < | < | 本年收入 | < | < | 本年支出 | < | < | 年末结转和结余
^ | ^ | 合计 | 基本支出结转 | 项目支出结转和结余 | 合计 | 基本支出 | 项目支出 | 合计 | 基本支出 | 项目支出 | ^
合计 | < | 4.00 | 1.00 | 3.00 | 60.00 | 40.00 | 20.00 | 62.00 | 41.00 | 21.00 | 2.00
206 | 科学技术支出 | 4.00 | 1.00 | 3.00 | 60.00 | 40.00 | 20.00 | 62.00 | 41.00 | 21.00 | 2.00
20607 | 科学技术普及 | 4.00 | 1.00 | 3.00 | 60.00 | 40.00 | 20.00 | 62.00 | 41.00 | 21.00 | 2.00
"""
EXPENDITURE = f"""
支出决算表
{HEAD}
功能分类科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出
合计 | < | 70.00 | 41.00 | 29.00
206 | 科学技术支出 | 70.00 | 41.00 | 29.00
20607 | 科学技术普及 | 70.00 | 41.00 | 29.00
"""
BASIC = f"""
一般公共预算财政拨款基本支出决算表
{HEAD}
科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数
301 | 工资福利支出 | 30.00 | 302 | 商品和服务支出 | 11.00
30101 | 基本工资 | 30.00 | 30217 | 公务接待费 | 1.00
| | | 30231 | 公务用车运行维护费 | 10.00
人员经费合计 | < | 30.00 | 公用经费合计 | < | 11.00
"""
ACROSS = f"""
财政拨款“三公”经费支出决算表
{HEAD}
预算数 | < | < | < | < | < | 决算数 | < | < | < | < | <
合计 | 因公出国（境）费 | 公务用车购置及运行费 | < | < | 公务接待费 | 合计 | 因公出国（境）费 | 公务用车购置及运行费 | < | < | 公务接待费
^ | ^ | 小计 | 公务用车购置费 | 公务用车运行费 | ^ | ^ | ^ | 小计 | 公务用车购置费 | 公务用车运行费 | ^
1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12
14.00 | | 12.00 | | 12.00 | 2.00 | 11.00 | | 10.00 | | 10.00 | 1.00
"""
COMPARED = f"""
一般公共预算支出表
{BUDGET}
科目编码 | 科目名称 | 2022年执行数 | 2023年预算数 | < | < | 2023年预算数比2022年执行数 | <
^ | ^ | ^ | 小计 | 基本支出 | 项目支出 | 增减额 | 增减%
| 合计 | 50.00 | 62.00 | 41.00 | 21.00 | 12.00 | 24%
206 | 科学技术支出 | 50.00 | 62.00 | 41.00 | 21.00 | 12.00 | 24%
20607 | 科学技术普及 | 50.00 | 62.00 | 41.00 | 21.00 | 12.00 | 24%
"""
BY_ACCOUNT = f"""
一般公共预算基本支出表
{BUDGET}
科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费
| 合计 | 41.00 | 30.00 | 11.00
301 | 工资福利支出 | 30.00 | 30.00 |
302 | 商品和服务支出 | 11.00 | | 11.00
"""
PROJECTS = f"""
项目支出表
{BUDGET}
类型 | 项目名称 | 项目单位 | 合计 | 本年拨款 | < | < | 财政专户管理资金 | 单位资金
^ | ^ | ^ | ^ | 一般公共预算 | 政府性基金预算 | 国有资本经营预算 | ^ | ^
合计 | | | 29.00 | 21.00 | 3.00 | | 1.00 | 4.00
特定目标类 | 科普展览 | 东岭市气象科普馆 | 20.00 | 15.00 | 3.00 | | | 2.00
特定目标类 | 科普进校园 | 东岭市气象科普馆 | 9.00 | 6.00 | | | 1.00 | 2.00
"""
INCOME = f"""
部门收入总表
{BUDGET}
科目编码 | 科目名称 | 合计 | 上年结转 | 一般公共预算拨款收入 | 事业收入 | < | 其他收入
^ | ^ | ^ | ^ | ^ | 小计 | 其中：教育收费 | ^
| 合计 | 74.00 | 4.00 | 60.00 | 8.00 | 3.00 | 2.00
206 | 科学技术支出 | 74.00 | 4.00 | 60.00 | 8.00 | 3.00 | 2.00
"""
RIGHT = {
    "opening, income and expenditure in one table": (CARRIED, EXPENDITURE, BASIC),
    "three public expenses in one line": (BASIC, ACROSS),
    "last year and growth beside the budget": (COMPARED, BY_ACCOUNT),
    "projects by source without a subtotal": (PROJECTS,),
    "income with a part singled out": (INCOME,),
}


def found(texts: tuple[str, ...], edits: dict[int, dict[str, str]] | None = None) -> tuple[Finding, ...]:
    forms = [
        (f"{number}.xlsx", recognize(sheet(text, (edits or {}).get(number, {}))))
        for number, text in enumerate(texts)
    ]
    assert all(form.accounts for _, listed in forms for form in listed)
    return check_ties(forms)[0]


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_table_of_another_layout_is_left_alone(name: str) -> None:
    assert found(RIGHT[name]) == ()


@pytest.mark.parametrize(
    ("name", "number", "edits", "cell"),
    [
        ("opening, income and expenditure in one table", 0, {"I7": "63"}, "I7"),
        ("opening, income and expenditure in one table", 0, {"J5": "40"}, "J5"),
        ("three public expenses in one line", 1, {"A7": "15"}, "A7"),
        ("three public expenses in one line", 1, {"K7": "9"}, "K7"),
        ("last year and growth beside the budget", 0, {"D5": "63"}, "D5"),
        ("last year and growth beside the budget", 1, {"C5": "42"}, "C5"),
        ("projects by source without a subtotal", 0, {"D6": "21"}, "D6"),
        ("income with a part singled out", 0, {"C6": "75"}, "C6"),
    ],
)
def test_a_wrong_figure_of_another_layout_is_told(
    name: str, number: int, edits: dict[str, str], cell: str
) -> None:
    findings = found(RIGHT[name], {number: edits})
    assert {(f.place.path, f.place.cell) for f in findings if f.severity == "error"} == {
        (f"{number}.xlsx", cell)
    }


def test_an_odd_column_on_one_side_alone_breaks_nothing() -> None:
    uneven = f"""
一般公共预算财政拨款基本支出决算表
{HEAD}
科目编码 | 科目名称 | 决算数 | 上年决算数 | 科目编码 | 科目名称 | 决算数
301 | 工资福利支出 | 30.00 | 28.00 | 302 | 商品和服务支出 | 11.00
30101 | 基本工资 | 30.00 | 28.00 | 30217 | 公务接待费 | 11.00
人员经费合计 | < | 30.00 | 28.00 | 公用经费合计 | < | 11.00
"""
    forms = [("0.xlsx", recognize(sheet(uneven, {})))]
    sides = {len(line.columns) for _, listed in forms for form in listed for line in form.accounts}
    assert sides == {1, 2}
    assert [each for each in found((uneven,)) if each.severity == "error"] == []
