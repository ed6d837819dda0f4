"""What the user corrected once for a layout: a label's meaning, or the place of a field.

Part of recognition: `recognize(grid, corrections)` lays the words of a layout's corrections over the
vocabulary and afterwards puts the fields whose place was pointed at. A layout is known by its labels,
whatever its figures and however many rows it has. Without corrections nothing here plays a part.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast

from perfdesk.core.form import FIELD_NAMES, Form, Reason
from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.core.value import Value
from perfdesk.recognition.literal import clean, in_percent, in_points, understand, value_at
from perfdesk.recognition.region import Region
from perfdesk.recognition.vocabulary import LONGEST, Overlay, is_inferred, label_key, meaning, words

Section = Literal["header", "amount", "summary", "indicator"]

ALIKE = 80
"""Per cent of all labels of two layouts that must be the same for them to be one layout."""
_LABEL_SECTIONS = ("header", "amount", "line_name", "total_line", "indicator", "summary")
_POINTED = Reason("按用户指定的位置取")
INLINE = re.compile(r"([^:：]{2,16})[:：]\s*(\S.*)", re.DOTALL)
"""Label and words in one cell: 项目名称：档案修复."""
_FIGURE_IN_WORDS = re.compile(r"\((?:满分)?(\d+(?:\.\d+)?%?)(?=[)分*×])")
"""A figure that a label states in brackets: 得分（20分×执行率）, 预算执行率（95%）."""
_YEAR = re.compile(r"20\d\d年?")


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be pointed at: its English and Chinese name, and where its label belongs."""

    name: str
    chinese: str
    sections: tuple[Section, ...]

    @property
    def is_column(self) -> bool:
        """Whether it is a column of the indicator table."""
        return self.sections == ("indicator",)


def _field_targets() -> Iterator[Target]:
    for name, chinese in FIELD_NAMES.items():
        sections = tuple(section for section in ("amount", "summary") if name in words(section))
        yield Target(name, chinese, cast("tuple[Section, ...]", sections))


def targets() -> tuple[Target, ...]:
    """Everything that can be corrected, fields first."""
    headers = {
        "project": "项目名称",
        "unit": "实施单位",
        "department": "主管部门",
        "contact": "联系人",
        "period": "实施期",
        "grade": "评价等级",
        "staff": "财政供养人员数量",
        "members": "所属单位数量",
    }
    columns = {
        "level1": "一级指标",
        "level2": "二级指标",
        "level3": "三级指标",
        "operator": "运算符号",
        "target": "指标值",
        "indicator_unit": "度量单位",
        "deadline": "完成时限",
        "actual": "全年完成值",
        "completion": "完成程度",
        "weight": "分值",
        "score": "得分",
        "method": "评分标准",
        "explanation": "指标解释",
        "reason": "原因说明",
        "measure": "改进措施",
    }
    return (
        *_field_targets(),
        *(Target(name, chinese, ("header",)) for name, chinese in headers.items()),
        *(Target(name, chinese, ("indicator",)) for name, chinese in columns.items()),
    )


def target_named(text: str) -> Target | None:
    """The target by its English or Chinese name, or by a label the vocabulary knows; None for another."""
    for target in targets():
        if text.strip().lower() == target.name or text.strip() == target.chinese:
            return target
    for target in targets():
        if label_key(text) == label_key(target.chinese):
            return target
    for section in ("amount", "summary", "header", "indicator"):
        found = meaning(section, text)
        for target in targets():
            if found is not None and section in target.sections and _meaning_of(target.name) == found:
                return target
    return None


def _meaning_of(name: str) -> str:
    """The vocabulary's name of a target: a column of units is called `unit` there."""
    return "unit" if name == "indicator_unit" else name


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction.

    Attributes:
        layout: the labels of the layout it was made on, sorted.
        target: English name of the target, such as `executed`.
        label: key of the label that names the target, or from which its place is counted.
        heading: key of the column heading under which the value stands in the label's row, or empty.
        right: blocks from the label to the right, `down`: blocks below it; with neither and without
            a heading the label itself names the target.
    """

    layout: tuple[str, ...]
    target: str
    label: str
    heading: str = ""
    right: int = 0
    down: int = 0

    @property
    def names_target(self) -> bool:
        """Whether the label means the target, rather than being a place to count from."""
        return not (self.heading or self.right or self.down)

    @property
    def identifier(self) -> str:
        """Eight hexadecimal digits by which the user can name it."""
        parts = [*self.layout, self.target, self.label, self.heading, str(self.right), str(self.down)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Corrections:
    """Every correction of a user."""

    entries: tuple[Correction, ...] = ()

    def added(self, correction: Correction) -> Corrections:
        """With one more; it replaces those of its layout that speak of the same target."""
        kept = [
            other
            for other in self.entries
            if other.target != correction.target or not is_alike(other.layout, correction.layout)
        ]
        return Corrections((*kept, correction))

    def without(self, identifier: str) -> Corrections:
        """Without the one of that id."""
        return Corrections(tuple(entry for entry in self.entries if entry.identifier != identifier))

    def merged(self, other: Corrections) -> Corrections:
        """With those of another user; where both speak of the same, the other's hold."""
        result = self
        for entry in other.entries:
            result = result.added(entry)
        return result

    def of(self, grid: Grid) -> tuple[Correction, ...]:
        """Those made on the layout of this sheet."""
        if not self.entries:
            return ()
        labels = layout_labels(grid)
        return tuple(entry for entry in self.entries if is_alike(entry.layout, labels))

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all of them, whatever their order."""
        return hashlib.sha256("\n".join(sorted(e.identifier for e in self.entries)).encode()).hexdigest()


def is_alike(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two lists of labels are of one layout: a template gains or loses a line over the years."""
    one, other = set(first), set(second)
    return bool(one) and 100 * len(one & other) >= ALIKE * len(one | other)


def layout_id(labels: Sequence[str]) -> str:
    """A short name for a layout, for people."""
    return hashlib.sha256("\n".join(labels).encode()).hexdigest()[:8]


def layout_labels(grid: Grid) -> tuple[str, ...]:
    """The labels by which a sheet's layout is known, sorted, each once, without years.

    Every label that is a word of the vocabulary, and everything in a row that heads a table:
    there a label nobody knows stands too. Corrections play no part.
    """
    found: set[str] = set()
    for region in [Region(grid, grid.used)]:
        for row in region.rows:
            labels = [label for label in region.labels(row) if _is_wording(region, label.block, label.text)]
            if _heads_table([label.text for label in labels]):
                found.update(label.key for label in labels)
            else:
                found.update(label.key for label in labels if _is_known(label.text))
    return tuple(sorted({_YEAR.sub("", key) for key in found} - {""}))


def _is_wording(region: Region, block: Block, text: str) -> bool:
    return len(text) <= LONGEST and region.value(block).number is None


def _heads_table(texts: Sequence[str]) -> bool:
    return any(
        len({found for text in texts if (found := meaning(section, text)) is not None}) >= 2
        for section in ("indicator", "amount")
    )


def _is_known(text: str) -> bool:
    return any(meaning(section, text) and not is_inferred(section, text) for section in _LABEL_SECTIONS)


def overlay(corrections: Sequence[Correction], grid: Grid) -> Overlay:
    """The words that the corrections lay over the vocabulary while this sheet is read.

    Other labels of the layout that would mean the same lose that meaning: the user said which is
    right. Of the columns of an indicator table only those in the same row do: a header may be repeated.
    """
    by_name = {target.name: target for target in targets()}
    result: dict[tuple[str, str], str | None] = {}
    for correction in corrections:
        if not correction.names_target or correction.target not in by_name:
            continue
        name = _meaning_of(correction.target)
        for section in by_name[correction.target].sections:
            near = _row_mates(grid, correction.label) if section == "indicator" else correction.layout
            rivals = [key for key in near if meaning(section, key) == name]
            result.update({(section, key): None for key in rivals if (section, key) not in result})
            result[section, correction.label] = name
            for part in (section, f"{section}_weak"):
                result.setdefault((part, correction.label), None)
    return result


def _row_mates(grid: Grid, label: str) -> set[str]:
    """Keys of the labels that stand in a row with a label of this key, itself left out."""
    region = Region(grid, grid.used)
    rows = [{other.key for other in region.labels(row)} for row in region.rows]
    return {key for row in rows if label in row for key in row} - {label}


def with_places(form: Form, grid: Grid, corrections: Sequence[Correction]) -> Form:
    """The form with the fields whose place was pointed at, and the ids of what was applied to it."""
    if not corrections:
        return form
    region = Region(grid, form.block)
    fields, headers, reasons = dict(form.fields), dict(form.headers), dict(form.reasons)
    keys = _keys(region)
    applied = {entry.identifier for entry in corrections if entry.names_target and entry.label in keys}
    for correction in corrections:
        block = None if correction.names_target else place_of(region, correction)
        if block is None:
            continue
        applied.add(correction.identifier)
        if correction.target in FIELD_NAMES:
            fields[correction.target] = _figure(region, correction, block)
            reasons[f"fields.{correction.target}"] = _POINTED
        else:
            value = region.value(block)
            headers[correction.target] = dataclasses.replace(
                value, number=None, text=value.raw.strip() or None
            )
            reasons[f"headers.{correction.target}"] = _POINTED
    return dataclasses.replace(
        form, fields=fields, headers=headers, reasons=reasons, corrections=tuple(sorted(applied))
    )


def _keys(region: Region) -> set[str]:
    """Keys of every label, those that share a cell with their words included."""
    texts = [label.text for label in region.all_labels()]
    inline = [match.group(1) for text in texts if (match := INLINE.match(text)) is not None]
    return {label_key(text) for text in [*texts, *inline]}


def _figure(region: Region, correction: Correction, block: Block) -> Value:
    value = region.value(block)
    if value.number is None and (match := _FIGURE_IN_WORDS.search(clean(value.raw))) is not None:
        value = dataclasses.replace(understand(Cell(match.group(1)), value.cell), raw=value.raw)
    inline = INLINE.match(value.raw) if value.number is None else None
    if inline is not None and (figure := understand(Cell(inline.group(2)), value.cell)).number is not None:
        value = dataclasses.replace(figure, raw=value.raw)
    if correction.target in ("total_weight", "execution_weight"):
        return in_points(value)
    if correction.target != "execution_rate":
        return value
    near = [
        label.text for label in region.all_labels() if label.key in (correction.label, correction.heading)
    ]
    return in_percent(value, "".join(near)) or value


def place_of(region: Region, correction: Correction) -> Block | None:
    """The block the correction points at in this region, or None where its labels are not there."""
    for label in region.all_labels():
        if label.key != correction.label:
            continue
        block: Block | None = label.block
        if correction.heading:
            block = _under_heading(region, label.block, correction.heading)
        for _ in range(correction.right):
            block = None if block is None else region.right_of(block)
        for _ in range(correction.down):
            block = None if block is None else _below(region, block)
        if block is not None:
            return block
    return None


def _under_heading(region: Region, label: Block, heading: str) -> Block | None:
    above = [
        other for other in region.all_labels() if other.key == heading and other.block.bottom < label.top
    ]
    return region.grid.block_at(label.top, above[-1].block.left) if above else None


def _below(region: Region, block: Block) -> Block | None:
    if block.bottom >= region.block.bottom:
        return None
    return region.grid.block_at(block.bottom + 1, block.left)


def is_label(grid: Grid, block: Block) -> bool:
    """Whether a block holds words that may be a label: no figure, no mark for not applicable, not long."""
    value = value_at(grid, block)
    return value.text is not None and len(value.raw) <= LONGEST and not value.is_placeholder
