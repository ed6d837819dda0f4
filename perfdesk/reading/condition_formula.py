"""The formulas of conditional formats: comparisons, arithmetic and the few functions clerks use there.

A small language on purpose: what it does not know makes the format stay away, never a wrong colour.
Only the looks on screen stand on this; no rule does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import lru_cache

from perfdesk.core.grid import Block, Cell, column_number

Worth = Decimal | str | bool | None
"""What a formula comes to; None is a blank cell."""
CellAt = Callable[[int, int], Cell]

_LONGEST = 1_000
_DEEPEST = 30
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.?\d*|\.\d+)|"(?P<text>(?:[^"]|"")*)"
    |(?P<cell>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})(?![\w(])|(?P<name>[A-Za-z]+)|(?P<sign><=|>=|<>|[-+*/&=<>(),%]))""",
    re.VERBOSE,
)
_CELL = re.compile(r"(\$?)([A-Za-z]+)(\$?)(\d+)")
_ORDERS: tuple[tuple[str, ...], ...] = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"))


class Unknown(Exception):
    """The formula says something this language does not know."""


def worth(formula: str, home: tuple[int, int], place: tuple[int, int], cell_at: CellAt) -> Worth:
    """What a formula written for the cell `home` comes to at `place`; raises Unknown.

    Args:
        formula: without `=`.
        home: the cell that relative addresses are written for.
        place: the cell to work it out for.
        cell_at: the cell at a row and column.
    """
    try:
        return _Reader(_tokens(formula), home, place, cell_at).whole()
    except (InvalidOperation, DivisionByZero, Overflow) as error:
        raise Unknown(formula) from error


def worth_of(cell: Cell) -> Worth:
    """What a cell holds; raises Unknown for an error, which spoils every formula."""
    if cell.is_error:
        raise Unknown(cell.text)
    if cell.number is not None:
        return cell.number
    return cell.text or None


def compared(sign: str, left: Worth, right: Worth) -> bool:
    """Whether a comparison holds as in a spreadsheet: numbers before texts, case is no difference."""
    first, second = _rank(left, right), _rank(right, left)
    return {
        "=": first == second,
        "<>": first != second,
        "<": first < second,
        ">": first > second,
        "<=": first <= second,
        ">=": first >= second,
    }[sign]


def _rank(worth: Worth, other: Worth) -> tuple[int, Decimal, str]:
    if worth is None:  # A blank is nought beside a number and empty beside a text.
        worth = "" if isinstance(other, str) else Decimal(0)
    if isinstance(worth, bool):
        return (2, Decimal(worth), "")
    if isinstance(worth, Decimal):
        return (0, worth, "")
    return (1, Decimal(0), worth.casefold())


@lru_cache(maxsize=512)
def _tokens(formula: str) -> tuple[tuple[str, str], ...]:
    text = formula.strip().removeprefix("=").strip()
    if len(text) > _LONGEST:
        raise Unknown(formula)
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise Unknown(formula)
        found.append((match.lastgroup, match.group(match.lastgroup)))
        at = match.end()
    return tuple(found)


@lru_cache(maxsize=512)
def moves(formula: str) -> bool:
    """Whether a formula comes to another thing in another cell, or cannot be read."""
    try:
        return any(kind == "cell" or text.upper() in {"ROW", "COLUMN"} for kind, text in _tokens(formula))
    except Unknown:
        return True


class _Reader:
    """Works a formula out while reading it from left to right."""

    def __init__(
        self,
        tokens: Sequence[tuple[str, str]],
        home: tuple[int, int],
        place: tuple[int, int],
        cell_at: CellAt,
    ) -> None:
        self._tokens = tokens
        self._at = self._depth = 0
        self._home, self._place, self._cell_at = home, place, cell_at

    def whole(self) -> Worth:
        """The formula to its end."""
        result = self._level(0)
        if self._at != len(self._tokens):
            raise Unknown
        return result

    def _sign(self, *signs: str) -> str | None:
        if self._at < len(self._tokens):
            kind, text = self._tokens[self._at]
            if kind == "sign" and text in signs:
                self._at += 1
                return text
        return None

    def _level(self, order: int) -> Worth:
        if order == len(_ORDERS):
            return self._factor()
        left = self._level(order + 1)
        while sign := self._sign(*_ORDERS[order]):
            left = _joined(sign, left, self._level(order + 1))
        return left

    def _factor(self) -> Worth:
        if sign := self._sign("-", "+"):
            value = self._factor()
            return -_number(value) if sign == "-" else value
        result = self._atom()
        while self._sign("%"):
            result = _number(result) / 100
        return result

    def _atom(self) -> Worth:
        if self._sign("("):
            self._depth += 1
            if self._depth > _DEEPEST:
                raise Unknown
            result = self._level(0)
            self._close()
            return result
        if self._at >= len(self._tokens):
            raise Unknown
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind == "number":
            return Decimal(text)
        if kind == "text":
            return text.replace('""', '"')
        if kind == "cell":
            return worth_of(self._cell_at(*self._shifted(text)))
        if kind == "name" and text.upper() in {"TRUE", "FALSE"} and not self._opens():
            return text.upper() == "TRUE"
        if kind == "name":
            return self._call(text.upper())
        raise Unknown

    def _shifted(self, text: str) -> tuple[int, int]:
        match = _CELL.fullmatch(text)
        assert match is not None
        column_fixed, letters, row_fixed, digits = match.groups()
        row = int(digits) + (0 if row_fixed else self._place[0] - self._home[0])
        column = column_number(letters) + (0 if column_fixed else self._place[1] - self._home[1])
        if row < 1 or column < 1:
            raise Unknown
        return row, column

    def _opens(self) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at] == ("sign", "(")

    def _close(self) -> None:
        if not self._sign(")"):
            raise Unknown
        self._depth -= 1

    def _call(self, name: str) -> Worth:
        if not self._sign("("):
            raise Unknown
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unknown
        if name in {"ROW", "COLUMN"}:
            return self._own_number(name)
        arguments: list[Worth] = []
        if not self._sign(")"):
            arguments.append(self._level(0))
            while self._sign(","):
                arguments.append(self._level(0))
            self._close()
        return _called(name, arguments)

    def _own_number(self, name: str) -> Decimal:
        place = self._place
        if self._at < len(self._tokens) and self._tokens[self._at][0] == "cell":
            place = self._shifted(self._tokens[self._at][1])
            self._at += 1
        self._close()
        return Decimal(place[0] if name == "ROW" else place[1])


def _joined(sign: str, left: Worth, right: Worth) -> Worth:
    if sign == "&":
        return _text(left) + _text(right)
    if sign in _ORDERS[0]:
        return compared(sign, left, right)
    first, second = _number(left), _number(right)
    if sign == "+":
        return first + second
    if sign == "-":
        return first - second
    return first * second if sign == "*" else first / second


def _called(name: str, arguments: Sequence[Worth]) -> Worth:
    if name in {"AND", "OR"} and arguments:
        answers = [is_true(argument) for argument in arguments]
        return all(answers) if name == "AND" else any(answers)
    if name == "IF" and len(arguments) == 3:
        return arguments[1] if is_true(arguments[0]) else arguments[2]
    if name == "MOD" and len(arguments) == 2:
        number, by = _number(arguments[0]), _number(arguments[1])
        return number - by * (number / by).to_integral_value("ROUND_FLOOR")
    if name in {"LEFT", "RIGHT"} and 1 <= len(arguments) <= 2:
        count = int(_number(arguments[1])) if len(arguments) == 2 else 1
        text = _text(arguments[0])
        return text[: max(count, 0)] if name == "LEFT" else text[len(text) - min(max(count, 0), len(text)) :]
    if len(arguments) != 1 or name not in _OF_ONE:
        raise Unknown(name)
    return _OF_ONE[name](arguments[0])


def is_true(worth: Worth) -> bool:
    """Whether a condition holds that comes to this; raises Unknown for words."""
    if isinstance(worth, str):
        raise Unknown(worth)
    return bool(worth)


def _number(worth: Worth) -> Decimal:
    if worth is None:
        return Decimal(0)
    if isinstance(worth, str):
        try:
            return Decimal(worth.strip())
        except InvalidOperation:
            raise Unknown(worth) from None
    return Decimal(worth)


def _text(worth: Worth) -> str:
    if worth is None:
        return ""
    if isinstance(worth, bool):
        return "TRUE" if worth else "FALSE"
    return format(worth.normalize(), "f") if isinstance(worth, Decimal) else worth


_OF_ONE: dict[str, Callable[[Worth], Worth]] = {
    "NOT": lambda worth: not is_true(worth),
    "ABS": lambda worth: abs(_number(worth)),
    "LEN": lambda worth: Decimal(len(_text(worth))),
    "TRIM": lambda worth: " ".join(_text(worth).split(" ")).strip(),
    "ISBLANK": lambda worth: worth is None,
    "ISNUMBER": lambda worth: isinstance(worth, Decimal),
    "ISTEXT": lambda worth: isinstance(worth, str),
    "ISERROR": lambda worth: False,  # An error would have made the formula unknown.
}


def home_of(blocks: Sequence[Block]) -> tuple[int, int]:
    """The cell that the formulas of a range are written for: its top left one."""
    return min(block.top for block in blocks), min(block.left for block in blocks)
