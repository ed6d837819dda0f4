"""Every name a template can print, with its value and its cell: what `report --context` shows.

Walks the same context the templates are carried out on, so that the list cannot differ from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import PurePath

from perfdesk.core.finding import Place
from perfdesk.narrative.account_context import AccountLines
from perfdesk.narrative.context import Context
from perfdesk.narrative.figure import STRAY, TOKEN, Figure, Named


@dataclass(frozen=True, slots=True)
class ContextLine:
    """One name with its value.

    Attributes:
        chinese: the name a template may print, such as `项目列表[0].得分`.
        english: the same in English.
        value: what it prints, on one line.
        place: the cell it was taken from, where it was taken from one.
        doubt: what a finding says of it; empty where none does.
    """

    chinese: str
    english: str
    value: str
    place: Place | None = None
    doubt: str = ""

    @property
    def words(self) -> str:
        """All of it on one line, for the console."""
        return f"{self.chinese}（{self.english}）= {self.value}{self._source}{self._doubt}"

    @property
    def tag(self) -> str:
        """What a template writes to have it printed."""
        return f"{{{{ {self.chinese} }}}}"

    @property
    def _source(self) -> str:
        if self.place is None:
            return ""
        return f"　←　{PurePath(self.place.path).name} {self.place.sheet}!{self.place.cell}"

    @property
    def _doubt(self) -> str:
        return f"　〔存疑：{self.doubt}〕" if self.doubt else ""


def context_lines(context: Context) -> Iterator[ContextLine]:
    """One line a value, in the order of the context."""
    yield from _of_named("", "", context.report)


def _of_named(chinese: str, english: str, owner: Named) -> Iterator[ContextLine]:
    called = {name: alias for alias, name in reversed(tuple(owner.chinese.items()))}
    names: list[str] = [item.name for item in fields(owner)] if is_dataclass(owner) else []
    for name in names:
        value: object = getattr(owner, name)
        yield from _of_value(_joined(chinese, called.get(name, name)), _joined(english, name), value)


def _of_value(chinese: str, english: str, value: object) -> Iterator[ContextLine]:
    if isinstance(value, Figure):
        yield _of_figure(chinese, english, value)
    elif isinstance(value, AccountLines):
        for name, figure in value.items_told():
            yield _of_figure(f'{chinese}["{name}"]', english, figure)
    elif isinstance(value, Named):
        yield from _of_named(chinese, english, value)
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _of_value(f"{chinese}[{number}]", f"{english}[{number}]", each)
    else:
        yield ContextLine(chinese, english, _shown(value))


def _of_figure(chinese: str, english: str, figure: Figure) -> ContextLine:
    doubt = figure.mark.note if figure.mark is not None else ""
    return ContextLine(chinese, english, _said(figure.text), figure.place, doubt)


def _joined(owner: str, name: str) -> str:
    return f"{owner}.{name}" if owner else name


def _shown(value: object) -> str:
    return ("是" if value else "否") if isinstance(value, bool) else _said(str(value))


def _said(text: str) -> str:
    """The text on one line, without the tokens of what it was joined from."""
    return STRAY.sub("", TOKEN.sub(lambda match: match.group(2) or "", text)).replace("\n", "⏎")
