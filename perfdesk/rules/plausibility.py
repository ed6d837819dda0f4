"""PL: figures that can be written but hardly be true: shares above 100 %, nothing spent and full marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfdesk.core.finding import Edit, Fix
from perfdesk.core.form import Form, Indicator, Money
from perfdesk.core.value import Value, percent, plain
from perfdesk.rules.execution import as_rate, denominator, rate_of, rated_lines, total_line
from perfdesk.rules.figure import line_title, number
from perfdesk.rules.phrase import half
from perfdesk.rules.rule import Example, Found, Outcome, rule
from perfdesk.rules.score import scored, title_of
from perfdesk.scoring.profile import Profile

FUNDS = "自评表资金栏：年初预算数、全年预算数、全年执行数"
_WHOLE = Decimal(1)
_MONEY = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_SHARE = re.compile(
    r"(?:满意度|覆盖率|覆盖面|合格率|及格率|占比|比例|到位率|知晓率|准确率|及时率|参保率|达标率|通过率|优良率)$"
)
_MONEY_WORDS = re.compile(r"资金|经费|金额|支出|成本|费|补助|投入|预算|执行|元|款|收入|产值|投资|节约")
_IN_PLACE = re.compile(r"(?:到位|拨付|支付|使用|执行|支出)率$")


@rule(
    "PL101",
    "占比、满意度超过100%",
    why="覆盖率、合格率、满意度是部分占全部的比例，不会超过100%，多半是填错了数。",
    severity="warning",
    basis="自评表指标值、完成值栏：比例类指标以100%为限",
    needs=("level3", "target", "actual"),
    bad=Example("project", "扫描合格率填109%", {"F12": "109%"}),
    good=Example("project", "扫描合格率99%"),
)
def share_above_whole(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A share of a whole is above 100 %."""
    for indicator in form.indicators:
        if not _SHARE.search(half(indicator.level3.text or "").split("(")[0]):
            continue
        pairs = (
            ("完成值", indicator.actual, indicator.target),
            ("指标值", indicator.target, indicator.actual),
        )
        for what, value, other in pairs:
            if value is None or value.number is None or _fraction(indicator, value, other) <= _WHOLE:
                continue
            yield Found(
                value.cell,
                "doubtful",
                f"“{title_of(indicator)}”的{what}为{value.printed.strip()}，超过100%，请核对。",
                value.printed,
                "不高于100%",
            )


def _fraction(indicator: Indicator, value: Value, other: Value | None) -> Decimal:
    """The value as a fraction; a bare 120 beside a percentage is 120 %, a bare 1.2 may be either."""
    if value.is_percent:
        return number(value)
    is_bare_share = other is not None and other.is_percent and value.unit is None and abs(number(value)) > 2
    return number(value) / 100 if indicator.unit == "%" or is_bare_share else Decimal(0)


@rule(
    "PL102",
    "成本指标高于预算",
    why="成本控制目标比预算还高，等于没有控制。",
    severity="warning",
    basis="财预〔2021〕101号：成本指标应在预算规模之内设置",
    needs=("target", "full_year_budget"),
    bad=Example(
        "project",
        "预算10万元，成本指标≤12万元",
        {"C13": "成本指标", "D13": "扫描总费用", "E13": "≤12万元", "F13": "10万元"},
    ),
    good=Example("project", "没有高于预算的成本指标"),
)
def cost_above_budget(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A cost target in money is above every budget figure of the form."""
    fields = (form.named("initial_budget"), form.named("full_year_budget"))
    budgets = [number(value) for value in fields if value is not None and value.number is not None]
    if not budgets or max(budgets) <= 0:
        return
    budget = max(budgets) * _MONEY[form.amount_unit]
    for indicator in form.indicators:
        target = indicator.target
        words = half((indicator.level1.text or "") + (indicator.level2.text or ""))
        if target is None or target.number is None or "成本" not in words or indicator.unit not in _MONEY:
            continue
        if indicator.operator in (">=", ">") or number(target) * _MONEY[indicator.unit] <= budget:
            continue
        yield Found(
            target.cell,
            "doubtful",
            f"“{title_of(indicator)}”的指标值{target.printed.strip()}高于预算{plain(max(budgets))}{form.amount_unit}，"
            "请核对指标值或单位。",
            target.printed,
            f"不高于{plain(max(budgets))}{form.amount_unit}",
        )


@rule(
    "PL103",
    "资金没有支出而指标全部满分",
    why="一分钱没有花，产出和效果却全部完成，要说明成果是怎样取得的。",
    severity="warning",
    basis="财预〔2020〕10号：自评应客观反映预算执行和绩效目标实现情况",
    needs=("executed", "score", "weight"),
    bad=Example(
        "liaoning_2023",
        "执行数为0，指标仍全部满分",
        {
            "D4": "0",
            "F4": "0%",
            "G11": "0",
            "J11": "减分",
            "I11": "31",
            "M11": "59",
            "L8": "√",
            "M8": "年底才下达预算",
        },
    ),
    good=Example("liaoning_2023", "预算全部执行，指标满分"),
)
def full_marks_unspent(form: Form, profile: Profile) -> Iterator[Outcome]:
    """Nothing of the budget was spent and every indicator has full marks."""
    line = total_line(form)
    if line is None or not _is_unspent(line, profile):
        return
    rows = [(number(weight), number(score)) for _, weight, score in scored(form, profile)]
    executed = line.amounts["executed"]
    if rows and all(weight == score for weight, score in rows):
        yield Found(
            executed.cell,
            "doubtful",
            f"全年执行数为{executed.printed.strip()}，{len(rows)}项指标全部满分，请说明没有支出怎样完成，或核对得分。",
            executed.printed,
        )


def _is_unspent(line: Money, profile: Profile) -> bool:
    budget, executed = denominator(line, profile), line.amounts.get("executed")
    return (
        budget is not None and budget.number is not None and budget.number > 0
        and executed is not None and executed.number == 0
    )  # fmt: skip


@rule(
    "PL104",
    "预算数为0而填了执行率",
    why="分母是0，执行率无从计算；填100%会让人以为钱都花了。",
    severity="warning",
    basis=FUNDS,
    needs=("lines", "execution_rate"),
    bad=Example(
        "project",
        "其他资金预算0、执行0，执行率填100%",
        {"C7": "0", "D7": "0", "E7": "0", "C5": "8", "D5": "8", "E5": "8"},
    ),
    good=Example("project", "各行预算数都不为0"),
)
def rate_of_nothing(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A line with a budget of zero prints a rate other than a mark for not applicable or zero."""
    for line in rated_lines(form):
        budget, rate = denominator(line, profile), line.rate
        if budget is None or budget.number != 0 or rate is None or rate.number in (None, 0):
            continue
        yield Found(
            rate.cell,
            "doubtful",
            f"“{line_title(line)}”的预算数为0，执行率无从计算，填为{rate.printed.strip()}，请改填“-”。",
            rate.printed,
            "-",
            fix=Fix("ask", (Edit(form.sheet, rate.cell, "-"),)),
            related=(budget.cell,),
        )


@rule(
    "PL105",
    "执行数大于预算数",
    why="没有预算不得支出；执行数超过预算数，多半是预算调整没有填入或单位填错。",
    severity="warning",
    basis=f"《预算法》第十三条：各部门支出以批准的预算为依据；{FUNDS}",
    needs=("executed", "full_year_budget"),
    bad=Example(
        "project",
        "预算2万元，执行3万元",
        {"E7": "3", "G7": "150%", "E5": "11", "G5": "110%"},
    ),
    good=Example("project", "执行数不超过预算数"),
)
def spent_above_budget(form: Form, profile: Profile) -> Iterator[Outcome]:
    """B is above A beyond what the printed decimals can stand for."""
    seen: set[str] = set()
    for line in _money_lines(form):
        budget, executed = denominator(line, profile), line.amounts.get("executed")
        expectation = rate_of(line, profile)
        if budget is None or executed is None or executed.number is None or executed.cell in seen:
            continue
        is_above = (
            expectation.spread.low > 1 if expectation is not None else budget.number == 0 < executed.number
        )
        if not is_above:
            continue
        seen.add(executed.cell)
        yield Found(
            executed.cell,
            "doubtful",
            f"“{line_title(line)}”的执行数{executed.printed.strip()}大于预算数{budget.printed.strip()}，"
            "请核对预算调整数，或说明超支的来源。",
            executed.printed,
            f"不大于{plain(number(budget))}",
            related=(budget.cell,),
        )


def _money_lines(form: Form) -> Iterator[Money]:
    yield from form.lines
    yield from form.tasks
    whole = total_line(form)
    if whole is not None:
        yield whole


@rule(
    "PL106",
    "完成值填成了项目的执行数",
    why="数量指标的完成值和全年执行数一模一样，多半是把金额抄进了完成值。",
    severity="warning",
    basis="自评表完成值栏：按指标的计量单位填写实际完成数",
    needs=("actual", "executed"),
    bad=Example(
        "project",
        "执行数9.85万元，查档等候时长的完成值也填9.85",
        {"E5": "9.85", "E7": "1.85", "G5": "98.5%", "H5": "9.85", "G7": "92.5%", "F14": "9.85分钟",
         "H16": "99.85", "I13": "尾款未付"},
    ),
    good=Example("project", "完成值与执行数各是各的"),
)  # fmt: skip
def actual_is_executed_amount(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The actual of an indicator that is not about money equals the executed amount to the last digit."""
    executed = form.named("executed")
    if executed is None or executed.number is None or not _is_telling(executed):
        return
    for indicator in form.indicators:
        actual = indicator.actual
        words = half((indicator.level2.text or "") + (indicator.level3.text or ""))
        if (
            actual is None
            or actual.number != executed.number
            or actual.is_percent
            or _MONEY_WORDS.search(words)
        ):
            continue
        if indicator.unit in _MONEY or actual.unit in _MONEY:
            continue
        yield Found(
            actual.cell,
            "doubtful",
            f"“{title_of(indicator)}”的完成值{actual.printed.strip()}与全年执行数相同，请核对是否把金额填进了完成值。",
            actual.printed,
            related=(executed.cell,),
        )


def _is_telling(value: Value) -> bool:
    """Whether an equal number elsewhere is no coincidence: it has decimals or four digits."""
    return value.number is not None and (value.number % 1 != 0 or value.number >= 1000)


@rule(
    "PL107",
    "资金没有支出而到位率、使用率填了完成",
    why="全年执行数是0，资金拨付率、使用率却完成100%，两处必有一处不实。",
    severity="warning",
    basis=FUNDS,
    needs=("executed", "level3", "actual"),
    bad=Example(
        "liaoning_2023",
        "执行数为0，资金支付率填100%",
        {
            "D4": "0", "F4": "0%", "G11": "0", "I11": "25", "M11": "59", "I9": "80%", "K9": "24", "D11": "84",
            "L9": "√", "M9": "年底才下达预算", "D7": "资金支付率", "F7": "100", "G7": "%", "H7": "100",
        },
    ),
    good=Example("liaoning_2023", "预算全部执行"),
)  # fmt: skip
def paid_though_unspent(form: Form, profile: Profile) -> Iterator[Outcome]:
    """An indicator on funds being in place, paid or used is met though nothing was spent."""
    line = total_line(form)
    if line is None or not _is_unspent(line, profile):
        return
    for indicator in form.indicators:
        actual = indicator.actual
        name = half(indicator.level3.text or "")
        if not _IN_PLACE.search(name) or not ("资金" in name or "经费" in name or "预算" in name):
            continue
        if actual is not None and actual.number is not None and actual.number > 0:
            yield Found(
                actual.cell,
                "doubtful",
                f"“{title_of(indicator)}”填为{actual.printed.strip()}，而全年执行数为0，请核对。",
                actual.printed,
                related=(line.amounts["executed"].cell,),
            )


@rule(
    "PL108",
    "指标里的预算执行率与资金栏不符",
    why="同一张表里同一个执行率写了两个数，读表的人不知道信哪一个。",
    severity="warning",
    basis="自评表：预算执行率=全年执行数÷全年预算数",
    needs=("level3", "actual", "executed"),
    bad=Example(
        "liaoning_2023",
        "资金栏执行率100%，指标里的预算执行率填95%",
        {"D7": "预算执行率", "E7": ">=", "F7": "90", "G7": "%", "H7": "95"},
    ),
    good=Example("liaoning_2023", "没有另列预算执行率"),
)
def stated_rate_differs(form: Form, profile: Profile) -> Iterator[Outcome]:
    """An indicator 预算执行率 of a project form states another rate than B/A."""
    line = total_line(form)
    expectation = rate_of(line, profile) if line is not None else None
    if expectation is None or form.kind == "unit_self_evaluation":
        return
    for indicator in form.indicators:
        actual, name = indicator.actual, half(indicator.level3.text or "")
        if not name.endswith("执行率") or "预算" not in name or actual is None or actual.number is None:
            continue
        if expectation.agreement(as_rate(actual), 2) == "wrong":
            yield Found(
                actual.cell,
                "doubtful",
                f"“{title_of(indicator)}”填为{actual.printed.strip()}，按资金栏应为{percent(expectation.exact)}，请核对。",
                actual.printed,
                percent(expectation.exact),
                expectation.formula,
            )
