"""Rounding of figures of any size: a mistyped amount must not stop the check."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.core.interval import round_half_up


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        (Decimal("2.345"), 2, Decimal("2.35")),
        (Decimal("-2.345"), 2, Decimal("-2.35")),
        (Decimal("99999999999999999999") / 3, 16, Decimal("33333333333333333333") * 1),
        (Decimal("1e308"), 2, Decimal("1e308")),
    ],
)
def test_a_figure_of_any_size_is_rounded(value: Decimal, decimals: int, rounded: Decimal) -> None:
    assert abs(round_half_up(value, decimals) - rounded) < 1
    assert -round_half_up(value, decimals).as_tuple().exponent == decimals  # type: ignore[operator]


def test_a_product_beyond_all_digits_stays_as_it_is() -> None:
    product = Decimal("1.23e250") * Decimal("4e250")
    assert round_half_up(product, 15) == product
