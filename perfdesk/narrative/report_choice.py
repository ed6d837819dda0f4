"""What the user may choose of a report besides its template: doubts, contents, annexes, separators.

Lowest module of the room; the command line and the window make a `ReportChoice`, `report` carries it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Wish = Literal["auto", "always", "never"]


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """How a report is to be written.

    Attributes:
        withholds: leave out figures that a finding says are wrong, instead of marking them.
        contents: whether a table of contents stands in front; `auto` gives one to long reports.
        has_annex: append the forms themselves.
        thousands: separators in amounts, as in 8,376.38; `auto` follows the template, else the forms.
    """

    withholds: bool = False
    contents: Wish = "auto"
    has_annex: bool = False
    thousands: Wish = "auto"


USUAL = ReportChoice()
