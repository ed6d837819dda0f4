"""What each unit of a set handed in, and what was found there: the unit goes by the form that holds a cell.

Stands above `findings_json`, whose order it keeps, and below `return_notice` and `inspection`, which thereby
speak of the same units.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from perfdesk.core.finding import Finding, NotChecked, Place, Severity
from perfdesk.core.form import Form
from perfdesk.core.grid import parse_address
from perfdesk.judging import Checked
from perfdesk.narrative.wording import unit_name
from perfdesk.outlets.findings_json import sorted_findings, sorted_not_checked

NOTICE_HEAD = "退回意见书-"
"""What the file name of a return notice begins with."""


@dataclass
class Pile:
    """What one unit handed in, and what was found there.

    Attributes:
        documents: each file with the unit's forms in it.
        findings: explained ones too.
    """

    documents: list[tuple[Checked, tuple[Form, ...]]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unchecked: list[NotChecked] = field(default_factory=list)

    @property
    def form_count(self) -> int:
        """How many forms were handed in; what goes on on the next sheet is no form of its own."""
        return sum(not form.continues for _, forms in self.documents for form in forms)

    def count(self, severity: Severity) -> int:
        """How many findings stand; explained ones do not."""
        return sum(finding.severity == severity and finding.waiver is None for finding in self.findings)

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to return it for."""
        has_unread = any(checked.document.fault is not None for checked, _ in self.documents)
        return not has_unread and all(
            finding.severity == "hint" or finding.waiver is not None for finding in self.findings
        )


def material(documents: Sequence[Checked]) -> list[Checked]:
    """The documents without notices written earlier, which may lie beside the forms."""
    return [checked for checked in documents if not _is_notice(checked)]


def _is_notice(checked: Checked) -> bool:
    """Whether it is a notice written earlier: those may lie beside the forms, and are none."""
    return PurePath(checked.path).name.startswith(NOTICE_HEAD) and not _forms(checked)


def piles(documents: Sequence[Checked]) -> dict[str, Pile]:
    """The documents by unit, in their order; findings under the unit of the form they stand on."""
    piles: dict[str, Pile] = {}
    names = _folder_units(documents)
    by_path = {checked.path: checked for checked in documents}
    for checked in documents:
        by_unit: dict[str, list[Form]] = {}
        for form in _forms(checked):
            by_unit.setdefault(_unit(form) or _fallback(checked, names), []).append(form)
        for unit, forms in (by_unit or {_fallback(checked, names): []}).items():
            piles.setdefault(unit, Pile()).documents.append((checked, tuple(forms)))
    for finding in sorted_findings(documents):
        piles[_owner(by_path[finding.place.path], finding.place, names)].findings.append(finding)
    for item in sorted_not_checked(documents):
        piles[_owner(by_path[item.place.path], item.place, names)].unchecked.append(item)
    return piles


def _forms(checked: Checked) -> list[Form]:
    return [form for form in checked.document.forms if form.kind != "unknown"]


def _unit(form: Form) -> str:
    return unit_name(form.header_text("unit") or "")


def _folder_units(documents: Sequence[Checked]) -> dict[PurePath, list[str]]:
    """The units named in the forms of each folder."""
    named: dict[PurePath, dict[str, None]] = {}
    for checked in documents:
        units = named.setdefault(PurePath(checked.path).parent, {})
        units.update(dict.fromkeys(unit for form in _forms(checked) if (unit := _unit(form))))
    return {folder: list(units) for folder, units in named.items()}


def _fallback(checked: Checked, names: dict[PurePath, list[str]]) -> str:
    """Whose a form without a unit is: its file's or folder's only unit, else the folder, else the file."""
    path = PurePath(checked.path)
    own = {unit for form in _forms(checked) if (unit := _unit(form))}
    if len(own) == 1:
        return own.pop()
    units = names[path.parent]
    if len(units) == 1:
        return units[0]
    return path.stem if units or not path.parent.name else path.parent.name


def _owner(checked: Checked, place: Place, names: dict[PurePath, list[str]]) -> str:
    """The unit whose form holds the place; where none does, that of a form on its sheet or in its file."""
    forms = _forms(checked)
    beside = [form for form in forms if form.sheet == place.sheet]
    holding = [form for form in beside if _holds(form, place)]
    form = next(iter([*holding, *beside, *forms]), None)
    return (_unit(form) if form is not None else "") or _fallback(checked, names)


def _holds(form: Form, place: Place) -> bool:
    try:
        return form.block.contains(*parse_address(place.cell))
    except ValueError:
        return False


def year_words(forms: Iterable[Form]) -> str:
    """The year most forms are of, such as 2023年度; empty where none says it."""
    years = Counter(form.year for form in forms if form.year is not None)
    return f"{max(years, key=lambda year: (years[year], year))}年度" if years else ""
