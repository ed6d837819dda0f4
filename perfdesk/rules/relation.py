"""Relations between amounts of the opened tables: judged together, so that one mistake is told once.

A wrong figure breaks every relation it belongs to. Each candidate for the blame is given the
value one relation asks for; the candidate whose correction mends the most relations and
breaks none that hold is reported, and what it mends is not told again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from perfdesk.core.finding import Place
from perfdesk.core.interval import ZERO, Interval, total
from perfdesk.core.value import Value, plain

LEAST_DECIMALS = 2  # amounts of these tables are kept to two decimals even where fewer are printed
MOST_BLAMED = 400  # a table with more broken relations than that is not a table with a few mistakes

Outcome = Literal["exact", "rounded", "wrong", "missing"]
_Fixed = Mapping[Place, Interval]
_NOTHING: _Fixed = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Amount:
    """One printed amount.

    Attributes:
        place: its cell.
        value: what the cell says; blank counts as nothing.
        what: its name for a message, such as 公开01表“本年收入合计”.
        leaves: how many figures were rounded by themselves before they were added to it.
    """

    place: Place
    value: Value
    what: str
    leaves: int = 1

    @property
    def number(self) -> Decimal:
        """The amount; nothing where blank."""
        return ZERO if self.value.number is None else self.value.number

    @property
    def is_text(self) -> bool:
        """Whether words stand where an amount belongs."""
        return self.value.text is not None

    def reach(self, fixed: _Fixed, *, is_exact: bool = False) -> Interval:
        """What the amount can stand for, or the value it is given for a trial."""
        if self.place in fixed:
            return fixed[self.place]
        if self.value.number is None or self.value.decimals is None or is_exact:
            return Interval.exactly(self.number)
        half = Decimal(5).scaleb(-max(self.value.decimals, LEAST_DECIMALS) - 1) * self.leaves
        return Interval(self.number - half, self.number + half)


@dataclass(frozen=True)
class Relation:
    """whole = Σ parts − Σ minus; or whole ≤ that where `is_bound`, whole ≥ that where `is_floor`.

    Attributes:
        words: the relation in words, such as 本年收入合计=各项收入之和.
        is_cross: the figures stand in tables that were rounded independently.
        is_soft: holds as a rule but not always; it only helps to tell which cell is wrong.
    """

    whole: Amount
    parts: tuple[Amount, ...]
    words: str
    minus: tuple[Amount, ...] = ()
    is_bound: bool = False
    is_floor: bool = False
    is_cross: bool = False
    is_soft: bool = False

    @cached_property
    def members(self) -> tuple[Amount, ...]:
        """Every amount of the relation."""
        return (self.whole, *self.parts, *self.minus)

    @cached_property
    def cells(self) -> frozenset[Place]:
        """The places of its amounts."""
        return frozenset(member.place for member in self.members)

    @cached_property
    def words_instead(self) -> Amount | None:
        """The first amount in whose place words stand."""
        return next((amount for amount in self.members if amount.is_text), None)

    @cached_property
    def exact(self) -> Decimal:
        """What the figures as printed give."""
        added = sum((part.number for part in self.parts), ZERO)
        return added - sum((part.number for part in self.minus), ZERO)

    def spread(self, fixed: _Fixed = _NOTHING) -> Interval:
        """What the sum can stand for within the rounding of its parts."""
        filled = [part for part in (*self.parts, *self.minus) if part.value.number is not None]
        # A sum of one part within a table is that part: nothing was rounded in between.
        is_copy = len(filled) == 1 and not self.is_cross
        added = total(part.reach(fixed, is_exact=is_copy) for part in self.parts)
        return added - total(part.reach(fixed, is_exact=is_copy) for part in self.minus)

    def outcome(self, fixed: _Fixed = _NOTHING) -> Outcome:
        """Whether the relation holds exactly, after rounding, or not; with cells given trial values."""
        return self._with(fixed) if fixed else self._as_printed

    @cached_property
    def _as_printed(self) -> Outcome:
        return self._with(_NOTHING)

    def _with(self, fixed: _Fixed) -> Outcome:
        if self.is_bound:
            return "wrong" if self.whole.reach(fixed).low > self.spread(fixed).high else "exact"
        if self.is_floor:
            is_met = self.whole.reach(fixed).high >= self.spread(fixed).low
            return "exact" if is_met else "missing" if self.whole.value.is_blank and not fixed else "wrong"
        if not fixed and self.whole.number == self.exact:
            return "exact"
        if not fixed and self.whole.value.is_blank:
            return "missing"
        return "rounded" if self._reach(fixed).meets(self.spread(fixed)) else "wrong"

    def _reach(self, fixed: _Fixed) -> Interval:
        filled = sum(part.value.number is not None for part in (*self.parts, *self.minus))
        is_copy = filled <= 1 and not self.is_cross
        return self.whole.reach(fixed, is_exact=is_copy)

    def formula(self) -> str:
        """The arithmetic with its figures; blanks are left out. Of two figures, their difference."""
        filled = [part for part in (*self.parts, *self.minus) if part.number]
        if len(filled) == 1 and self.whole.value.number is not None:
            gap = self.whole.number - self.exact
            return f"{plain(self.whole.number)} - {plain(self.exact)} = {plain(gap)}"
        added = [plain(part.number) for part in self.parts if part.number]
        taken = [plain(part.number) for part in self.minus if part.number]
        sum_text = " + ".join(added) or "0"
        sum_text += "".join(f" - {text}" for text in taken)
        return f"{sum_text} = {plain(self.exact)}"


@dataclass(frozen=True, slots=True)
class Judged:
    """A relation with the verdict that is to be told."""

    code: str
    relation: Relation
    outcome: Outcome


def judge(relations: Sequence[tuple[str, Relation]]) -> list[Judged]:
    """What is to be told of all relations; relations that hold exactly are left out."""
    hard = [(code, relation) for code, relation in relations if not relation.is_soft]
    outcomes = [(code, relation, relation.outcome()) for code, relation in hard]
    told = [Judged(code, relation, outcome) for code, relation, outcome in outcomes if outcome == "missing"]
    broken = [(code, relation) for code, relation, outcome in outcomes if outcome == "wrong"]
    blamed = _blame(broken, relations) if 0 < len(broken) <= MOST_BLAMED else broken
    told += [Judged(code, relation, "wrong") for code, relation in blamed]
    faulty = {judged.relation.whole.place for judged in told}
    told += [
        Judged(code, relation, outcome)
        for code, relation, outcome in outcomes
        if outcome == "rounded" and relation.whole.place not in faulty
    ]
    return told


_Coded = tuple[str, Relation]


@dataclass(frozen=True, slots=True)
class _Trial:
    """A suspect given the value its relation asks for: what then holds, and how much else breaks."""

    code: str
    suspect: Relation
    mended: frozenset[int]
    mirrored: frozenset[int]
    harmed: int

    def gain(self, left: set[int]) -> int:
        """How much the correction explains of what is left; a witness must explain more than itself."""
        if self.suspect.is_soft and (self.harmed or not (self.mended - self.mirrored) & left):
            return 0
        return len(self.mended & left) - self.harmed


def _blame(broken: list[_Coded], relations: Sequence[_Coded]) -> list[_Coded]:
    """The broken relations to tell: those of the cells whose correction explains the others."""
    numbers = {id(relation): number for number, (_, relation) in enumerate(broken)}
    suspects = [*broken, *_witnesses(broken, relations)]
    hard = (relation for _, relation in relations if not relation.is_soft)
    by_cell = _by_cell(hard, frozenset(suspect.whole.place for _, suspect in suspects))
    trials = [_trial(code, suspect, by_cell, numbers, broken) for code, suspect in suspects]
    left, told = set(range(len(broken))), list[_Coded]()
    while left:
        # A witness that explains as much as the sum itself does speaks for the sum.
        best = max(trials, key=lambda trial: (trial.gain(left), trial.suspect.is_soft))
        if best.gain(left) <= 0:
            return told + [broken[number] for number in sorted(left)]
        place = best.suspect.whole.place
        mended = sorted(best.mended & left)
        own = [broken[number] for number in mended if broken[number][1].whole.place == place]
        told += own or [(best.code, best.suspect)]
        left.difference_update(mended)
    return told


def _by_cell(relations: Iterable[Relation], cells: frozenset[Place]) -> dict[Place, list[Relation]]:
    """The relations that each of the cells belongs to."""
    table: dict[Place, list[Relation]] = {}
    for relation in relations:
        for place in relation.cells & cells:
            table.setdefault(place, []).append(relation)
    return table


def _witnesses(broken: list[_Coded], relations: Sequence[_Coded]) -> list[_Coded]:
    """Soft relations that do not hold and whose cell belongs to a broken relation; shared parts."""
    cells = frozenset[Place]().union(*(relation.cells for _, relation in broken))
    soft = [
        (code, relation)
        for code, relation in relations
        if relation.is_soft and relation.whole.place in cells and relation.outcome() == "wrong"
    ]
    return soft + _shared_parts(broken)


def _shared_parts(broken: list[_Coded]) -> list[_Coded]:
    """Each part of several broken sums, with what one of the sums leaves for it."""
    counted = Counter(part.place for _, relation in broken for part in relation.parts)
    return [
        (
            code,
            Relation(
                part,
                (relation.whole, *relation.minus),
                relation.words,
                _without(relation, part),
                is_soft=True,
            ),
        )
        for code, relation in broken
        if not relation.is_bound and not relation.is_floor
        for part in relation.parts
        if counted[part.place] > 1
    ]


def _without(relation: Relation, part: Amount) -> tuple[Amount, ...]:
    return tuple(other for other in relation.parts if other.place != part.place)


def _trial(
    code: str,
    suspect: Relation,
    by_cell: Mapping[Place, list[Relation]],
    numbers: Mapping[int, int],
    broken: list[_Coded],
) -> _Trial:
    """What the suspect's correction would mend and harm."""
    if suspect.is_bound or suspect.is_floor:
        return _Trial(code, suspect, frozenset(), frozenset(), 0)
    fixed = {suspect.whole.place: suspect.spread()}
    mended, harmed = set(), 0
    for relation in by_cell.get(suspect.whole.place, []):
        is_wrong = relation.outcome(fixed) == "wrong"
        if id(relation) in numbers:
            mended |= set() if is_wrong else {numbers[id(relation)]}
        else:
            harmed += is_wrong
    mirrored = {n for n in mended if broken[n][1].cells == suspect.cells}
    return _Trial(code, suspect, frozenset(mended), frozenset(mirrored), harmed)
