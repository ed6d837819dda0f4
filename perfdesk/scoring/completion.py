"""How far an indicator came: actual against target, by operator and direction.

财预〔2020〕10号: met gives full points; short gives B/A for ≥, >, = and A/B for ≤, <;
a target of zero is met or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from perfdesk.core.form import Indicator
from perfdesk.core.value import Value, percent, plain

_MONEY = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_TIME = {"分钟": Decimal(1), "小时": Decimal(60)}
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Completion:
    """Actual against target.

    Attributes:
        ratio: 1 and more where the target is met; the share reached where it is not.
        is_met: whether the target is met.
        formula: the arithmetic written out.
        is_certain: False where the form does not say which way is better.
        is_only_equal: met by equality though the operator is strict (＞ or ＜).
    """

    ratio: Decimal
    is_met: bool
    formula: str
    is_certain: bool = True
    is_only_equal: bool = False


def measure(indicator: Indicator) -> Completion | str:
    """The completion of a quantitative indicator, or why there is none, in Chinese."""
    target, actual = indicator.target, indicator.actual
    if target is None or target.number is None:
        return "指标值不是数字"
    if actual is None or actual.number is None:
        return "完成值不是数字"
    if actual.operator is not None:
        return "完成值带有运算符号，不是实际完成的数"
    pair = _same_scale(indicator, target, actual)
    if isinstance(pair, str):
        return pair
    wanted, reached = pair
    if indicator.direction == "lower":
        return _lower(indicator, wanted, reached)
    return _higher(indicator, wanted, reached)


def _same_scale(indicator: Indicator, target: Value, actual: Value) -> tuple[Decimal, Decimal] | str:
    wanted, reached = _number(target), _number(actual)
    if target.is_percent != actual.is_percent:
        if target.is_percent:
            return wanted, reached / 100 if abs(reached) > Decimal("1.5") else reached
        if indicator.unit == "%" and abs(wanted) > Decimal("1.5"):
            return wanted, reached * 100
        if indicator.unit not in (None, "%"):
            return f"指标值的单位是{indicator.unit}，完成值是百分数，单位不同"
        return wanted, reached
    own = actual.unit
    if own is None or own == "%" or own == indicator.unit:
        return wanted, reached
    for table in (_MONEY, _TIME):
        if own in table and indicator.unit in table:
            return wanted, reached * table[own] / table[indicator.unit]
    if indicator.unit is None:
        return wanted, reached
    return f"指标值的单位是{indicator.unit}，完成值的单位是{own}，单位不同"


def _higher(indicator: Indicator, wanted: Decimal, reached: Decimal) -> Completion:
    certain = indicator.direction is not None or reached == wanted
    is_met = reached >= wanted
    only_equal = indicator.operator == ">" and reached == wanted
    if wanted <= 0:
        if indicator.operator == "=":
            is_met = reached == wanted
        ratio = ONE if is_met else Decimal(0)
        return Completion(ratio, is_met, _compared(indicator, is_met), certain, only_equal)
    ratio = max(reached, Decimal(0)) / wanted
    return Completion(ratio, is_met, _divided(indicator.actual, indicator.target, ratio), certain, only_equal)


def _lower(indicator: Indicator, wanted: Decimal, reached: Decimal) -> Completion:
    is_met = reached <= wanted
    only_equal = indicator.operator == "<" and reached == wanted
    if is_met or wanted <= 0:
        ratio = ONE if is_met else Decimal(0)
        return Completion(ratio, is_met, _compared(indicator, is_met), True, only_equal)
    ratio = wanted / reached
    return Completion(ratio, False, _divided(indicator.target, indicator.actual, ratio))


def _number(value: Value) -> Decimal:
    if value.number is None:
        raise ValueError(value.cell)
    return value.number


def figure(value: Value | None) -> str:
    """The number as it stands on the form, for writing out arithmetic."""
    if value is None or value.number is None:
        return ""
    return percent(value.number, 4) if value.is_percent else plain(value.number)


def _divided(above: Value | None, below: Value | None, ratio: Decimal) -> str:
    return f"{figure(above)} ÷ {figure(below)} = {percent(ratio)}"


def _compared(indicator: Indicator, is_met: bool) -> str:
    word = "达到" if is_met else "未达到"
    return f"完成值 {figure(indicator.actual)} {word}指标值 {figure(indicator.target)}"
