"""A text that says how it rounds is held to it; one that says nothing is right only after rounding."""

from __future__ import annotations

import pytest

from perfdesk.narrative.claim import read_lines
from perfdesk.narrative.convention import Convention, stated_convention
from perfdesk.narrative.verification import verify
from tests.narrative.build_form import project_form

TOLD = "“档案整理”项目绩效自评综述：全年预算数为24万元，执行数为17万元，完成预算的{}。"
NOTE = "说明：文中除不尽的百分比四舍五入，保留两位小数。"


def rate_of(text: str, *more: str, printed: str = "") -> str:
    form = project_form(executed="17", execution_rate=printed)
    claims = verify([text, *more], [("表.xlsx", form)])
    return next(claim.verdict for claim in claims if claim.kind == "execution_rate")


@pytest.mark.parametrize(
    ("sentence", "convention"),
    [
        ("百分比四舍五入，保留两位小数。", Convention(decimals=2)),
        ("占比按四舍五入精确到小数点后1位。", Convention(decimals=1)),
        ("部分数据因四舍五入，分项之和与合计存在尾差。", Convention(has_tails=True)),
        ("因四舍五入原因，部分分项合计与总计略有出入。", Convention(has_tails=True)),
        ("项目执行率按自评表所填列示。", Convention(quotes_rates=True)),
        ("预算执行率为80%，保留两位小数。", Convention()),
        ("两笔支出合计不一致。", Convention()),
    ],
)
def test_what_a_text_announces_is_read(sentence: str, convention: Convention) -> None:
    assert stated_convention(read_lines([sentence])) == convention


def test_a_rate_rounded_as_announced_is_exact() -> None:
    assert rate_of(TOLD.format("70.83%")) == "rounded"
    assert rate_of(TOLD.format("70.83%"), NOTE) == "exact"


@pytest.mark.parametrize("rate", ["70.8%", "70.84%", "71%"])
def test_a_rate_rounded_otherwise_is_not_exact(rate: str) -> None:
    assert rate_of(TOLD.format(rate), NOTE) != "exact"


def test_a_rate_that_the_form_prints_is_exact_where_the_text_says_that_it_quotes() -> None:
    quoted = "执行率按自评表所填列示。"
    assert rate_of(TOLD.format("71%"), quoted, printed="71%") == "exact"
    assert rate_of(TOLD.format("71%"), quoted, printed="70.8%") == "rounded"


def test_a_sum_that_misses_its_whole_by_rounding_is_exact_where_the_text_says_so() -> None:
    text = "支出2.01万元，其中：货物支出1.00万元，工程支出0.50万元，服务支出0.50万元。"
    tail = "因四舍五入，分项之和与合计有尾差。"
    assert verify([text], [])[0].verdict == "rounded"
    assert verify([text, tail], [])[0].verdict == "exact"
    assert verify([text.replace("2.01", "2.10"), tail], [])[0].verdict == "wrong"
