"""The sentences of the 决算情况说明 follow the tables: rise, fall and standstill, budgets kept, missed or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.core.document import Document
from perfdesk.judging import judge, tie_up
from perfdesk.session import verify_text, write_report
from tests.narrative.generated_accounts import Money, accounts_book, budget_book

UNIT, YEAR = "云岭县档案馆", 2024
ZERO = Decimal(0)
KNOWN = Money(
    items={
        "2012601": (Decimal("60.00"), ZERO),
        "2012604": (ZERO, Decimal("30.00")),
        "2210201": (Decimal("10.00"), ZERO),
    },
    fund=ZERO,
    capital=ZERO,
    other=ZERO,
    opening=ZERO,
    public=(
        (Decimal("2.00"), Decimal("1.50")),
        (ZERO, ZERO),
        (Decimal("3.00"), Decimal("3.00")),
        (ZERO, ZERO),
    ),
)
Told = Callable[..., str]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """The text for this year's tables and, where given, last year's and the budget; every figure is verified."""

    def tell(now: Money, last: Money | None = None, budget: Money | None = None) -> str:
        documents = [Document("决算.xlsx", "", accounts_book(now, UNIT, YEAR))]
        if last is not None:
            documents.append(Document("上年.xlsx", "", accounts_book(last, UNIT, YEAR - 1)))
        if budget is not None:
            documents.append(Document("预算.xlsx", "", budget_book(budget, UNIT, YEAR)))
        checked = tie_up([judge(document) for document in documents])
        target = tmp_path / "说明.txt"
        write_report(checked, "final_accounts", target)
        assert {claim.verdict for claim in verify_text(checked, target)} == {"exact"}
        return target.read_text("utf-8")

    return tell


def spent(item: str, basic: str, project: str = "0") -> Money:
    return replace(KNOWN, items={**KNOWN.items, item: (Decimal(basic), Decimal(project))})


@pytest.mark.parametrize(
    ("last", "sentence"),
    [
        (spent("2012601", "50"), "今年收入总计增加10.00万元，增长11.11%。"),
        (spent("2012601", "85"), "今年收入总计减少25.00万元，降低20.00%。"),
        (KNOWN, "今年收入总计持平。"),
    ],
)
def test_a_change_on_last_year_is_a_rise_a_fall_or_none(told: Told, last: Money, sentence: str) -> None:
    assert f"与上年相比，{sentence}" in told(KNOWN, last).replace("10万元", "10.00万元").replace(
        "25万元", "25.00万元"
    )


def test_without_last_year_no_change_is_told_and_its_absence_is(told: Told) -> None:
    text = told(KNOWN)
    assert "未提供上年部门决算公开表" in text
    assert "与上年相比，" not in text and "持平" not in text.replace("预算数持平", "")


def test_a_change_from_nothing_has_no_share_and_one_to_nothing_is_the_whole(told: Told) -> None:
    had = replace(KNOWN, public=(*KNOWN.public[:1], (Decimal("1.00"), Decimal("0.40")), *KNOWN.public[2:]))
    assert "公务接待费增加0.40万元，上年为零。" in told(had, KNOWN)
    assert "公务接待费减少0.40万元，降低100.00%。" in told(KNOWN, had)
    assert "因公出国（境）费持平。" in told(KNOWN, had)


@pytest.mark.parametrize(
    ("budget", "words"),
    [
        (spent("2012601", "60"), "（项）60.00万元，完成年初预算的100.00%，决算数与年初预算数持平。"),
        (spent("2012601", "80"), "（项）60.00万元，完成年初预算的75.00%，决算数小于年初预算数。"),
        (spent("2012601", "45"), "（项）60.00万元，完成年初预算的133.33%，决算数大于年初预算数。"),
        (spent("2012601", "0"), "（项）60.00万元，年初预算为零。"),
    ],
)
def test_spending_is_below_at_or_above_its_budget_or_had_none(told: Told, budget: Money, words: str) -> None:
    assert f"行政运行{words}" in told(KNOWN, budget=budget)


def test_without_a_budget_its_absence_is_told_and_no_rate(told: Told) -> None:
    text = told(KNOWN)
    assert "未提供部门预算公开表" in text
    assert "完成年初预算" not in text


def test_the_three_public_expenses_are_compared_with_the_budget_beside_them(told: Told) -> None:
    text = told(KNOWN)
    assert "“三公”经费支出4.50万元，完成预算的90.00%，决算数小于预算数。其中：" in text
    assert (
        "1.因公出国（境）费1.50万元，占“三公”经费支出的33.33%，完成预算的75.00%，决算数小于预算数。" in text
    )
    assert (
        "3.公务用车购置及运行费3.00万元，占“三公”经费支出的66.67%，完成预算的100.00%，决算数与预算数持平。"
        in text
    )


def test_an_item_that_cost_nothing_is_left_out_unless_it_was_planned(told: Told) -> None:
    idle = spent("2012602", "0")
    assert "一般行政管理事务（项）" not in told(idle)
    assert "一般行政管理事务（项）0.00万元，完成年初预算的0.00%" in told(
        idle, budget=spent("2012602", "0", "5")
    )


def test_funds_belong_to_the_fiscal_expenditure_but_not_to_the_general_budget(told: Told) -> None:
    text = told(replace(KNOWN, fund=Decimal("20.00"), capital=Decimal("5.00")))
    assert "2024年度财政拨款支出125.00万元，其中：基本支出70.00万元，项目支出55.00万元。" in text.replace(
        "70万元", "70.00万元"
    ).replace("55万元", "55.00万元")
    assert "2024年度一般公共预算财政拨款支出100.00万元" in text
    assert "2024年度政府性基金预算财政拨款支出20.00万元" in text


def test_what_was_carried_over_is_part_of_the_total_outlay(told: Told) -> None:
    text = told(replace(KNOWN, opening=Decimal("4.00")))
    assert "（二）支出总计104.00万元，包括：" in text
    assert "3.年末结转和结余4.00万元，占支出总计的3.85%。" in text
    assert "年末结转和结余4.00万元，占" not in told(KNOWN)


def test_what_the_basic_expenditure_mainly_was_is_listed(told: Told) -> None:
    text = told(KNOWN)
    assert "人员经费63.00万元，主要包括基本工资等；公用经费7.00万元，主要包括办公费等。" in text
