"""Conditional formats: which cells of a sheet look other than their own format says, by what they hold.

Read with the other settings of a sheet on screen, worked out over its grid; icons and what names other
sheets are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.reading.condition_formula import (
    Unknown,
    Worth,
    compared,
    home_of,
    is_true,
    moves,
    worth,
    worth_of,
)
from perfdesk.reading.sheet_scan import parse_range
from perfdesk.reading.style import LookChange, Styles
from perfdesk.reading.xml_tree import FALSE, Node, whole

MOST_CONDITIONS = 500
MOST_CELLS, MOST_FORMULAS = 60_000, 6_000
"""Most cells of one sheet that are looked at, and most for which a formula is worked out at every edit."""
_SIGNS = {
    "equal": "=",
    "notEqual": "<>",
    "greaterThan": ">",
    "lessThan": "<",
    "greaterThanOrEqual": ">=",
    "lessThanOrEqual": "<=",
}
_ONE_BY_ONE = {
    "cellIs", "expression", "containsText", "notContainsText", "beginsWith", "endsWith", "containsBlanks",
    "notContainsBlanks", "containsErrors", "notContainsErrors",
}  # fmt: skip
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Bound:
    """An end of a scale: `min`, `max`, `num`, `percent` or `percentile`, its figure, and its colour."""

    kind: str
    figure: Decimal
    color: str = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Condition:
    """One rule of a conditional format.

    Attributes:
        kind: as Excel names it: `cellIs`, `expression`, `duplicateValues`, `colorScale` …
        operator: of `cellIs`.
        formulas: what is compared with, or the formula that must hold, for the top left cell.
        text: what `containsText` and its like look for.
        rank: of `top10`; negative for the lowest ones.
        is_percent: the rank is a share of the cells.
        is_above: of `aboveAverage`.
        scale: of `colorScale` and `dataBar`, from the low end to the high one.
        stops: no later rule holds for a cell once this one does.
        change: what it changes of the look.
    """

    blocks: tuple[Block, ...]
    kind: str
    priority: int
    change: LookChange
    operator: str = ""
    formulas: tuple[str, ...] = ()
    text: str = ""
    rank: int = 10
    is_percent: bool = False
    is_above: bool = True
    scale: tuple[Bound, ...] = ()
    stops: bool = False

    @property
    def compared(self) -> tuple[str, ...]:
        """The formulas that are worked out; rules about texts say the same in one that need not be."""
        return self.formulas if self.kind in {"cellIs", "expression"} else ()

    @property
    def moves(self) -> bool:
        """Whether they come to another thing in each cell."""
        return any(map(moves, self.compared))


def read_conditions(node: Node, styles: Styles | None) -> Iterator[Condition]:
    """The rules of a `conditionalFormatting` element, the main kind or the extended one."""
    places = (node.attributes.get("sqref") or node.child("sqref").text).split()
    blocks = tuple(Block(*area) for place in places if (area := parse_range(place)) is not None)
    if not blocks or styles is None:
        return
    for rule in node.all("cfRule"):
        named = rule.attributes
        own = rule.child("dxf")
        change = styles.change_of(own) if own.children else styles.change(named.get("dxfId", "x"))
        rank = whole(named.get("rank"), 10)
        formulas = [*rule.all("formula"), *rule.all("f")]
        yield Condition(
            blocks=blocks,
            kind=named.get("type", ""),
            priority=whole(named.get("priority"), MOST_CONDITIONS),
            change=change if named.get("dxfId") or own.children else LookChange(),
            operator=named.get("operator", ""),
            formulas=tuple(formula.text.strip() for formula in formulas),
            text=named.get("text", ""),
            rank=-rank if named.get("bottom", "0") not in FALSE else rank,
            is_percent=named.get("percent", "0") not in FALSE,
            is_above=named.get("aboveAverage", "1") not in FALSE,
            scale=tuple(_scale(rule, styles)),
            stops=named.get("stopIfTrue", "0") not in FALSE,
        )


def _scale(rule: Node, styles: Styles) -> Iterator[Bound]:
    scale = rule.child("colorScale") if rule.child("colorScale").children else rule.child("dataBar")
    colors = [styles.palette.resolve(node.attributes) or "#FFFFFF" for node in scale.all("color")]
    for number, bound in enumerate(scale.all("cfvo")):
        color = colors[min(number, len(colors) - 1)] if colors else "#638EC6"
        figure = bound.attributes.get("val") or bound.child("f").text or "0"
        try:
            yield Bound(bound.attributes.get("type", "num"), Decimal(figure.strip() or "0"), color)
        except InvalidOperation:  # A formula; the end of the cells stands in for it.
            yield Bound("max" if number else "min", Decimal(0), color)


def changes_met(conditions: Sequence[Condition], grid: Grid) -> dict[Place, LookChange]:
    """What the conditions that hold change, by (row, column); the most important ones first."""
    met: dict[Place, LookChange] = {}
    done: set[Place] = set()
    cells, formulas = MOST_CELLS, MOST_FORMULAS
    for condition in sorted(conditions, key=lambda each: each.priority):
        places = [place for block in condition.blocks for place in _places(block, grid)]
        cells -= len(places)
        formulas -= len(places) if condition.moves else 0
        if cells < 0 or formulas < 0:
            break  # Half a range in colours would mislead.
        for place, change in _met(condition, places, grid):
            if place not in done:
                met[place] = _over(met[place], change) if place in met else change
                if condition.stops:
                    done.add(place)
    return met


def _places(block: Block, grid: Grid) -> Iterator[Place]:
    used = grid.used
    bottom, right = min(block.bottom, used.bottom), min(block.right, used.right)
    for row in range(block.top, bottom + 1):
        for column in range(block.left, right + 1):
            yield row, column


def _over(first: LookChange, second: LookChange) -> LookChange:
    """Both changes; where both speak of a thing the first one holds."""
    names = [each.name for each in fields(LookChange) if getattr(first, each.name) in (None, "")]
    return replace(first, **{name: getattr(second, name) for name in names})


def _met(condition: Condition, places: Sequence[Place], grid: Grid) -> Iterator[tuple[Place, LookChange]]:
    if condition.kind in _ONE_BY_ONE:
        yield from ((place, condition.change) for place in _holding(condition, places, grid))
        return
    cells = {place: grid.cells[place] for place in places if place in grid.cells and grid.cells[place].text}
    if condition.kind in {"colorScale", "dataBar"}:
        yield from _scaled(condition, _numbers(cells))
        return
    for place in _chosen(condition, cells):
        yield place, condition.change


def _holding(condition: Condition, places: Sequence[Place], grid: Grid) -> Iterator[Place]:
    """The cells for which a rule holds that looks at each by itself; none where it cannot be worked out."""
    home = home_of(condition.blocks)
    known: list[Worth] | None = None
    for place in places:
        try:
            if known is None or condition.moves:
                known = [worth(formula, home, place, grid.cell_at) for formula in condition.compared]
            if _holds(condition, grid.cell_at(*place), known):
                yield place
        except Unknown:
            continue


def _holds(condition: Condition, cell: Cell, values: Sequence[Worth]) -> bool:
    if condition.kind in {"cellIs", "expression"}:
        return _formula_holds(condition, cell, values)
    if condition.kind == "containsErrors":
        return cell.is_error
    if condition.kind == "notContainsErrors":
        return not cell.is_error
    if condition.kind == "containsBlanks":
        return not cell.text.strip()
    if condition.kind == "notContainsBlanks":
        return bool(cell.text.strip())
    text, wanted = cell.text.casefold(), condition.text.casefold()
    if condition.kind == "beginsWith":
        return text.startswith(wanted)
    if condition.kind == "endsWith":
        return text.endswith(wanted)
    return (wanted in text) == (condition.kind == "containsText")


def _formula_holds(condition: Condition, cell: Cell, values: Sequence[Worth]) -> bool:
    if condition.kind == "expression":
        return bool(values) and is_true(values[0])
    own = worth_of(cell)
    if condition.operator in {"between", "notBetween"} and len(values) == 2:
        low, high = values if compared("<=", values[0], values[1]) else reversed(values)
        lies_between = compared(">=", own, low) and compared("<=", own, high)
        return lies_between == (condition.operator == "between")
    if condition.operator not in _SIGNS or not values:
        raise Unknown
    return compared(_SIGNS[condition.operator], own, values[0])


def _numbers(cells: Mapping[Place, Cell]) -> dict[Place, Decimal]:
    return {place: cell.number for place, cell in cells.items() if cell.number is not None}


def _chosen(condition: Condition, cells: Mapping[Place, Cell]) -> Iterator[Place]:
    """The cells a rule chooses from all of its range."""
    if condition.kind in {"duplicateValues", "uniqueValues"}:
        counts = Counter(cell.text.casefold() for cell in cells.values())
        wants_many = condition.kind == "duplicateValues"
        yield from (
            place for place, cell in cells.items() if (counts[cell.text.casefold()] > 1) == wants_many
        )
        return
    numbers = _numbers(cells)
    if not numbers:
        return
    if condition.kind == "top10":
        ranked = sorted(numbers.values(), reverse=condition.rank > 0)
        rank = abs(condition.rank)
        count = max(1, len(ranked) * rank // 100) if condition.is_percent else rank
        edge = ranked[min(count, len(ranked)) - 1] if count else None
        if edge is not None:
            sign = ">=" if condition.rank > 0 else "<="
            yield from (place for place, number in numbers.items() if compared(sign, number, edge))
    elif condition.kind == "aboveAverage":
        average = Fraction(sum(map(Fraction, numbers.values()))) / len(numbers)
        for place, number in numbers.items():
            if Fraction(number) != average and (Fraction(number) > average) == condition.is_above:
                yield place


def _scaled(condition: Condition, numbers: Mapping[Place, Decimal]) -> Iterator[tuple[Place, LookChange]]:
    if not numbers or len(condition.scale) < 2:
        return
    ranked = sorted(numbers.values())
    ends = [_end(bound, ranked) for bound in condition.scale]
    for place, number in numbers.items():
        if condition.kind == "dataBar":
            share = _share(number, ends[0], ends[-1])
            yield place, LookChange(bar=float(share), bar_color=condition.scale[0].color)
        else:
            step = next((at for at in range(len(ends) - 1) if number <= ends[at + 1]), len(ends) - 2)
            low, high = condition.scale[step], condition.scale[step + 1]
            share = _share(number, ends[step], ends[step + 1])
            yield place, LookChange(fill=_mixed(low.color, high.color, float(share)))


def _end(bound: Bound, ranked: Sequence[Decimal]) -> Decimal:
    low, high = ranked[0], ranked[-1]
    if bound.kind in {"min", "autoMin"}:
        return low
    if bound.kind in {"max", "autoMax"}:
        return high
    if bound.kind == "percent":
        return low + (high - low) * bound.figure / 100
    if bound.kind == "percentile":
        at = (len(ranked) - 1) * min(max(bound.figure, Decimal(0)), Decimal(100)) / 100
        below = ranked[int(at)]
        return below + (ranked[min(int(at) + 1, len(ranked) - 1)] - below) * (at - int(at))
    return bound.figure


def _share(number: Decimal, low: Decimal, high: Decimal) -> Decimal:
    if high <= low:
        return Decimal(1) if number >= high else Decimal(0)
    return min(max((number - low) / (high - low), Decimal(0)), Decimal(1))


def _mixed(low: str, high: str, share: float) -> str:
    parts = [(int(low[at : at + 2], 16), int(high[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(first + (second - first) * share):02X}" for first, second in parts)
