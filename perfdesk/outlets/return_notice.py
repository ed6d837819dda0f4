"""Return notices: one Word document for each unit whose forms need mending or explaining.

Stands above the session; `perfdesk return` and the window write them. Every finding that stands goes
into exactly one notice: that of the unit whose form holds its cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Finding, NotChecked, Place
from perfdesk.core.form import FORM_NAMES, Form
from perfdesk.disk.whole_file import refuse_same_file, write_whole
from perfdesk.narrative.notice import (
    NOTICE,
    Notice,
    ReceivedForm,
    Remark,
    Unchecked,
    shipped,
    write_told,
)
from perfdesk.narrative.wording import chinese_numeral, distinct, one_line
from perfdesk.outlets.unit_pile import NOTICE_HEAD, Pile, material, piles, year_words
from perfdesk.session import Checked

NO_DEADLINE = "____年__月__日前"
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_LONGEST_NAME = 60
_MOST_RELATED = 6
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
    documents = material(documents)
    if not documents:
        raise CallFault("没有可退回的自评材料：请指定至少一个自评表文件。")
    source = template if template is not None else shipped(NOTICE)
    taken: set[str] = set()
    contents: list[tuple[Path, bytes]] = []
    clean: list[str] = []
    for unit, pile in piles(documents).items():
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


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise CallFault(f"不能建立文件夹 {folder}：请换一个位置。") from None


def _notice(unit: str, pile: Pile, deadline: str) -> Notice:
    standing = [finding for finding in pile.findings if finding.waiver is None]
    told = [finding for finding in standing if finding.severity != "hint"]
    bases = {_stopped(finding.basis): None for finding in told if finding.basis}
    names = _file_names(pile)
    forms = _received(pile, told, list(bases), names)
    remarks = [remark for form in forms for remark in form.remarks]
    errors = sum(remark.is_error for remark in remarks)
    return Notice(
        unit=unit,
        year=year_words(form for _, forms_of in pile.documents for form in forms_of),
        deadline=deadline,
        forms=forms,
        error_count=errors,
        doubt_count=len(remarks) - errors,
        bases=tuple(bases),
        unchecked=_unchecked(pile.unchecked, names),
        hint_count=len(standing) - len(told),
        waived_count=len(pile.findings) - len(standing),
    )


def _file_names(pile: Pile) -> dict[str, str]:
    """What each file is called in the notice; files of the same name are told apart by their folders."""
    paths = {checked.path: PurePath(checked.path) for checked, _ in pile.documents}
    often = Counter(path.name for path in paths.values())
    return {
        key: path.name if often[path.name] == 1 else f"{path.parent.name}/{path.name}"
        for key, path in paths.items()
    }


def _received(
    pile: Pile, told: Sequence[Finding], bases: Sequence[str], names: Mapping[str, str]
) -> tuple[ReceivedForm, ...]:
    """Each file with what was found in it for this unit; cells are counted through all files."""
    lines: list[ReceivedForm] = []
    ordinal, heading = 1, 1
    for number, (checked, forms) in enumerate(pile.documents, 1):
        here = [finding for finding in told if finding.place.path == checked.path]
        has_sheets = len({form.sheet for form in checked.document.forms}) > 1
        file = names[checked.path]
        remarks = tuple(_remarks(here, bases, ordinal, file, has_sheets=has_sheets))
        errors = sum(remark.is_error for remark in remarks)
        lines.append(
            ReceivedForm(
                ordinal=number,
                heading=chinese_numeral(heading),
                file=file,
                what=_content(checked, forms),
                errors=errors,
                doubts=len(remarks) - errors,
                remarks=remarks,
            )
        )
        ordinal += len(remarks)
        heading += bool(remarks)
    return tuple(lines)


def _content(checked: Checked, forms: Sequence[Form]) -> str:
    fault = checked.document.fault
    if fault is not None:
        return f"无法读取：{one_line(fault.message)}"
    return "；".join(_described(form) for form in forms) or "未识别出自评表"


def _described(form: Form) -> str:
    project = one_line(form.header_text("project") or "")
    return f"{FORM_NAMES[form.kind]}（{project}）" if project else FORM_NAMES[form.kind]


def _remarks(
    findings: Sequence[Finding], bases: Sequence[str], first: int, file: str, *, has_sheets: bool
) -> Iterator[Remark]:
    """A remark for each cell, in the order of the findings; those to put right come first."""
    by_cell: dict[Place, list[Finding]] = {}
    for finding in findings:
        by_cell.setdefault(finding.place, []).append(finding)
    order = sorted(by_cell.values(), key=lambda found: not _has_error(found))
    for number, found in enumerate(order, first):
        place = found[0].place
        yield Remark(
            ordinal=number,
            file=file,
            sheet=place.sheet,
            cell=place.cell,
            place=f"{place.sheet}!{place.cell}" if has_sheets else place.cell,
            message="".join(dict.fromkeys(_stopped(finding.message) for finding in found)),
            formula="；".join(distinct(filter(None, map(_arithmetic, found)))),
            advice="；".join(distinct(map(_advice, found))),
            basis="、".join(
                str(number)
                for number, basis in enumerate(bases, 1)
                if basis in {_stopped(finding.basis) for finding in found}
            ),
            rules="、".join(distinct(finding.rule for finding in found)),
            is_error=_has_error(found),
        )


def _has_error(findings: Sequence[Finding]) -> bool:
    return any(finding.severity == "error" for finding in findings)


def _stopped(text: str) -> str:
    """One line that ends in a full stop."""
    line = one_line(text)
    return line if line.endswith(("。", "！", "？")) else f"{line}。"


def _arithmetic(finding: Finding) -> str:
    """The arithmetic, and where else to look."""
    parts = [one_line(finding.formula)] if finding.formula else []
    own = finding.place
    # The cells beside it are in the arithmetic already.
    elsewhere = [each for each in finding.related if (each.path, each.sheet) != (own.path, own.sheet)]
    if elsewhere:
        more = f"等{len(elsewhere)}处" if len(elsewhere) > _MOST_RELATED else ""
        parts.append(f"参见{'、'.join(_related(place, own) for place in elsewhere[:_MOST_RELATED])}{more}")
    return "，".join(parts)


def _related(place: Place, own: Place) -> str:
    cell = f"{place.sheet}!{place.cell}"
    return cell if place.path == own.path else f"“{PurePath(place.path).name}”{cell}"


def _advice(finding: Finding) -> str:
    """What the unit is to do, in a few words; the notice explains them once."""
    if finding.severity == "error":
        return "按算式改正" if finding.formula and finding.expected is not None else "核对改正"
    return "补充填写" if finding.verdict == "missing" else "核实说明"


def _unchecked(items: Sequence[NotChecked], names: Mapping[str, str]) -> tuple[Unchecked, ...]:
    """Cells of one sheet that were not checked for the same reason stand together."""
    together: dict[tuple[str, str, str], dict[str, None]] = {}
    for item in items:
        key = names[item.place.path], item.place.sheet, _stopped(item.reason)
        together.setdefault(key, {})[item.place.cell] = None
    return tuple(
        Unchecked(file, sheet, "、".join(cells), reason) for (file, sheet, reason), cells in together.items()
    )


def _file_name(unit: str, taken: set[str]) -> str:
    """A name Windows takes too; units whose names become alike are numbered."""
    stem = NOTICE_HEAD + _UNSAFE.sub("_", unit)[:_LONGEST_NAME].rstrip(". ")
    name, number = stem, 2
    while name.casefold() in taken:
        name, number = f"{stem}（{number}）", number + 1
    taken.add(name.casefold())
    return f"{name}.docx"
