"""Charts of a report: counts by name, as values; where one stands in the text a token holds its place.

`notice` gives them to templates, `chart_part` makes Word charts of them, `page_chart` draws them for the
PDF. Lengths are points.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from perfdesk.narrative.figure import Named

_CHART, _NUMBER, _END = "\ufdd7", "\ufdd9", "\ufdd8"
PLACE = re.compile(f"{_CHART}(\\d+){_END}")
"""Where a chart goes; the group is its index among the report's charts."""
NUMBERED = re.compile(f"{_NUMBER}(\\d+){_END}")
"""Where a chart's printed number goes; the group is its index."""

WIDTH = 430.0
_LEAST_COUNTED = 0.07
_COLUMNS_HEIGHT, _BAR_HEIGHT, _MARGIN, _LEGEND_HEIGHT = 110.0, 24.0, 16.0, 20.0


@dataclass(frozen=True, slots=True)
class Series:
    """The counts of one kind, one for each category."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart.

    Attributes:
        unit: what is counted, a measure word such as 张 or 处.
        is_lying: the bars lie, for long names; more than one series is stacked.
    """

    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    is_lying: bool = False

    @property
    def most(self) -> int:
        """The count of the longest bar, all its parts together; at least one."""
        return max(map(sum, zip(*(each.counts for each in self.series), strict=True)), default=0) or 1

    def is_counted(self, count: int) -> bool:
        """Whether a part of a bar is long enough for its count to stand in it."""
        return count > self.most * _LEAST_COUNTED

    @property
    def height(self) -> float:
        """As high as its bars and its legend need."""
        legend = _LEGEND_HEIGHT if len(self.series) > 1 else 0.0
        bars = _BAR_HEIGHT * len(self.categories) + _MARGIN if self.is_lying else _COLUMNS_HEIGHT
        return bars + legend

    @property
    def description(self) -> str:
        """What it shows in words, for those who cannot see it."""
        said = []
        for at, category in enumerate(self.categories):
            counted = [(each.name, each.counts[at]) for each in self.series]
            parts = [f"{name}{count}{self.unit}" for name, count in counted if count]
            alone = f"{counted[0][1]}{self.unit}"
            said.append(f"{category}{'、'.join(parts) or f'0{self.unit}' if len(counted) > 1 else alone}")
        return f"{self.title}：{'；'.join(said)}。"


@dataclass(frozen=True, slots=True)
class ChartTag(Named):
    """What a template can say of a chart: itself, its caption, and whether there is something to show.

    Attributes:
        index: its place among the report's charts.
        caption: its number, given out in the order of the text, and its title.
    """

    index: int
    title: str
    has_data: bool

    chinese: ClassVar[Mapping[str, str]] = {"标题": "title", "题注": "caption", "有数据": "has_data"}

    def __html__(self) -> str:
        """The token that `chart_part.with_charts` replaces."""
        return f"{_CHART}{self.index}{_END}"

    @property
    def caption(self) -> str:
        """图1 with the title."""
        return f"图{_NUMBER}{self.index}{_END}　{self.title}"
