"""Relations between amounts: three verdicts by rounding alone, and the blame for a broken set."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.core.finding import Place
from perfdesk.core.value import Value
from perfdesk.rules.relation import Amount, Relation, judge


def amount(cell: str, figure: str | None, leaves: int = 1) -> Amount:
    place = Place("表.xlsx", "一", cell)
    if figure is None:
        return Amount(place, Value(cell), cell, leaves=leaves)
    decimals = len(figure.partition(".")[2])
    return Amount(place, Value(cell, figure, figure, Decimal(figure), decimals), cell, leaves=leaves)


def relation(whole: str | None, *parts: str | None, is_cross: bool = False) -> Relation:
    added = tuple(amount(f"B{number}", part) for number, part in enumerate(parts, start=1))
    return Relation(amount("A1", whole), added, "合计=分项之和", is_cross=is_cross)


@pytest.mark.parametrize(
    ("whole", "parts", "is_cross", "expected"),
    [
        ("3.00", ("1.00", "2.00"), False, "exact"),
        ("3.01", ("1.00", "2.00"), False, "rounded"),
        ("3.02", ("1.00", "2.00"), False, "wrong"),  # 0.005 for each of three figures is 0.015
        ("6.02", ("1.00", "2.00", "3.00"), False, "rounded"),
        ("1.01", ("1.00", None), False, "wrong"),  # a sum of one figure is that figure
        ("1.01", ("1.00",), True, "rounded"),  # two tables round by themselves
        ("1.02", ("1.00",), True, "wrong"),
        ("5", ("2.5", "2.5"), False, "exact"),
        ("5.1", ("2.5", "2.5"), False, "wrong"),  # amounts are kept to two decimals, however printed
        (None, ("1.00", "2.00"), False, "missing"),
        (None, (None, "0.00"), False, "exact"),
        ("2.00", (None, None), False, "wrong"),
    ],
)
def test_a_sum_is_exact_rounded_wrong_or_missing(
    whole: str | None, parts: tuple[str | None, ...], is_cross: bool, expected: str
) -> None:
    assert relation(whole, *parts, is_cross=is_cross).outcome() == expected


def test_a_total_of_many_leaves_may_differ_by_what_each_was_rounded() -> None:
    parts = (amount("B1", "10.00", leaves=4),)
    assert Relation(amount("A1", "10.02"), parts, "", is_cross=True).outcome() == "rounded"
    assert Relation(amount("A1", "10.03"), parts, "", is_cross=True).outcome() == "wrong"


@pytest.mark.parametrize(("whole", "most"), [("10.00", "exact"), ("10.01", "exact"), ("10.02", "wrong")])
def test_a_bound_allows_for_rounding_and_no_more(whole: str, most: str) -> None:
    bound = Relation(amount("A1", whole), (amount("B1", "10.00"),), "", is_bound=True, is_cross=True)
    assert bound.outcome() == most


@pytest.mark.parametrize(
    ("whole", "expected"),
    [("7.39", "exact"), ("9", "exact"), ("7.30", "wrong"), (None, "missing"), ("0", "wrong")],
)
def test_below_a_floor_a_blank_is_missing_and_a_figure_wrong(whole: str | None, expected: str) -> None:
    floor = Relation(amount("A1", whole), (amount("B1", "7.39"),), "不少于", is_floor=True, is_cross=True)
    assert floor.outcome() == expected


def told(*relations: Relation) -> list[tuple[str, str]]:
    return sorted(
        (judged.relation.whole.place.cell, judged.outcome) for judged in judge([("X", r) for r in relations])
    )


def grid(figures: dict[str, str]) -> list[Relation]:
    """C = A + B in rows 1 and 2; row 3 is the sum of both in every column."""
    cell = {name: amount(name, figure) for name, figure in figures.items()}
    rows = [Relation(cell[f"C{n}"], (cell[f"A{n}"], cell[f"B{n}"]), "行") for n in (1, 2, 3)]
    return rows + [Relation(cell[f"{c}3"], (cell[f"{c}1"], cell[f"{c}2"]), "列") for c in "ABC"]


RIGHT = {"A1": "1", "B1": "2", "C1": "3", "A2": "4", "B2": "5", "C2": "9", "A3": "5", "B3": "7", "C3": "12"}


@pytest.mark.parametrize("cell", RIGHT)
def test_one_wrong_figure_of_a_table_is_told_once_and_on_its_own_cell(cell: str) -> None:
    assert told(*grid(RIGHT)) == []
    found = told(*grid({**RIGHT, cell: "20"}))
    assert {place for place, _ in found} == {cell}


def test_two_wrong_figures_are_both_told() -> None:
    found = told(*grid({**RIGHT, "A1": "20", "C2": "30"}))
    assert {place for place, _ in found} == {"A1", "C2"}


def test_a_witness_alone_accuses_nobody() -> None:
    one, other = amount("A1", "5.00"), amount("B1", "6.00")
    witness = Relation(one, (other,), "通常相等", is_cross=True, is_soft=True)
    assert told(witness) == []
    total = Relation(amount("C1", "6.00"), (one,), "合计")
    assert told(witness, total) == [("A1", "wrong")]
    assert told(total) == [("C1", "wrong")]


def test_of_two_cells_that_disagree_the_derived_one_is_told() -> None:
    assert told(relation("4.00", "1.00", "2.00")) == [("A1", "wrong")]
