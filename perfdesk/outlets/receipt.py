"""The verdict receipt: what was checked, by which program, rules and profiles, with which result.

Stands above `findings_json`. The same inputs give the same receipt anywhere: files are named from
the roots that were given, with `/` and in composed Unicode, and stand in the order of these names.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path

from perfdesk import __version__
from perfdesk.core.document import Document
from perfdesk.core.finding import Finding, NotChecked, Place
from perfdesk.core.resource import resource
from perfdesk.memory.waiver import WAIVER_FILE
from perfdesk.outlets.findings_json import Json, findings_json, summary
from perfdesk.rules.tie import full_catalogue
from perfdesk.scoring.profile import Profile, is_profile_file, known_profile
from perfdesk.session import Checked

SCHEMA = 1


def receipt_json(
    documents: Sequence[Checked],
    roots: Sequence[Path],
    last_year: Sequence[Checked] = (),
    last_year_roots: Sequence[Path] = (),
) -> str:
    """The receipt of a check as JSON text.

    Args:
        documents: what was checked, waivers included.
        roots: the files and folders that were named, by which the documents are called.
        last_year: the documents they were compared with.
        last_year_roots: by which those are called.
    """
    names = receipt_names([checked.path for checked in documents], roots)
    earlier = receipt_names([checked.path for checked in last_year], last_year_roots)
    known = {**{path: f"last_year/{name}" for path, name in earlier.items()}, **names}
    moved = sorted((_renamed(checked, known) for checked in documents), key=lambda item: item.path)
    compared = sorted((_renamed(checked, earlier) for checked in last_year), key=lambda item: item.path)
    sources = {names[checked.path]: Path(checked.path) for checked in documents}
    earlier_sources = {earlier[checked.path]: Path(checked.path) for checked in last_year}
    content: Json = {
        "schema": SCHEMA,
        "program": {"name": "PerfDesk", "version": __version__},
        "rules": _rules(),
        "profiles": _profiles(moved),
        "vocabulary": {"sha256": _text_digest(resource("vocabulary.toml"))},
        "corrections": sorted(
            {name for item in moved for form in item.document.forms for name in form.corrections}
        ),
        "documents": [_document(checked.document, sources[checked.path]) for checked in moved],
        "last_year": [_document(checked.document, earlier_sources[checked.path]) for checked in compared],
        "waivers": _waiver_files(sources),
        "summary": dict(summary(moved)),
        "findings": _findings(moved),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def receipt_names(paths: Sequence[str], roots: Sequence[Path]) -> dict[str, str]:
    """What the receipt calls each path: its place below the first root that holds it.

    Where two files of several roots would be called the same, all names begin with the root's number.
    """
    placed = {path: _placed(Path(path), roots) for path in paths}
    counted = Counter(name for _, name in placed.values())
    is_plain = all(count == 1 for count in counted.values())
    return {path: name if is_plain else f"{number}/{name}" for path, (number, name) in placed.items()}


def _placed(path: Path, roots: Sequence[Path]) -> tuple[int, str]:
    for number, root in enumerate(roots, 1):
        if path == root:
            return number, _composed(path.name)
        if path.is_relative_to(root):
            return number, _composed(path.relative_to(root).as_posix())
    return 0, _composed(path.name)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _renamed(checked: Checked, names: Mapping[str, str]) -> Checked:
    """The same results with every path replaced by its name in the receipt."""

    def place(old: Place) -> Place:
        return dataclasses.replace(old, path=names.get(old.path) or _composed(Path(old.path).name))

    def finding(old: Finding) -> Finding:
        return dataclasses.replace(old, place=place(old.place), related=tuple(map(place, old.related)))

    def missed(old: NotChecked) -> NotChecked:
        return dataclasses.replace(old, place=place(old.place))

    return Checked(
        dataclasses.replace(checked.document, path=names[checked.path]),
        tuple(map(finding, checked.findings)),
        tuple(map(missed, checked.not_checked)),
    )


def _rules() -> Json:
    rules = full_catalogue()
    return {"count": len(rules), "sha256": _digest([_declared(rule) for rule in rules])}


def _profiles(documents: Iterable[Checked]) -> Json:
    used = {form.profile for checked in documents for form in checked.document.forms} - {""}
    return [
        {"id": _profile_name(name), "sha256": _digest(_declared(_named_alike(known_profile(name))))}
        for name in sorted(used, key=_profile_name)
    ]


def _profile_name(identifier: str) -> str:
    """A shipped profile's id; of a user's own file the name alone, wherever it lies."""
    return _composed(Path(identifier).name) if is_profile_file(identifier) else identifier


def _named_alike(profile: Profile) -> Profile:
    return dataclasses.replace(profile, id=_profile_name(profile.id))


def _document(document: Document, source: Path) -> Json:
    digest = document.digest or _file_digest(source)
    kind = None if document.fault is None else document.fault.kind
    return {"path": document.path, "sha256": digest, "error": kind}


def _waiver_files(sources: Mapping[str, Path]) -> Json:
    folders = {name.rpartition("/")[0]: source.parent for name, source in sources.items()}
    digests = {folder: _file_digest(path / WAIVER_FILE) for folder, path in folders.items()}
    return [
        {"path": f"{folder}/{WAIVER_FILE}".lstrip("/"), "sha256": digest}
        for folder, digest in sorted(digests.items())
        if digest is not None
    ]


def _findings(documents: Sequence[Checked]) -> Json:
    count = sum(len(checked.findings) for checked in documents)
    text = findings_json(documents)
    used = {form.profile for checked in documents for form in checked.document.forms}
    for identifier in filter(is_profile_file, sorted(used)):
        own, name = (json.dumps(word, ensure_ascii=False) for word in (identifier, _profile_name(identifier)))
        text = text.replace(f'"profile": {own}', f'"profile": {name}')
    return {"count": count, "sha256": hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()}


def _file_digest(path: Path) -> str | None:
    """SHA-256 of a file's bytes; None where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def _text_digest(path: Path) -> str:
    """SHA-256 of a text file of the program; a checkout on Windows may have turned its line ends."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _digest(content: Json) -> str:
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _declared(value: object) -> Json:
    """Declared data in a form that is the same in every process: functions and the order of sets left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return {name: _declared(item) for name, item in fields.items() if not callable(item)}
    if isinstance(value, Mapping):
        return {str(key): _declared(item) for key, item in value.items()}
    if isinstance(value, Set):
        return sorted(str(item) for item in value)
    if isinstance(value, list | tuple):
        return [_declared(item) for item in value]
    return None if value is None else str(value)
