from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perfdesk.cli import main
from perfdesk.core.fault import CallFault
from perfdesk.outlets.overview import NO_RATE, band_of, overview
from perfdesk.outlets.summary import write_summary
from perfdesk.reading.document import find_files
from perfdesk.session import Checked, load


@pytest.fixture(scope="module")
def documents(sample: Path) -> tuple[Checked, ...]:
    return load(find_files([sample]))


@pytest.mark.parametrize(
    ("rate", "band"),
    [
        (None, NO_RATE), ("0", "0"), ("0.1", "不足60%"), ("0.6", "60%—80%"), ("0.8", "80%—90%"),
        ("0.9", "90%—100%"), ("0.9999", "90%—100%"), ("1", "100%"), ("1.0001", "超过100%"),
    ],
)  # fmt: skip
def test_a_rate_falls_into_one_band(rate: str | None, band: str) -> None:
    assert band_of(None if rate is None else Decimal(rate)) == band


def test_every_scored_form_has_a_grade_a_band_and_its_findings(documents: tuple[Checked, ...]) -> None:
    whole = overview(documents)
    assert sum(count for _, count in whole.grades) == len(whole.lines)
    assert sum(count for _, count in whole.bands) == len(whole.lines)
    found = sum(len(checked.findings) for checked in documents)
    assert sum(rule.count for rule in whole.rules) == found
    assert sum(sum(counts.values()) for _, counts in whole.units) == found
    scores = [line.score for line in whole.lines if line.score is not None]
    assert whole.average == round(sum(scores, Decimal(0)) / len(scores), 2)
    severities = [rule.severity for rule in whole.rules]
    assert severities == sorted(severities, key=["error", "warning", "hint"].index)


def test_the_weighted_average_leans_to_the_dearer_projects(documents: tuple[Checked, ...]) -> None:
    whole = overview(documents)
    lines = [
        line
        for line in whole.lines
        if line.score is not None and line.full_year_budget and "整体" not in line.kind
    ]
    money = sum((line.full_year_budget or Decimal(0)) for line in lines)
    total = sum((line.score or Decimal(0)) * (line.full_year_budget or Decimal(0)) for line in lines)
    assert whole.weighted_average is not None
    assert abs(whole.weighted_average - total / money) < Decimal("0.01")


def test_the_summary_holds_every_form_and_every_finding(
    documents: tuple[Checked, ...], tmp_path: Path
) -> None:
    target = tmp_path / "汇总.xlsx"
    write_summary(documents, target)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames[0] == "总体情况"
    assert book["各表情况"].max_row == 3 + len(overview(documents).lines)
    assert book["问题清单"].max_row == 3 + sum(len(checked.findings) for checked in documents)
    assert len(book["执行率"]._charts) == 1
    first = target.read_bytes()
    write_summary(documents, target)
    assert target.read_bytes() == first


def test_the_command_writes_the_summary_and_refuses_another_ending(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["summary", str(sample), "--output", str(tmp_path / "汇总.xlsx")]) == 0
    assert (tmp_path / "汇总.xlsx").exists()
    assert main(["summary", str(sample), "--output", str(tmp_path / "汇总.pdf")]) == 2
    assert "请使用 .xlsx 扩展名" in capsys.readouterr().err


def test_nothing_to_sum_up_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CallFault, match="没有可汇总的自评表"):
        write_summary((), tmp_path / "汇总.xlsx")
