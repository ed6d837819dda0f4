"""LO: what is left of the template: hints, placeholders, empty numbered goals."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.core.form import Form
from perfdesk.rules.rule import Example, Found, Outcome, rule
from perfdesk.scoring.profile import Profile


@rule(
    "LO101",
    "模板的提示语或占位符没有删去",
    why="“请在此处填写”“××”“**”说明这一格没有填完，公开出去就是差错。",
    severity="warning",
    basis="自评表填表说明：提示文字填写时删去",
    needs=("leftovers",),
    bad=Example("project", "完成情况里还留着“**”", {"E9": "扫描并著录案卷**卷"}),
    good=Example("project", "完成情况写明2100卷"),
)
def template_words_left(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A cell still holds a hint to the writer, a placeholder, or a numbered goal without words."""
    for value in form.leftovers:
        words = " ".join((value.text or "").split())
        shown = words if len(words) <= 30 else words[:29] + "…"
        yield Found(
            value.cell,
            "doubtful",
            f"“{shown}”里还有模板的提示语、占位符、空的年度或编号，请填写或删去。",
            value.printed[:60],
        )
