"""The inspection report: what a reviewer found in a whole set, with tables and bars, as a document.

Stands above `overview`, whose figures it tells; `perfdesk return --report` and the window write it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path, PurePath

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import SEVERITY_NAMES, Severity
from perfdesk.narrative.notice import INSPECTION, Bar, Inspection, RuleLine, UnitLine, shipped, write_told
from perfdesk.narrative.wording import one_line, unit_name
from perfdesk.overview import Overview, overview
from perfdesk.session import Checked
from perfdesk.whole_file import refuse_same_file, write_whole

_BAR = "█"
_LONGEST_BAR, _LONGEST_UNIT_BAR = 14, 8
_NONE = "无"


def write_inspection(documents: Sequence[Checked], target: Path) -> tuple[str, ...]:
    """Write the inspection report of the documents as .docx or .pdf.

    Returns sentences on what was done otherwise than the layout asks, such as a face that stood in.

    Raises:
        CallFault: another ending, nothing recognized, or the report would replace a checked file.
        FileFault: the target cannot be written.
    """
    ending = target.suffix.lower()
    if ending not in (".docx", ".pdf"):
        raise CallFault(f"审核报告不能写成“{target.name}”：请用扩展名 .docx 或 .pdf。")
    for checked in documents:
        refuse_same_file(Path(checked.path), target)
    content = inspection_document(documents)
    remarks: tuple[str, ...] = ()
    if ending == ".pdf":
        from perfdesk.narrative.printed_report import print_report

        printed = print_report(content)
        content, remarks = printed.content, printed.remarks
    write_whole(target, content)
    return remarks


def inspection_document(documents: Sequence[Checked]) -> bytes:
    """The inspection report as the bytes of a .docx; raises CallFault where no form was recognized."""
    if not any(form.kind != "unknown" for checked in documents for form in checked.document.forms):
        raise CallFault("没有可写入审核报告的自评表：请指定至少一张能识别的表。")
    return write_told(_told(documents), shipped(INSPECTION))


def _told(documents: Sequence[Checked]) -> Inspection:
    whole = overview(documents)
    return Inspection(
        document_count=whole.documents,
        form_count=len(whole.lines),
        unit_count=len(whole.units),
        budget=f"{whole.budget:,.2f}",
        executed=f"{whole.executed:,.2f}",
        rate=_percent(whole.executed, whole.budget),
        average=_score(whole.average),
        weighted_average=_score(whole.weighted_average),
        error_count=_count(whole, "error"),
        warning_count=_count(whole, "warning"),
        hint_count=_count(whole, "hint"),
        unchecked_count=sum(len(checked.not_checked) for checked in documents),
        units=_units(whole),
        rules=tuple(
            RuleLine(rule.rule, rule.title, SEVERITY_NAMES[rule.severity], rule.count) for rule in whole.rules
        ),
        grades=_bars(whole.grades),
        bands=_bars(whole.bands),
        unread=tuple(
            f"“{PurePath(checked.path).name}”，{one_line(checked.document.fault.message)}"
            for checked in documents
            if checked.document.fault is not None
        ),
    )


def _score(score: Decimal | None) -> str:
    return _NONE if score is None else f"{score}分"


def _percent(part: Decimal | int, whole: Decimal | int) -> str:
    return f"{Decimal(part) / Decimal(whole) * 100:.2f}%" if whole else _NONE


def _count(whole: Overview, severity: Severity) -> int:
    return sum(rule.count for rule in whole.rules if rule.severity == severity)


def _units(whole: Overview) -> tuple[UnitLine, ...]:
    most = max((counts["error"] for _, counts in whole.units), default=0)
    return tuple(
        UnitLine(
            ordinal=number,
            name=unit_name(name),
            errors=counts["error"],
            warnings=counts["warning"],
            hints=counts["hint"],
            bar=_bar(counts["error"], most, _LONGEST_UNIT_BAR),
        )
        for number, (name, counts) in enumerate(whole.units, 1)
    )


def _bars(counts: Iterable[tuple[str, int]]) -> tuple[Bar, ...]:
    counts = tuple(counts)
    most, total = max((count for _, count in counts), default=0), sum(count for _, count in counts)
    return tuple(
        Bar(name, count, _percent(count, total), _bar(count, most, _LONGEST_BAR)) for name, count in counts
    )


def _bar(count: int, most: int, longest: int) -> str:
    """A bar in proportion to the largest count; whatever is there is seen."""
    return _BAR * max(round(Decimal(count) * longest / most), 1) if count else ""
