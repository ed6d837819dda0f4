"""Dates under a number format: Excel's serial day as `yyyy"年"m"月"d"日"` and its like.

Used by `number_format` alone. Day 60 of the 1900 calendar is 29 February, which never was;
Excel prints it all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from perfdesk.core.format_token import Token

_LAST_DAY = 2_958_466
_WEEKDAYS = "一二三四五六日"
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class _Moment:
    """A point in time taken apart; `days` and `seconds` are kept for elapsed time."""

    year: int
    month: int
    day: int
    weekday: int
    days: int
    seconds: Decimal


def is_date_section(tokens: tuple[Token, ...]) -> bool:
    """Whether the tokens print a date or a time."""
    return any(token.kind in ("date", "elapsed") for token in tokens)


def render_date(serial: Decimal, tokens: tuple[Token, ...], date1904: bool) -> str | None:
    """The serial day under the tokens, or None where no calendar has it."""
    places = max((len(token.text) - 1 for token in tokens if token.kind == "subsecond"), default=0)
    moment = _take_apart(serial, date1904, places)
    if moment is None:
        return None
    has_noon = any(token.kind == "noon" for token in tokens)
    printed = []
    for place, token in enumerate(tokens):
        if token.kind == "date":
            letters = _minutes(tokens, place) if token.text[0] == "m" else token.text
            printed.append(_date_part(moment, letters, has_noon))
        elif token.kind == "elapsed":
            printed.append(_elapsed(moment, token.text))
        elif token.kind == "subsecond":
            printed.append(format(moment.seconds % 1, f".{places}f")[1:])
        elif token.kind == "noon":
            printed.append(_noon(moment, token.text))
        elif token.kind not in ("text", "general"):
            printed.append(token.text)
    return "".join(printed)


def _take_apart(serial: Decimal, date1904: bool, places: int) -> _Moment | None:
    if not 0 <= serial < _LAST_DAY:
        return None
    days = int(serial.to_integral_value(ROUND_FLOOR))
    unit = Decimal(1).scaleb(-places)
    seconds = ((serial - days) * 86_400).quantize(unit, ROUND_HALF_UP)
    if seconds >= 86_400:
        days, seconds = days + 1, seconds - 86_400
    if date1904:
        base, offset = date(1904, 1, 1), days
    elif days == 60:
        return _Moment(1900, 2, 29, 2, days, seconds)
    else:
        base, offset = date(1899, 12, 31 if days < 60 else 30), days
    try:
        day = base + timedelta(days=offset)
    except OverflowError:
        return None
    if days == 0 and not date1904:
        return _Moment(1900, 1, 0, 5, 0, seconds)
    # Excel's weekdays before March 1900 are a day off, owing to the day that never was.
    weekday = (day.weekday() - (0 if date1904 or days > 60 else 1)) % 7
    return _Moment(day.year, day.month, day.day, weekday, days, seconds)


def _minutes(tokens: tuple[Token, ...], place: int) -> str:
    """`m` is minutes right after hours or right before seconds, else the month."""
    letters = tokens[place].text
    before = next((t.text[0] for t in reversed(tokens[:place]) if t.kind in ("date", "elapsed")), "")
    after = next((t.text[0] for t in tokens[place + 1 :] if t.kind in ("date", "elapsed")), "")
    if len(letters) <= 2 and (before == "h" or after == "s"):
        return "i" * len(letters)
    return letters


def _date_part(moment: _Moment, letters: str, has_noon: bool) -> str:
    letter, size = letters[0], len(letters)
    if letter in "ye":
        return f"{moment.year:04d}" if letter == "e" or size > 2 else f"{moment.year % 100:02d}"
    if letter == "m" and size > 2:
        name = _MONTHS[moment.month - 1]
        return name[:1] if size == 5 else name if size == 4 else name[:3]
    if letter == "d" and size > 2:
        name = _DAYS[moment.weekday]
        return name if size > 3 else name[:3]
    if letter == "a":
        return ("星期" if size > 3 else "") + _WEEKDAYS[moment.weekday]
    if letter == "b":
        year = moment.year + 543
        return str(year) if size > 2 else f"{year % 100:02d}"
    if letter == "g":
        return ""
    return _padded(_clock(moment, letter, has_noon), size)


def _clock(moment: _Moment, letter: str, has_noon: bool) -> int:
    seconds = int(moment.seconds)
    hour = seconds // 3600
    numbers = {
        "m": moment.month,
        "d": moment.day,
        "h": (hour % 12 or 12) if has_noon else hour,
        "i": seconds // 60 % 60,
        "s": seconds % 60,
    }
    return numbers[letter]


def _elapsed(moment: _Moment, letters: str) -> str:
    seconds = moment.days * 86_400 + int(moment.seconds)
    divisor = {"h": 3600, "m": 60, "s": 1}[letters[0]]
    return f"{seconds // divisor:0{len(letters)}d}"


def _noon(moment: _Moment, text: str) -> str:
    before, _, after = text.partition("/")
    return before if moment.seconds < 43_200 else after


def _padded(number: int, size: int) -> str:
    return f"{number:02d}" if size > 1 else str(number)
