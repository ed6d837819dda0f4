"""The inspection report: what a reviewer found in a whole set, with tables and charts, as a document.

Stands above `overview`, whose figures it tells, and `unit_pile`, as the return notices do, so that both
name the same units; `perfdesk return --report` and the window write it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path, PurePath

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import SEVERITY_NAMES, Severity
from perfdesk.disk.whole_file import refuse_same_file
from perfdesk.narrative.chart import Bars, ChartTag, Series
from perfdesk.narrative.notice import INSPECTION, Inspection, RuleLine, Share, UnitLine, shipped, write_told
from perfdesk.narrative.report import WordReport, deliver
from perfdesk.narrative.wording import one_line
from perfdesk.outlets.overview import Overview, RuleCount, overview
from perfdesk.outlets.unit_pile import Pile, material, piles, year_words
from perfdesk.session import Checked

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")
_MOST_BARS = 15


def write_inspection(
    documents: Sequence[Checked], target: Path, template: Path | None = None
) -> tuple[str, ...]:
    """Write the inspection report of the documents as .docx, .pdf, .md or .txt.

    Returns sentences on what was done otherwise than the layout asks, such as a face that stood in.

    Args:
        documents: the checked documents, with their waivers.
        target: the file to write; an existing one is replaced.
        template: a Word template of one's own; the shipped one where not given.

    Raises:
        CallFault: another ending, nothing recognized, a template at fault, or the report would replace
            a checked file.
        FileFault: the target cannot be written.
    """
    for kept in (*(Path(checked.path) for checked in documents), *([template] if template else [])):
        refuse_same_file(kept, target)
    return deliver(lambda: WordReport(inspection_document(documents, template), "auto"), target, "审核报告")


def inspection_document(documents: Sequence[Checked], template: Path | None = None) -> bytes:
    """The inspection report as the bytes of a .docx; raises CallFault where no form was recognized."""
    documents = material(documents)
    if not any(form.kind != "unknown" for checked in documents for form in checked.document.forms):
        raise CallFault("没有可写入审核报告的自评表：请指定至少一张能识别的表。")
    whole, units = overview(documents), dict(sorted(piles(documents).items(), key=_gravity))
    charts = (
        _columns("自评得分等级分布", whole.grades),
        _columns("预算执行率分布", whole.bands),
        _unit_chart(units),
        _rule_chart(whole.rules),
    )
    told = _told(documents, whole, units, charts)
    return write_told(told, template if template is not None else shipped(INSPECTION), charts)


def _told(
    documents: Sequence[Checked], whole: Overview, units: Mapping[str, Pile], charts: Sequence[Bars]
) -> Inspection:
    tags = [
        ChartTag(at, bars.title, any(any(series.counts) for series in bars.series))
        for at, bars in enumerate(charts)
    ]
    clean = tuple(name for name, pile in units.items() if pile.is_clean)
    return Inspection(
        year=year_words(form for checked in documents for form in checked.document.forms),
        document_count=whole.documents,
        form_count=sum(pile.form_count for pile in units.values()),
        unit_count=len(units),
        budget=f"{whole.budget:,.2f}",
        executed=f"{whole.executed:,.2f}",
        rate=_percent(whole.executed, whole.budget),
        average=_score(whole.average),
        weighted_average=_score(whole.weighted_average),
        error_count=_count(whole, "error"),
        warning_count=_count(whole, "warning"),
        hint_count=_count(whole, "hint"),
        waived_count=sum(finding.waiver is not None for checked in documents for finding in checked.findings),
        unchecked_count=sum(len(checked.not_checked) for checked in documents),
        returned_count=len(units) - len(clean),
        clean_units=clean,
        units=_units(units),
        rules=tuple(
            RuleLine(rule.rule, rule.title, SEVERITY_NAMES[rule.severity], rule.count) for rule in whole.rules
        ),
        grades=_shares(whole.grades),
        bands=_shares(whole.bands),
        unread=tuple(
            f"“{PurePath(checked.path).name}”，{one_line(checked.document.fault.message)}"
            for checked in documents
            if checked.document.fault is not None
        ),
        grade_chart=tags[0],
        band_chart=tags[1],
        unit_chart=tags[2],
        rule_chart=tags[3],
    )


def _gravity(unit: tuple[str, Pile]) -> tuple[int, int]:
    """Units with the most errors come first, then those with the most warnings."""
    return -unit[1].count("error"), -unit[1].count("warning")


def _score(score: Decimal | None) -> str:
    return "" if score is None else str(score)


def _percent(part: Decimal | int, whole: Decimal | int) -> str:
    return f"{Decimal(part) / Decimal(whole) * 100:.2f}%" if whole else ""


def _count(whole: Overview, severity: Severity) -> int:
    return sum(rule.count for rule in whole.rules if rule.severity == severity)


def _units(units: Mapping[str, Pile]) -> tuple[UnitLine, ...]:
    return tuple(
        UnitLine(
            ordinal=number,
            name=name,
            forms=pile.form_count,
            errors=pile.count("error"),
            warnings=pile.count("warning"),
            hints=pile.count("hint"),
            verdict="不退回" if pile.is_clean else "退回",
        )
        for number, (name, pile) in enumerate(units.items(), 1)
    )


def _shares(counts: Iterable[tuple[str, int]]) -> tuple[Share, ...]:
    counts = tuple(counts)
    total = sum(count for _, count in counts)
    return tuple(Share(name, count, _percent(count, total) or "—") for name, count in counts)


def _columns(title: str, counts: Sequence[tuple[str, int]]) -> Bars:
    names = tuple(name for name, _ in counts)
    return Bars(title, "张", names, (Series("自评表", tuple(count for _, count in counts)),))


def _unit_chart(units: Mapping[str, Pile]) -> Bars:
    counts = {
        name: Counter({severity: pile.count(severity) for severity in _SEVERITIES})
        for name, pile in units.items()
    }
    return _stacked("各单位的问题", counts, "个单位")


def _rule_chart(rules: Sequence[RuleCount]) -> Bars:
    counts: dict[str, Counter[Severity]] = {}
    for rule in rules:
        counts.setdefault(f"{rule.rule}{rule.title}", Counter())[rule.severity] += rule.count
    return _stacked("各条规则查出的问题", counts, "条规则")


def _stacked(title: str, counts: Mapping[str, Counter[Severity]], measure: str) -> Bars:
    """Lying bars with the most findings, each with its total; the caption says where there are more."""
    found = [name for name in counts if counts[name].total()]
    shown = sorted(found, key=lambda name: -counts[name].total())[:_MOST_BARS]
    more = f"（最多的{_MOST_BARS}{measure}）" if len(found) > len(shown) else ""
    series = tuple(
        Series(SEVERITY_NAMES[severity], tuple(counts[name][severity] for name in shown))
        for severity in _SEVERITIES
    )
    names = tuple(f"{name}（{counts[name].total()}）" for name in shown)
    return Bars(f"{title}{more}", "处", names, series, is_lying=True)
