"""Rows and ranges stand where Excel puts them after rows came in or went."""

from __future__ import annotations

import pytest

from perfdesk.core.grid import MAX_ROW
from perfdesk.writing.moving.row_move import RowMove, moved_list, moved_range

INSERTED = RowMove("表", 5, 2)
GROWING = RowMove("表", 5, 2, grows=True)
DELETED = RowMove("表", 5, 2, is_deletion=True)


@pytest.mark.parametrize(
    ("range_", "inserted", "growing", "deleted"),
    [
        ("A1:C4", "A1:C4", "A1:C6", "A1:C4"),
        ("A5:C5", "A7:C7", "A7:C7", None),
        ("A4:C4", "A4:C4", "A4:C4", "A4:C4"),
        ("A4:C5", "A4:C7", "A4:C7", "A4:C4"),
        ("A6:C9", "A8:C11", "A8:C11", "A5:C7"),
        ("A5:C6", "A7:C8", "A7:C8", None),
        ("A3:C9", "A3:C11", "A3:C11", "A3:C7"),
        ("$A$9", "A11", "A11", "A7"),
        (f"A1:A{MAX_ROW}", f"A1:A{MAX_ROW}", f"A1:A{MAX_ROW}", f"A1:A{MAX_ROW}"),
        (f"A6:A{MAX_ROW}", f"A8:A{MAX_ROW}", f"A8:A{MAX_ROW}", f"A5:A{MAX_ROW - 2}"),
        (f"A{MAX_ROW}", None, None, f"A{MAX_ROW - 2}"),
        ("B:B", "B:B", "B:B", "B:B"),
    ],
)
def test_a_range_moves_grows_or_shrinks(
    range_: str, inserted: str | None, growing: str | None, deleted: str | None
) -> None:
    moved = [moved_range(range_, move) for move in (INSERTED, GROWING, DELETED)]
    assert moved == [inserted, growing, deleted]


@pytest.mark.parametrize(
    ("like", "listed", "moved"),
    [
        (None, "A1:A9 C5", "A1:A11 C7"),
        (4, "A1:A4 C4", "A1:A6 C4:C6"),
        (4, "A5:A9", "A7:A11"),
        (5, "A5:A9 C5", "A5:A11 C5:C7"),
        (9, "B3:B6", "B3:B4 B7:B8"),
        (9, "B3:B6 C9 D2", "B3:B4 B7:B8 C11 C5:C6 D2"),
        (9, f"A1:A{MAX_ROW}", f"A1:A{MAX_ROW}"),
    ],
)
def test_new_rows_are_under_the_rules_of_the_row_they_are_like(
    like: int | None, listed: str, moved: str
) -> None:
    assert moved_list(listed, RowMove("表", 5, 2, like=like)) == moved


def test_a_rule_for_deleted_cells_alone_is_gone() -> None:
    assert moved_list("A5 B6:C6", DELETED) is None
    assert moved_list("A5 B6:C7", DELETED) == "B5:C5"


@pytest.mark.parametrize(
    ("top", "bottom", "cuts"), [(1, 4, False), (5, 9, False), (4, 5, True), (1, 9, True), (6, 6, False)]
)
def test_new_rows_part_what_stands_on_both_sides_of_them(top: int, bottom: int, cuts: bool) -> None:
    assert INSERTED.cuts(top, bottom) is cuts


@pytest.mark.parametrize(
    ("top", "bottom", "cuts"),
    [(1, 4, False), (5, 6, False), (6, 6, False), (4, 5, True), (6, 7, True), (7, 9, False)],
)
def test_a_deletion_cuts_what_it_takes_some_rows_of(top: int, bottom: int, cuts: bool) -> None:
    assert DELETED.cuts(top, bottom) is cuts
