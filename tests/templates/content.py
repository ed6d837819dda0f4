"""What a form says, apart from how it is laid out: the same words can fill any layout."""

from __future__ import annotations

from dataclasses import dataclass, field

Figure = float | str | None
CAUSES = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他")


@dataclass(frozen=True)
class Amounts:
    """A line of figures: initial budget, full-year budget, executed amount and the rate printed."""

    name: str
    initial: Figure = None
    full: Figure = None
    executed: Figure = None
    rate: Figure = None
    project: str = ""


@dataclass(frozen=True)
class Line:
    """A row of the indicator table."""

    group: str
    category: str
    name: str
    target: Figure = None
    actual: Figure = None
    weight: Figure = None
    score: Figure = None
    operator: str | None = None
    unit: str | None = None
    completion: Figure = None
    cause: str = ""
    reason: str | None = None
    measure: str | None = None


@dataclass(frozen=True)
class Story:
    """All that one form says; a blank form says nothing but the lines it asks for."""

    year: str = "    "
    project: str | None = None
    department: str | None = None
    unit: str | None = None
    period: str | None = None
    funds: tuple[Amounts, ...] = ()
    execution_score: Figure = None
    planned: tuple[str | None, ...] = (None,)
    achieved: tuple[str | None, ...] = (None,)
    lines: tuple[Line, ...] = ()
    subtotal: Figure = None
    deduction: Figure = None
    total: Figure = None
    advice: dict[str, str] = field(default_factory=dict)
    remark: str | None = None


@dataclass(frozen=True)
class UnitStory:
    """What a unit form says."""

    year: str = "    "
    unit: str | None = None
    staff: Figure = None
    members: Figure = None
    income: tuple[Amounts, ...] = ()
    expenditure: tuple[Amounts, ...] = ()
    tasks: tuple[Amounts, ...] = ()
    goals: tuple[tuple[str | None, str | None], ...] = ()
    lines: tuple[Line, ...] = ()
    total: Figure = None
