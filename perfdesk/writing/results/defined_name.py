"""Names that stand for a fixed block of cells, put in place of themselves in a formula.

Serves the renewal of results: a formula with a name whose cells are known depends on those cells, not on
everything. Names that mean anything else (formulas, moving references, lists) stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape as plain_characters

from perfdesk.writing.patching.draft import Draft

_FIXED = re.compile(
    r"(?:'(?:[^'\[\]]|'')+'|[^\W\d][\w.]*)!\$[A-Za-z]{1,3}\$[0-9]{1,7}(?::\$[A-Za-z]{1,3}\$[0-9]{1,7})?"
)
_WORD = re.compile(
    r"""
    "(?:[^"]|"")*"                                    # a text
  | '(?:[^']|'')*'!?                                  # a quoted sheet
  | \[[^\]]*\]                                        # a book, or a column of a table
  | (?<![\w.$!:\]])(?P<name>[^\W\d][\w.\\]*)(?![\w.(!:\[\\])   # what may be a name
    """,
    re.VERBOSE,
)


def fixed_names(draft: Draft) -> dict[str, dict[str, str]]:
    """What names mean, by sheet and by name in small letters; a sheet's own names come first."""
    workbook = draft.markup(draft.workbook_part)
    defined, sheets = workbook.root.child("definedNames"), workbook.root.child("sheets")
    if defined is None or sheets is None:
        return {}
    listed = [element.attributes.get("name", "") for element in sheets.every("sheet")]
    of_all: dict[str, str] = {}
    of_one: dict[str, dict[str, str]] = {sheet: {} for sheet in listed}
    for element in defined.every("definedName"):
        own = of_all
        if "localSheetId" in element.attributes:
            place = element.number("localSheetId", len(listed))
            own = of_one[listed[place]] if place < len(listed) else {}
        meaning = workbook.data[element.inner_start : element.inner_end].decode("utf-8", "replace")
        own[element.attributes.get("name", "").casefold()] = plain_characters(meaning).strip()
    every = {sheet: {**of_all, **of_one[sheet]} for sheet in listed}
    return {
        sheet: {name: meaning for name, meaning in names.items() if _FIXED.fullmatch(meaning)}
        for sheet, names in every.items()
    }


def with_cells_of_names(formula: str, names: Mapping[str, str]) -> str:
    """The formula with the cells in place of the names that stand for them."""
    if not names:
        return formula
    return _WORD.sub(lambda match: names.get((match["name"] or "").casefold(), match.group()), formula)
