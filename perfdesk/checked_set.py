"""The checked documents of one session, tied up with each other and explained by their waivers.

Stands between judging and the session. Whatever is asked for stays the same object until it changes, and a
change is carried only as far as it reaches: to the family of the changed file, and to its own waivers.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path

from perfdesk.judging import Checked, tie_family
from perfdesk.memory.waiver import WaiverBook, WaiverRecord, explained
from perfdesk.rules.tie_family import Kinship, families, kinship


class CheckedSet:
    """Documents by path, in the order they were opened."""

    def __init__(self, waivers: WaiverBook) -> None:
        self._waivers = waivers
        self._checked: dict[str, Checked] = {}
        self._kin: dict[str, Kinship] = {}
        self._families: tuple[tuple[str, ...], ...] | None = None
        self._tied: dict[str, tuple[str, ...]] = {}
        self._explained: dict[str, Checked] = {}
        self._documents: tuple[Checked, ...] | None = None

    def __contains__(self, path: object) -> bool:
        return path in self._checked

    def __iter__(self) -> Iterator[str]:
        return iter(self._checked)

    def __getitem__(self, path: str) -> Checked:
        """A document as judged, without waivers; KeyError where it is not open."""
        return self._checked[path]

    def put(self, documents: Iterable[Checked]) -> None:
        """Take documents in, or their new state, and renew what ties say of their families."""
        for checked in documents:
            self._take(checked)
            self._tied.pop(checked.path, None)
            kin = kinship(checked.path, checked.document.forms)
            if self._kin.get(checked.path) != kin:
                self._kin[checked.path] = kin
                self._families = None
        self._tie_up()

    def remove(self, path: str) -> None:
        """Forget a document, and what ties said of it elsewhere."""
        for kept in (self._checked, self._kin, self._tied, self._explained):
            kept.pop(path, None)
        self._families = None
        self._tie_up()

    def waivers_changed(self) -> None:
        """Look at the waivers again."""
        self._explained.clear()
        self._documents = None

    @property
    def documents(self) -> tuple[Checked, ...]:
        """Every document with its waivers; the same tuple until something changes."""
        if self._documents is None:
            self._documents = tuple(map(self.document, self._checked))
        return self._documents

    def document(self, path: str) -> Checked:
        """One document with its waivers; KeyError where it is not open."""
        known = self._explained.get(path)
        if known is None:
            known = with_waivers(self._checked[path], self._waivers.records(Path(path).parent))
            self._explained[path] = known
        return known

    def _take(self, checked: Checked) -> None:
        self._checked[checked.path] = checked
        self._explained.pop(checked.path, None)

    def _tie_up(self) -> None:
        """Tie up anew each family that has another member or another state than before."""
        self._documents = None
        if self._families is None:
            self._families = families(self._kin)
        for family in self._families:
            if any(self._tied.get(path) != family for path in family):
                for checked in tie_family([self._checked[path] for path in family]):
                    self._take(checked)
                self._tied.update(dict.fromkeys(family, family))


def with_waivers(checked: Checked, records: tuple[WaiverRecord, ...]) -> Checked:
    """The document with its findings explained by the records of its folder."""
    findings = checked.findings
    if not records and all(finding.waiver is None for finding in findings):
        return checked
    return dataclasses.replace(checked, findings=explained(findings, records))
