"""The block written from published forms beside the one their bureau published, project by project.

What the forms hold is said as it was published; where the two differ, the forms differ from the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from perfdesk.session import load, write_report

PAIRS: dict[str, tuple[str, set[str]]] = {
    "行政运行费": ("行政运行经费", {"name"}),
    "三员建设费": ("三医建设业务经费", {"name"}),
    "医保智能审核综合监管项目": ("医保医疗救助项目资金支出", {"name", "label", "problems"}),
    "在岗不在编人员工资项目": ("定向不达标人工工资", {"name", "label", "problems"}),
}
"""Each published project whose form was published, with the form's name and in what the two differ."""
REASONS: dict[str, str] = {
    "name": "the form bears another name than the text gives the project; verify tells both",
    "label": "the form has 年初预算数 alone and no 全年预算数; the report names the cell it quotes",
    "problems": "the form takes half a point off and says why; the text says 无, which verify doubts",
}
WITHOUT_FORM = {
    "经常性业务经费项目",
    "市外医疗费用专项调查项目",
    "业务档案整理工作经费项目",
    "病历评审费用项目",
}


@dataclass(frozen=True)
class Told:
    """What a paragraph says of one project."""

    score: str
    label: str
    budget: str
    executed: str
    rate: str
    has_problems: bool


def told(text: str) -> dict[str, Told]:
    """The paragraphs of a block by the name of their project."""
    found = {}
    for name, words in re.findall(r"“([^”]+)”(?:项目)?绩效自评综述：(.*)", text.replace(" ", "")):
        match = re.search(
            r"得分为([\d.]+)分。(..)预算?数为([\d.]+)万元，执行数为([\d.]+)万元，完成预算的([\d.]+%)", words
        )
        assert match is not None, words
        score, label, budget, executed, rate = match.groups()
        found[name] = Told(score, label, budget, executed, rate, "问题及原因：无" not in words)
    return found


@pytest.fixture(scope="module")
def blocks(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Told], dict[str, Told]]:
    case = Path(__file__).resolve().parents[3] / "shared" / "cases" / "mingguang2021"
    if not case.is_dir():
        pytest.skip("the published cases are not beside the project")
    target = tmp_path_factory.mktemp("自评") / "报告.txt"
    write_report(load(sorted(case.glob("*.xlsx"))), "national", target)
    return told((case / "narrative.txt").read_text("utf-8")), told(target.read_text("utf-8"))


def test_every_published_project_has_its_form_or_none_was_published(
    blocks: tuple[dict[str, Told], dict[str, Told]],
) -> None:
    published, written = blocks
    assert set(published) == set(PAIRS) | WITHOUT_FORM
    assert set(written) == {name for name, _ in PAIRS.values()}


@pytest.mark.parametrize("name", PAIRS)
def test_figures_are_those_published_and_the_rest_differs_where_the_form_does(
    blocks: tuple[dict[str, Told], dict[str, Told]], name: str
) -> None:
    published, written = blocks[0][name], blocks[1][PAIRS[name][0]]
    figures = ("score", "budget", "executed", "rate")
    assert [getattr(written, each) for each in figures] == [getattr(published, each) for each in figures]
    differing = {"name"} if name != PAIRS[name][0] else set()
    differing |= {"label"} if written.label != published.label else set()
    differing |= {"problems"} if written.has_problems != published.has_problems else set()
    assert differing == PAIRS[name][1]
    assert differing <= set(REASONS)
