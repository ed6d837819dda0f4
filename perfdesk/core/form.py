"""A typed form: what recognition made of one region of a sheet.

Every field is a `Value` that knows its cell. A field the layout does not have is
absent (None or not in the mapping); a field that is there but blank is a blank `Value`.
Amounts are in the form's own unit, `amount_unit` (万元 or 元).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from perfdesk.core.grid import Block
from perfdesk.core.interval import EXCEL, Rounding
from perfdesk.core.value import Operator, Value

Direction = Literal["higher", "lower"]
"""Which way an indicator counts as better; None where neither operator nor words tell."""

LineRole = Literal["total", "income", "expenditure", "basic", "project", "carry_over"]

FormKind = Literal[
    "project_self_evaluation",
    "unit_self_evaluation",
    "special_fund_self_evaluation",
    "key_evaluation",
    "project_targets",
    "unit_targets",
    "final_accounts_01",
    "final_accounts_02",
    "final_accounts_03",
    "final_accounts_04",
    "final_accounts_05",
    "final_accounts_06",
    "final_accounts_07",
    "final_accounts_08",
    "final_accounts_09",
    "budget_01",
    "budget_02",
    "budget_03",
    "budget_04",
    "budget_05",
    "budget_06",
    "budget_07",
    "budget_08",
    "budget_09",
    "budget_10",
    "budget_11",
    "budget_12",
    "budget_13",
    "budget_14",
    "budget_15",
    "budget_16",
    "budget_17",
    "budget_18",
    "unknown",
]
FORM_NAMES: dict[str, str] = {
    "project_self_evaluation": "项目支出绩效自评表",
    "unit_self_evaluation": "部门（单位）整体绩效自评表",
    "special_fund_self_evaluation": "专项资金绩效自评表",
    "key_evaluation": "重点绩效评价表",
    "project_targets": "项目支出绩效目标表",
    "unit_targets": "部门（单位）整体绩效目标表",
    **{f"final_accounts_{number:02}": f"部门决算公开{number:02}表" for number in range(1, 10)},
    **{f"budget_{number:02}": f"部门预算公开表{number}" for number in range(1, 19)},
    "unknown": "未识别的表",
}

FieldName = Literal[
    "initial_budget",
    "full_year_budget",
    "executed",
    "execution_weight",
    "execution_rate",
    "execution_score",
    "indicator_subtotal",
    "repeated_execution_score",
    "deduction",
    "bonus",
    "total_weight",
    "total_score",
    "repeated_total_score",
    "reviewer_total_score",
]
FIELD_NAMES: dict[FieldName, str] = {
    "initial_budget": "年初预算数",
    "full_year_budget": "全年预算数",
    "executed": "全年执行数",
    "execution_weight": "预算执行分值",
    "execution_rate": "执行率",
    "execution_score": "预算执行率得分",
    "indicator_subtotal": "指标得分小计",
    "repeated_execution_score": "预算执行率得分（重列）",
    "deduction": "减分项",
    "bonus": "加分项",
    "total_weight": "总分值",
    "total_score": "总得分",
    "repeated_total_score": "总得分（重列）",
    "reviewer_total_score": "总得分（另一列评分）",
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One scored row of the indicator table.

    `level1` … `level3` are the words as printed, `level1_points` the points a header such
    as 产出指标（50分） claims. `operator`, `target`, `unit` are split however the row printed
    them; `unit_cell` is the unit's own cell where the layout has one. `ticks` are the cause
    columns (经费保障 …) by their printed name, `reason` and `measure` the text columns,
    `coefficient` the share of the points (得分系数) that some layouts print. `method` says how points
    are given (评分标准), `explanation` what the indicator means, where a layout has both.
    Evaluations print more: `score_rate` (得分率), `lost` (扣分), and `reviewer_score`, a second column of
    scores: a reviewer's beside the unit's own; in a key evaluation, the unit's beside the evaluators'.
    """

    row: int
    level1: Value
    level2: Value
    level3: Value
    target: Value | None = None
    deadline: Value | None = None
    operator: Operator | None = None
    direction: Direction | None = None
    operator_cell: Value | None = None
    unit: str | None = None
    unit_cell: Value | None = None
    actual: Value | None = None
    completion: Value | None = None
    weight: Value | None = None
    score: Value | None = None
    ticks: Mapping[str, Value] = field(default_factory=dict)
    reason: Value | None = None
    measure: Value | None = None
    method: Value | None = None
    explanation: Value | None = None
    coefficient: Value | None = None
    reviewer_score: Value | None = None
    score_rate: Value | None = None
    lost: Value | None = None
    is_child: bool = False


@dataclass(frozen=True, slots=True)
class Money:
    """One line of figures: a fund source, an income or expenditure line, or a key task.

    `amounts` holds initial_budget, full_year_budget and executed where the layout has them;
    `role` is what the line sums up or carries over, None for an ordinary line.
    """

    name: Value
    amounts: Mapping[str, Value]
    rate: Value | None = None
    weight: Value | None = None
    score: Value | None = None
    project: Value | None = None
    role: LineRole | None = None


@dataclass(frozen=True, slots=True)
class SumGroup:
    """A line that must equal the sum of its parts, such as 年度资金总额 and its sources."""

    whole: Money
    parts: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class AccountColumn:
    """A column of amounts in a budget or accounts table: its heading from top to bottom, its 栏次."""

    labels: tuple[str, ...]
    cell: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One line of a budget or accounts table.

    `code` is the classification code (类 3, 款 5, 项 7 digits), `number` the 行次 where the table
    counts its lines; `amounts` stand in the order of `columns`.
    """

    row: int
    name: Value
    columns: tuple[AccountColumn, ...]
    amounts: tuple[Value, ...]
    code: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class LevelOne:
    """A level-1 header that states its points, such as 产出指标（50分）."""

    name: Value
    points: Value
    indicators: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Subtotal:
    """A 小计 line between the rows of the indicator table, with the indicators it adds up."""

    name: Value
    indicators: tuple[int, ...]
    weight: Value | None = None
    score: Value | None = None
    score_rate: Value | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal text and the text that says what became of it."""

    planned: Value
    achieved: Value | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """One line of 结果应用建议 or of an opinion: its option, tick and words.

    `is_opinion`: the supervising department or the finance bureau speaks, not the unit itself.
    """

    option: Value
    tick: Value
    text: Value | None = None
    is_opinion: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a part of the form was taken for what it is, and what is uncertain about it, in Chinese."""

    why: str
    doubt: str | None = None


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Form:
    """One recognized form.

    Attributes:
        sheet: name of the sheet it stands on.
        block: the region it fills.
        layout: which family of layout it follows, for choosing a profile.
        year: the budget year, or None where the form does not say.
        is_unit_stated: the form says its unit in words of its own, apart from the figures.
        headers: labelled texts by name (project, unit, department, contact, period …).
        fields: the money and score fields of the contract by name.
        indicators: rows of the indicator table without filler rows.
        fund_groups: sums to hold: fund lines, income lines, expenditure lines.
        lines: every line of figures with a rate to check, total lines included.
        tasks: key-task lines of a unit form; `task_total` its 合计 line.
        column_cells: header cell of a column (weight, score, …) by name, for findings on it.
        group_weights: level-1 headers that state points.
        group_columns: points of groups in a column of their own, by cell, each with its indicators.
        subtotals: 小计 lines between the indicators.
        accounts: lines of a budget or accounts table.
        opinions: the summing-up opinions of department and finance bureau, by name.
        explanations: words on deviations outside the indicator table, by kind (reason, measure).
        notes: printed notes and methods, the form's own rules.
        leftovers: cells that still hold hints or placeholders of the template.
        reasons: why each part was taken, by its name: `fields.executed`, `headers.unit`,
            `indicators.target` (a column), `kind`, `year`, `amount_unit`, `hidden`.
        remark: what the sheet is as a whole where it is not simply a filled form; else empty.
        continues: the sheet on which the form begins that goes on here; else empty.
        is_unfilled: the form holds its labels and nothing to judge.
        rounding: how its place rounds, as the profile says; set when the form is judged.
        profile: id of the scoring profile chosen from the form.
        profile_reason: why that profile was chosen, in Chinese.
        corrections: ids of the user's corrections by which it was read.
    """

    kind: FormKind
    sheet: str
    block: Block
    title: Value
    layout: str = ""
    year: int | None = None
    amount_unit: str = "万元"
    is_unit_stated: bool = True
    headers: Mapping[str, Value] = field(default_factory=dict)
    fields: Mapping[FieldName, Value] = field(default_factory=dict)
    indicators: tuple[Indicator, ...] = ()
    fund_groups: tuple[SumGroup, ...] = ()
    lines: tuple[Money, ...] = ()
    tasks: tuple[Money, ...] = ()
    task_total: Money | None = None
    goals: tuple[Goal, ...] = ()
    advice: tuple[Advice, ...] = ()
    column_cells: Mapping[str, str] = field(default_factory=dict)
    group_weights: tuple[LevelOne, ...] = ()
    group_columns: tuple[LevelOne, ...] = ()
    subtotals: tuple[Subtotal, ...] = ()
    accounts: tuple[AccountLine, ...] = ()
    notes: tuple[Value, ...] = ()
    leftovers: tuple[Value, ...] = ()
    explanations: Mapping[str, Value] = field(default_factory=dict)
    opinions: Mapping[str, Value] = field(default_factory=dict)
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    remark: str = ""
    is_unfilled: bool = False
    continues: str = ""
    rounding: Rounding = EXCEL
    profile: str = ""
    profile_reason: str = ""
    corrections: tuple[str, ...] = ()

    def named(self, name: FieldName) -> Value | None:
        """The field where the form has it and it is not blank, else None."""
        value = self.fields.get(name)
        return None if value is None or value.is_blank else value

    def header_text(self, name: str) -> str | None:
        """The words of a labelled header field, or None."""
        value = self.headers.get(name)
        return value.said if value is not None else None
