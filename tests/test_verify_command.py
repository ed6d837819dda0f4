"""`perfdesk verify` at the command line: exit status, the JSON of the contract, the words for a person."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perfdesk.cli import main

RIGHT = "采购支出总额10.50万元，其中：货物支出4.50万元，工程支出0.00万元，服务支出6.00万元。\n"
WRONG = RIGHT.replace("10.50", "11.50")


@pytest.fixture
def forms(sample: Path) -> Path:
    return next(iter(sorted(sample.glob("*.xlsx"))))


def text_file(folder: Path, words: str) -> Path:
    path = folder / "说明.txt"
    path.write_text(words, "utf-8")
    return path


def verified(
    capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[int, dict[str, list[dict[str, object]]]]:
    status = main(["verify", *words, "--format", "json"])
    return status, json.loads(capsys.readouterr().out)


def test_a_text_without_contradiction_exits_with_nothing_wrong(
    forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, result = verified(capsys, str(text_file(tmp_path, RIGHT)), str(forms))
    assert status == 0
    assert [claim["verdict"] for claim in result["claims"]] == ["exact"] * 4


def test_a_contradiction_exits_with_one_and_keeps_the_contract(
    forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, result = verified(capsys, str(text_file(tmp_path, WRONG)), str(forms))
    assert status == 1
    first = result["claims"][0]
    assert {
        "line",
        "start",
        "end",
        "text",
        "kind",
        "stated",
        "recomputed",
        "verdict",
        "formula",
        "sources",
    } <= set(first)
    assert (first["line"], first["start"], first["text"]) == (1, 0, "采购支出总额11.50万元")
    assert (first["stated"], first["recomputed"], first["verdict"]) == ("11.5", "10.5", "wrong")
    assert result["summary"] == {
        "claims": 4, "decided": 1, "wrong": 1, "rounded": 0, "exact": 0, "uncheckable": 3,
    }  # fmt: skip


def test_a_person_reads_the_arithmetic_and_the_counts(
    forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(text_file(tmp_path, WRONG)), str(forms)]) == 1
    told = capsys.readouterr().out
    assert "第1行 分项合计：采购支出总额11.50万元" in told
    assert "4.5 + 0 + 6 = 10.5万元" in told
    assert told.splitlines()[-1].startswith("合计：找到 4 处，核对 1 处；不符 1")


def test_a_text_that_cannot_be_read_exits_with_two(
    forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(tmp_path / "没有.txt"), str(forms)]) == 2
    assert "没有.txt" in capsys.readouterr().err


def test_the_text_may_lie_in_the_folder_of_its_tables(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "表"
    folder.mkdir()
    source = next(iter(sorted(sample.glob("*.xlsx"))))
    (folder / source.name).write_bytes(source.read_bytes())
    status, _ = verified(capsys, str(text_file(folder, RIGHT)), str(folder))
    assert status == 0
