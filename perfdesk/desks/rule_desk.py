"""The catalogue of rules and ties as pages a clerk reads, and their examples as sheets to try them on.

Stands beside the other desks; the window uses it. On the command line `perfdesk rules` prints the pages.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import SEVERITY_NAMES, Finding, Severity
from perfdesk.core.form import Form
from perfdesk.core.grid import Cell, Grid, parse_address
from perfdesk.judging import Checked
from perfdesk.reading.entry import typed_cell
from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.check import check_forms
from perfdesk.rules.example import grid_of
from perfdesk.rules.need import needs_in_words
from perfdesk.rules.rule import Rule
from perfdesk.rules.tie import Tie, full_catalogue
from perfdesk.rules.tie_check import check_ties
from perfdesk.rules.tie_example import grids_of
from perfdesk.scoring.profile import choose_profile

Which = Literal["bad", "good"]


@dataclass(frozen=True, slots=True)
class RulePage:
    """All that is declared about one rule or tie, in Chinese."""

    code: str
    severity: Severity
    title: str
    why: str
    basis: str
    needs: str
    bad: str
    good: str

    @property
    def text(self) -> str:
        """Everything a search looks through."""
        parts = (self.code, self.title, self.why, self.basis, self.needs, self.bad)
        return "\n".join((*parts, SEVERITY_NAMES[self.severity])).casefold()


@dataclass(frozen=True, slots=True)
class ExampleSheet:
    """One sheet of an example; `changed` are the cells in which it differs from the plain form."""

    grid: Grid
    changed: frozenset[str]
    is_last_year: bool = False

    @property
    def path(self) -> str:
        """The path its findings name."""
        return f"{'去年' if self.is_last_year else '今年'}/{self.grid.name}.xlsx"


def rule_pages() -> tuple[RulePage, ...]:
    """The page of every rule and tie in order of code."""
    return tuple(_page(rule) for rule in full_catalogue())


def _page(rule: Rule | Tie) -> RulePage:
    needs, said = needs_in_words(rule.needs), (rule.bad.says, rule.good.says)
    return RulePage(rule.code, rule.severity, rule.title, rule.why, rule.basis, needs, *said)


def found_of(pages: Iterable[RulePage], words: str) -> tuple[RulePage, ...]:
    """The pages in which each of the words occurs."""
    wanted = words.casefold().split()
    return tuple(page for page in pages if all(word in page.text for word in wanted))


def counts(documents: Sequence[Checked]) -> Counter[str]:
    """How many findings each rule has in what is open, explained ones included."""
    return Counter(finding.rule for checked in documents for finding in checked.findings)


def example_sheets(code: str, which: Which) -> tuple[ExampleSheet, ...]:
    """The sheets of a rule's bad or good example; raises CallFault for an unknown code."""
    rule = next((each for each in full_catalogue() if each.code == code), None)
    if rule is None:
        raise CallFault(f"没有代码为“{code}”的规则。用 perfdesk rules 列出全部规则。")
    if isinstance(rule, Rule):
        example = rule.bad if which == "bad" else rule.good
        return (ExampleSheet(grid_of(example), frozenset(example.edits)),)
    tied = rule.bad if which == "bad" else rule.good
    this_year = zip(grids_of(tied.forms), tied.forms, strict=True)
    last_year = zip(grids_of(tied.previous), tied.previous, strict=True)
    return (
        *(ExampleSheet(grid, frozenset(form.edits)) for grid, form in this_year),
        *(ExampleSheet(grid, frozenset(form.edits), is_last_year=True) for grid, form in last_year),
    )


def typed_over(sheet: ExampleSheet, cell: str, text: str) -> ExampleSheet:
    """The sheet with one cell typed over; the cell counts as changed."""
    place = parse_address(cell)
    cells = {**sheet.grid.cells, place: typed_cell(text, sheet.grid.cells.get(place, Cell()))}
    grid = dataclasses.replace(sheet.grid, cells=cells)
    return dataclasses.replace(sheet, grid=grid, changed=sheet.changed | {cell})


def try_sheets(sheets: Sequence[ExampleSheet]) -> tuple[Finding, ...]:
    """What the whole catalogue says of these sheets as they stand, by the profiles they suggest."""
    this_year = [(sheet.path, _forms(sheet)) for sheet in sheets if not sheet.is_last_year]
    last_year = [(sheet.path, _forms(sheet)) for sheet in sheets if sheet.is_last_year]
    own = [finding for path, forms in this_year for finding in check_forms(path, forms)[0]]
    return (*own, *check_ties(this_year, last_year)[0])


def _forms(sheet: ExampleSheet) -> tuple[Form, ...]:
    forms = recognize(sheet.grid)
    return tuple(dataclasses.replace(form, profile=choose_profile(form)[0]) for form in forms)
