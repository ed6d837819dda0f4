"""A self-evaluation form as a clerk fills it: figures as printed, and the sheet they make.

What the conformance cases and the second scorer have in common; it knows no rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

NATIONAL = """
项目支出绩效自评表
（2023年度）
项目名称 | {name} | 主管部门 | 云岭县档案馆 | 实施单位 | 云岭县档案服务中心
项目资金（万元） | | 年初预算数 | 全年预算数（A） | 全年执行数（B） | 分值 | 执行率（B/A） | 得分
^ | 年度资金总额 | {initial} | {budget} | {executed} | {execution_weight} | {rate} | {execution_score}
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
{rows}
总分 | < | < | < | < | < | {total_weight} | {total}
"""
FIRST_ROW = 7


@dataclass(frozen=True)
class Row:
    """One indicator as printed: operator and target in one cell, as the national layout has it."""

    operator: str
    target: str
    actual: str
    weight: str
    score: str
    reason: str = ""
    level1: str = "产出指标"
    level2: str = "数量指标"
    name: str = ""


@dataclass(frozen=True)
class Paper:
    """A whole form as printed."""

    budget: str = "10"
    executed: str = "10"
    rate: str = "100%"
    execution_score: str = "10"
    execution_weight: str = "10"
    rows: tuple[Row, ...] = field(default_factory=tuple)
    total: str = "100"
    total_weight: str = "100"
    initial: str = ""

    def text(self) -> str:
        """The sheet in the notation of the rules' examples."""
        return NATIONAL.format(
            name="馆藏案卷数字化",
            initial=self.initial or self.budget,
            budget=self.budget,
            executed=self.executed,
            execution_weight=self.execution_weight,
            rate=self.rate,
            execution_score=self.execution_score,
            rows="\n".join(_line(number, row) for number, row in enumerate(self.rows)),
            total_weight=self.total_weight,
            total=self.total,
        )

    def cells(self) -> dict[str, str]:
        """Where the derived figures stand, by name."""
        last = FIRST_ROW + len(self.rows)
        scores = {f"score{number}": f"H{FIRST_ROW + number}" for number in range(len(self.rows))}
        places = {"rate": "G5", "execution_score": "H5", "total": f"H{last}", "total_weight": f"G{last}"}
        return scores | places


_NAMES = (
    "案卷扫描数量",
    "目录著录条数",
    "修复破损页数",
    "接收档案卷数",
    "查档接待次数",
    "编研成果篇数",
    "整理实物件数",
)


def _line(number: int, row: Row) -> str:
    name = row.name or _NAMES[number % len(_NAMES)]
    cells = (
        "^",
        row.level1,
        row.level2,
        name,
        f"{row.operator}{row.target}",
        row.actual,
        row.weight,
        row.score,
    )
    return " | ".join((*cells, row.reason))


def usual(**changes: str) -> Paper:
    """A form without a fault, with some of its figures changed."""
    rows = (
        Row("≥", "2000卷", "2000卷", "20", "20"),
        Row("≥", "98%", "99%", "15", "15", level2="质量指标", name="扫描合格率"),
        Row("=", "100%", "100%", "15", "15", level2="时效指标", name="按期验收率"),
        Row(
            "≤", "10分钟", "8分钟", "30", "30", level1="效益指标", level2="社会效益指标", name="查档等候时长"
        ),
        Row(
            "≥",
            "90%",
            "95%",
            "10",
            "10",
            level1="满意度指标",
            level2="服务对象满意度指标",
            name="查档群众满意度",
        ),
    )
    return replace(Paper(rows=rows), **changes)  # type: ignore[arg-type]


def with_row(number: int, total: str, **changes: str) -> Paper:
    """The usual form with one row changed, and the total that goes with it."""
    paper = usual(total=total)
    rows = list(paper.rows)
    rows[number] = replace(rows[number], **changes)
    return replace(paper, rows=tuple(rows))
