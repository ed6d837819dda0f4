"""Tables a report only compares with: the accounts of last year, the budget of this one.

Stands above the session; `perfdesk report --beside` and the window's preview read them, and hand them to the
report behind the forms that it is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from perfdesk.core.fault import CallFault
from perfdesk.core.form import Form
from perfdesk.judging import Checked, Progress, load
from perfdesk.reading.document import find_files
from perfdesk.recognition.correction import Corrections

_COMPARED = ("final_accounts_", "budget_")


def tables_beside(
    paths: Sequence[Path], corrections: Corrections | None = None, progress: Progress | None = None
) -> tuple[Checked, ...]:
    """The budget and accounts tables at these paths; other forms there are left out, so that none is told.

    Raises CallFault where there is no such table.
    """
    documents = load(find_files(paths), None, progress, corrections)
    told = tuple(found for checked in documents if (found := _only_tables(checked)).document.forms)
    if not told:
        names = "、".join(str(path) for path in paths)
        raise CallFault(f"在 {names} 没有找到预算公开表或决算公开表：请另选上年决算或本年预算的文件。")
    return told


def _only_tables(checked: Checked) -> Checked:
    forms = tuple(form for form in checked.document.forms if _is_compared(form))
    sheets = {form.sheet for form in forms}
    findings = tuple(finding for finding in checked.findings if finding.place.sheet in sheets)
    return Checked(replace(checked.document, forms=forms), findings)


def _is_compared(form: Form) -> bool:
    return form.kind.startswith(_COMPARED)
