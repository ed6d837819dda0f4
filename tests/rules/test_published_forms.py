"""The whole verdict on real published forms, cell by cell, and the verdicts the field insists on.

`python -m pytest tests/rules --update-published` renews the table; read the diff before committing.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perfdesk.session import Checked, load

SETS = ("panjin2023", "fushun2021", "mingguang2021", "chenxi2022", "fushun2026")
TABLE = Path(__file__).with_name("published.tsv")
NEUTRAL = "ocr_doubt.json"


@pytest.fixture(scope="session")
def checked(shared: Path) -> dict[str, dict[str, Checked]]:
    return {
        name: {
            Path(document.path).name: document
            for document in load(sorted((shared / "cases" / name).glob("*.xlsx")))
        }
        for name in SETS
    }


def verdicts(checked: dict[str, dict[str, Checked]]) -> str:
    lines = [
        "\t".join(
            (
                name,
                file,
                finding.place.sheet,
                finding.place.cell,
                finding.rule,
                finding.severity,
                finding.verdict,
            )
        )
        for name, files in checked.items()
        for file, document in files.items()
        for finding in document.findings
    ]
    return "\n".join(lines) + "\n"


def test_the_findings_on_every_published_form_are_exactly_these(
    checked: dict[str, dict[str, Checked]], request: pytest.FixtureRequest
) -> None:
    if request.config.getoption("--update-published"):
        TABLE.write_text(verdicts(checked), encoding="utf-8")
    assert verdicts(checked).splitlines() == TABLE.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", SETS)
def test_no_right_figure_is_disputed_and_no_wrong_one_passed(
    name: str, shared: Path, checked: dict[str, dict[str, Checked]]
) -> None:
    folder = shared / "cases" / name
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    found: dict[tuple[str, str, str], set[str]] = {}
    for file, document in checked[name].items():
        for finding in document.findings:
            place = (file, finding.place.sheet, finding.place.cell)
            found.setdefault(place, set()).add(finding.severity)
    blamed = {place_of(e) for e in expected if e["verdict"] in ("wrong", "missing", "suspect")}
    for entry in expected:
        place = place_of(entry)
        severities = found.get(place, set())
        if entry["verdict"] == "wrong":
            assert "error" in severities, entry
        elif entry["verdict"] in ("ok", "rounded") and place not in blamed:
            assert not severities & {"error", "warning"}, entry


def place_of(entry: dict[str, str]) -> tuple[str, str, str]:
    return entry["file"], entry["sheet"], entry["cell"]


def finding_on(checked: dict[str, dict[str, Checked]], name: str, words: str, cell: str, rule: str):  # type: ignore[no-untyped-def]
    document = next(document for file, document in checked[name].items() if words in file)
    return next(f for f in document.findings if f.place.cell == cell and f.rule == rule)


def test_51_percent_of_50_71_percent_is_rounded_and_so_is_its_score(
    checked: dict[str, dict[str, Checked]],
) -> None:
    rate = finding_on(checked, "fushun2021", "基金监管专家运行费", "O6", "EX101")
    score = finding_on(checked, "fushun2021", "基金监管专家运行费", "Q6", "EX102")
    assert (rate.severity, rate.verdict) == ("hint", "rounded")
    assert (score.severity, score.verdict) == ("hint", "rounded")
    assert "6.41 ÷ 12.64" in (rate.formula or "") and "5.1" in (score.formula or "")


def test_a_score_of_3_for_a_rate_of_30_64_percent_is_not_exact_and_says_why(
    checked: dict[str, dict[str, Checked]],
) -> None:
    score = finding_on(checked, "fushun2021", "能力提升补助", "Q6", "EX102")
    assert score.verdict == "rounded"
    assert score.formula == ("222.57 ÷ 726.39 = 30.6406%；10 × 30.6406% = 3.064056 → 3.06 → 3")


def test_59_75_percent_scored_6_shows_both_roundings(checked: dict[str, dict[str, Checked]]) -> None:
    score = finding_on(checked, "fushun2021", "整体自评", "L46", "SC201")
    assert score.verdict == "rounded"
    assert score.formula == "10 × 59.75% = 5.975 → 5.98 → 6"
