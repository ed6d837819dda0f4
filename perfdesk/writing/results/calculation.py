"""What the workbook part and the calculation chain say about formulas, kept true after edits.

Serves the lossless save.
"""

from __future__ import annotations

from collections.abc import Collection

from perfdesk.writing.patching.draft import Draft

_BEHIND_CALCULATION = frozenset(
    {
        "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
        "fileRecoveryPr", "webPublishObjects", "extLst",
    }
)  # fmt: skip


def has_full_precision(draft: Draft) -> bool:
    """Whether formulas take the stored figures; a workbook may say that they take the displayed ones."""
    element = draft.markup(draft.workbook_part).root.child("calcPr")
    return element is None or element.attributes.get("fullPrecision", "1") not in ("0", "false")


def set_full_calculation(draft: Draft) -> None:
    """Ask the program that opens the workbook to calculate every formula."""
    workbook = draft.markup(draft.workbook_part)
    root = workbook.root
    element = root.child("calcPr")
    if element is None:
        workbook.place(root, f'<{root.prefix}calcPr fullCalcOnLoad="1"/>'.encode(), _BEHIND_CALCULATION)
    else:
        workbook.set_attribute(element, "fullCalcOnLoad", "1")
    draft.put(draft.workbook_part, workbook.result())


def forget_chain_entries(draft: Draft, cells: Collection[tuple[int, str]]) -> None:
    """Remove cells, given as `sheetId` and address, that hold no formula any more from the chain.

    An entry without a sheet number of its own has that of the entry before it, so the number of a
    removed entry passes to the next. A chain left empty must go, part, relation and all.
    """
    part = draft.related_part(draft.workbook_part, "calcChain")
    if part is None or not cells:
        return
    chain = draft.markup(part)
    entries = list(chain.root.every("c"))
    sheet = ""
    written = ""
    removed = 0
    for entry in entries:
        sheet = entry.attributes.get("i", sheet)
        if (_whole(sheet), entry.attributes.get("r", "")) in cells:
            chain.replace(entry.start, entry.end, b"")
            removed += 1
            continue
        if "i" not in entry.attributes and sheet != written:
            chain.set_attribute(entry, "i", sheet)
        written = sheet
    if removed == len(entries):
        draft.drop(part)
    elif removed:
        draft.put(part, chain.result())


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
