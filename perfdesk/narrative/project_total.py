"""What a report says of all projects together: names, sums, rate, average, grades, what these leave out.

Below `context`: works on the projects already made, and marks what was derived from figures in doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from perfdesk.core.interval import round_half_up
from perfdesk.core.value import plain
from perfdesk.narrative import amount
from perfdesk.narrative.figure import Figure, Mark, Named, Notebook
from perfdesk.narrative.project import Project
from perfdesk.narrative.wording import quoted

GRADES: tuple[tuple[str, Decimal], ...] = (
    ("优", Decimal(90)),
    ("良", Decimal(80)),
    ("中", Decimal(60)),
    ("差", Decimal("-Infinity")),
)
_LISTED, _MOST_NAMED = 3, 12


@dataclass(frozen=True, slots=True)
class GradeCount(Named):
    """How many scored projects reach a grade."""

    name: str
    count: int

    chinese: ClassVar[Mapping[str, str]] = {"名称": "name", "个数": "count"}


def project_names(projects: Sequence[Project]) -> Figure:
    """“甲”“乙”“丙”, side by side as GB/T 15834 has quoted names; of a long list the first ones."""
    shown = projects if len(projects) <= _MOST_NAMED else projects[:_LISTED]
    return Figure("".join(str(_quoted_name(project)) for project in shown))


def _quoted_name(project: Project) -> Figure:
    name = project.name
    return name if name.is_missing else Figure(quoted(name.text), name.place, mark=name.mark)


def total(label: str, figures: Sequence[Figure], notebook: Notebook) -> Figure:
    """The sum in 万元, marked where an addend is missing or doubtful."""
    known = [figure.number for figure in figures if figure.number is not None]
    added = sum(known, Decimal(0))
    marked = [figure for figure in figures if figure.mark is not None]
    if not marked:
        return Figure(notebook.amount(plain(added)), number=added)
    missing = len(figures) - len(known)
    parts = [f"{missing}个项目未填写，未计入"] if missing else []
    if doubtful := [figure for figure in marked if figure.number is not None]:
        parts.append(f"其中{_listed(doubtful)}存在疑点")
    mark = notebook.mark(label, f"由各项目相加得出，{'；'.join(parts)}。", is_wrong=_is_wrong(marked))
    text = notebook.amount(plain(added)) if known else amount.UNKNOWN
    return Figure(text, None, added if known else None, mark)


def _is_wrong(figures: Sequence[Figure]) -> bool:
    return any(figure.mark is not None and figure.mark.is_wrong for figure in figures)


def _listed(figures: Sequence[Figure]) -> str:
    subjects = [figure.mark.subject for figure in figures if figure.mark is not None]
    more = f"等{len(subjects)}处" if len(subjects) > _LISTED else ""
    return "、".join(subjects[:_LISTED]) + more


def overall_rate(projects: Sequence[Project], notebook: Notebook) -> Figure:
    """Σ executed ÷ Σ budget of the projects that state both, marked where some do not or are in doubt."""
    pairs = [(project.budget, project.executed) for project in projects]
    both = [pair for pair in pairs if all(figure.number is not None for figure in pair)]
    budget = sum((pair[0].number or Decimal(0) for pair in both), Decimal(0))
    executed = sum((pair[1].number or Decimal(0) for pair in both), Decimal(0))
    fraction = amount.ratio(executed, budget)
    left_out = len(projects) - len(both)
    marked = [figure for pair in both for figure in pair if figure.mark is not None]
    parts = [f"{left_out}个项目的预算数或执行数未填写，未计入"] if left_out else []
    parts += [f"其中{_listed(marked)}存在疑点"] if marked else []
    if projects and fraction is None:
        parts.append("预算数合计为0，无法计算")
    note = f"由各项目合计数相除得出，{'；'.join(parts)}。"
    mark = notebook.mark("总执行率", note, is_wrong=_is_wrong(marked)) if parts else None
    text = amount.UNKNOWN if fraction is None else amount.rate_text(fraction)
    return Figure(text, None, fraction, mark, is_missing=fraction is None)


def average(scores: Sequence[Figure], notebook: Notebook) -> Figure:
    """The mean of the stated scores to two decimals, half up."""
    numbers = [score.number for score in scores if score.number is not None]
    if not numbers:
        return Figure(amount.UNKNOWN, is_missing=True)
    mean = round_half_up(sum(numbers, Decimal(0)) / len(numbers), 2)
    marked = [score for score in scores if score.mark is not None]
    mark: Mark | None = None
    if marked:
        note = f"由各项目得分求得，其中{_listed(marked)}存在疑点。"
        mark = notebook.mark("平均得分", note, is_wrong=_is_wrong(marked))
    return Figure(plain(mean), None, mean, mark)


def grades(scores: Sequence[Figure]) -> tuple[GradeCount, ...]:
    """How many scores reach each grade."""
    counts = Counter(grade_of(score.number) for score in scores if score.number is not None)
    return tuple(GradeCount(name, counts[name]) for name, _ in GRADES)


def grade_of(score: Decimal) -> str:
    """优 from 90, 良 from 80, 中 from 60, else 差 (财预〔2020〕10号)."""
    return next(name for name, least in GRADES if score >= least)


def shortfall(projects: Sequence[Project]) -> str:
    """Which projects have no score, or none that could be read: a sentence, or nothing."""
    unscored = [project for project in projects if not project.is_scored]
    silent = [project for project in projects if project.is_scored and project.score.number is None]
    parts = []
    if unscored:
        parts.append(f"{len(unscored)}个项目使用的自评表不设得分，未评分")
    if silent:
        parts.append(f"{len(silent)}个项目未填写可用的总得分，未计入平均分")
    lead = "另有" if len(unscored) + len(silent) < len(projects) else ""
    return f"{lead}{'；'.join(parts)}。" if parts else ""
