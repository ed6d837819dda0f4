"""Which project forms the key tasks of a unit form name: exact names first, then the most alike.

A task may list several projects in short words between 、; a project's own name may hold a 、 too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from perfdesk.core.form import Money
from perfdesk.rules.form_set import Entry, likeness, name_key

_SEPARATOR = re.compile(r"[、,，;；\n]")
_KIND_OF_MONEY = re.compile(r"(?:专项资金|专项|资金|项目)$")
_BASIC = "基本支出"
LEAST_ALIKE = 60
MOST_PIECES = 6  # a project's own name holds no more separators than that


@dataclass(frozen=True, eq=False, slots=True)
class Named:
    """A project form as a key task names it; `likeness` is 100 where one name stands in the other."""

    written: str
    entry: Entry
    likeness: int

    @property
    def is_same(self) -> bool:
        """Whether both names are the same but for blanks, punctuation and what kind of money it is."""
        return _bare(name_key(self.written)) == _bare(self.entry.project)


@dataclass(frozen=True, eq=False)
class Matching:
    """The key tasks of a unit form with their project forms.

    `tasks` lists the tasks whose projects are all open; `missing` the names without a form,
    `unnamed` the project forms that no task names, `twins` those that share one name.
    """

    tasks: tuple[tuple[Money, list[Named]], ...]
    missing: tuple[str, ...]
    unnamed: tuple[Entry, ...]
    twins: tuple[Entry, ...] = ()

    @property
    def all(self) -> list[Named]:
        """Every project form that a task names."""
        return [named for _, found in self.tasks for named in found]

    @property
    def is_complete(self) -> bool:
        """Whether every named project is open and every open one is named, with no doubt which."""
        return bool(self.all) and not (self.missing or self.unnamed or self.twins)


def match_projects(unit: Entry, projects: list[Entry]) -> Matching:
    """The project forms of the unit, matched to its key tasks."""
    counted = Counter(project.project for project in projects)
    left = {project.project: project for project in projects if counted[project.project] == 1}
    twins = tuple(project for project in projects if counted[project.project] > 1)
    pieces = [_pieces(task) for task in unit.form.tasks]
    found: list[list[Named]] = [[] for _ in pieces]
    open_pieces: list[tuple[int, str]] = []
    for number, words in enumerate(pieces):
        rest = _take_exact(words, left, found[number])
        open_pieces += [(number, word) for word in rest if not name_key(word).startswith(_BASIC)]
    missing = _take_alike(open_pieces, left, found)
    unmatched = {number for number, _ in missing}
    tasks = tuple(
        (task, found[number]) for number, task in enumerate(unit.form.tasks) if number not in unmatched
    )
    return Matching(tasks, tuple(word for _, word in missing), tuple(left.values()), twins)


def _pieces(task: Money) -> list[str]:
    words = task.project or task.name
    return [piece.strip() for piece in _SEPARATOR.split(words.text or "") if name_key(piece)]


def _take_exact(words: list[str], left: dict[str, Entry], found: list[Named]) -> list[str]:
    """Take the forms whose name is one or several neighbouring pieces; returns the other pieces."""
    rest: list[str] = []
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + MOST_PIECES), at, -1):
            entry = left.pop(name_key("".join(words[at:end])), None)
            if entry is not None:
                found.append(Named("、".join(words[at:end]), entry, 100))
                at = end
                break
        else:
            rest.append(words[at])
            at += 1
    return rest


def _take_alike(
    pieces: list[tuple[int, str]], left: dict[str, Entry], found: list[list[Named]]
) -> list[tuple[int, str]]:
    """Take the forms most alike to the other pieces, the surest first; returns what has none."""
    waiting = list(pieces)
    while True:
        best = max(_candidates(waiting, left), default=None)
        if best is None:
            return waiting
        score, _, place, key = best
        number, word = waiting.pop(place)
        found[number].append(Named(word, left.pop(key), score))


def _candidates(
    waiting: list[tuple[int, str]], left: dict[str, Entry]
) -> Iterator[tuple[int, int, int, str]]:
    """Piece and form that are most alike, with no second form as much alike as the first."""
    for place, (_, word) in enumerate(waiting):
        key = name_key(word)
        scores = sorted(((likeness(key, name), _closeness(key, name), name) for name in left), reverse=True)
        if not scores or scores[0][0] < LEAST_ALIKE or len(key) < 2:
            continue
        if len(scores) == 1 or scores[0][:2] > scores[1][:2]:
            yield scores[0][0], scores[0][1], place, scores[0][2]


def is_same_name(one: Entry, other: Entry) -> bool:
    """Whether two forms name the same project, but for what kind of money it is."""
    return bool(one.project) and _bare(one.project) == _bare(other.project)


def _bare(key: str) -> str:
    return _KIND_OF_MONEY.sub("", key)


def _closeness(one: str, other: str) -> int:
    """The nearer the lengths, the closer the names; 0 at best."""
    return -abs(len(one) - len(other))
