"""CP, across forms: the same words of explanation in several projects of one unit."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.core.form import Form
from perfdesk.core.value import Value
from perfdesk.rules.form_set import Entry, FormSet
from perfdesk.rules.phrase import bare
from perfdesk.rules.rule import Example
from perfdesk.rules.tie import Tied, TieExample, TieOutcome, tie

SHORTEST = 12
"""Characters below which the same words, such as 已完成年度任务, prove nothing."""


@tie(
    "CP105",
    "几个项目的文字一字不差",
    why="不同项目的完成情况、原因和措施不会一样；照搬的文字说明自评没有针对本项目。",
    severity="warning",
    needs=("项目绩效自评表",),
    basis="自评表“实际完成情况”“原因分析”“改进措施”“具体建议内容”栏：按本项目实际填写",
    bad=TieExample(
        (Example("project", ""), Example("tied_project", "", {"E9": "扫描并著录案卷2100卷，全部通过验收"})),
        "两个项目的实际完成情况一字不差",
    ),
    good=TieExample((Example("project", ""), Example("tied_project", "")), "各项目写各项目的完成情况"),
)
def text_copied_between_projects(forms: FormSet) -> Iterator[TieOutcome]:
    """A text of explanation stands word for word in another project's form of the same unit and year."""
    first: dict[tuple[str, int | None, str], tuple[Entry, Value]] = {}
    for entry in forms.kind("project_self_evaluation", "special_fund_self_evaluation"):
        for value in _own_words(entry.form):
            key = (entry.unit, entry.form.year, bare(value.text or ""))
            other, earlier = first.setdefault(key, (entry, value))
            if len(key[2]) < SHORTEST or other.project == entry.project:
                continue
            name = other.form.header_text("project") or "另一个项目"
            yield Tied(
                entry.place(value.cell),
                "doubtful",
                f"这段文字与项目“{name}”的{earlier.cell}一字不差，请按本项目的实际情况填写。",
                value.printed[:60],
                related=(other.place(earlier.cell),),
            )


def _own_words(form: Form) -> Iterator[Value]:
    """The texts that must speak of this project alone."""
    texts = [goal.achieved for goal in form.goals]
    for indicator in form.indicators:
        texts += [indicator.reason, indicator.measure]
    texts += [line.text for line in form.advice if not line.is_opinion]
    texts += form.explanations.values()
    yield from (text for text in texts if text is not None and text.text is not None)
