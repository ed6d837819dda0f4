"""Which files ties can compare with each other: the families of what is open.

Stands beside the ties and knows by what they match forms: the unit's name, the department where a unit
form speaks for it, and the project where it has a target table. Forms of two families never meet in a tie,
so that after an edit only the family of the edited file is judged again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from perfdesk.core.form import Form
from perfdesk.rules.form_set import Entry
from perfdesk.rules.target_tie import EVALUATIONS

_Token = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Kinship:
    """The names by which ties match the forms of one file; an empty unit is a name as any other.

    Attributes:
        units: the units its forms belong to.
        departments: the departments its project forms name; they bind it to such a unit's own unit form.
        spoken_for: the units that have a unit form here.
        evaluated: the projects with a self-evaluation here, bound to target tables of that name.
        planned: the projects with a target table here.
    """

    units: frozenset[str]
    departments: frozenset[str]
    spoken_for: frozenset[str]
    evaluated: frozenset[str]
    planned: frozenset[str]


def kinship(path: str, forms: Iterable[Form]) -> Kinship:
    """What binds a file to others."""
    entries = [Entry(path, form) for form in forms if form.kind != "unknown"]
    evaluations = [entry for entry in entries if entry.form.kind in EVALUATIONS]
    return Kinship(
        frozenset(entry.unit for entry in entries),
        frozenset(entry.department for entry in evaluations) - {""},
        frozenset(entry.unit for entry in entries if entry.form.kind == "unit_self_evaluation"),
        frozenset(entry.project for entry in evaluations) - {""},
        frozenset(entry.project for entry in entries if entry.form.kind == "project_targets"),
    )


def families(files: Mapping[str, Kinship]) -> tuple[tuple[str, ...], ...]:
    """The files by family, in the order given."""
    spoken_for = frozenset[str]().union(*(each.spoken_for for each in files.values()))
    planned = frozenset[str]().union(*(each.planned for each in files.values()))
    bound: dict[_Token, _Token] = {}
    heads: dict[str, _Token] = {}
    for path, each in files.items():
        heads[path] = head = ("file", path)
        bound[head] = head
        for token in _tokens(each, spoken_for, planned):
            bound[_head(bound, bound.setdefault(token, token))] = _head(bound, head)
    found: dict[_Token, list[str]] = {}
    for path, token in heads.items():
        found.setdefault(_head(bound, token), []).append(path)
    return tuple(map(tuple, found.values()))


def _tokens(each: Kinship, spoken_for: frozenset[str], planned: frozenset[str]) -> Iterator[_Token]:
    for unit in each.units | (each.departments & spoken_for):
        yield "unit", unit
    for project in each.planned | (each.evaluated & planned):
        yield "project", project


def _head(bound: dict[_Token, _Token], token: _Token) -> _Token:
    """The name under which everything bound to a token goes."""
    while bound[token] != token:
        bound[token] = bound[bound[token]]
        token = bound[token]
    return token
