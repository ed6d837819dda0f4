"""The formulas of derived cells, in the rules of a place: what it rounds, and to how many decimals.

Each gives a blank text while its inputs are blank, and holds to functions that every spreadsheet
program and our own recalculation know. A row is named by its cells, so that it can be moved or copied.
"""

from __future__ import annotations

from tests.templates.paper import Formula

# Sums of amounts: enough digits for any amount in 万元, few enough to cut off the dust of doubles.
AMOUNT_DECIMALS = 6
# Share of a rate to four decimals is a percentage with two.
RATE_DECIMALS = 4


def rate(executed: str, budget: str, decimals: int = RATE_DECIMALS) -> Formula:
    """执行率 B/A; blank where there was no budget."""
    known = _numbers(executed, budget)
    return Formula(f'IF(AND({known},{budget}<>0),ROUND({executed}/{budget},{decimals}),"")')


def execution_score(executed: str, budget: str, points: str, decimals: int = 2) -> Formula:
    """The execution points: points × B/A, never above the points and never below 0."""
    known = _numbers(executed, budget, points)
    share = f"MAX(0,MIN({points},{points}*{executed}/{budget}))"
    return Formula(f'IF(AND({known},{budget}<>0),ROUND({share},{decimals}),"")')


def completion(
    operator: str, target: str, actual: str, decimals: int = RATE_DECIMALS, *, is_capped: bool = False
) -> Formula:
    """完成程度: B/A, or A/B where less is better and the limit was passed; a target of zero is met or not.

    `is_capped` where the place prints no more than 100 %.
    """
    met = f"IF({actual}<={target},1,IF({target}>0,ROUND({target}/{actual},{decimals}),0))"
    zero = f'IF(OR({actual}={target},AND({actual}>{target},{operator}<>"＝",{operator}<>"=")),1,0)'
    share = f"ROUND(MAX(0,{actual})/{target},{decimals})"
    reached = f"IF({target}>0,{f'MIN(1,{share})' if is_capped else share},{zero})"
    known = _numbers(target, actual)
    return Formula(f'IF(AND({known}),IF({is_lower(operator)},{met},{reached}),"")', is_locked=False)


def score(weight: str, reached: str, decimals: int = 2) -> Formula:
    """得分: the weight × the completion, never above the weight."""
    known = _numbers(weight, reached)
    return Formula(f'IF(AND({known}),ROUND({weight}*MIN(1,{reached}),{decimals}),"")', is_locked=False)


def total(*parts: str, decimals: int = 2, needs: str | None = None) -> Formula:
    """The sum of cells and ranges, blank while none of them (or of those it needs) holds a number."""
    cells = ",".join(parts)
    return Formula(f'IF(COUNT({needs or cells})=0,"",ROUND(SUM({cells}),{decimals}))')


def amounts(*parts: str) -> Formula:
    """The sum of amounts; a clerk who knows only the total may type it over."""
    return Formula(total(*parts, decimals=AMOUNT_DECIMALS).text, is_locked=False)


def all_of(*parts: str, decimals: int = 2) -> Formula:
    """The sum of cells that must all be there, such as C + D."""
    return Formula(f'IF(AND({_numbers(*parts)}),ROUND({"+".join(parts)},{decimals}),"")')


def same(cell: str) -> Formula:
    """A figure repeated, blank where it is."""
    return Formula(f'IF({_numbers(cell)},{cell},"")')


def is_lower(operator: str) -> str:
    """The condition that less is better."""
    return f'OR({operator}="≤",{operator}="＜",{operator}="<=",{operator}="<")'


def _numbers(*cells: str) -> str:
    return ",".join(f"ISNUMBER({cell})" for cell in cells)
