"""The formulas clerks write in forms, worked out in decimals: + - * / ^ % &, comparisons, some functions.

Serves recalculation. Whatever is not surely understood as Excel understands it is not worked
out at all, so a wrong figure never passes for a calculated one.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, DecimalException, localcontext
from functools import partial

from perfdesk.core.grid import Block
from perfdesk.writing.results.dependence import LONGEST_FORMULA, Area, named_area, tokens
from perfdesk.writing.results.formula_function import FUNCTIONS, Argument
from perfdesk.writing.results.formula_value import (
    COMPARISON_SIGNS,
    ErrorResult,
    ErrorValue,
    NotWorkedOut,
    ReadArea,
    Result,
    Scalar,
    Work,
    as_double_shows,
    compared,
    number_of,
    text_of,
)

_LARGEST = Decimal("1E+300")
_DEEPEST = 60
_LARGEST_POWER = 64
_MOST_PRODUCTS = 20_000


def work_out(formula: str, sheet: str, read: ReadArea) -> Result:
    """The result of a formula standing on a sheet.

    Raises NotWorkedOut for anything beyond a form's arithmetic, ErrorResult for an error value.
    """
    if len(formula) > LONGEST_FORMULA:
        raise NotWorkedOut(formula)
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
        self._is_spread = False
        self._offset: tuple[int, int] | None = None

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
        work = self._joined()
        while (sign := self._take("=", "<", ">")) is not None:
            sign += self._take("=", ">") or ""
            if sign not in COMPARISON_SIGNS:
                raise self._unknown()
            work = partial(self._compared, sign, work, self._joined())
        self._depth -= 1
        return work

    def _compared(self, sign: str, left: Work, right: Work) -> Scalar:
        return compared(sign, left(), right())

    def _joined(self) -> Work:
        work = self._sum()
        while self._take("&") is not None:
            work = partial(self._text, work, self._sum())
        return work

    def _text(self, left: Work, right: Work) -> Scalar:
        return text_of(left()) + text_of(right())

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
        left, right = number_of(left_work()), number_of(right_work())
        if sign == "/" and not right:
            raise ErrorResult(self._formula)
        if sign == "^" and (right != right.to_integral_value() or not 0 < right <= _LARGEST_POWER):
            raise self._unknown()
        return _OPERATIONS[sign](left, right)

    def _signed(self) -> Work:
        # In Excel a sign binds tighter than a power: -2^2 is 4. A plus sign does nothing at all.
        signs = 0
        while (sign := self._take("-", "+")) is not None:
            signs += sign == "-"
        work = self._operand()
        while self._take("%") is not None:
            work = partial(self._scaled, work, Decimal("0.01"))
        return partial(self._scaled, work, Decimal(-1) ** signs) if signs else work

    def _scaled(self, work: Work, factor: Decimal) -> Scalar:
        return number_of(work()) * factor

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
            if self._offset is None:
                raise self._unknown()
            area = _moved(area, *self._offset)
        content = next(iter(self._read(area)), None)
        if isinstance(content, ErrorValue):
            raise ErrorResult(self._formula)
        return content

    def _function(self, name: str) -> Work:
        if name == "SUMPRODUCT":
            return self._products()
        function = FUNCTIONS.get(name)
        if function is None or (self._is_spread and not function.is_plain):
            raise self._unknown()
        arguments = self._arguments()
        if not function.least <= len(arguments) <= function.most:
            raise self._unknown()
        return partial(function.work, arguments)

    def _arguments(self) -> list[Argument]:
        """The arguments up to the closing bracket; one that is a reference keeps its cells."""
        found: list[Argument] = []
        while True:
            start, work = self._place, self._comparison()
            areas = [token.area for token in self._tokens[start : self._place] if token.area is not None]
            is_reference = len(areas) == self._place - start == 1
            blocks = tuple(area.block for area in areas)
            found.append(Argument(work, areas[0] if is_reference else None, blocks, self._read))
            if self._take(",") is None:
                self._expect(")")
                return found

    def _products(self) -> Work:
        """SUMPRODUCT: its arguments worked out cell by cell over areas of one shape."""
        if self._is_spread:
            raise self._unknown()
        self._is_spread = True
        arguments = self._arguments()
        self._is_spread = False
        shapes = {max(map(_shape, argument.blocks), default=(1, 1)) for argument in arguments}
        blocks = [block for argument in arguments for block in argument.blocks if not block.is_single]
        rows, columns = shapes.pop()
        if (
            shapes
            or {_shape(block) for block in blocks} - {(rows, columns)}
            or rows * columns > _MOST_PRODUCTS
        ):
            raise self._unknown()
        return partial(self._sum_of_products, arguments, rows, columns)

    def _sum_of_products(self, arguments: Sequence[Argument], rows: int, columns: int) -> Scalar:
        result = Decimal(0)
        for offset in ((row, column) for row in range(rows) for column in range(columns)):
            product = Decimal(1)
            for argument in arguments:
                value = self._at(offset, argument)
                # What is no number counts as nothing; only arithmetic between cells gives #VALUE!.
                product *= value if isinstance(value, Decimal) else Decimal(0)
            result += product
        return result

    def _at(self, offset: tuple[int, int], argument: Argument) -> Scalar:
        self._offset = offset
        try:
            return argument.value()
        finally:
            self._offset = None


def _shape(block: Block) -> tuple[int, int]:
    return block.bottom - block.top + 1, block.right - block.left + 1


def _moved(area: Area, row: int, column: int) -> Area:
    """The single cell of an area at an offset from its top left."""
    top, left = area.block.top + row, area.block.left + column
    return Area(area.sheet, Block(top, left, top, left))


_OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "^": operator.pow,
}  # fmt: skip
