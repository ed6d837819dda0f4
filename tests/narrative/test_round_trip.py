"""What the program writes, the program verifies: every figure of every report is exact, or marked.

`python -m tests.narrative.round_trip` does the same on as many generated units as one asks for.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.core.form import Form
from perfdesk.judging import Checked
from perfdesk.narrative.claim import Claim
from perfdesk.narrative.report import render_report, shipped_templates
from perfdesk.narrative.verification import verify
from perfdesk.session import load
from tests.narrative.build_form import project_form, row, special_fund_form, unit_form
from tests.narrative.generated_set import generated_set
from tests.narrative.round_trip import ENDINGS, missed, reports

CASES = ("mingguang2021", "panjin2023", "chenxi2022", "fushun2021", "fushun2026")
SETS = 12
"""Generated sets of forms in memory; each is told by every template that ships."""
UNITS = (2, 3, 21)
"""Seeds of whole units, filled into the official templates."""


def loose(documents: Sequence[Checked], folder: Path) -> list[tuple[str, Claim]]:
    return [(each.template, claim) for each in reports(documents, folder) for claim in each.loose()]


@pytest.mark.parametrize("case", CASES)
def test_every_figure_of_a_report_on_a_published_set_is_exact_or_marked(
    shared: Path, tmp_path: Path, case: str
) -> None:
    documents = load(sorted((shared / "cases" / case).glob("*.xlsx")))
    found = list(reports(documents, tmp_path))
    assert sum(len(report.claims) for report in found)
    assert [(report.template, claim) for report in found for claim in report.loose()] == []


@pytest.mark.parametrize("seed", UNITS)
def test_every_figure_of_a_report_on_a_generated_unit_is_exact_or_marked(tmp_path: Path, seed: int) -> None:
    assert loose(generated_set(seed), tmp_path) == []


def test_every_figure_of_a_report_on_the_sample_is_exact_or_marked(sample: Path, tmp_path: Path) -> None:
    assert loose(load(sorted(sample.glob("*.xlsx"))), tmp_path) == []


def test_text_markdown_and_word_say_the_same_figures(tmp_path: Path) -> None:
    said: dict[str, set[frozenset[tuple[tuple[str, str, str], int]]]] = {}
    for report in reports(generated_set(3), tmp_path, ENDINGS):
        counted = Counter((claim.kind, claim.stated, claim.verdict) for claim in report.told)
        said.setdefault(report.template, set()).add(frozenset(counted.items()))
    assert {template: len(sayings) for template, sayings in said.items()} == dict.fromkeys(said, 1)


def test_a_figure_of_a_report_cannot_be_changed_unnoticed(tmp_path: Path) -> None:
    documents = generated_set(3)
    unnoticed = [claim for report in reports(documents, tmp_path) for claim in missed(report, documents)]
    # How many projects there are nobody can say who has only some of the forms.
    assert {claim.kind for claim in unnoticed} <= {"count"}


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
        assert [claim for claim in claims if claim.verdict in ("wrong", "uncheckable")] == [], template
