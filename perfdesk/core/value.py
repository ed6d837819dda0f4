"""A value that keeps its place: cell, raw content, what was understood, printed precision.

Laws 2 and 3 of the design: every number carries its cell, and no float reaches a rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from perfdesk.core.interval import Interval

Operator = Literal[">=", "<=", "=", ">", "<"]
OPERATOR_SIGNS: dict[Operator, str] = {">=": "≥", "<=": "≤", "=": "=", ">": "＞", "<": "＜"}


@dataclass(frozen=True, slots=True)
class Value:
    """What one cell says.

    Attributes:
        cell: the address of its top left cell, such as `K5`.
        raw: what is stored: the text, or the stored number in plain digits.
        printed: what a reader sees, such as `51%`.
        number: the number understood; a percentage literal is a fraction (51% is 0.51).
        decimals: printed decimals of `number` (51% has 2, 0.958 has 3), None without a number.
        operator: the operator written with the number, or None.
        unit: the unit written with the number (`个`, `万元`, `%`), or None.
        text: the words where the cell holds no number, None where it is blank.
        is_percent: the number was printed with a percent sign.
        is_text: the number was stored as text, not as a number.
        is_placeholder: the cell holds `/`, `-`, `——`: not applicable.
        doubt: why the reading is uncertain, in Chinese, or None.
    """

    cell: str
    raw: str = ""
    printed: str = ""
    number: Decimal | None = None
    decimals: int | None = None
    operator: Operator | None = None
    unit: str | None = None
    text: str | None = None
    is_percent: bool = False
    is_text: bool = False
    is_placeholder: bool = False
    doubt: str | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said: an empty cell or a mark for not applicable."""
        return self.number is None and self.text is None

    @property
    def interval(self) -> Interval:
        """What the printed number can stand for; ValueError without a number."""
        if self.number is None or self.decimals is None:
            raise ValueError(self.cell)
        return Interval.around(self.number, self.decimals)

    @property
    def said(self) -> str | None:
        """The contract's value: the number in plain digits, else the text, else None."""
        return self.text if self.number is None else plain(self.number)


def plain(number: Decimal) -> str:
    """The number in plain digits without superfluous zeros: `1234.5`, never `8.4E+3`."""
    if number == 0:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(fraction: Decimal, decimals: int = 2) -> str:
    """A fraction as a percentage for people: 0.50712 is `50.71%`."""
    rounded = round(fraction * 100, decimals)
    return f"{plain(rounded)}%"
