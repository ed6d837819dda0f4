"""From files to checked documents: read, recognize, judge, tie up; pure, for any thread or process.

Stands below the session, which keeps what is open, and above everything a document goes through.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfdesk.core.document import Document
from perfdesk.core.fault import FileFault
from perfdesk.core.finding import Edit, Finding, NotChecked, Place
from perfdesk.core.form import Form
from perfdesk.core.remembered import Remembered
from perfdesk.reading.document import read_document
from perfdesk.recognition.book import recognize_book
from perfdesk.recognition.correction import Corrections
from perfdesk.rules.check import check_forms
from perfdesk.rules.tie_check import check_ties, tie_codes
from perfdesk.rules.tie_family import families, kinship
from perfdesk.scoring.profile import choose_profile, known_profile

Progress = Callable[[int, int, str], bool]
"""Called with (done, total, name of the file); returning False cancels the work."""


@dataclass(frozen=True)
class Checked:
    """A document with everything the rules had to say about it."""

    document: Document
    findings: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()

    @property
    def path(self) -> str:
        """The path as the user named it."""
        return self.document.path


def load(
    paths: Iterable[Path],
    profile: str | None = None,
    progress: Progress | None = None,
    corrections: Corrections | None = None,
) -> tuple[Checked, ...]:
    """Read, recognize and judge files; a file that cannot be read becomes a faulty document.

    `corrections` are the user's own (`settings.user_corrections`); without them none is followed.
    Raises CallFault for an unknown profile. Stops early when `progress` returns False.
    """
    files = list(paths)
    checked: list[Checked] = []
    for done, path in enumerate(files):
        if progress is not None and not progress(done, len(files), path.name):
            break
        checked.append(load_one(path, profile, corrections))
    return tie_up(checked)


def load_one(path: Path, profile: str | None = None, corrections: Corrections | None = None) -> Checked:
    """Read, recognize and judge one file by itself; `tie_up` compares it with the others."""
    if profile is not None:
        known_profile(profile)
    try:
        digest, grids = read_document(path)
    except FileFault as fault:
        return Checked(Document(str(path), fault=fault))
    return judge(Document(str(path), digest, grids), profile, corrections)


def judge(document: Document, profile: str | None = None, corrections: Corrections | None = None) -> Checked:
    """Recognize the document's grids anew and judge the forms."""
    book = recognize_book(document.grids, corrections)
    forms = tuple(_with_profile(form, profile) for form in book.forms)
    document = dataclasses.replace(document, forms=forms)
    findings, not_checked = check_forms(document.path, [_with_profile(form, profile) for form in book.judged])
    return Checked(document, book.settled(findings), (*_guessed(document), *book.left(not_checked)))


def _guessed(document: Document) -> tuple[NotChecked, ...]:
    """Forms that were guessed from a PDF: whether the figures are the printed ones nobody has checked."""
    uncertain = {grid.name for grid in document.grids if grid.is_uncertain}
    return tuple(
        NotChecked("*", Place(document.path, form.sheet, form.block.address), form.remark)
        for form in document.forms
        if form.sheet in uncertain and form.kind != "unknown" and not form.is_unfilled
    )


def tie_up(documents: Sequence[Checked], last_year: Sequence[Checked] = ()) -> tuple[Checked, ...]:
    """The documents with what relations across all of them say, in place of what they said before."""
    by_path = {checked.path: checked for checked in documents}
    kin = {path: kinship(path, checked.document.forms) for path, checked in by_path.items()}
    for family in families(kin):
        for checked in tie_family([by_path[path] for path in family], last_year):
            by_path[checked.path] = checked
    return tuple(by_path[checked.path] for checked in documents)


def tie_family(documents: Sequence[Checked], last_year: Sequence[Checked] = ()) -> tuple[Checked, ...]:
    """A whole family of documents (see `rules.tie_family`), tied up with each other."""
    codes = tie_codes()
    findings, not_checked = check_ties(*(_forms_by_path(each) for each in (documents, last_year)))
    found: dict[str, list[Finding]] = {}
    missed: dict[str, list[NotChecked]] = {}
    for finding in findings:
        found.setdefault(finding.place.path, []).append(finding)
    for item in not_checked:
        missed.setdefault(item.place.path, []).append(item)
    return tuple(
        dataclasses.replace(
            checked,
            findings=(*(f for f in checked.findings if f.rule not in codes), *found.get(checked.path, ())),
            not_checked=(
                *(n for n in checked.not_checked if n.rule not in codes),
                *missed.get(checked.path, ()),
            ),
        )
        for checked in documents
    )


def _forms_by_path(documents: Sequence[Checked]) -> list[tuple[str, tuple[Form, ...]]]:
    return [(checked.path, checked.document.forms) for checked in documents]


def _with_profile(form: Form, profile: str | None) -> Form:
    """The form with the profile it is judged by; the same form each time, so that its findings are kept."""
    return _profiled.of(form, (profile,), lambda: _given_profile(form, profile))


def _given_profile(form: Form, profile: str | None) -> Form:
    if profile is not None:
        return dataclasses.replace(form, profile=profile, profile_reason="由用户指定")
    identifier, reason = choose_profile(form)
    return dataclasses.replace(form, profile=identifier, profile_reason=reason)


_profiled = Remembered[Form, Form]()


@dataclass(frozen=True)
class Standing:
    """A document with its edits at one moment, and the profile the user chose for it."""

    document: Document
    profile: str | None
    edits: tuple[Edit, ...]


def judge_again(
    standing: Sequence[Standing], corrections: Corrections | None = None, progress: Progress | None = None
) -> tuple[tuple[Standing, Checked], ...]:
    """Judge documents again by other rules or corrections; stops early when `progress` returns False."""
    judged: list[tuple[Standing, Checked]] = []
    for done, each in enumerate(standing):
        name = Path(each.document.path).name
        if progress is not None and not progress(done, len(standing), name):
            break
        judged.append((each, judge(each.document, each.profile, corrections)))
    return tuple(judged)
