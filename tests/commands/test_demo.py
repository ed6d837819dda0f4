"""The embedded sample: built from its stories, its planted mistakes found, the demo whole."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from perfdesk.cli import main
from tests.sample.build import build_sample
from tests.sample.expect import GOLDEN, table

# Planted by hand in tests/sample/stories.py; book, cell and what is wrong there.
PLANTED = {
    ("1", "F6", "FD501"): "fund lines do not add up to the total",
    ("1", "H6", "EX101"): "execution rate",
    ("1", "I6", "EX102"): "execution score",
    ("1", "H13", "SC201"): "target short but full score",
    ("1", "H15", "SC203"): "score above weight",
    ("1", "B18", "WT302"): "weights of a group against its header",
    ("1", "G21", "WT301"): "weights do not add up to 100",
    ("1", "H21", "TO402"): "total",
    ("2", "I14", "SC204"): "completion of a lower-is-better indicator",
    ("2", "K14", "SC201"): "its score",
    ("2", "I16", "SC204"): "completion outside the tier",
    ("2", "K16", "SC202"): "its score",
    ("2", "D20", "TO401"): "subtotal with two digits changed over",
    ("3", "K14", "WT301"): "weights do not add up to 90",
    ("3", "J21", "SC204"): "completion of a cost above its limit",
    ("3", "L21", "SC201"): "its score",
    ("3", "K27", "TO402"): "total with two digits changed over",
    ("4", "G8", "FD501"): "fund lines do not add up to the total",
    ("5", "K5", "FD501"): "income lines do not add up",
    ("5", "P18", "EX101"): "rate of a key task",
    ("5", "K38", "TO402"): "total",
}
GAPS = {
    ("1", "I16", "RS801"): "points lost without a reason",
    ("1", "I6", "RS802"): "money not spent without a reason",
    ("1", "F14", "RS804"): "far above the target without a reason",
    ("1", "H9", "FD504"): "rate of a fund line blank",
    ("1", "F20", "BL702"): "actual blank",
    ("2", "F18", "BL701"): "target blank",
    ("2", "Q17", "RS801"): "points lost without a reason",
    ("3", "J19", "SC205"): "more than the target asked for, met only by equality",
    ("4", "C6", "BL707"): "supervising department blank",
    ("4", "E10", "WD902"): "unit written into an amount",
    ("4", "G10", "WD902"): "unit written into an amount",
    ("4", "H16", "RS805"): "short of the target without a reason, in a form without scores",
    ("4", "G17", "BL702"): "actual blank",
    ("4", "G22", "WD901"): "actual repeats the target",
    ("5", "K5", "TK604"): "income and expenditure differ",
}


@pytest.fixture(scope="module")
def found() -> list[list[str]]:
    return [line.split("\t") for line in table().splitlines()]


def test_every_planted_mistake_is_an_error_and_nothing_else_is(found: list[list[str]]) -> None:
    errors = {(book, cell, rule) for book, _, cell, rule, verdict in found if verdict == "wrong"}
    assert errors == set(PLANTED)


def test_every_planted_gap_is_a_warning_and_nothing_else_is(found: list[list[str]]) -> None:
    gaps = {
        (book, cell, rule) for book, _, cell, rule, verdict in found if verdict in {"missing", "doubtful"}
    }
    assert gaps == set(GAPS)


def test_the_clean_form_is_clean(found: list[list[str]]) -> None:
    assert [line for line in found if line[1] == "库房改造"] == []


def test_the_whole_table_of_findings_is_as_it_was_read() -> None:
    assert table() == GOLDEN.read_bytes().decode(), "run `python -m tests.sample.expect` and read the diff"


def test_the_sample_is_what_its_builder_writes(checkout: Path, tmp_path: Path) -> None:
    build_sample(tmp_path)
    built = {path.name: parts(path) for path in tmp_path.glob("*.xlsx")}
    assert built == {path.name: parts(path) for path in (checkout / "resources" / "sample").glob("*.xlsx")}


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a workbook; how they are compressed differs between machines."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_no_blank_form_holds_a_finding_or_an_indicator(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", str(checkout / "templates_xlsx"), "--format", "json"]) == 0
    documents = json.loads(capsys.readouterr().out)["documents"]
    assert documents
    assert [row for document in documents for form in document["forms"] for row in form["indicators"]] == []


def test_the_demo_writes_forms_marks_findings_and_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "演示 一"
    assert main(["demo", str(folder)]) == 0
    assert "标注副本：先打开这里的表" in capsys.readouterr().out
    assert {path.name for path in folder.iterdir()} == {
        "自评表", "标注副本", "审核意见.txt", "自评报告.docx", "findings.json",
    }  # fmt: skip
    forms = {path.name for path in (folder / "自评表").iterdir()}
    assert {path.name for path in (folder / "标注副本").iterdir()} == forms
    assert len(forms) == 5
    summary = json.loads((folder / "findings.json").read_text("utf-8"))["summary"]
    assert (summary["errors"], summary["warnings"]) == (len(PLANTED), len(GAPS))


def test_a_second_demo_replaces_the_first(tmp_path: Path) -> None:
    assert main(["demo", str(tmp_path)]) == 0
    before = (tmp_path / "findings.json").read_bytes()
    assert main(["demo", str(tmp_path)]) == 0
    assert (tmp_path / "findings.json").read_bytes() == before


def test_the_demo_refuses_a_place_that_is_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("here already", "utf-8")
    assert main(["demo", str(tmp_path / "file")]) == 2
    assert "未能保存" in capsys.readouterr().err
