"""The overview and the search on the command line say what the window says."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.cli import main
from perfdesk.outlets.overview import overview
from perfdesk.outlets.overview_text import figures_text, line_texts
from perfdesk.reading.document import find_files, read_document
from perfdesk.session import load


def test_the_overview_tells_the_figures_of_the_dashboard(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["overview", str(sample), "--jobs", "1"]) == 0
    words = capsys.readouterr().out
    whole = overview(load(find_files([sample])))
    assert words.startswith(figures_text(whole))
    for line in whole.lines:
        assert "  ".join(text or "—" for text in line_texts(line)) in words
    for rule in whole.rules:
        assert f"{rule.title}  {rule.count} 处" in words


def test_the_overview_as_json_holds_every_form_and_no_float(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["overview", str(sample), "--format", "json", "--jobs", "1"]) == 0

    def refuse(number: str) -> float:
        raise AssertionError(f"a float: {number}")

    told = json.loads(capsys.readouterr().out, parse_float=refuse)
    whole = overview(load(find_files([sample])))
    assert (told["schema"], told["documents"], len(told["forms"])) == (1, 5, len(whole.lines))
    assert Decimal(told["weighted_average"]) == whole.weighted_average
    assert sum(unit["errors"] for unit in told["units"]) == sum(line.errors for line in whole.lines)


def test_a_text_is_found_in_every_file(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "预算执行率", str(sample)]) == 0
    *lines, last = capsys.readouterr().out.splitlines()
    assert lines
    assert all("预算执行率" in line for line in lines)
    assert last == f"共 {len(lines)} 处。"


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_searched(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = next(iter(sorted(sample.glob("*.xlsx"))))
    shutil.copy(source, tmp_path)
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    assert main(["find", "预算", str(tmp_path)]) == 2
    told = capsys.readouterr()
    assert "坏.xlsx" in told.err
    assert source.name in told.out


def test_a_text_is_replaced_everywhere_and_nothing_else(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = sorted(sample.glob("*.xlsx"))[0], tmp_path / "改.xlsx"
    assert main(["replace", str(source), "档案", "图书", "--output", str(target)]) == 0
    assert "→" in capsys.readouterr().out
    before, after = read_document(source)[1], read_document(target)[1]
    for old, new in zip(before, after, strict=True):
        changed = {place: cell.text.replace("档案", "图书") for place, cell in old.cells.items()}
        assert {place: cell.text for place, cell in new.cells.items()} == changed


def test_a_text_that_is_nowhere_is_said_to_be_nowhere(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = sorted(sample.glob("*.xlsx"))[0], tmp_path / "改.xlsx"
    assert main(["replace", str(source), "没有这段话", "甲", "--output", str(target)]) == 2
    assert "没有这段话" in capsys.readouterr().err
    assert not target.exists()
