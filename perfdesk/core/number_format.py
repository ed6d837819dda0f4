"""Excel's number formats: what a number looks like under a format code.

Law 4 stands on this: the printed precision of a number is what its format lets the reader see.
Every code is compiled once. Rounding is half away from zero, as Excel's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from perfdesk.core.calendar_format import is_date_section, render_date
from perfdesk.core.format_token import Token, split_sections, tokenize

GENERAL = "General"
_CONTEXT = Context(prec=1_000, rounding=ROUND_HALF_UP)
# Excel allows 255 characters; what is far longer is no format and must cost no time.
_LONGEST_CODE = 1_000
_COLOR = re.compile(
    r"\[(black|blue|cyan|green|magenta|red|white|yellow|黑色|蓝色|蓝绿色|青色|绿色|洋红色?|红色|白色|黄色)\]",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'"[^"]*"')
_COLORS = {
    "black": "#000000", "blue": "#0000FF", "cyan": "#00FFFF", "green": "#00FF00", "magenta": "#FF00FF",
    "red": "#FF0000", "white": "#FFFFFF", "yellow": "#FFFF00", "黑色": "#000000", "蓝色": "#0000FF",
    "蓝绿色": "#00FFFF", "青色": "#00FFFF", "绿色": "#00FF00", "洋红": "#FF00FF", "洋红色": "#FF00FF",
    "红色": "#FF0000", "白色": "#FFFFFF", "黄色": "#FFFF00",
}  # fmt: skip
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)\]")
_BUILTIN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"¥"#,##0;"¥"\\-#,##0', 6: '"¥"#,##0;[Red]"¥"\\-#,##0',
    7: '"¥"#,##0.00;"¥"\\-#,##0.00', 8: '"¥"#,##0.00;[Red]"¥"\\-#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    23: GENERAL, 24: GENERAL, 25: GENERAL, 26: GENERAL,
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
    41: '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* \\-#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip


def builtin_format(identifier: int | str) -> str:
    """The code of a built-in `numFmtId` as a Chinese Excel or WPS shows it; General for others."""
    if isinstance(identifier, str):
        if not (identifier.isascii() and identifier.isdigit()):
            return GENERAL
        identifier = int(identifier)
    return _BUILTIN.get(identifier, GENERAL)


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of a code, compiled.

    `whole`, `decimals` and `exponent` count digit places, `scale` is the power of ten by which
    the number is multiplied before printing (`%` gives 2, a comma at the end -3).
    """

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None
    is_date: bool
    is_general: bool
    is_fraction: bool
    decimals: int
    scale: int
    has_thousands: bool
    has_percent: bool
    has_exponent: bool
    has_digits: bool
    color: str | None


@lru_cache(maxsize=1024)
def render(number: Decimal, code: str = GENERAL, date1904: bool = False) -> str:
    """The number as Excel prints it under the code; a number no date can have prints as General."""
    if code == GENERAL or not code:
        return general(number)
    sections = _compile(code)
    section, drops_sign = _choose(sections, number)
    value = abs(number) if drops_sign else number
    if section.is_date:
        printed = render_date(value, section.tokens, date1904)
        return general(number) if printed is None else printed
    if section.is_general:
        return _around_general(section, value)
    sign = "-" if value < 0 else ""
    # Spaces at the ends align figures in a column; they are no part of what is read.
    return (sign + _print_plain(section, abs(value))).strip()


def _print_plain(section: _Section, value: Decimal) -> str:
    if not section.has_digits:
        return _literals(section)
    return _fraction(section, value) if section.is_fraction else _print_number(section, value)


def decimals(code: str) -> int | None:
    """Decimal places the code prints (of a percentage: of the per-cent figure); None where open.

    None for General, dates, fractions, exponents and text.
    """
    section = _compile(code)[0]
    if section.is_date or section.is_general or section.is_fraction or section.has_exponent:
        return None
    return section.decimals if section.has_digits else None


def is_percent(code: str) -> bool:
    """Whether the code prints a number as a percentage."""
    return _compile(code)[0].has_percent


def color_of(number: Decimal, code: str) -> str | None:
    """The colour a code gives to the number, `#RRGGBB`: often red to what is below nought; None for none."""
    return _choose(_compile(code), number)[0].color if "[" in code else None


def is_date(code: str) -> bool:
    """Whether the code prints a number as a date or time."""
    return _compile(code)[0].is_date


def general(number: Decimal) -> str:
    """The number under General: up to eleven characters, then in powers of ten."""
    if not number:
        return "0"
    sign, value = ("-" if number < 0 else ""), abs(number)
    power = value.adjusted()
    if -5 < power < 11:
        # Ten digits and the point, or nought, point and nine: what eleven characters hold.
        places = max(0, 9 - power) if power >= 0 else 9
        text = _plain(_round(value, places))
        if len(text) <= 11:
            return sign + text
    elif power < 0:
        text = _plain(value)
        if len(text) <= 11:
            return sign + text
    mantissa = _round(value.scaleb(-power, _CONTEXT), 5)
    if mantissa >= 10:
        mantissa, power = mantissa / 10, power + 1
    return f"{sign}{_plain(mantissa)}E{'-' if power < 0 else '+'}{abs(power):02d}"


@lru_cache(maxsize=1024)
def _compile(code: str) -> tuple[_Section, ...]:
    return tuple(_compile_section(part) for part in split_sections(code[:_LONGEST_CODE])[:4]) or (
        _compile_section(GENERAL),
    )


def _compile_section(code: str) -> _Section:
    match = _CONDITION.search(code)
    condition = (match.group(1), Decimal(match.group(2))) if match and _is_plain(match.group(2)) else None
    tokens = tokenize(code)
    kinds = [token.kind for token in tokens]
    has_exponent = "exponent" in kinds
    mantissa = tokens[: kinds.index("exponent")] if has_exponent else tokens
    point = next((place for place, token in enumerate(mantissa) if token.kind == "point"), len(mantissa))
    last = max((place for place, token in enumerate(mantissa) if token.kind == "digit"), default=-1)
    trailing = 0
    for token in mantissa[last + 1 :]:
        if token.kind != "comma":
            break
        trailing += 1
    whole_last = max((n for n, token in enumerate(mantissa[:point]) if token.kind == "digit"), default=-1)
    return _Section(
        tokens=tokens,
        condition=condition,
        is_date=is_date_section(tokens),
        is_general="general" in kinds or ("text" in kinds and "digit" not in kinds),
        is_fraction="slash" in kinds and "digit" in kinds,
        decimals=sum(token.kind == "digit" for token in mantissa[point:]),
        scale=2 * kinds.count("percent") - 3 * trailing,
        has_thousands=any(token.kind == "comma" for token in mantissa[: max(whole_last, 0)]),
        has_percent="percent" in kinds,
        has_exponent=has_exponent,
        has_digits="digit" in kinds,
        color=_COLORS[named.group(1).lower()] if (named := _COLOR.search(_QUOTED.sub("", code))) else None,
    )


def _choose(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section, bool]:
    """The section for the number, and whether that section prints the number without its sign."""
    if len(sections) == 1:
        return sections[0], False
    if any(section.condition for section in sections[:2]):
        for section in sections[:2]:
            if section.condition is None or _holds(number, section.condition):
                return section, False
        return sections[min(2, len(sections) - 1)], False
    if number < 0:
        return sections[1], True
    if number == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _holds(number: Decimal, condition: tuple[str, Decimal]) -> bool:
    sign, bound = condition
    if number == bound:
        return "=" in sign
    return ("<" if number < bound else ">") in sign


def _print_number(section: _Section, value: Decimal) -> str:
    value = value.scaleb(section.scale, _CONTEXT)
    if section.has_exponent:
        return _print_exponent(section, value)
    digits = format(_round(value, section.decimals), "f")
    whole, _, fraction = digits.partition(".")
    return _fill(section.tokens, "" if whole == "0" else whole, fraction, section.has_thousands)


def _fill(tokens: tuple[Token, ...], whole: str, fraction: str, thousands: bool) -> str:
    """Put the digits into their places; digits beyond the places go before the first one."""
    point = next((place for place, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    return _fill_whole(tokens[:point], whole, thousands) + _fill_fraction(tokens[point:], fraction)


def _fill_whole(tokens: tuple[Token, ...], digits: str, thousands: bool) -> str:
    places = sum(token.kind == "digit" for token in tokens)
    printed: list[str] = []
    count = 0
    for token in reversed(tokens):
        if token.kind == "digit":
            places -= 1
            take = digits if places == 0 else digits[-1:]
            digits = "" if places == 0 else digits[:-1]
            for digit in reversed(take or _PAD[token.text]):
                if thousands and count and count % 3 == 0 and digit != " ":
                    printed.append(",")
                printed.append(digit)
                count += 1
        elif token.kind != "comma":
            printed.append(_literal(token))
    return "".join(reversed(printed))


_PAD = {"0": "0", "#": "", "?": " "}


def _fill_fraction(tokens: tuple[Token, ...], digits: str) -> str:
    kept = digits.rstrip("0")
    printed: list[str] = []
    place = 0
    for token in tokens:
        if token.kind == "digit":
            shown = digits[place : place + 1] if place < len(kept) else _PAD[token.text]
            printed.append(shown)
            place += 1
        elif token.kind == "point":
            printed.append("." if place == 0 else "")
        elif token.kind != "comma":
            printed.append(_literal(token))
    return "".join(printed)


def _print_exponent(section: _Section, value: Decimal) -> str:
    split = next(place for place, token in enumerate(section.tokens) if token.kind == "exponent")
    mantissa, tail = section.tokens[:split], section.tokens[split + 1 :]
    point = next((place for place, token in enumerate(mantissa) if token.kind == "point"), len(mantissa))
    step = max(1, sum(token.kind == "digit" for token in mantissa[:point]))
    power = value.adjusted() // step * step if value else 0
    shown = _round(value.scaleb(-power, _CONTEXT), section.decimals)
    if shown >= Decimal(10) ** step:
        power += step
        shown = _round(value.scaleb(-power, _CONTEXT), section.decimals)
    whole, _, fraction = format(shown, "f").partition(".")
    sign = "-" if power < 0 else "+" if section.tokens[split].text.endswith("+") else ""
    exponent = _fill_whole(tail, str(abs(power)) if power else "", thousands=False)
    return f"{_fill(mantissa, '' if whole == '0' else whole, fraction, thousands=False)}E{sign}{exponent}"


def _fraction(section: _Section, value: Decimal) -> str:
    """A mixed or plain fraction with as many digits in the denominator as the code has places."""
    kinds = [token.kind for token in section.tokens]
    slash = kinds.index("slash")
    after = [token for token in section.tokens[slash + 1 :] if token.kind in ("digit", "literal")]
    mixed = re.search("digit .*literal .*digit", " ".join(kinds[:slash]))
    whole = int(value) if mixed else 0
    best = _denominator(after, value - whole)
    top = int(_round((value - whole) * best, 0))
    if mixed and top == best:
        whole, top = whole + 1, 0
    if mixed and top == 0:
        return str(whole)
    return f"{whole} {top}/{best}" if whole else f"{top}/{best}"


def _denominator(places: list[Token], rest: Decimal) -> int:
    """The denominator the code fixes, or the one of so many digits that comes nearest."""
    fixed = "".join(token.text for token in places).strip()
    if fixed.isdigit() and fixed.strip("0"):
        return int(fixed)
    limit = 10 ** min(3, sum(token.kind == "digit" for token in places)) - 1
    bases = range(1, max(limit, 1) + 1)
    return min(bases, key=lambda base: (abs(_round(rest * base, 0) / base - rest), base))


def _around_general(section: _Section, value: Decimal) -> str:
    return "".join(
        general(value) if token.kind in ("general", "text") else _literal(token) for token in section.tokens
    )


def _literals(section: _Section) -> str:
    return "".join(_literal(token) for token in section.tokens)


def _literal(token: Token) -> str:
    return token.text if token.kind in ("literal", "percent", "slash") else ""


def _round(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), context=_CONTEXT)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _is_plain(text: str) -> bool:
    return re.fullmatch(r"-?(\d+\.?\d*|\.\d+)", text) is not None
