"""TI: ticks against words: advice and its option, causes and their reason."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.core.finding import Edit, Fix
from perfdesk.core.form import Form
from perfdesk.recognition.literal import is_tick
from perfdesk.rules.figure import missing
from perfdesk.rules.rule import Example, Found, Outcome, rule
from perfdesk.rules.score import title_of
from perfdesk.scoring.profile import Profile

ADVICE = "自评表“结果应用建议”“审核意见”栏：勾选选项并填写具体建议"
CAUSES = "自评表“未完成原因分析”栏：勾选原因类别并说明原因"


@rule(
    "TI101",
    "写了建议而没有勾选",
    why="汇总时按勾选统计；没有打勾的建议等于没有提。",
    severity="warning",
    basis=ADVICE,
    needs=("advice",),
    bad=Example("liaoning_2023", "写了按巡检记录分月支付，前面没有打勾", {"C12": ""}),
    good=Example("liaoning_2023", "建议已打勾并写明内容"),
)
def advice_not_ticked(form: Form, profile: Profile) -> Iterator[Outcome]:
    """Words of advice stand beside an option that is not ticked."""
    for line in form.advice:
        if line.text is None or line.text.is_blank or not line.tick.is_blank:
            continue
        yield missing(
            line.tick.cell,
            f"“{line.option.text or ''}”写了具体内容，没有打勾，请补勾选或删去内容。",
            "√",
            fix=Fix("ask", (Edit(form.sheet, line.tick.cell, "√"),)),
        )


@rule(
    "TI102",
    "勾选了建议而没有写内容",
    why="只打勾不写内容，财政部门不知道建议什么。",
    severity="warning",
    basis=ADVICE,
    needs=("advice",),
    bad=Example("liaoning_2023", "勾选了规范财政资金管理，没有写具体建议", {"D12": ""}),
    good=Example("liaoning_2023", "建议已打勾并写明内容"),
)
def tick_without_advice(form: Form, profile: Profile) -> Iterator[Outcome]:
    """An option is ticked and its words are blank."""
    for line in form.advice:
        if line.text is not None and line.text.is_blank and is_tick(line.tick.raw):
            yield missing(
                line.text.cell, f"勾选了“{line.option.text or ''}”，没有填写具体内容，请补充或取消勾选。"
            )


@rule(
    "TI103",
    "勾选了原因类别而没有说明原因",
    why="只打勾看不出到底为什么没有完成，也无从改进。",
    severity="warning",
    basis=CAUSES,
    needs=("ticks", "reason"),
    bad=Example("liaoning_2023", "勾选了“其他”，没有写原因", {"L7": "√"}),
    good=Example("liaoning_2023", "没有勾选，也没有原因"),
)
def cause_without_reason(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A cause is ticked and neither the reason nor any cause column holds words."""
    for indicator in form.indicators:
        ticks = [name for name, value in indicator.ticks.items() if is_tick(value.raw)]
        has_words = any(value.text and not is_tick(value.raw) for value in indicator.ticks.values())
        reason = indicator.reason
        if not ticks or has_words or reason is None or not reason.is_blank:
            continue
        cause = "、".join("".join(name.split()) for name in ticks)
        yield missing(
            reason.cell,
            f"“{title_of(indicator)}”勾选了{cause}，没有说明原因，请补充；没有偏差的请取消勾选。",
        )


@rule(
    "TI104",
    "写了原因而没有勾选类别",
    why="原因按经费、制度、人员、硬件分类汇总；没有打勾的原因统计不到。",
    severity="warning",
    basis=CAUSES,
    needs=("ticks", "reason"),
    bad=Example("liaoning_project", "写了原因，经费保障一栏没有打勾", {"L8": ""}),
    good=Example("liaoning_project", "写了原因并勾选了类别"),
)
def reason_without_cause(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A reason is written and none of the cause columns is ticked."""
    for indicator in form.indicators:
        reason = indicator.reason
        if reason is None or reason.text is None or not indicator.ticks:
            continue
        if all(value.is_blank for value in indicator.ticks.values()):
            first = next(iter(indicator.ticks.values()))
            yield Found(
                first.cell,
                "doubtful",
                f"“{title_of(indicator)}”写了原因，没有勾选原因类别，请在相应的类别下打勾。",
                None,
                "√",
                related=(reason.cell,),
            )
