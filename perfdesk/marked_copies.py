"""Review copies of checked documents in a folder, each under a name of its own.

Stands between judging and the session, which hands it on; one copy is `writing.marking`'s work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from perfdesk.core.finding import Edit
from perfdesk.judging import Checked

_WORKBOOK_ENDINGS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})


def write_marks(
    documents: Sequence[Checked], folder: Path, edits: Mapping[str, Sequence[Edit]] = MappingProxyType({})
) -> tuple[Path, ...]:
    """Write a review copy of each readable document that holds a form into the folder.

    `edits` are those that were judged but not saved, by path; the copy carries them.
    """
    from perfdesk.writing.marking.review_copy import write_review_copy

    written = []
    taken: set[str] = set()
    for checked in documents:
        if not any(form.kind != "unknown" for form in checked.document.forms):
            continue
        source = Path(checked.path)
        target = folder / _free_name(_marked_name(source), taken)
        unsaved, content = edits.get(checked.path, ()), checked.document.unsaved_content
        write_review_copy(source, target, checked.findings, checked.not_checked, unsaved, content=content)
        written.append(target)
    return tuple(written)


def _marked_name(source: Path) -> str:
    """The name of a review copy; what is no workbook of today is imported into one."""
    return source.name if source.suffix.lower() in _WORKBOOK_ENDINGS else f"{source.stem}.xlsx"


def _free_name(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    candidate, number = name, 2
    while candidate.casefold() in taken:
        candidate, number = f"{stem}（{number}）{dot}{ending}", number + 1
    taken.add(candidate.casefold())
    return candidate
