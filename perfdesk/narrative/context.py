"""What a report template can print: the overview, the projects, the doubts.

Built once from the forms and their findings, after which the room knows no form any more.
Every name exists in English and in Chinese; `resources/reports/README.md` lists both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import ClassVar

from perfdesk.core.finding import Finding, Place
from perfdesk.core.form import FORM_NAMES, Form, FormKind
from perfdesk.core.grid import parse_address
from perfdesk.narrative import amount
from perfdesk.narrative.account_context import Accounts, build_accounts
from perfdesk.narrative.amount import Source
from perfdesk.narrative.figure import Figure, Mark, Named, Notebook, error_note, reference, where
from perfdesk.narrative.project import Project, make_project
from perfdesk.narrative.project_total import (
    GradeCount,
    average,
    grades,
    overall_rate,
    project_names,
    shortfall,
    total,
)
from perfdesk.narrative.rounding_note import rounding_note
from perfdesk.narrative.unit_context import Evaluation, make_evaluation
from perfdesk.narrative.wording import one_line, quoted, sentence, unit_name

PROJECT_KINDS = ("project_self_evaluation", "special_fund_self_evaluation")
SECTIONS = frozenset({"projects", "units", "evaluations", "accounts"})
"""Parts of the report that are made of forms of their own."""
_TITLE_WIDTH = 20


@dataclass(frozen=True, slots=True)
class Doubt(Named):
    """One line of 数据疑点.

    Attributes:
        ordinal: its number in the list, from 1.
        text: whose figure, what is printed, what is expected, where.
        reference: （见注1） where the text carries the footnote, else empty.
    """

    ordinal: int
    text: str
    reference: str

    chinese: ClassVar[Mapping[str, str]] = {"序号": "ordinal", "说明": "text", "注号": "reference"}


@dataclass(frozen=True, slots=True)
class UnitScore(Named):
    """The total score of one unit self-evaluation form."""

    name: Figure
    score: Figure

    chinese: ClassVar[Mapping[str, str]] = {"名称": "name", "得分": "score"}


@dataclass(frozen=True, slots=True)
class Report(Named):
    """Everything a template can name; see `chinese` for the Chinese names.

    Attributes:
        title_break: a line break where the title would not fit on one line, else empty.
        budget_total: Σ budget of the projects in 万元; `executed_total` alike.
        overall_rate: Σ executed ÷ Σ budget of the projects that state both.
        average_score: mean of the stated scores, two decimals, half up.
        grade_text: 优3个、良1个; grades that nobody has are left out.
        units: the unit self-evaluations in full; `evaluations` the key evaluations.
        accounts: the final accounts.
        shortfall: what the totals leave out, a full sentence, or empty.
        rounding_note: what was rounded and how, a full sentence, or empty.
    """

    year: Figure
    unit: Figure
    title_break: str
    project_count: int
    scored_count: int
    unscored_count: int
    project_names: Figure
    budget_total: Figure
    executed_total: Figure
    overall_rate: Figure
    average_score: Figure
    grades: tuple[GradeCount, ...]
    grade_text: str
    shortfall: str
    unit_scores: tuple[UnitScore, ...]
    projects: tuple[Project, ...]
    units: tuple[Evaluation, ...]
    evaluations: tuple[Evaluation, ...]
    accounts: Accounts
    doubts: tuple[Doubt, ...]
    rounding_note: str = ""

    chinese: ClassVar[Mapping[str, str]] = {
        "年度": "year",
        "单位": "unit",
        "标题换行": "title_break",
        "项目数": "project_count",
        "评分项目数": "scored_count",
        "未评分项目数": "unscored_count",
        "项目名单": "project_names",
        "预算合计": "budget_total",
        "执行合计": "executed_total",
        "总执行率": "overall_rate",
        "平均分": "average_score",
        "等级": "grades",
        "等级分布": "grade_text",
        "缺项说明": "shortfall",
        "整体自评": "unit_scores",
        "项目列表": "projects",
        "单位列表": "units",
        "重点评价": "evaluations",
        "决算": "accounts",
        "数据疑点": "doubts",
        "取舍说明": "rounding_note",
    }

    def names(self) -> dict[str, object]:
        """The template's top-level names, English and Chinese, with their content."""
        english: dict[str, object] = {item.name: getattr(self, item.name) for item in fields(self)}
        return english | {chinese: english[name] for chinese, name in self.chinese.items()}


@dataclass(frozen=True)
class Context:
    """A report with the marks its texts carry, numbered by their index.

    `withholds`: figures that a finding says are wrong are left out of the text instead of marked.
    """

    report: Report
    marks: tuple[Mark, ...]
    withholds: bool = False


def build_context(
    forms: Sequence[tuple[str, Form]],
    findings: Sequence[Finding],
    sections: frozenset[str] = SECTIONS,
    *,
    has_separators: bool = False,
) -> Context:
    """The report of the forms, each given with its file's path, in the order given.

    What a section is made of is looked at, and doubted, only where the section is asked for. With
    `has_separators` every amount is printed as 8,376.38.
    """
    given = [each for each in forms if section_of(each[1].kind)]
    # What goes on on the next sheet was judged with the sheet on which it begins.
    forms = [entry for entry in forms if section_of(entry[1].kind) & sections and not entry[1].continues]
    notebook = Notebook.of(list(findings), has_separators=has_separators)
    project_forms = [(path, form) for path, form in forms if form.kind in PROJECT_KINDS]
    unit_forms = [(path, form) for path, form in forms if form.kind == "unit_self_evaluation"]
    told = project_forms + unit_forms + [each for each in forms if "projects" not in section_of(each[1].kind)]
    # Where what is asked for was not given, the other forms still tell whose report it is.
    telling = told or given
    year, unit = _year(_of_newest(telling), notebook), _unit(telling, notebook)
    projects = tuple(
        make_project(number, path, form, notebook) for number, (path, form) in enumerate(project_forms, 1)
    )
    scored = [project.score for project in projects if project.score.number is not None]
    counted = grades(scored)
    report = Report(
        year=year,
        unit=unit,
        title_break=_title_break(year, unit),
        project_count=len(projects),
        scored_count=len(scored),
        unscored_count=len(projects) - len(scored),
        project_names=project_names(projects),
        budget_total=total("全年预算数合计", [each.budget for each in projects], notebook),
        executed_total=total("全年执行数合计", [each.executed for each in projects], notebook),
        overall_rate=overall_rate(projects, notebook),
        average_score=average(scored, notebook),
        grades=counted,
        grade_text="、".join(f"{grade.name}{grade.count}个" for grade in counted if grade.count),
        shortfall=shortfall(projects),
        unit_scores=tuple(_unit_score(path, form, notebook, unit) for path, form in unit_forms),
        projects=projects,
        units=_evaluations(unit_forms if "units" in sections else [], notebook),
        evaluations=_evaluations([each for each in forms if each[1].kind == "key_evaluation"], notebook),
        accounts=build_accounts(forms, notebook),
        doubts=_doubts(notebook, told, findings),
    )
    return Context(_with_note(report), tuple(notebook.marks))


def _with_note(report: Report) -> Report:
    others = [each.told for each in (*report.units, *report.evaluations)]
    note = rounding_note(report.projects, others, report.overall_rate, report.average_score, report.accounts)
    return replace(report, rounding_note=note)


def section_of(kind: FormKind) -> frozenset[str]:
    """The sections that a form of this kind feeds."""
    if kind in PROJECT_KINDS:
        return frozenset({"projects"})
    if kind == "unit_self_evaluation":
        return frozenset({"projects", "units"})
    if kind == "key_evaluation":
        return frozenset({"evaluations"})
    return frozenset({"accounts"}) if kind.startswith(("final_accounts", "budget_")) else frozenset()


def sections_named(names: Iterable[str]) -> frozenset[str]:
    """The sections that a template asks for by the names it uses; words that are no names do not count."""
    known = {item.name for item in fields(Report)}
    asked = {Report.chinese.get(name, name) for name in names} & known
    own = {"units", "evaluations", "accounts"} & asked
    general = {"year", "unit", "title_break", "doubts", "rounding_note", *own}
    return frozenset(own | ({"projects"} if asked - general or not own else set()))


def _evaluations(forms: Sequence[tuple[str, Form]], notebook: Notebook) -> tuple[Evaluation, ...]:
    return tuple(make_evaluation(number, *entry, notebook) for number, entry in enumerate(forms, 1))


def _of_newest(forms: Sequence[tuple[str, Form]]) -> Sequence[tuple[str, Form]]:
    """The evaluations; without any, the newest tables, as last year's lie beside them."""
    evaluated = [each for each in forms if not each[1].accounts]
    newest = max((form.year or 0 for _, form in forms), default=0)
    return evaluated or [each for each in forms if each[1].year == newest]


def _year(forms: Sequence[tuple[str, Form]], notebook: Notebook) -> Figure:
    years = Counter(form.year for _, form in forms if form.year is not None)
    if not years:
        unknown = notebook.mark("年度", "自评表未写明所属年度。")
        return Figure("（未填写）", mark=unknown, is_missing=True)
    year = years.most_common(1)[0][0]
    mark: Mark | None = None
    if len(years) > 1:
        listed = "、".join(f"{known}年度{count}张" for known, count in sorted(years.items()))
        mark = notebook.mark("年度", f"各表年度不一致（{listed}）。")
    return Figure(str(year), number=Decimal(year), mark=mark)


def _unit(forms: Sequence[tuple[str, Form]], notebook: Notebook) -> Figure:
    for header in ("unit", "department"):
        texts = [unit_name(form.header_text(header) or "") for _, form in forms]
        counted = Counter(text for text in texts if text)
        if counted:
            return Figure(counted.most_common(1)[0][0])
    mark = notebook.mark("单位", "自评表未填写实施单位和主管部门。")
    return Figure("（单位未填写）", mark=mark, is_missing=True)


def _title_break(year: Figure, unit: Figure) -> str:
    """A title of 22 pt holds 20 Chinese characters; a longer one breaks before its last words."""
    title = f"{year.text}年度{unit.text}项目绩效自评结果"
    width = sum(Decimal("0.5") if letter.isascii() else Decimal(1) for letter in title)
    return "\n" if width > _TITLE_WIDTH else ""


def _unit_score(path: str, form: Form, notebook: Notebook, unit: Figure) -> UnitScore:
    name = unit_name(form.header_text("unit") or form.header_text("department") or "")
    source = Source(path, form, notebook, f"{quoted(name)}部门整体自评" if name else "部门整体自评")
    return UnitScore(Figure(name) if name else unit, amount.score(source, "得分"))


def _doubts(
    notebook: Notebook, forms: Sequence[tuple[str, Form]], findings: Sequence[Finding]
) -> tuple[Doubt, ...]:
    """Marks of the overview, marks of the projects, then errors on cells the text does not print."""
    marks = sorted(notebook.marks, key=lambda mark: mark.place is not None)
    lines = [(f"{mark.subject}——{mark.note}", reference(mark)) for mark in marks]
    marked = {mark.place for mark in notebook.marks}
    seen: set[Place] = set()
    for finding in findings:
        place = finding.place
        if finding.severity != "error" or place in marked or place in seen:
            continue
        owner = _owner(place, forms)
        if owner is not None:
            seen.add(place)
            notes = "".join(error_note(each) for each in notebook.errors[place])
            lines.append((f"{owner}——{notes}{where(place)}", ""))
    return tuple(Doubt(number, sentence(text), mark) for number, (text, mark) in enumerate(lines, 1))


def _owner(place: Place, forms: Sequence[tuple[str, Form]]) -> str | None:
    """Whose cell it is in words, or None where it belongs to no form of the report."""
    for path, form in forms:
        is_same_sheet = (path, form.sheet) == (place.path, place.sheet)
        if is_same_sheet and form.block.contains(*parse_address(place.cell)):
            name = one_line(form.header_text("project") or "")
            if form.kind == "unit_self_evaluation":
                return "部门整体自评表"
            if form.kind not in PROJECT_KINDS or not name:
                return "项目自评表" if form.kind in PROJECT_KINDS else FORM_NAMES[form.kind]
            return f"{quoted(name)}项目"
    return None
