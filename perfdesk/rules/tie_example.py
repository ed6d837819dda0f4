"""The sheets of ties' examples: several small forms, each a sheet of its own."""

from __future__ import annotations

import dataclasses

from perfdesk.core.grid import Grid
from perfdesk.rules.account_example import ACCOUNT_FORMS, BUDGET_FORMS
from perfdesk.rules.example import FORMS, sheet
from perfdesk.rules.rule import Example
from perfdesk.rules.tied_form import TIED

TIED_FORMS: dict[str, str] = {**FORMS, **ACCOUNT_FORMS, **BUDGET_FORMS, **TIED}


def grids_of(examples: tuple[Example, ...]) -> tuple[Grid, ...]:
    """One sheet for each form of the example, with its cells typed over."""
    return tuple(
        dataclasses.replace(sheet(TIED_FORMS[example.form], example.edits), name=f"示例{number}")
        for number, example in enumerate(examples, start=1)
    )
