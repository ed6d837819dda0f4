"""The worded parts of a form: labelled headers, goals, advice, notes, title and year."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice, zip_longest

from perfdesk.core.form import Advice, Goal
from perfdesk.core.grid import Block
from perfdesk.core.value import Value
from perfdesk.recognition.literal import clean, is_filler, listed
from perfdesk.recognition.region import Label, Region, kind_in
from perfdesk.recognition.vocabulary import is_inferred, meaning

_NUMBERED = re.compile(r"^\d{1,2}[.、．]")
_YEAR = re.compile(r"(20\d\d)\s*\)?\s*年")
_DAY = re.compile(r"20\d\d年\d{1,2}月")  # when the form was filled in
_OWN_YEAR = re.compile(r"(?:[^:]{0,4}年度?:\(?(20\d\d)\)?(?:年度?)?|\(?(20\d\d)\)?年度?)$")
_TELLING = 4  # letters from which words under 说明 say more than 无 or 无说明
_INLINE = re.compile(r"([^:：]{2,12})[:：]\s*(\S.*)", re.DOTALL)
_BARE_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_BRACKETED_UNIT = re.compile(r"\((?:单位:)?(万元|元)\)")
_UNIT = re.compile(r"(?:金额)?单位[:：]?\s*(万元|元)")


def read_headers(region: Region, *, inline_only: bool = False) -> dict[str, Value]:
    """Labelled header fields; of several labels of one kind the filled one, else the last.

    With `inline_only` just those whose cell holds label and words: in a table of accounts
    单位名称 and 项目名称 head columns.
    """
    found: dict[str, Value] = {}
    inferred: frozenset[str] = frozenset()
    for row in region.rows:
        labels = region.labels(row)
        if region.heads_indicators(row):
            break
        for label in labels:
            name, value = _labelled(region, label)
            if name is None or (inline_only and value is not None and value.cell != label.block.address):
                continue
            if value is None:
                continue
            is_part = is_inferred("header", _label_words(label))
            # A label known as a word counts more than one understood by its parts.
            is_better = name in inferred and not is_part and not value.is_blank
            if name not in found or found[name].is_blank or is_better:
                found[name] = value
                inferred = inferred | {name} if is_part else inferred - {name}
    for name in {"project", "unit"} - found.keys():
        weak = _weakly_labelled(region, name, inline_only=inline_only)
        if weak is not None:
            found[name] = weak
    for label, beside in zip_longest(region.caption, region.caption[1:]):
        name, value = _above(label, beside)
        if name is not None and value is not None and (name not in found or found[name].is_blank):
            found[name] = value
    return found


def _above(label: Label, beside: Label | None) -> tuple[str | None, Value | None]:
    """The header field a line above a table names: after its colon, or as the next words of the line."""
    name = meaning("header", label.text)
    if name is None or beside is None or _is_label(beside.text):
        return _inline(label)
    return name, Value(beside.block.address, beside.text, beside.text, text=beside.text)


def _weakly_labelled(region: Region, name: str, *, inline_only: bool) -> Value | None:
    """The words beside a vague label (项目, 单位) above all tables, where no plain one names the field."""
    for row in region.rows:
        if region.heads_indicators(row):
            break
        for label in region.labels(row):
            match = _INLINE.match(label.text)
            if match is not None and meaning("header_weak", match.group(1)) == name:
                words = match.group(2).strip()
                if not _is_unit_of_money(words):
                    return Value(label.block.address, label.text, words, text=words)
            if not inline_only and meaning("header_weak", label.text) == name:
                value = _value_of(region, label.block)
                is_heading = value is None or meaning("amount", value.raw) or meaning("total_line", value.raw)
                if value is not None and value.text and not is_heading and not _is_unit_of_money(value.text):
                    return value
    return None


def _is_unit_of_money(words: str) -> bool:
    return clean(words) in listed("unit", "money")


def _labelled(region: Region, label: Label) -> tuple[str | None, Value | None]:
    """The header field a label names, with its words: beside it, or after its colon."""
    name = meaning("header", label.text)
    if name is not None:
        return name, _value_of(region, label.block)
    return _inline(label)


def _label_words(label: Label) -> str:
    """The words of the label without the value that may follow its colon."""
    match = _INLINE.match(label.text)
    return match.group(1) if match is not None else label.text


def _inline(label: Label) -> tuple[str | None, Value | None]:
    """The header field named before the colon, with the words after it."""
    match = _INLINE.match(label.text)
    if match is None:
        return None, None
    words = match.group(2).strip()
    value = Value(label.block.address, label.text, words, text=words or None)
    return meaning("header", match.group(1)), value


def _is_label(text: str) -> bool:
    return meaning("header", text) is not None or clean(text).endswith(":")


def _value_of(region: Region, block: Block) -> Value | None:
    """The words right of the label; None where another label follows at once."""
    beside = region.right_of(block)
    if beside is None or _is_label(region.text(beside)):
        return None
    value = region.value(beside)
    return Value(value.cell, value.raw, value.printed, text=value.raw.strip() or None)


def read_title(region: Region) -> tuple[Value, str | None]:
    """The title and the kind it names; a blank value at the top left where none is found.

    A first row of its own comes before the lines above a document's table, those before a label further down.
    """
    head = [label for label in region.all_labels() if label.block.top <= region.block.top + 6]
    own = head[:1] if len(region.labels(region.block.top)) == 1 else []
    for label in (*own, *region.caption, *head):
        found = _titled(label)
        if found is not None:
            return found
    top_left = Block(region.block.top, region.block.left, region.block.top, region.block.left)
    return Value(top_left.address), None


def _titled(label: Label) -> tuple[Value, str] | None:
    """The title and its kind where the label is one."""
    kind = kind_in(label.text)
    if kind is None or meaning("header", label.text) is not None:
        return None
    text = re.sub(r"\s*\n\s*", "", label.text)
    return Value(label.block.address, label.text, label.text, text=text), kind


def read_year(region: Region, headers: dict[str, Value]) -> int | None:
    """The budget year: from the title rows, else from the period; None where neither says."""
    for row in region.rows:
        labels = region.labels(row)
        if any(meaning("header", label.text) for label in labels) or row > region.block.top + 6:
            break
        for label in labels:
            match = _YEAR.search(unicodedata.normalize("NFKC", label.text))
            if match and not _DAY.search(clean(label.text)):
                return int(match.group(1))
    for label in region.all_labels():
        match = _OWN_YEAR.match(clean(label.text)) if label.block.top <= region.block.top + 6 else None
        if match is not None:
            return int(match.group(1) or match.group(2))
    for label in region.caption:
        match = _YEAR.search(unicodedata.normalize("NFKC", label.text))
        if match:
            return int(match.group(1))
    years = set(_BARE_YEAR.findall(clean(headers["period"].raw))) if "period" in headers else set()
    return int(years.pop()) if len(years) == 1 else _labelled_year(region)


def _labelled_year(region: Region) -> int | None:
    """The year beside a label such as 预算年度, else the one year that labels of the money name."""
    named: set[str] = set()
    for label in region.all_labels():
        if region.heads_indicators(label.block.top):
            break
        beside = region.right_of(label.block)
        if meaning("year_label", label.text) is not None and beside is not None:
            found = _BARE_YEAR.findall(clean(region.text(beside)))
            if len(found) == 1:
                return int(found[0])
        if len(label.text) <= 16 and any(word in label.text for word in ("预算", "资金")):
            named.update(_BARE_YEAR.findall(clean(label.text)))
    return int(named.pop()) if len(named) == 1 else None


def read_amount_unit(region: Region) -> str | None:
    """The unit of the amounts where the form says it: 万元 or 元; else None."""
    for label in region.all_labels():
        unit = _unit_in(label.text)
        if unit is not None:
            return unit
        if region.heads_indicators(label.block.top):
            break
    above = (_unit_in(label.text) for label in region.caption)
    return next((unit for unit in above if unit is not None), None)


def _unit_in(label: str) -> str | None:
    text = clean(label).rstrip(":")
    match = _UNIT.search(text)
    if match:
        return match.group(1)
    bracketed = _BRACKETED_UNIT.search(text) if len(text) < 24 else None
    return bracketed.group(1) if bracketed is not None else None


def read_goals(region: Region, indicators: range = range(0)) -> tuple[Goal, ...]:
    """The goals with what became of them; one blank goal where a section for them holds none.

    `indicators` are the rows of the indicator table, where 绩效目标 is a group of an evaluation.
    """
    blank: tuple[Goal, ...] = ()
    within = 0  # 年度目标完成情况 heads a column where it stands inside a section
    for label in region.worded:
        row = label.block.top
        if _goal(label.text) != "section" or row <= within or row in indicators:
            continue
        within = label.block.bottom if label.block.bottom > label.block.top else within
        goals = _goals_in(region, label.block)
        if any(_is_written(goal) for goal in goals):
            return tuple(goal for goal in goals if _is_written(goal))
        blank = blank or goals[:1]
    return blank


def every_goal(region: Region) -> tuple[Goal, ...]:
    """The lines of the first section for goals, blank ones and filler too: where goals can be written."""
    for label in region.worded:
        if _goal(label.text) == "section":
            return tuple(_goals_in(region, label.block))
    return ()


def _goal(text: str) -> str | None:
    """What the label means among goals; a chapter's number (1.) before it says nothing."""
    return meaning("goal", _NUMBERED.sub("", text.strip(), count=1))


def _is_written(goal: Goal) -> bool:
    words = goal.planned.text or (goal.achieved.text if goal.achieved is not None else None)
    return words is not None and not is_filler(words)


def _goals_in(region: Region, section: Block) -> tuple[Goal, ...]:
    goals: list[Goal] = []
    left = section.right + 1
    headed = False
    for row in range(section.top, section.bottom + 1):
        blocks = [
            block for block in region.grid.blocks_in_row(row, left, region.block.right) if block.top == row
        ]
        if not blocks or (section.bottom > section.top and _goal(region.text(blocks[0])) is not None):
            headed = any(_goal(region.text(block)) is not None for block in blocks[1:])
            continue
        if _goal(region.text(blocks[0])) in ("planned", "achieved"):
            continue
        # 年度目标 | … | 完成情况 | …: the label of the result stands between the two texts
        blocks = [block for block in blocks if meaning("goal", region.text(block)) != "achieved"]
        if region.heads_indicators(row):
            break
        planned = _text(region, blocks[0])
        # A cell right of the only text is a margin, unless a heading asks for it to be filled in.
        is_asked = len(blocks) > 1 and (headed or bool(region.text(blocks[1])))
        achieved = _text(region, blocks[1]) if is_asked else None
        goals.append(Goal(planned, achieved))
    return tuple(goals)


def _text(region: Region, block: Block) -> Value:
    value = region.value(block)
    return Value(value.cell, value.raw, value.printed, text=value.raw.strip() or None)


def read_advice(region: Region) -> tuple[Advice, ...]:
    """The lines of 结果应用建议 and of the opinions: option, tick, words."""
    lines: list[Advice] = []
    for label in region.worded:
        if meaning("advice", label.text) != "section":
            continue
        for row in range(label.block.top, label.block.bottom + 1):
            # A sheet may be thousands of columns wide: no more blocks are asked for than are read.
            beside = region.grid.blocks_in_row(row, label.block.right + 1, region.block.right)
            blocks = list(islice(beside, 3))
            if len(blocks) < 2 or meaning("advice", region.text(blocks[0])) == "heading":
                continue
            words = _text(region, blocks[2]) if len(blocks) > 2 else None
            is_opinion = "意见" in label.text
            lines.append(Advice(_text(region, blocks[0]), _text(region, blocks[1]), words, is_opinion))
    return tuple(lines)


def read_opinions(region: Region, bottom: int) -> dict[str, Value]:
    """The summing-up opinions under the table: of the supervising department, of the finance bureau."""
    found: dict[str, Value] = {}
    for label in region.worded:
        name = meaning("advice", label.text)
        beside = region.right_of(label.block)
        if label.block.top > bottom and beside is not None and (name or "").endswith("_opinion"):
            found.setdefault(str(name), _text(region, beside))
    return found


def read_explanations(region: Region, top: int, bottom: int) -> dict[str, Value]:
    """Words on deviations outside the indicator table (`top` to `bottom`), by kind: reason, measure.

    Below the table a line 说明 or 备注 explains too where it says more than 无.
    """
    found: dict[str, Value] = {}
    vague: dict[str, Value] = {}
    for row in region.rows:
        for label in region.labels(row) if not top <= row <= bottom else ():
            name, value = _explained(region, label, "explanation")
            if row < top and (value is None or value.text is None or value.cell == label.block.address):
                continue
            if name is not None and value is not None:
                found.setdefault(name, value)
            other, words = _explained(region, label, "explanation_vague")
            if row > bottom and other is not None and words is not None and len(words.text or "") >= _TELLING:
                vague.setdefault(other, words)
    return {**vague, **found}


def _explained(region: Region, label: Label, section: str) -> tuple[str | None, Value | None]:
    """What the label explains, with the words beside it or behind its colon."""
    name = meaning(section, label.text)
    if name is not None:
        return name, _value_of(region, label.block)
    match = _INLINE.match(label.text)
    name = meaning(section, match.group(1)) if match is not None else None
    if match is None or name is None or section == "explanation_vague":
        return None, None  # 备注：1.… is a note of the form
    return name, Value(label.block.address, label.text, match.group(2), text=match.group(2).strip())


def read_notes(region: Region) -> tuple[Value, ...]:
    """Printed notes (注：…), the form's own rules."""
    return tuple(
        Value(label.block.address, label.text, label.text, text=label.text)
        for label in region.worded
        if clean(label.text).startswith(("注:", "注1", "备注:"))
    )
