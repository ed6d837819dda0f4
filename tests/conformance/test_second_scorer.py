"""Two scorers, written apart, agree on thousands of forms."""

from __future__ import annotations

import ast
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random

import pytest

from tests.conformance import second_scorer
from tests.conformance.judge import wrong_cells
from tests.conformance.paper import Paper, Row
from tests.conformance.second_scorer import degree, wrong_figures

FORMS = 2000
BATCHES = 20
SEED = 20230


def test_the_second_scorer_does_not_import_the_package() -> None:
    tree = ast.parse(Path(second_scorer.__file__).read_text("utf-8"))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules += [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    assert modules and not [module for module in modules if module.startswith("perfdesk")]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_both_scorers_blame_the_same_figures(batch: int) -> None:
    chance = Random(SEED + batch)
    blamed = 0
    for _ in range(FORMS // BATCHES):
        paper = drawn(chance)
        cells = paper.cells()
        expected = {cells[name] for name in wrong_figures(paper)}
        assert wrong_cells(paper) == expected, paper
        blamed += len(expected)
    assert blamed  # a batch without a fault would prove nothing


def drawn(chance: Random) -> Paper:
    """A form drawn by chance: mostly right figures, right figures rounded, and wrong ones."""
    weights = _weights(chance, chance.randint(3, 5))
    rows = tuple(_row(chance, weight) for weight in weights)
    budget = Decimal(chance.randint(50, 500000)) / chance.choice((1, 10, 100))
    executed = (budget * Decimal(chance.randint(0, 100)) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    exact = executed / budget
    rate = _percent(chance, _bent(chance, exact))
    score = _printed(chance, _bent(chance, exact) * 10)
    parts = Decimal(score) + sum(Decimal(row.score) for row in rows)
    total = parts + chance.choice((0, 0, 0, 0, 1, Decimal("-0.5")))
    return Paper(_plain(budget), _plain(executed), rate, score, "10", rows, _plain(total))


def _weights(chance: Random, count: int) -> list[int]:
    cuts = sorted(chance.sample(range(5, 86), count - 1))
    return [high - low for low, high in zip([0, *cuts], [*cuts, 90], strict=True)]


def _row(chance: Random, weight: int) -> Row:
    if chance.random() < 0.15:
        words = chance.choice(
            ("全部或基本达成预期指标100%-80%（含）", "部分达成预期指标80%-60%（含）", "未达成预期指标60%-0%")
        )
        score = _printed(chance, Decimal(weight) * chance.randint(0, 100) / 100)
        return Row("", "秩序良好", words, str(weight), score, "已说明原因")
    operator = chance.choice(("≥", "≥", ">", "=", "≤", "<", "不低于", "不超过"))
    target = chance.choice((0, 1, 7, 12, 30, 98, 100, 2000, 36500))
    actual = max(
        0, round(target * chance.choice((0, 50, 80, 95, 99, 100, 100, 101, 110, 125, 131, 250)) / 100)
    )
    unit = chance.choice(("卷", "次", "%", ""))
    row = Row(operator, f"{target}{unit}", f"{actual}{unit}", str(weight), "0", "已说明原因")
    reached = min(degree(row), Decimal(1))
    given = chance.choice((reached, reached, reached, Decimal(1), reached / 2, Decimal("1.2")))
    score = _printed(chance, weight * given)
    return Row(operator, row.target, row.actual, str(weight), score, "已说明原因")


def _bent(chance: Random, exact: Decimal) -> Decimal:
    return exact * chance.choice((1, 1, 1, 1, 1, Decimal("0.98"), Decimal("1.004")))


def _printed(chance: Random, number: Decimal) -> str:
    return _plain(
        number.quantize(chance.choice((Decimal("0.01"), Decimal("0.1"), Decimal("0.001"))), ROUND_HALF_UP)
    )


def _percent(chance: Random, share: Decimal) -> str:
    return _plain((share * 100).quantize(chance.choice((Decimal("0.01"), Decimal("1"))), ROUND_HALF_UP)) + "%"


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
