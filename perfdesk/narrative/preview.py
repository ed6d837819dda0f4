"""The report as pages on screen, each of whose figures knows the cell it comes from.

Beside `report`, which writes files. The pages are those of the PDF; the links are known because the layout
knows where each letter of a figure came to stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfdesk.core.finding import Finding, Place
from perfdesk.core.form import Form
from perfdesk.narrative.annex import NO_GRIDS, Grids
from perfdesk.narrative.face import FaceBook
from perfdesk.narrative.figure import Links
from perfdesk.narrative.page import Box
from perfdesk.narrative.printed_report import print_report
from perfdesk.narrative.report import report_annexes, report_document
from perfdesk.narrative.report_choice import USUAL, ReportChoice


@dataclass(frozen=True, slots=True)
class FigureSpot:
    """Where a figure stands on a page, in points from the top left corner, and its cell."""

    box: Box
    place: Place


@dataclass(frozen=True, slots=True)
class Preview:
    """A report to look at.

    Attributes:
        content: the bytes of the PDF.
        sizes: width and height of each page in points.
        spots: the figures of each page.
        remarks: what differs from the layout asked for, such as a face that stands in.
    """

    content: bytes
    sizes: tuple[tuple[float, float], ...]
    spots: tuple[tuple[FigureSpot, ...], ...]
    remarks: tuple[str, ...] = ()


def preview(
    forms: Sequence[tuple[str, Form]],
    findings: Sequence[Finding],
    template: str,
    faces: FaceBook | None = None,
    choice: ReportChoice = USUAL,
    grids: Grids = NO_GRIDS,
) -> Preview:
    """The report of the forms as pages; arguments and faults as in `report.render_report`."""
    links = Links()
    content = report_document(forms, findings, template, links, choice, grids)
    annexes = report_annexes(forms, template, choice, grids)
    printed = print_report(content, faces, contents=choice.contents, annexes=annexes)
    spots = tuple(
        tuple(FigureSpot(link.box, links.places[link.number]) for link in page) for page in printed.links
    )
    return Preview(printed.content, printed.sizes, spots, printed.remarks)
