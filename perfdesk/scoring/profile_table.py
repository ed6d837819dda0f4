"""The file of a profile: read, held against what a profile may say, refused with line and reason.

Stands between the TOML text and `scoring.profile`; the shipped files pass the same gate as a user's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from perfdesk.core.fault import CallFault

Switch = Literal["off", "warning", "hint"]
SWITCHES: dict[Switch, str] = {"off": "停用", "warning": "降为警告", "hint": "降为提示"}

_AMOUNTS = ("initial_budget", "full_year_budget", "executed")
_TOP_KEYS = ("id", "name", "extends", "match", "rules")
_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")
_TOML_REASONS = {
    "Expected '=' after a key": "键后面缺少等号",
    "Invalid value": "等号后面的值写法不对",
    "Cannot overwrite a value": "同一个键写了两次",
    "Cannot declare": "同一个小节写了两次",
    "Unescaped": "引号里有未转义的字符",
    "Illegal character": "有不允许的字符，多半是引号没有成对",
    "Expected newline or end of document": "一行里有多余的内容",
    "Unterminated string": "字符串缺少结尾的引号",
    "Expected ']'": "小节名缺少右方括号",
    "Unclosed array": "列表缺少右方括号",
    "Unclosed inline table": "花括号没有成对",
    "Invalid initial character for a key": "这里应当是键或小节名，却是别的字符",
    "Invalid statement": "这一行既不是键，也不是小节名",
    "Invalid date": "日期写法不对",
    "Invalid hex": "转义的写法不对",
    "Escaped character": "转义的写法不对",
    "Cannot redefine": "同一个小节写了两次",
    "Cannot mutate": "这个小节已经写完，不能再添内容",
    "Duplicate inline table key": "花括号里同一个键写了两次",
    "Found invalid character": "有不允许的字符",
}


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """A profile as its file says it, by dotted name, not yet joined with what it extends."""

    id: str
    name: str
    extends: str | None
    kinds: tuple[str, ...]
    features: tuple[str, ...]
    settings: Mapping[str, tuple[object, str, bool]]
    switches: Mapping[str, Switch]


def parse_profile(text: str, file: str, default_id: str) -> ProfileTable:
    """The profile that the text declares; raises CallFault with line and reason where it is none."""
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise CallFault(_syntax_fault(file, str(error))) from None
    gate = _Gate(text, file)
    settings = dict(gate.settings(table, ""))
    match = gate.table(table, "match")
    extends = table.get("extends")
    return ProfileTable(
        id=gate.words(table, "id", default_id),
        name=gate.words(table, "name", None),
        extends=None if extends is None else gate.words(table, "extends", None),
        kinds=gate.listed(match, "kinds"),
        features=gate.listed(match, "features"),
        settings=settings,
        switches=gate.switches(table),
    )


def _syntax_fault(file: str, message: str) -> str:
    place = _TOML_PLACE.search(message)
    reason = next((said for begin, said in _TOML_REASONS.items() if message.startswith(begin)), None)
    where = f"第{place.group(1)}行第{place.group(2)}列" if place and place.group(1) else "文件末尾"
    told = reason or "不是有效的 TOML"
    return f"评分规则文件 {file} {where}：{told}。请改正后再用。"


class _Gate:
    """Holds one file against the list of what a profile may say."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file

    def refuse(self, name: str, reason: str) -> CallFault:
        """The fault on a key, with the line where it stands."""
        line = _line_of(self.text, name)
        where = f"第{line}行 {name}" if line else name
        return CallFault(f"评分规则文件 {self.file} {where}：{reason}。请改正后再用。")

    def words(self, table: Mapping[str, object], key: str, default: str | None) -> str:
        """A text of the top level."""
        value = table.get(key, default)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(key, "应为一段文字" if key in table else "缺少这一项，应为一段文字")
        return value

    def table(self, table: Mapping[str, object], key: str) -> Mapping[str, object]:
        """A section of the top level; empty where it is not there."""
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self.refuse(key, "应为一个小节")
        return value

    def listed(self, match: Mapping[str, object], key: str) -> tuple[str, ...]:
        """A list of words in the section `match`."""
        value = match.get(key, [])
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise self.refuse(f"match.{key}", "应为文字的列表")
        return tuple(value)

    def switches(self, table: Mapping[str, object]) -> dict[str, Switch]:
        """Rules that are off or count less."""
        found: dict[str, Switch] = {}
        for code, value in self.table(table, "rules").items():
            if not re.fullmatch(r"[A-Z]{2}\d{3}", code):
                raise self.refuse(f"rules.{code}", "不是规则代码，应如 EX101")
            if value not in SWITCHES:
                raise self.refuse(f"rules.{code}", "应为 off（停用）、warning（警告）或 hint（提示）")
            found[code] = value
        return found

    def settings(
        self, table: Mapping[str, object], prefix: str
    ) -> Iterator[tuple[str, tuple[object, str, bool]]]:
        """Every value with its source, by dotted name."""
        for key, entry in table.items():
            name = prefix + key
            if not prefix and key in _TOP_KEYS:
                continue
            if not isinstance(entry, dict):
                raise self.refuse(name, "不认识这一项" if not prefix else "应写成小节，含 value 和 source")
            if "value" not in entry:
                if not any(known.startswith(f"{name}.") for known in _KINDS):
                    raise self.refuse(name, f"不认识这一项{_nearest(name)}" if entry else "缺少 value")
                yield from self.settings(entry, f"{name}.")
                continue
            yield name, self._setting(name, entry)

    def _setting(self, name: str, entry: Mapping[str, object]) -> tuple[object, str, bool]:
        if name not in _KINDS:
            raise self.refuse(name, f"不认识这一项{_nearest(name)}")
        unknown = sorted(set(entry) - {"value", "source", "inferred"})
        if unknown:
            raise self.refuse(f"{name}.{unknown[0]}", "小节里只能有 value、source、inferred")
        reason = _KINDS[name](entry["value"])
        if reason is not None:
            raise self.refuse(name, reason)
        source, inferred = entry.get("source"), entry.get("inferred", False)
        if not isinstance(source, str) or not source.strip():
            raise self.refuse(name, "缺少 source（依据）：每个取值都要写明出处")
        if not isinstance(inferred, bool):
            raise self.refuse(name, "inferred 应为 true 或 false")
        return entry["value"], source, inferred


def _line_of(text: str, name: str) -> int | None:
    parts = name.split(".")
    headers = [rf"^\s*\[\s*{re.escape('.'.join(parts[:end]))}\s*\]" for end in range(len(parts), 0, -1)]
    keys = [rf"^\s*{re.escape(parts[-1])}\s*="]
    for pattern in (headers[0], *keys, *headers[1:]):
        match = re.search(pattern, text, re.MULTILINE)
        if match:
            return text.count("\n", 0, match.end()) + 1
    return None


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, _KINDS, 1)
    return f"，是不是 {close[0]}" if close else ""


def _number(low: str, high: str) -> Callable[[object], str | None]:
    def check(value: object) -> str | None:
        reason = f'应为 {low} 到 {high} 之间的数，如 value = "{low}"'
        if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
            return reason
        try:
            found = Decimal(str(value))
        except InvalidOperation:
            return f"“{value}”不是数，{reason}"
        return None if found.is_finite() and Decimal(low) <= found <= Decimal(high) else reason

    return check


def _decimals(value: object) -> str | None:
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 8
    return None if is_count else "应为 0 到 8 的整数（小数位数）"


def _flag(value: object) -> str | None:
    return None if isinstance(value, bool) else "应为 true 或 false"


def _choice(*allowed: str) -> Callable[[object], str | None]:
    return lambda value: None if value in allowed else f"应为 {'、'.join(allowed)} 之一"


def _amounts(value: object) -> str | None:
    is_list = isinstance(value, list) and value and all(name in _AMOUNTS[:2] for name in value)
    return None if is_list else f"应为 {'、'.join(_AMOUNTS[:2])} 的列表"


def _pairs(columns: int) -> Callable[[object], str | None]:
    """Rows of one word and `columns - 1` numbers."""

    def check(value: object) -> str | None:
        reason = f"应为若干行，每行一个名称和{columns - 1}个数"
        if not isinstance(value, list):
            return reason
        for row in value:
            if not isinstance(row, list) or len(row) != columns or not isinstance(row[0], str):
                return reason
            if any(_number("0", "1000")(part) is not None for part in row[1:]):
                return f"“{row[0]}”一行的数不对，{reason}"
        return _order(value, columns)

    return check


def _order(rows: list[list[object]], columns: int) -> str | None:
    lows = [Decimal(str(row[-1])) for row in rows]
    if columns == 3 and any(Decimal(str(row[1])) < Decimal(str(row[2])) for row in rows):
        return "档次的上限不能低于下限"
    return None if columns == 2 or lows == sorted(lows, reverse=True) else "各档应从高到低排列"


def _rest_rows(value: object) -> str | None:
    """Rows of a level-1 group, a level-2 group (may be blank) and an end."""
    reason = "应为若干行，每行一级指标、二级指标（可空）和 first（第一行）或 last（最后一行）"
    if not isinstance(value, list):
        return reason
    for row in value:
        is_row = isinstance(row, list) and len(row) == 3 and all(isinstance(part, str) for part in row)
        if not is_row or not row[0] or row[2] not in ("first", "last"):
            return reason
    return None


_KINDS: dict[str, Callable[[object], str | None]] = {
    "execution.weight": _number("0", "100"),
    "execution.denominator": _amounts,
    "execution.score_decimals": _decimals,
    "rate.decimals": _decimals,
    "rate.explain_below": _number("0", "1"),
    "adjustment.explain_from": _number("0", "100"),
    "amount.decimals": _decimals,
    "completion.decimals": _decimals,
    "score.decimals": _decimals,
    "score.quantitative": _choice("proportional", "none"),
    "score.from_completion": _flag,
    "subtotal.decimals": _decimals,
    "overshoot.explain_from": _number("1", "100"),
    "overshoot.full_to": _number("1", "100"),
    "overshoot.reduced_from": _number("1", "100"),
    "overshoot.factor": _number("0", "1"),
    "ceiling.zero_execution": _number("0", "100"),
    "rounding.mode": _choice("half_up", "half_even", "down"),
    "rounding.tolerance": _number("0", "1"),
    "spread.decimals": _decimals,
    "spread.groups": _pairs(2),
    "spread.rest": _rest_rows,
    "spread.unit_groups": _pairs(2),
    "tiers": _pairs(3),
    "grades": _pairs(2),
    "weights": _pairs(2),
    "total.project": _number("1", "1000"),
    "total.unit_indicators": _number("1", "1000"),
    "total.unit_tasks": _number("0", "1000"),
}
"""What a profile may set, each with its check: a reason in Chinese, or None where the value will do."""
