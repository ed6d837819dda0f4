"""What the program writes, the program verifies: no figure of any report contradicts its forms."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.core.form import Form
from perfdesk.narrative.report import render_report, shipped_templates
from perfdesk.narrative.verification import verify
from perfdesk.session import load, verify_text, write_report
from tests.narrative.build_form import project_form, row, special_fund_form, unit_form

CASES = ("mingguang2021", "panjin2023", "chenxi2022", "fushun2021")
SETS = 24
"""Generated sets of one run; each is told by every template that ships."""


@pytest.mark.parametrize("template", shipped_templates())
@pytest.mark.parametrize("case", CASES)
def test_no_figure_of_a_report_on_a_published_set_is_wrong(
    shared: Path, tmp_path: Path, case: str, template: str
) -> None:
    documents = load(sorted((shared / "cases" / case).glob("*.xlsx")))
    target = tmp_path / "报告.txt"
    write_report(documents, template, target)
    lines = target.read_text("utf-8").split("\n")
    wrong = [
        claim
        for claim in verify_text(documents, target)
        if claim.verdict == "wrong" and "〔注" not in lines[claim.line - 1][claim.end : claim.end + 4]
    ]
    assert wrong == []


def generated(seed: int) -> list[tuple[str, Form]]:
    """Some projects, funds and a unit with figures of every size, blanks and zeros among them."""
    chance = random.Random(seed)
    forms = []
    for number in range(chance.randint(0, 4)):
        budget = Decimal(chance.randint(1, 10**7)) / 100
        executed = round(budget * chance.randint(0, 100) / 100, chance.choice([0, 2, 4]))
        rate = round(executed / budget * 100, 2)
        score = round(Decimal(chance.randint(5000, 10000)) / 100, chance.choice([0, 1, 2]))
        texts = {"full_year_budget": f"{budget}", "executed": f"{executed}", "execution_rate": f"{rate}%"}
        rows = [row(10, "归档数量", "10", chance.choice(["10", "8.5"]), reason=chance.choice(["", "进度慢"]))]
        form = project_form(f"第{number}批整理", rows=rows, total_score=f"{score}", **texts)
        forms.append((f"{number}.xlsx", form))
    if chance.random() < 0.4:
        forms.append(("资金.xlsx", special_fund_form("专项补助")))
    if chance.random() < 0.6 or not forms:
        forms.append(("整体.xlsx", unit_form(f"{chance.randint(60, 100)}")))
    return forms


@pytest.mark.parametrize("seed", range(SETS))
def test_no_figure_of_a_report_on_generated_forms_is_wrong(tmp_path: Path, seed: int) -> None:
    forms = generated(seed)
    for template in shipped_templates():
        target = tmp_path / f"{template}.txt"
        render_report(forms, [], template, target)
        claims = verify(target.read_text("utf-8").split("\n"), forms)
        assert [claim for claim in claims if claim.verdict == "wrong"] == [], template
