"""What a text states is judged by its own words, in three verdicts."""

from __future__ import annotations

import pytest

from perfdesk.scoring.statement import statements

JUDGED = [
    ("5人*4天*160元=0.32万元", [("equation", "exact")]),
    ("7人*11天*160元=1.23万元", [("equation", "rounded")]),
    ("7人*11天*160元=1.24万元", [("equation", "wrong")]),
    ("7人*11天*160元≈1.2万元", [("equation", "rounded")]),
    ("2.5万人*731元*10%≈1830万元", [("equation", "wrong")]),
    ("2.5万人*731元*10%≈180万元", [("equation", "rounded")]),
    ("100元*3人=0.03", [("equation", "exact")]),
    ("通过8家/17家=47.1%", [("equation", "rounded")]),
    ("20*17.4419%=3.488372", [("equation", "rounded")]),
    ("20*17.4419%=3.488472", [("equation", "wrong")]),
    ("20*17%=3.488372", [("equation", "wrong")]),
    ("运行费2万元（物业费1.2万元，电费0.8万元）", [("list_sum", "exact")]),
    ("运行费2万元（物业费1.2万元，电费5000元）", [("list_sum", "wrong")]),
    ("运行费20万元（其中：电费5万元，水费3万元）", []),
    ("印刷费12万元，会议费3万元，合计15万元。", [("list_sum", "exact")]),
    ("印刷费12万元，会议费3万元，合计16万元。", [("list_sum", "wrong")]),
    ("印刷费12.34万元，会议费3.33万元，合计15.68万元。", [("list_sum", "rounded")]),
    ("合计9万元：一、甲4万元；二、乙5万元（每人300元）。", [("list_sum", "exact")]),
    ("一、甲4万元；二、乙5万元。共计8万元", [("list_sum", "wrong")]),
    ("每人每天400元，共计30万元", []),
    ("起付标准100元，最高支付300元，合计有两档", []),
]


@pytest.mark.parametrize(("text", "expected"), JUDGED)
def test_a_statement_gets_one_of_three_verdicts(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.kind, each.agreement) for each in statements(text)] == expected


def test_parts_rounded_one_by_one_are_a_route_and_the_formula_says_so() -> None:
    (statement,) = statements("甲3931.67元*11人*12月+乙1622.25元*12月=53.85万元")
    assert statement.agreement == "rounded"
    assert "逐项保留2位小数" in statement.expectation.chain(statement.value)
