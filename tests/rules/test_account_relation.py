"""Real budget and accounts tables: right ones stay silent, and a changed figure is told on its own cell."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from perfdesk.core.document import Document
from perfdesk.core.form import Form
from perfdesk.core.grid import parse_address
from perfdesk.core.value import Value
from perfdesk.judging import load_one
from perfdesk.reading.entry import typed_cell
from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.tie_check import check_ties

BOOKS = ("panjin2023/部门决算公开表.xlsx", "fushun2026/单位预算批复表.xlsx")
NO_RELATION = {"目标与测算人数", "完成时限=预算年度", "文字算术"}
SMALLEST = Decimal("0.02")  # what the rounding of two printed figures can hide


@pytest.fixture(scope="module", params=BOOKS)
def book(request: pytest.FixtureRequest, shared: Path) -> tuple[Document, list[dict[str, str]]]:
    path = shared / "cases" / str(request.param)
    expected = json.loads((path.parent / "expected.json").read_text("utf-8"))
    return load_one(path).document, [entry for entry in expected if entry["file"] == path.name]


def right_figures(document: Document, expected: list[dict[str, str]]) -> Iterator[tuple[str, str, Decimal]]:
    rules: dict[tuple[str, str], set[str]] = {}
    for entry in expected:
        if entry["verdict"] in ("ok", "rounded"):
            rules.setdefault((entry["sheet"], entry["cell"]), set()).add(entry["rule"])
    for (sheet, cell), named in rules.items():
        text = document.grid(sheet).cell_at(*parse_address(cell)).text.replace(",", "")
        try:
            figure = Decimal(text)
        except InvalidOperation:
            continue
        if named - NO_RELATION:
            yield sheet, cell, figure


def with_figure(document: Document, sheet: str, cell: str, figure: Decimal) -> list[Form]:
    """The document's forms with one figure changed."""
    changed = []
    for form in document.forms:
        if form.sheet == sheet and form.accounts:
            changed.append(_with_amount(form, cell, figure))
        elif form.sheet == sheet:
            grid, place = document.grid(sheet), parse_address(cell)
            typed = typed_cell(f"{figure:.2f}", grid.cell_at(*place))
            changed += recognize(dataclasses.replace(grid, cells={**grid.cells, place: typed}))
        else:
            changed.append(form)
    return changed


def _with_amount(form: Form, cell: str, figure: Decimal) -> Form:
    def amount(value: Value) -> Value:
        if value.cell != cell:
            return value
        return dataclasses.replace(value, number=round(figure, 2), decimals=2, printed=f"{figure:.2f}")

    lines = tuple(
        dataclasses.replace(line, amounts=tuple(map(amount, line.amounts))) for line in form.accounts
    )
    return dataclasses.replace(form, accounts=lines)


def test_no_right_figure_is_disputed_and_roundings_are_only_hinted_at(
    book: tuple[Document, list[dict[str, str]]],
) -> None:
    document, expected = book
    findings = check_ties([(document.path, document.forms)])[0]
    rounded = {(e["sheet"], e["cell"]) for e in expected if e["verdict"] == "rounded"}
    assert [f for f in findings if f.severity != "hint"] == []
    assert {(f.place.sheet, f.place.cell) for f in findings} <= rounded


def test_every_changed_figure_is_told_on_its_own_cell_and_on_no_other(
    book: tuple[Document, list[dict[str, str]]],
) -> None:
    document, expected = book
    wrong = []
    count = 0
    for sheet, cell, figure in right_figures(document, expected):
        for changed in (figure + 1, round(figure * Decimal("1.1"), 2)):
            if abs(changed - figure) < SMALLEST:
                continue
            count += 1
            findings = check_ties([(document.path, with_figure(document, sheet, cell, changed))])[0]
            told = {(f.place.sheet, f.place.cell) for f in findings if f.severity == "error"}
            if told != {(sheet, cell)}:
                wrong.append((sheet, cell, figure, changed, told))
    assert wrong == []
    assert count > 350


def test_a_total_that_is_blank_is_missing_and_says_what_belongs_there(
    book: tuple[Document, list[dict[str, str]]],
) -> None:
    document, _ = book
    form = next(f for f in document.forms if f.accounts and f.kind.endswith("05"))
    line = next(line for line in form.accounts if line.code is None)
    blank = dataclasses.replace(line.amounts[0], number=None, decimals=None, raw="", printed="")
    lines = tuple(
        dataclasses.replace(item, amounts=(blank, *item.amounts[1:])) if item is line else item
        for item in form.accounts
    )
    forms = [dataclasses.replace(form, accounts=lines) if item is form else item for item in document.forms]
    findings = [f for f in check_ties([(document.path, forms)])[0] if f.place.cell == blank.cell]
    assert {f.verdict for f in findings if f.place.sheet == form.sheet} == {"missing"}
    assert all(f.expected for f in findings)


def test_words_where_an_amount_belongs_are_listed_as_not_checked(
    book: tuple[Document, list[dict[str, str]]],
) -> None:
    document, _ = book
    form = next(f for f in document.forms if f.accounts and f.kind.endswith("03"))
    line = form.accounts[0]
    worded = dataclasses.replace(line.amounts[0], number=None, decimals=None, text="见附件", printed="见附件")
    lines = (dataclasses.replace(line, amounts=(worded, *line.amounts[1:])), *form.accounts[1:])
    forms = [dataclasses.replace(form, accounts=lines) if item is form else item for item in document.forms]
    unchecked = check_ties([(document.path, forms)])[1]
    assert any("见附件" in item.reason and item.place.cell == worded.cell for item in unchecked)
