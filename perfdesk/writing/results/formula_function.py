"""The functions of Excel that forms need, each as Excel works it out or not at all.

Serves `formula`, which reads the text and hands the arguments over unworked: of an IF only the chosen
one may be worked out, and of a reference the functions that count want the cells, not a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal
from functools import partial

from perfdesk.core.grid import Block
from perfdesk.writing.results.dependence import Area
from perfdesk.writing.results.formula_value import (
    Content,
    ErrorResult,
    ErrorValue,
    NotWorkedOut,
    ReadArea,
    Scalar,
    Work,
    as_double_shows,
    number_of,
    text_of,
    truth_of,
)

_MOST_PLACES = 15


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a function: what works it out, and its cells where it is a plain reference.

    `blocks` are all blocks it names, however deep.
    """

    work: Work
    area: Area | None
    blocks: tuple[Block, ...]
    read: ReadArea

    def value(self) -> Scalar:
        """The argument worked out; raises ErrorResult where it is an error."""
        return self.work()

    def number(self) -> Decimal:
        """The argument as a number."""
        return number_of(self.work())

    def sure(self) -> Scalar:
        """The value where a function tells values from references; an IF may hand on either."""
        value = self.work()
        if self.blocks and not isinstance(value, Decimal):
            raise NotWorkedOut(str(value))
        return value

    def contents(self) -> Iterator[Content]:
        """What its stored cells hold; a value that is no reference is a content by itself."""
        if self.area is None:
            yield self.work()
        else:
            yield from self.read(self.area)


Arguments = Sequence[Argument]


@dataclass(frozen=True, slots=True)
class Function:
    """A function with the least and the most arguments it takes.

    `is_plain`: it gives one value for each cell inside a SUMPRODUCT.
    """

    work: Callable[[Arguments], Scalar]
    least: int = 1
    most: int = 1
    is_plain: bool = False


def _if(arguments: Arguments) -> Scalar:
    if truth_of(arguments[0].value()):
        return arguments[1].value()
    return arguments[2].value() if len(arguments) > 2 else False


def _iferror(arguments: Arguments) -> Scalar:
    try:
        return arguments[0].value()
    except ErrorResult:
        return arguments[1].value()


def _rounded(rounding: str, arguments: Arguments) -> Scalar:
    places = arguments[1].number()
    if abs(places) > _MOST_PLACES:
        raise NotWorkedOut(str(places))
    return as_double_shows(arguments[0].number()).quantize(Decimal(1).scaleb(-int(places)), rounding)


def _whole(arguments: Arguments) -> Scalar:
    return as_double_shows(arguments[0].number()).to_integral_value(ROUND_FLOOR)


def _absolute(arguments: Arguments) -> Scalar:
    return abs(arguments[0].number())


def _truths(arguments: Arguments) -> list[bool]:
    """The conditions of AND and OR; texts and blanks of references do not count."""
    found: list[bool] = []
    for argument in arguments:
        if argument.area is None:
            found.append(truth_of(argument.value()))
            continue
        for content in _sound(argument):
            if isinstance(content, (bool, Decimal)):
                found.append(truth_of(content))
    if not found:
        raise ErrorResult("#VALUE!")
    return found


def _and(arguments: Arguments) -> Scalar:
    return all(_truths(arguments))


def _or(arguments: Arguments) -> Scalar:
    return any(_truths(arguments))


def _not(arguments: Arguments) -> Scalar:
    return not truth_of(arguments[0].value())


def _sound(argument: Argument) -> Iterator[Scalar]:
    """The contents of an argument; an error among them is the function's result."""
    for content in argument.contents():
        if isinstance(content, ErrorValue):
            raise ErrorResult("#VALUE!")
        yield content


def _numbers(arguments: Arguments) -> list[Decimal]:
    """The numbers of SUM and its like: texts, truths and blanks of references do not count."""
    found: list[Decimal] = []
    for argument in arguments:
        if argument.area is None:
            found.append(number_of(argument.sure()))
        else:
            found += [content for content in _sound(argument) if isinstance(content, Decimal)]
    return found


def _total(arguments: Arguments) -> Scalar:
    return sum(_numbers(arguments), Decimal(0))


def _average(arguments: Arguments) -> Scalar:
    numbers = _numbers(arguments)
    if not numbers:
        raise ErrorResult("#DIV/0!")
    return sum(numbers, Decimal(0)) / len(numbers)


def _least(arguments: Arguments) -> Scalar:
    return min(_numbers(arguments), default=Decimal(0))


def _largest(arguments: Arguments) -> Scalar:
    return max(_numbers(arguments), default=Decimal(0))


def _count(arguments: Arguments) -> Scalar:
    """COUNT: cells that hold a number, and worked-out values that are one; errors are looked past."""
    count = 0
    for argument in arguments:
        if argument.area is None:
            count += _has_number(argument)
        else:
            count += sum(isinstance(content, Decimal) for content in argument.contents())
    return Decimal(count)


def _has_number(argument: Argument) -> bool:
    try:
        number_of(argument.sure())
    except ErrorResult:
        return False
    return True


def _count_filled(arguments: Arguments) -> Scalar:
    """COUNTA: every cell that is not blank counts, an empty text and an error too."""
    count = 0
    for argument in arguments:
        if argument.area is None:
            count += _is_there(argument)
        else:
            count += sum(content is not None for content in argument.contents())
    return Decimal(count)


def _is_there(argument: Argument) -> bool:
    try:
        value = argument.value()
    except ErrorResult:
        return True
    if value is None:
        raise NotWorkedOut("COUNTA")
    return True


def _is_kind(kinds: tuple[type, ...], arguments: Arguments) -> Scalar:
    """ISNUMBER and its like: an error is of no such kind."""
    try:
        value = arguments[0].value()
    except ErrorResult:
        return False
    return isinstance(value, kinds)


def _is_blank(arguments: Arguments) -> Scalar:
    try:
        return arguments[0].area is not None and arguments[0].value() is None
    except ErrorResult:
        return False


def _is_error(arguments: Arguments) -> Scalar:
    try:
        arguments[0].value()
    except ErrorResult:
        return True
    return False


def _length(arguments: Arguments) -> Scalar:
    text = text_of(arguments[0].value())
    if any(ord(character) > 0xFFFF for character in text):
        raise NotWorkedOut(text)  # Excel counts halves of such a character
    return Decimal(len(text))


def _beginning(arguments: Arguments) -> Scalar:
    count = arguments[1].number() if len(arguments) > 1 else Decimal(1)
    if count < 0:
        raise ErrorResult("#VALUE!")
    return text_of(arguments[0].value())[: int(count)]


_MANY = 255
FUNCTIONS: dict[str, Function] = {
    "IF": Function(_if, 2, 3),
    "IFERROR": Function(_iferror, 2, 2),
    "AND": Function(_and, 1, _MANY),
    "OR": Function(_or, 1, _MANY),
    "NOT": Function(_not, is_plain=True),
    "ABS": Function(_absolute, is_plain=True),
    "INT": Function(_whole, is_plain=True),
    "ROUND": Function(partial(_rounded, ROUND_HALF_UP), 2, 2, is_plain=True),
    "ROUNDUP": Function(partial(_rounded, ROUND_UP), 2, 2, is_plain=True),
    "ROUNDDOWN": Function(partial(_rounded, ROUND_DOWN), 2, 2, is_plain=True),
    "SUM": Function(_total, 1, _MANY),
    "AVERAGE": Function(_average, 1, _MANY),
    "MIN": Function(_least, 1, _MANY),
    "MAX": Function(_largest, 1, _MANY),
    "COUNT": Function(_count, 1, _MANY),
    "COUNTA": Function(_count_filled, 1, _MANY),
    "ISNUMBER": Function(partial(_is_kind, (Decimal,)), is_plain=True),
    "ISTEXT": Function(partial(_is_kind, (str,)), is_plain=True),
    "ISBLANK": Function(_is_blank, is_plain=True),
    "ISERROR": Function(_is_error, is_plain=True),
    "LEN": Function(_length, is_plain=True),
    "LEFT": Function(_beginning, 1, 2, is_plain=True),
}
