"""Figures that stand in words taken from a form: the form must hold the same figure in the same words.

Reports repeat what the goals, actuals and reasons of a form say. A figure is looked for among the words that
stand around it; where the words are the form's and the figure is not, the text has changed it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from perfdesk.core.finding import Place
from perfdesk.core.form import Form
from perfdesk.core.prose import Measure, even, measures
from perfdesk.core.value import Value, plain
from perfdesk.narrative.claim import Decision, Mention

_ITEM = re.compile(r"(?:^|[：；。])(?:[一二三四五六七八九十]{1,3}是)?(?=[^：；。]*$)")
_LEAST_BEFORE = 3
_MOST_BEFORE = 8
_BEHIND = 6
_LONGEST_FIGURE = 30
_SURE_BEFORE = 6
"""So many characters in front of a figure make sure that both texts speak of the same thing."""


class FormTexts:
    """The texts of all forms as one, without blanks, so that looking for words in them takes one search."""

    def __init__(self, forms: Iterable[tuple[str, Form]]) -> None:
        self._places: list[Place] = []
        self._starts: list[int] = []
        pieces: list[str] = []
        length = 0
        for path, form in forms:
            for value in _texts(form):
                piece = _squeezed(value.text or "") + "\n"
                self._places.append(Place(path, form.sheet, value.cell))
                self._starts.append(length)
                pieces.append(piece)
                length += len(piece)
        self._all = "".join(pieces)

    def quotation(self, mention: Mention) -> Decision | None:
        """The verdict on a figure in words that stand in a form, or None where no form holds them."""
        before, figure, behind = _surroundings(mention)
        place = self._place_of(before, figure, behind)
        if place is not None:
            words = "与表中文字一致"
            return Decision("figure", "exact", plain(mention.figure.number), words, (place,))
        if len(before) < _SURE_BEFORE:
            return None
        for match in re.finditer(re.escape(before), self._all):
            other = _figure_at(self._all[match.end() : match.end() + _LONGEST_FIGURE])
            is_same_place = other is not None and self._all.startswith(behind[:2], match.end() + other.end)
            if other is not None and is_same_place and other.unit == mention.figure.unit:
                words = f"表中同一句话写的是{other.text}"
                return Decision("figure", "wrong", other.text, words, (self._place(match.start()),))
        return None

    def _place_of(self, before: str, figure: str, behind: str) -> Place | None:
        if len(before) < _LEAST_BEFORE:
            if len(behind) < _LEAST_BEFORE:
                return None
            match = re.search(rf"(?<![\d.]){re.escape(before + figure + behind)}", self._all)
        else:
            match = re.search(rf"{re.escape(before + figure)}(?![\d.])", self._all)
        return self._place(match.start()) if match is not None else None

    def _place(self, offset: int) -> Place:
        return self._places[bisect_right(self._starts, offset) - 1]


def _figure_at(text: str) -> Measure | None:
    """The figure that the text begins with."""
    first = next(iter(measures(text)), None)
    return first if first is not None and first.start == 0 else None


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", even(text))


def _surroundings(mention: Mention) -> tuple[str, str, str]:
    """The words of the same item in front of the figure, the figure, and some words behind it."""
    line, figure = mention.line.text, mention.figure
    before = line[: figure.start]
    item = _ITEM.search(before)
    before = before[item.end() :] if item is not None else before
    return _squeezed(before)[-_MOST_BEFORE:], _squeezed(figure.text), _squeezed(line[figure.end :])[:_BEHIND]


def _texts(form: Form) -> Iterator[Value]:
    values: list[Value | None] = [text for goal in form.goals for text in (goal.planned, goal.achieved)]
    for indicator in form.indicators:
        values += [indicator.target, indicator.actual, indicator.reason, indicator.measure]
    values += [line.text for line in form.advice]
    values += form.explanations.values()
    yield from (value for value in values if value is not None and value.text)
