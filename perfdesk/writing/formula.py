"""The formulas clerks write in forms, worked out in decimals: + - * / ^ %, comparisons, a few functions.

Serves recalculation. Whatever is not surely understood as Excel understands it is not worked
out at all, so a wrong figure never passes for a calculated one.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Context, Decimal, DecimalException, localcontext
from functools import partial

from perfdesk.writing.dependence import Area, named_area, tokens

Result = Decimal | str
Scalar = Decimal | str | bool | None
Work = Callable[[], Scalar]
ReadArea = Callable[[Area], Sequence[Scalar]]
"""Gives the contents of an area's stored cells; None for a blank; raises NotWorkedOut."""

_DOUBLE_DIGITS = 15
_LARGEST = Decimal("1E+300")
_DEEPEST = 60
_LARGEST_POWER = 64


class NotWorkedOut(Exception):
    """The formula holds something whose result in Excel is not certain."""


class ErrorResult(Exception):
    """The formula's result is an error such as #DIV/0!."""


def work_out(formula: str, sheet: str, read: ReadArea) -> Result:
    """The result of a formula standing on a sheet.

    Raises NotWorkedOut for anything beyond a form's arithmetic, ErrorResult for an error value.
    """
    with localcontext(Context(prec=40)):
        try:
            value = _Parser(formula, sheet, read).whole()()
        except DecimalException:
            raise NotWorkedOut(formula) from None
        if isinstance(value, bool):
            raise NotWorkedOut(formula)
        if isinstance(value, str):
            return value
        number = Decimal(0) if value is None else value
        if abs(number) > _LARGEST:
            raise NotWorkedOut(formula)
        return as_double_shows(number)


def as_double_shows(number: Decimal) -> Decimal:
    """The number with the 15 significant digits a spreadsheet keeps."""
    return Context(prec=_DOUBLE_DIGITS, rounding=ROUND_HALF_UP).plus(number)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    area: Area | None = None


def _tokens_of(formula: str, sheet: str) -> Iterator[_Token]:
    for match in tokens(formula):
        if match is None:
            raise NotWorkedOut(formula)
        area = named_area(match, sheet)
        if area is not None:
            yield _Token("area", match.group(), area)
        elif not match.group().isspace():
            yield _Token(match.lastgroup or "", match.group())
    yield _Token("end", "")


class _Parser:
    """Recursive descent in the order of Excel's operators; each step gives what works the value out.

    Working out comes after reading, for only the chosen argument of an IF may be worked out.
    """

    def __init__(self, formula: str, sheet: str, read: ReadArea) -> None:
        self._tokens = list(_tokens_of(formula, sheet))
        self._place = 0
        self._depth = 0
        self._formula = formula
        self._read = read

    def whole(self) -> Work:
        """What works out the whole formula."""
        work = self._comparison()
        if self._next().kind != "end":
            raise self._unknown()
        return work

    def _unknown(self) -> NotWorkedOut:
        return NotWorkedOut(self._formula)

    def _next(self) -> _Token:
        token = self._tokens[self._place]
        self._place = min(self._place + 1, len(self._tokens) - 1)
        return token

    def _take(self, *signs: str) -> str | None:
        token = self._tokens[self._place]
        if token.kind == "sign" and token.text in signs:
            self._place += 1
            return token.text
        return None

    def _expect(self, sign: str) -> None:
        if self._take(sign) is None:
            raise self._unknown()

    def _comparison(self) -> Work:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._unknown()
        work = self._sum()
        sign = self._take("=", "<", ">")
        if sign is not None:
            sign += self._take("=", ">") or ""
            if sign not in _COMPARISONS:
                raise self._unknown()
            work = partial(self._compared, sign, work, self._sum())
        self._depth -= 1
        return work

    def _compared(self, sign: str, left_work: Work, right_work: Work) -> Scalar:
        left, right = left_work(), right_work()
        if isinstance(left, str) or isinstance(right, str):
            # Excel orders texts by a locale; only equality is certain. A blank counts as "".
            texts = [value or "" for value in (left, right)]
            if sign not in ("=", "<>") or not all(isinstance(text, str) for text in texts):
                raise self._unknown()
            return (str(texts[0]).casefold() == str(texts[1]).casefold()) == (sign == "=")
        first, second = (as_double_shows(self._number(value)) for value in (left, right))
        return _COMPARISONS[sign](first, second)

    def _sum(self) -> Work:
        work = self._product()
        while (sign := self._take("+", "-")) is not None:
            work = partial(self._calculated, sign, work, self._product())
        return work

    def _product(self) -> Work:
        work = self._power()
        while (sign := self._take("*", "/")) is not None:
            work = partial(self._calculated, sign, work, self._power())
        return work

    def _power(self) -> Work:
        work = self._signed()
        while (sign := self._take("^")) is not None:
            work = partial(self._calculated, sign, work, self._signed())
        return work

    def _calculated(self, sign: str, left_work: Work, right_work: Work) -> Scalar:
        left, right = self._number(left_work()), self._number(right_work())
        if sign == "/" and not right:
            raise ErrorResult(self._formula)
        if sign == "^" and (right != right.to_integral_value() or not 0 < right <= _LARGEST_POWER):
            raise self._unknown()
        return _OPERATIONS[sign](left, right)

    def _signed(self) -> Work:
        # In Excel a sign binds tighter than a power: -2^2 is 4.
        signs = 0
        while (sign := self._take("-", "+")) is not None:
            signs += sign == "-"
        work = self._operand()
        while self._take("%") is not None:
            work = partial(self._scaled, work, Decimal("0.01"))
        return partial(self._scaled, work, Decimal(-1)) if signs % 2 else work

    def _scaled(self, work: Work, factor: Decimal) -> Scalar:
        return self._number(work()) * factor

    def _operand(self) -> Work:
        token = self._next()
        if token.area is not None:
            return partial(self._cell, token.area)
        if token.kind == "function":
            return self._function(token.text[:-1].upper())
        if token.text == "(":
            work = self._comparison()
            self._expect(")")
            return work
        if token.kind == "error":
            return self._error
        constants: dict[str, Callable[[str], Scalar]] = {
            "number": Decimal,
            "text": lambda text: text[1:-1].replace('""', '"'),
            "truth": lambda text: text.upper() == "TRUE",
        }
        if token.kind not in constants:
            raise self._unknown()
        constant = constants[token.kind](token.text)
        return lambda: constant

    def _error(self) -> Scalar:
        raise ErrorResult(self._formula)

    def _cell(self, area: Area) -> Scalar:
        if not area.block.is_single:
            raise self._unknown()
        return next(iter(self._read(area)), None)

    def _function(self, name: str) -> Work:
        if name in _AGGREGATES:
            return partial(self._aggregated, name, self._summands())
        arguments = [self._comparison()]
        while self._take(",") is not None:
            arguments.append(self._comparison())
        self._expect(")")
        functions: dict[tuple[str, int], Callable[..., Scalar]] = {
            ("IF", 3): self._chosen, ("IFERROR", 2): self._saved,
            ("ABS", 1): self._absolute, ("ROUND", 2): partial(self._rounded, ROUND_HALF_UP),
            ("ROUNDUP", 2): partial(self._rounded, ROUND_UP),
            ("ROUNDDOWN", 2): partial(self._rounded, ROUND_DOWN),
        }  # fmt: skip
        function = functions.get((name, len(arguments)))
        if function is None:
            raise self._unknown()
        return partial(function, *arguments)

    def _chosen(self, condition: Work, then: Work, otherwise: Work) -> Scalar:
        value = condition()
        truth = value if isinstance(value, bool) else bool(self._number(value))
        return then() if truth else otherwise()

    def _saved(self, work: Work, instead: Work) -> Scalar:
        try:
            return work()
        except ErrorResult:
            return instead()

    def _absolute(self, work: Work) -> Scalar:
        return abs(self._number(work()))

    def _rounded(self, rounding: str, work: Work, places: Work) -> Scalar:
        decimals = self._number(places())
        if abs(decimals) > _DOUBLE_DIGITS:
            raise self._unknown()
        return as_double_shows(self._number(work())).quantize(Decimal(1).scaleb(-int(decimals)), rounding)

    def _summands(self) -> list[Work | Area]:
        """The arguments of SUM and its like, areas left as areas."""
        found: list[Work | Area] = []
        while True:
            token, following = self._tokens[self._place], self._tokens[self._place + 1 :][:1]
            if token.area is not None and following and following[0].text in (",", ")"):
                self._next()
                found.append(token.area)
            else:
                found.append(self._comparison())
            if self._take(",") is None:
                self._expect(")")
                return found

    def _aggregated(self, name: str, summands: Sequence[Work | Area]) -> Scalar:
        numbers: list[Decimal] = []
        for summand in summands:
            if isinstance(summand, Area):
                # Inside an area texts and blanks do not count.
                numbers += [value for value in self._read(summand) if isinstance(value, Decimal)]
            else:
                numbers.append(self._number(summand()))
        if not numbers and name == "AVERAGE":
            raise ErrorResult(self._formula)
        return _AGGREGATES[name](numbers)

    def _number(self, value: Scalar) -> Decimal:
        if isinstance(value, Decimal):
            return value
        if value is None:
            return Decimal(0)
        raise self._unknown()


def _total(numbers: Sequence[Decimal]) -> Decimal:
    return sum(numbers, Decimal(0))


_COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt,
    ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip
_OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "^": operator.pow,
}  # fmt: skip
_AGGREGATES: dict[str, Callable[[Sequence[Decimal]], Decimal]] = {
    "SUM": _total,
    "AVERAGE": lambda numbers: _total(numbers) / len(numbers),
    "MIN": lambda numbers: min(numbers, default=Decimal(0)),
    "MAX": lambda numbers: max(numbers, default=Decimal(0)),
    "COUNT": lambda numbers: Decimal(len(numbers)),
}
