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
from perfdesk.core.prose import even, measures
from perfdesk.core.value import Value, plain
from perfdesk.narrative.claim import Claim, Decision, Draft, Mention

_ITEM = re.compile(r"^.*(?:[：；。]|原因是)(?:[一二三四五六七八九十]{1,3}是)?")
"""All in front of the item that a figure stands in."""
_LEAST_BEFORE = 3
_MOST_BEFORE = 8
_BEHIND = 6
_SURE = 6
"""So many characters around a figure make sure that both texts speak of the same thing."""
_STOP = re.compile(r"[；。]")


def check_dates(draft: Draft, texts: FormTexts) -> None:
    """Note years, months and days that a text gives otherwise than the form whose words it repeats."""
    for line in draft.lines:
        for figure in measures(line.text):
            if figure.unit not in ("年", "月", "日"):
                continue
            decision = texts.quotation(Mention(line, figure, ""))
            if decision is None or decision.verdict != "wrong":
                continue
            start, end = figure.start, figure.end
            draft.claims.append(
                Claim(
                    line.number, start, end, line.given[start:end], "figure", plain(figure.number),
                    decision.recomputed, decision.verdict, decision.formula, decision.sources,
                )
            )  # fmt: skip


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
            return _same(mention, place)
        return self._between(mention, before, _STOP.split(behind)[0])

    def _between(self, mention: Mention, before: str, behind: str) -> Decision | None:
        """The verdict by the figures that the forms have between the same words: the same, or another."""
        unit = mention.figure.unit
        if len(before) + len(unit) + len(behind) < _SURE:
            return None
        end = "" if behind or unit else r"(?![\d.])"
        number = r"(\d[\d,]*(?:\.\d+)?[万亿]?"
        pattern = rf"{re.escape(before)}(?<![\d.]){number}{re.escape(unit)}){re.escape(behind)}{end}"
        changed: Decision | None = None
        for match in re.finditer(pattern, self._all):
            # What begins an item here must begin a sentence there, lest it be the tail of other words.
            if not before and _words(self._all[max(match.start() - 1, 0) : match.start()]):
                continue
            place = self._place(match.start())
            if match[1] == _squeezed(mention.figure.text):
                return _same(mention, place)
            words = f"表中同一句话写的是{match[1]}"
            changed = changed or Decision("figure", "wrong", match[1], words, (place,))
        return changed

    def _place_of(self, before: str, figure: str, behind: str) -> Place | None:
        if len(before) < _LEAST_BEFORE:
            if len(behind) < _LEAST_BEFORE:
                return None
            match = re.search(rf"(?<![\d.]){re.escape(before + figure + behind)}", self._all)
        else:
            ends = r"(?![\d.])" if figure[-1:].isdigit() else ""
            match = re.search(re.escape(before + figure) + ends, self._all)
        return self._place(match.start()) if match is not None else None

    def _place(self, offset: int) -> Place:
        return self._places[bisect_right(self._starts, offset) - 1]


def _same(mention: Mention, place: Place) -> Decision:
    return Decision("figure", "exact", plain(mention.figure.number), "与表中文字一致", (place,))


def _words(text: str) -> bool:
    """Whether the text goes on with words; what ends a sentence differs where items are joined."""
    return re.match(r"[^\W_]", text) is not None


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
