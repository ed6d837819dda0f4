"""From published prose to claims: every figure with its place and the words that say what it is.

First half of `perfdesk verify`: lines, marks, headings and mentions of figures. The modules named
`…_claim` recompute them, `verification` puts their decisions together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from perfdesk.core.finding import Place
from perfdesk.core.prose import Measure, even, measures, ordinal

ClaimVerdict = Literal["wrong", "rounded", "exact", "uncheckable"]
ClaimKind = Literal[
    "amount",
    "share",
    "change",
    "change_rate",
    "budget_rate",
    "execution_rate",
    "count",
    "score",
    "average_score",
    "weight",
    "grade",
    "list_sum",
    "equation",
    "comparison",
    "name",
    "numbering",
    "template_prompt",
    "direction",
    "unexplained_loss",
    "year",
    "figure",
]
CLAIM_NAMES: dict[ClaimKind, str] = {
    "amount": "金额",
    "share": "占比",
    "change": "增减额",
    "change_rate": "增减幅度",
    "budget_rate": "预算完成率",
    "execution_rate": "执行率",
    "count": "个数",
    "score": "得分",
    "average_score": "平均分",
    "weight": "分值",
    "grade": "等级",
    "list_sum": "分项合计",
    "equation": "算式",
    "comparison": "比较",
    "name": "名称",
    "numbering": "编号",
    "template_prompt": "模板提示语",
    "direction": "增减用词",
    "unexplained_loss": "扣分原因",
    "year": "年度",
    "figure": "数字",
}
BORNE_OUT = "分项与合计相符："
"""How the formula of a part begins that only its whole and the other parts bear out."""
VERDICT_ORDER: tuple[ClaimVerdict, ...] = ("wrong", "rounded", "exact", "uncheckable")


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the text with its verdict.

    Attributes:
        line: number of the line, from 1.
        start: offset of its first character in the line.
        end: offset behind its last character.
        text: the words.
        kind: what is claimed.
        stated: the figure or words as stated, without unit.
        recomputed: what the tables or the sentence give, or None.
        verdict: wrong, rounded, exact or uncheckable.
        formula: the arithmetic written out, or why it cannot be checked.
        sources: cells it was computed from; empty where the text itself decides.
        note: what else a reader should know, such as the scope for which the figure is right.
    """

    line: int
    start: int
    end: int
    text: str
    kind: ClaimKind
    stated: str
    recomputed: str | None
    verdict: ClaimVerdict
    formula: str
    sources: tuple[Place, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text: as given, in half width, its list mark, and the headings above it."""

    number: int
    given: str
    text: str
    rank: int = 0
    ordinal: int = 0
    headings: tuple[str, ...] = ()

    def under(self, pattern: str) -> bool:
        """Whether the line or a heading above it holds the pattern."""
        return any(re.search(pattern, words) for words in (*self.headings, self.text))


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure of a line, and the clause in front of it."""

    line: Line
    figure: Measure
    subject: str

    @property
    def key(self) -> tuple[int, int]:
        """Where it stands: line number and offset."""
        return self.line.number, self.figure.start

    @property
    def is_change(self) -> bool:
        """Whether it is an increase or a decrease rather than an amount."""
        return _CHANGE.search(self.subject) is not None


@dataclass(frozen=True, slots=True)
class Decision:
    """What one check says of one figure.

    `whole` is what was recomputed before rounding, in the scale of the figure; `is_printed` tells that the
    form itself prints the figure so.
    """

    kind: ClaimKind
    verdict: ClaimVerdict
    recomputed: str | None
    formula: str
    sources: tuple[Place, ...] = ()
    note: str = ""
    whole: Decimal | None = None
    is_printed: bool = False


@dataclass
class Draft:
    """Collects decisions by figure, and claims that are about words."""

    lines: tuple[Line, ...]
    mentions: tuple[Mention, ...]
    decisions: dict[tuple[int, int], list[Decision]] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    operands: list[tuple[int, int, int]] = field(default_factory=list)
    """Line, start and end of arithmetic written out: its operands are no claims of their own."""

    def decide(self, mention: Mention, decision: Decision) -> None:
        """Note what a check says of a figure."""
        self.decisions.setdefault(mention.key, []).append(decision)

    def of_line(self, line: Line) -> tuple[Mention, ...]:
        """The figures of a line in order."""
        return self._by_line.get(line.number, ())

    def __post_init__(self) -> None:
        by_line: dict[int, list[Mention]] = {}
        for mention in self.mentions:
            by_line.setdefault(mention.line.number, []).append(mention)
        self._by_line = {number: tuple(found) for number, found in by_line.items()}


_CHANGE = re.compile(r"(?:减少|增加|下降|上升|降低|增长|提高|上调|节约|压减)了?$")
_RANKS = (
    (1, re.compile(r"^第([一二三四五六七八九十]+)部分")),
    (2, re.compile(r"^([一二三四五六七八九十]{1,3})、")),
    (3, re.compile(r"^（\s*([一二三四五六七八九十]{1,3})\s*）")),
    (4, re.compile(r"^(\d{1,2})\s*(?:[.．](?!\d)|、)")),
    (5, re.compile(r"^（\s*(\d{1,2})\s*）")),
)
_NOTE = re.compile(r"〔注\d*〕")
"""The sign of a footnote, in Word without its number; it may stand between a figure and its unit."""
_BREAK = re.compile(r"[，。；：、,;\n\t|]")
_LONGEST_HEADING = 40
_LONGEST_SUBJECT = 120
"""A clause that runs on longer names nothing; the bound also keeps hostile texts cheap."""


def read_lines(texts: Iterable[str]) -> tuple[Line, ...]:
    """The lines of the text with their marks and the headings each stands under."""
    lines: list[Line] = []
    stack: list[tuple[int, str]] = []
    for number, given in enumerate(texts, start=1):
        text = _NOTE.sub(lambda match: " " * len(match[0]), even(given))
        bare = text.strip()
        rank, place = _mark(bare)
        if rank:
            stack = [entry for entry in stack if entry[0] < rank]
        lines.append(Line(number, given, text, rank, place, tuple(words for _, words in stack)))
        if rank and len(bare) <= _LONGEST_HEADING:
            stack.append((rank, bare))
    return tuple(lines)


def _mark(bare: str) -> tuple[int, int]:
    for rank, pattern in _RANKS:
        match = pattern.match(bare)
        if match is not None:
            return rank, ordinal(match[1])
    return 0, 0


def find_mentions(lines: Sequence[Line]) -> tuple[Mention, ...]:
    """Every figure of the lines with a unit, or without one, and the clause in front of it."""
    return tuple(mention for line in lines for mention in _mentions(line))


def _mentions(line: Line) -> Iterator[Mention]:
    opening = re.match(r"\s*(?:\d{1,2}\s*(?:[.．](?!\d)|、)|（\s*\d{1,2}\s*）)", line.text)
    behind_mark = opening.end() if opening else 0
    breaks = [match.end() for match in _BREAK.finditer(line.text)]
    for figure in measures(line.text):
        if figure.start < behind_mark or _is_reference(line.text, figure):
            continue
        place = bisect_right(breaks, figure.start) - 1
        begins = max(breaks[place] if place >= 0 else 0, behind_mark, figure.start - _LONGEST_SUBJECT)
        yield Mention(line, figure, line.text[begins : figure.start].strip())


def _is_reference(text: str, figure: Measure) -> bool:
    """A year, a date, the number of a document: no claim about money or work."""
    behind, before = text[figure.end : figure.end + 1], text[max(0, figure.start - 2) : figure.start]
    is_year = figure.unit == "年" and len(str(figure.number)) == 4
    return (
        is_year
        or figure.unit in ("月", "日")
        or (behind in "号〕]】" and behind != "")
        or before[-1:] in ("〔", "[", "【")
    )


def snippet(mention: Mention) -> tuple[int, int]:
    """The span of a claim: the clause in front of the figure and the figure."""
    start = mention.figure.start - len(mention.subject)
    window = mention.line.text[: mention.figure.start]
    start = max(window.rfind(mention.subject) if mention.subject else mention.figure.start, 0)
    return start, mention.figure.end
