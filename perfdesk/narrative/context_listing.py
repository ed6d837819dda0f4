"""Every name a template can print, with its value and its cell: what `report --context` shows.

Walks the same context the templates are carried out on, so that the list cannot differ from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import PurePath

from perfdesk.narrative.account_context import AccountLines
from perfdesk.narrative.context import Context
from perfdesk.narrative.figure import STRAY, TOKEN, Figure, Named


def context_lines(context: Context) -> Iterator[str]:
    """One line a value: Chinese name, English name, value, file, sheet and cell, and its doubt."""
    yield from _of_named("", "", context.report)


def _of_named(chinese: str, english: str, owner: Named) -> Iterator[str]:
    called = {name: alias for alias, name in reversed(tuple(owner.chinese.items()))}
    names: list[str] = [item.name for item in fields(owner)] if is_dataclass(owner) else []
    for name in names:
        value: object = getattr(owner, name)
        yield from _of_value(_joined(chinese, called.get(name, name)), _joined(english, name), value)


def _of_value(chinese: str, english: str, value: object) -> Iterator[str]:
    if isinstance(value, Figure):
        yield f"{chinese}（{english}）= {_said(value.text)}{_source(value)}{_doubt(value)}"
    elif isinstance(value, AccountLines):
        for name, figure in value.items_told():
            yield f'{chinese}["{name}"]（{english}）= {_said(figure.text)}{_source(figure)}{_doubt(figure)}'
    elif isinstance(value, Named):
        yield from _of_named(chinese, english, value)
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _of_value(f"{chinese}[{number}]", f"{english}[{number}]", each)
    else:
        yield f"{chinese}（{english}）= {_shown(value)}"


def _joined(owner: str, name: str) -> str:
    return f"{owner}.{name}" if owner else name


def _shown(value: object) -> str:
    return ("是" if value else "否") if isinstance(value, bool) else _said(str(value))


def _said(text: str) -> str:
    """The text on one line, without the tokens of what it was joined from."""
    return STRAY.sub("", TOKEN.sub(lambda match: match.group(2) or "", text)).replace("\n", "⏎")


def _source(figure: Figure) -> str:
    if figure.place is None:
        return ""
    return f"　←　{PurePath(figure.place.path).name} {figure.place.sheet}!{figure.place.cell}"


def _doubt(figure: Figure) -> str:
    return f"　〔存疑：{figure.mark.note}〕" if figure.mark is not None else ""
