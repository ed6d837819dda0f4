"""Return notices: one Word document for each unit whose forms need mending or explaining.

Stands above the session; `perfdesk return` and the window write them. Every finding that stands goes
into exactly one notice: that of the unit whose form holds its cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Finding, NotChecked, Place
from perfdesk.core.form import FORM_NAMES, Form
from perfdesk.core.grid import parse_address
from perfdesk.findings_json import sorted_findings, sorted_not_checked
from perfdesk.narrative.notice import NOTICE, Notice, ReceivedForm, Remark, Unchecked, shipped, write_told
from perfdesk.narrative.wording import one_line, unit_name
from perfdesk.session import Checked
from perfdesk.whole_file import refuse_same_file, write_whole

NO_DEADLINE = "____年__月__日前"
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_LONGEST_NAME = 60
_HEAD = "退回意见书-"
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Returned:
    """What was written.

    Attributes:
        written: the notices.
        clean: units without a finding to return for, which get none.
    """

    written: tuple[Path, ...]
    clean: tuple[str, ...]


@dataclass
class _Pile:
    """What one unit handed in, and what was found there."""

    documents: list[tuple[Checked, tuple[Form, ...]]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unchecked: list[NotChecked] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to return it for."""
        has_unread = any(checked.document.fault is not None for checked, _ in self.documents)
        return not has_unread and all(
            finding.severity == "hint" or finding.waiver is not None for finding in self.findings
        )


def deadline_words(days: int | None = None, until: str | None = None) -> str:
    """By when to hand in again, for the notice; blanks where neither is given. Raises CallFault."""
    if days is not None:
        if days < 1:
            raise CallFault(f"期限 {days} 天不对：请写 1 以上的天数。")
        return f"收到本意见书之日起{days}日内"
    if until is None:
        return NO_DEADLINE
    from datetime import date

    match = _DATE.fullmatch(until)
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        day = None
    if day is None:
        raise CallFault(f"日期“{until}”不对：请写成 2026-03-02 的样子。")
    return f"{day.year}年{day.month}月{day.day}日前"


def write_notices(
    documents: Sequence[Checked], folder: Path, deadline: str = NO_DEADLINE, template: Path | None = None
) -> Returned:
    """Write a return notice for each unit into the folder; an earlier one of that name is replaced.

    Args:
        documents: the checked documents, with their waivers.
        folder: made where it is missing.
        deadline: as `deadline_words` gives it.
        template: a Word template of one's own; the shipped one where not given.

    Raises:
        CallFault: nothing was read, the template is at fault, or a notice would replace a checked file.
        FileFault: the folder or a notice cannot be written.
    """
    documents = [checked for checked in documents if not _is_notice(checked)]
    if not documents:
        raise CallFault("没有可退回的自评材料：请指定至少一个自评表文件。")
    source = template if template is not None else shipped(NOTICE)
    taken: set[str] = set()
    contents: list[tuple[Path, bytes]] = []
    clean: list[str] = []
    for unit, pile in _piles(documents).items():
        if pile.is_clean:
            clean.append(unit)
            continue
        target = folder / _file_name(unit, taken)
        for kept in (source, *(Path(checked.path) for checked in documents)):
            refuse_same_file(kept, target)
        contents.append((target, write_told(_notice(unit, pile, deadline), source)))
    if contents:
        _make(folder)
    for target, content in contents:
        write_whole(target, content)
    return Returned(tuple(target for target, _ in contents), tuple(clean))


def _is_notice(checked: Checked) -> bool:
    """Whether it is a notice written earlier: those may lie beside the forms, and are none."""
    return PurePath(checked.path).name.startswith(_HEAD) and not _forms(checked)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise CallFault(f"不能建立文件夹 {folder}：请换一个位置。") from None


def _piles(documents: Sequence[Checked]) -> dict[str, _Pile]:
    """The documents by unit, in their order; findings under the unit of the form they stand on."""
    piles: dict[str, _Pile] = {}
    names = _folder_units(documents)
    by_path = {checked.path: checked for checked in documents}
    for checked in documents:
        by_unit: dict[str, list[Form]] = {}
        for form in _forms(checked):
            by_unit.setdefault(_unit(form) or _fallback(checked, names), []).append(form)
        for unit, forms in (by_unit or {_fallback(checked, names): []}).items():
            piles.setdefault(unit, _Pile()).documents.append((checked, tuple(forms)))
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


def _notice(unit: str, pile: _Pile, deadline: str) -> Notice:
    standing = [finding for finding in pile.findings if finding.waiver is None]
    return Notice(
        unit=unit,
        deadline=deadline,
        forms=_received(pile, standing),
        errors=_remarks(finding for finding in standing if finding.severity == "error"),
        doubts=_remarks(finding for finding in standing if finding.severity == "warning"),
        unchecked=_unchecked(pile.unchecked),
        hint_count=sum(finding.severity == "hint" for finding in standing),
        waived_count=len(pile.findings) - len(standing),
    )


def _received(pile: _Pile, standing: Sequence[Finding]) -> tuple[ReceivedForm, ...]:
    """A line for each file; what was found in it for this unit."""
    lines = []
    for number, (checked, forms) in enumerate(pile.documents, 1):
        here = Counter(finding.severity for finding in standing if finding.place.path == checked.path)
        fault = checked.document.fault
        what = "；".join(_described(form) for form in forms) or "未识别出自评表"
        lines.append(
            ReceivedForm(
                ordinal=number,
                file=PurePath(checked.path).name,
                sheet="、".join(dict.fromkeys(form.sheet for form in forms)),
                what=f"无法读取：{one_line(fault.message)}" if fault is not None else what,
                errors=here["error"],
                warnings=here["warning"],
            )
        )
    return tuple(lines)


def _described(form: Form) -> str:
    project = one_line(form.header_text("project") or "")
    return f"{FORM_NAMES[form.kind]}（{project}）" if project else FORM_NAMES[form.kind]


def _remarks(findings: Iterable[Finding]) -> tuple[Remark, ...]:
    return tuple(
        Remark(
            ordinal=number,
            file=PurePath(finding.place.path).name,
            sheet=finding.place.sheet,
            cell=finding.place.cell,
            message=_stopped(finding.message),
            figures=_figures(finding),
            basis=_stopped(finding.basis) if finding.basis else "",
            advice=_advice(finding),
            rule=finding.rule,
        )
        for number, finding in enumerate(findings, 1)
    )


def _stopped(text: str) -> str:
    """One line that ends in a full stop."""
    line = one_line(text)
    return line if line.endswith(("。", "！", "？")) else f"{line}。"


def _figures(finding: Finding) -> str:
    """What is printed, what it should be, and the arithmetic."""
    parts = [f"填写为{one_line(finding.printed) if finding.printed else '空白'}"]
    if finding.expected is not None:
        parts.append(f"应为{one_line(finding.expected)}")
    if finding.formula:
        parts.append(f"算式：{one_line(finding.formula)}")
    if finding.related:
        parts.append(f"参见{'、'.join(_related(place, finding.place) for place in finding.related)}")
    return f"{'，'.join(parts)}。"


def _related(place: Place, own: Place) -> str:
    cell = place.cell if place.sheet == own.sheet else f"{place.sheet}!{place.cell}"
    return cell if place.path == own.path else f"“{PurePath(place.path).name}”{place.sheet}!{place.cell}"


def _advice(finding: Finding) -> str:
    """What the unit is to do."""
    if finding.severity != "error":
        return "请核实；有误的改正，属实的附书面说明。"
    if finding.expected is not None:
        return f"请将{finding.place.cell}与所列算式核对后改正，改动影响其他单元格的一并改正。"
    return f"请核实{finding.place.cell}及有关数据后改正。"


def _unchecked(items: Sequence[NotChecked]) -> tuple[Unchecked, ...]:
    """Cells of one sheet that were not checked for the same reason stand together."""
    together: dict[tuple[str, str, str], dict[str, None]] = {}
    for item in items:
        key = PurePath(item.place.path).name, item.place.sheet, _stopped(item.reason)
        together.setdefault(key, {})[item.place.cell] = None
    return tuple(
        Unchecked(file, sheet, "、".join(cells), reason) for (file, sheet, reason), cells in together.items()
    )


def _file_name(unit: str, taken: set[str]) -> str:
    """A name Windows takes too; units whose names become alike are numbered."""
    stem = _HEAD + _UNSAFE.sub("_", unit)[:_LONGEST_NAME].rstrip(". ")
    name, number = stem, 2
    while name.casefold() in taken:
        name, number = f"{stem}（{number}）", number + 1
    taken.add(name.casefold())
    return f"{name}.docx"
