"""A printed piece of the narrative that knows its cell and may carry a mark.

First step of the room: `context` makes figures, a template prints them with `{{ … }}`, and
`footnote` turns the marks they leave in the text into red runs and real Word footnotes. A
mark travels through Jinja as Unicode noncharacters, which no text from a form can hold
(`wording.clean` drops them), so a filter or a concatenation in a template cannot lose it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePath
from typing import ClassVar

from perfdesk.core.finding import Finding, Place, waiver_text
from perfdesk.narrative.separator import separated
from perfdesk.narrative.wording import one_line

_OPEN, _MIDDLE, _CLOSE, _REFER = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
TOKEN = re.compile(f"{_OPEN}(\\d+){_MIDDLE}([^{_OPEN}-{_REFER}]*){_CLOSE}|{_REFER}(\\d+){_CLOSE}")
"""A marked text (groups 1 and 2: number of the mark, text) or a reference to a mark (group 3)."""
LINK_OPEN, LINK_MIDDLE, LINK_CLOSE = "\ufdd4", "\ufdd5", "\ufdd6"
"""Around the number of a link and the figure it leads from, in reports made for the screen alone."""
WITHHELD = "（存疑，暂不列示）"
"""Printed in place of a figure that is in doubt, where the user wants those left out."""
STRAY = re.compile(f"[{_OPEN}-{_REFER}]")
"""What a template's own filters may leave of a token they cut in two."""


class Named:
    """Something a template can ask by English attribute or by Chinese name.

    `chinese` maps each Chinese name to the attribute it stands for; Jinja falls back to
    the subscript when `项目.得分` is no attribute.
    """

    __slots__ = ()
    chinese: ClassVar[Mapping[str, str]] = {}
    # Without this, a subscript alone would make Python try to loop over it.
    __iter__: ClassVar[None] = None

    def __getitem__(self, name: str) -> object:
        return getattr(self, self.chinese[name])


@dataclass(frozen=True, slots=True)
class Mark:
    """Why a piece must not be read as settled; becomes a footnote and a line of 数据疑点.

    Attributes:
        number: its index in the notebook, not the number printed in Word.
        note: one Chinese sentence with the printed and expected figure, or what is missing.
        subject: whose figure it is, such as `“律师费”项目得分`.
        place: the cell, or None where the figure was derived from several.
        is_wrong: a finding says the figure is wrong, its own cell or one it was derived from.
    """

    number: int
    note: str
    subject: str
    place: Place | None = None
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Figure(Named):
    """A number or a text as the report prints it.

    Attributes:
        text: what is printed. May hold the tokens of marked pieces it was joined from.
        place: the cell it comes from; None for a figure derived from several cells.
        number: the number behind the text (amounts in 万元, rates as a fraction), or None.
        mark: why it is doubtful or missing, or None.
        is_missing: the form does not say it, and the text says so.
    """

    text: str
    place: Place | None = None
    number: Decimal | None = None
    mark: Mark | None = None
    is_missing: bool = False

    chinese: ClassVar[Mapping[str, str]] = {
        "文本": "text", "数值": "number", "单元格": "cell", "缺失": "is_missing", "存疑": "is_marked",
    }  # fmt: skip

    def __str__(self) -> str:
        """The text, wrapped in its mark's token where it carries one."""
        if self.mark is None:
            return self.text
        return f"{_OPEN}{self.mark.number}{_MIDDLE}{STRAY.sub('', self.text)}{_CLOSE}"

    @property
    def cell(self) -> str:
        """Where it stands, such as `Sheet1!G22`; empty for a derived figure."""
        return "" if self.place is None else f"{self.place.sheet}!{self.place.cell}"

    @property
    def is_marked(self) -> bool:
        """Whether it carries a mark."""
        return self.mark is not None


@dataclass
class Links:
    """Where the figures of one report come from, in the order they are printed.

    Attributes:
        places: the cell of each link, by the link's number.
    """

    places: list[Place] = field(default_factory=list)

    def linked(self, figure: Figure) -> str:
        """The figure's text between its link's noncharacters; as it is where it knows no cell."""
        if figure.place is None:
            return str(figure)
        self.places.append(figure.place)
        return f"{LINK_OPEN}{len(self.places) - 1}{LINK_MIDDLE}{figure}{LINK_CLOSE}"


def withheld(text: str, marks: Sequence[Mark]) -> str:
    """The text with every figure that a finding says is wrong left out; its mark stays."""

    def left_out(match: re.Match[str]) -> str:
        number = match.group(1)
        if number is None or not marks[int(number)].is_wrong:
            return match.group()
        return f"{_OPEN}{number}{_MIDDLE}{WITHHELD}{_CLOSE}"

    return TOKEN.sub(left_out, text)


def reference(mark: Mark) -> str:
    """A token that `footnote` replaces by the mark's printed number, or by nothing."""
    return f"{_REFER}{mark.number}{_CLOSE}"


@dataclass
class Notebook:
    """Collects the marks while a report is being made; the same doubt gets one mark.

    `has_separators`: amounts are printed with separators between thousands, all of them or none.
    """

    errors: Mapping[Place, tuple[Finding, ...]] = field(default_factory=dict)
    has_separators: bool = False
    marks: list[Mark] = field(default_factory=list)
    _known: dict[tuple[str, str, Place | None], Mark] = field(default_factory=dict)

    @staticmethod
    def of(findings: list[Finding], *, has_separators: bool = False) -> Notebook:
        """A notebook that knows the error findings by their cell."""
        errors: dict[Place, tuple[Finding, ...]] = {}
        for finding in findings:
            if finding.severity == "error":
                errors[finding.place] = (*errors.get(finding.place, ()), finding)
        return Notebook(errors, has_separators)

    def amount(self, digits: str) -> str:
        """The digits of an amount as this report prints amounts; each of them comes through here."""
        return separated(digits, is_grouped=self.has_separators)

    def mark(self, subject: str, note: str, place: Place | None = None, *, is_wrong: bool = False) -> Mark:
        """Note a doubt once; names and findings quote foreign text, so both are cleaned."""
        subject, note = one_line(subject), one_line(note)
        key = (subject, note, place)
        if key not in self._known:
            self._known[key] = Mark(len(self.marks), note, subject, place, is_wrong)
            self.marks.append(self._known[key])
        return self._known[key]

    def error_mark(self, subject: str, place: Place) -> Mark | None:
        """The mark of a cell that carries error findings, or None."""
        found = self.errors.get(place)
        if not found:
            return None
        return self.mark(subject, "".join(map(error_note, found)) + where(place), place, is_wrong=True)


def error_note(finding: Finding) -> str:
    """What a finding says of a figure: printed, expected, arithmetic, rule, and the unit's explanation."""
    printed = "空白" if finding.printed is None else finding.printed
    if finding.expected is None:
        stated = f"自评表填写为{printed}：{finding.message.rstrip('。')}"
    else:
        stated = f"自评表填写为{printed}，核算应为{finding.expected}"
    arithmetic = f"，算式：{finding.formula}" if finding.formula else ""
    kept = f"单位已说明：{waiver_text(finding.waiver).rstrip('。')}。" if finding.waiver is not None else ""
    return f"{stated}{arithmetic}（规则{finding.rule}）。{kept}"


def where(place: Place) -> str:
    """The place in words: file name, sheet and cell."""
    return f"见“{PurePath(place.path).name}”{place.sheet}!{place.cell}。"
