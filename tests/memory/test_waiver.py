"""Waivers: kept beside the forms, shown as explained, gone when the figures change."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from perfdesk.cli import main
from perfdesk.core.fault import CallFault, FileFault
from perfdesk.core.finding import Finding, Place, Waiver
from perfdesk.core.grid import address
from perfdesk.memory.waiver import (
    WAIVER_FILE,
    explained,
    finding_digest,
    read_waivers,
    record_of,
    with_record,
    write_waivers,
)
from perfdesk.outlets.findings_json import findings_json, summary
from perfdesk.outlets.findings_text import findings_text
from perfdesk.session import Session, explain, load
from perfdesk.writing.marking.finding_text import WAIVED_COLOR, comment_text, explanation, gravest_color

FINDING = Finding(
    "EX101",
    "error",
    "wrong",
    Place("甲/乙.xlsx", "表", "H6"),
    "执行率不符。",
    "98%",
    "96%",
    "88.7 ÷ 92.4 = 96%",
)
WAIVER = Waiver("已与国库支付记录核对", "张三", "2026-03-02")


@pytest.fixture
def file(sample: Path, tmp_path: Path) -> Path:
    """One workbook of the sample with an error in 数字化加工!H6."""
    source = next(path for path in sorted(sample.glob("*.xlsx")) if path.name.startswith("1"))
    return Path(shutil.copy(source, tmp_path / "自评.xlsx"))


def waive(file: Path, *words: str) -> int:
    place = ["数字化加工!H6", "EX101", "--text", "已核对", "--author", "张三", "--date", "2026-03-02"]
    return main(["waive", str(file), *place, *words])


def test_a_waiver_holds_only_for_the_same_figures() -> None:
    record = record_of(FINDING, WAIVER)
    assert explained([FINDING], [record])[0].waiver == WAIVER
    for change in ({"printed": "97%"}, {"expected": "95%"}, {"formula": "87 ÷ 92.4 = 94%"}):
        changed = dataclasses.replace(FINDING, **change)
        assert explained([changed], [record]) == (changed,)


def test_a_waiver_does_not_reach_another_file_sheet_cell_or_rule() -> None:
    record = record_of(FINDING, WAIVER)
    others = [
        dataclasses.replace(FINDING, rule="EX102"),
        *(
            dataclasses.replace(FINDING, place=place)
            for place in (
                Place("甲/丙.xlsx", "表", "H6"),
                Place("甲/乙.xlsx", "二", "H6"),
                Place("甲/乙.xlsx", "表", "H7"),
            )
        ),
    ]
    assert [finding.waiver for finding in explained(others, [record])] == [None] * len(others)


def test_a_finding_without_arithmetic_is_known_by_its_sentence() -> None:
    bare = dataclasses.replace(FINDING, expected=None, formula=None)
    other = dataclasses.replace(bare, message="执行率51%没有说明原因。")
    assert finding_digest(bare) != finding_digest(other)
    told = dataclasses.replace(FINDING, message="换了说法的同一件事。")
    assert finding_digest(FINDING) == finding_digest(told)


def test_a_waiver_that_no_longer_holds_is_taken_away_by_the_record() -> None:
    record = record_of(FINDING, WAIVER)
    changed = dataclasses.replace(FINDING, expected="95%")
    assert explained([dataclasses.replace(changed, waiver=WAIVER)], [record])[0].waiver is None


def test_a_new_waiver_replaces_those_of_its_cell_that_do_not_hold() -> None:
    old = record_of(dataclasses.replace(FINDING, printed="97%"), WAIVER)
    new = record_of(FINDING, WAIVER)
    assert with_record([old], new, [FINDING]) == (new,)
    other = record_of(dataclasses.replace(FINDING, rule="EX102"), WAIVER)
    assert set(with_record([other], new, [FINDING])) == {other, new}


@pytest.mark.parametrize(
    ("waiver", "complaint"),
    [
        (Waiver("  ", "", "2026-03-02"), "不能为空"),
        (Waiver("已核对", "", "2026/3/2"), "日期应写成"),
        (Waiver("已核对", "", "20260302"), "日期应写成"),
    ],
)
def test_a_waiver_without_words_or_with_another_date_is_refused(waiver: Waiver, complaint: str) -> None:
    with pytest.raises(CallFault, match=complaint):
        record_of(FINDING, waiver)


def test_the_file_reads_well_and_comes_back_the_same(tmp_path: Path) -> None:
    records = [
        record_of(dataclasses.replace(FINDING, place=Place("乙.xlsx", "表", cell)), WAIVER)
        for cell in ("K10", "K9")
    ]
    write_waivers(tmp_path, records)
    text = (tmp_path / WAIVER_FILE).read_text("utf-8")
    assert "已与国库支付记录核对" in text
    assert text.index('"K9"') < text.index('"K10"')
    assert set(read_waivers(tmp_path)) == set(records)
    write_waivers(tmp_path, read_waivers(tmp_path))
    assert (tmp_path / WAIVER_FILE).read_text("utf-8") == text


def test_a_name_in_decomposed_unicode_is_the_same_name() -> None:
    composed = dataclasses.replace(FINDING, place=Place("é.xlsx", "表", "H6"))
    decomposed = dataclasses.replace(FINDING, place=Place("e\u0301.xlsx", "表", "H6"))
    assert explained([decomposed], [record_of(composed, WAIVER)])[0].waiver == WAIVER


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "第 1 行"),
        ("[]", "schema"),
        ('{"schema": 1}', "waivers"),
        ('{"schema": 1, "waivers": [{"file": "a"}]}', "第 1 条缺少 sheet"),
    ],
)
def test_a_broken_file_is_told_with_place_and_reason(content: str, complaint: str, tmp_path: Path) -> None:
    (tmp_path / WAIVER_FILE).write_text(content, "utf-8")
    with pytest.raises(FileFault, match=complaint) as fault:
        read_waivers(tmp_path)
    assert fault.value.kind == "corrupt"


def test_a_waived_error_is_shown_and_not_counted(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = summary(load([file]))
    assert waive(file) == 0
    documents, faults = explain(load([file]))
    after = summary(documents)
    assert (after["errors"], after["waived"], faults) == (before["errors"] - 1, 1, ())
    told = [item for item in json.loads(findings_json(documents))["findings"] if item["waiver"]]
    assert [(item["cell"], item["rule"], item["waiver"]) for item in told] == [
        ("H6", "EX101", {"text": "已核对", "author": "张三", "date": "2026-03-02"})
    ]
    assert "错误（已说明） H6 [EX101]" in findings_text(documents)
    assert "核实性说明：已核对（张三，2026-03-02）" in findings_text(documents)
    assert "已说明 1；" in findings_text(documents)
    assert capsys.readouterr().out.startswith("已写入 1 条")


def test_when_every_error_is_explained_the_check_passes(file: Path) -> None:
    session = Session()
    session.add(load([file]))
    assert main(["check", str(file)]) == 1
    for finding in session.document(str(file)).findings:
        session.waive(str(file), finding, "已核对", "", "2026-03-02")
    assert all(finding.waiver for finding in session.document(str(file)).findings)
    assert main(["check", str(file)]) == 0


def test_a_waiver_comes_and_goes_with_an_edit_of_the_figures(file: Path) -> None:
    session = Session()
    session.add(load([file]))
    path = str(file)

    def rate() -> Finding:
        places = session.document(path).findings
        return next(item for item in places if (item.place.cell, item.rule) == ("H6", "EX101"))

    session.waive(path, rate(), "已核对", "张三", "2026-03-02")
    assert rate().waiver == Waiver("已核对", "张三", "2026-03-02")
    session.edit(path, "数字化加工", "H6", "0.97")
    assert rate().waiver is None
    session.undo()
    assert rate().waiver is not None
    assert session.unwaive(path, rate())
    assert rate().waiver is None
    assert not session.unwaive(path, rate())


def test_the_list_says_which_waivers_still_hold(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    waive(file)
    records = read_waivers(file.parent)
    stale = dataclasses.replace(records[0], cell="H7", digest="0" * 16)
    gone = dataclasses.replace(records[0], cell="A1")
    away = dataclasses.replace(records[0], file="不在.xlsx")
    write_waivers(file.parent, [*records, stale, gone, away])
    capsys.readouterr()
    assert main(["waive", "--list", str(file.parent)]) == 0
    states = [
        line.split("　")[0].strip() for line in capsys.readouterr().out.splitlines() if "[EX101]" in line
    ]
    assert sorted(states) == [
        "已不需要（该处已无此问题）",
        "已失效（数已变动）",
        "文件不在或无法读取",
        "有效",
    ]


def test_a_waiver_is_removed_even_when_its_file_is_gone(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    waive(file)
    file.unlink()
    assert main(["waive", "--remove", str(file), "数字化加工!h6", "ex101"]) == 0
    assert read_waivers(file.parent) == ()
    assert main(["waive", "--remove", str(file), "数字化加工!H6", "EX101"]) == 2
    assert "没有核实性说明" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["没有!H6", "EX101"], "没有工作表“没有”"),
        (["数字化加工!六", "EX101"], "不是单元格地址"),
        (["数字化加工!H6", "EX999"], "这一格的问题有 EX101"),
        (["H6", "EX101"], "没有工作表“”"),
        (["数字化加工!H6"], "依次写明"),
    ],
)
def test_pointing_at_nothing_is_refused(
    words: list[str], complaint: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["waive", str(file), *words, "--text", "已核对"]) == 2
    assert complaint in capsys.readouterr().err
    assert not (file.parent / WAIVER_FILE).exists()


def test_a_broken_file_explains_nothing_and_the_check_fails_aloud(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    waive(file)
    (file.parent / WAIVER_FILE).write_text("{", "utf-8")
    assert main(["check", str(file)]) == 2
    printed = capsys.readouterr()
    assert "已说明 1" not in printed.out
    assert "错误 H6 [EX101]" in printed.out
    assert WAIVER_FILE in printed.err


def test_a_marked_cell_says_why_it_stands() -> None:
    waived = dataclasses.replace(FINDING, waiver=WAIVER)
    assert gravest_color([waived]) == WAIVED_COLOR
    assert gravest_color([waived, FINDING]) == gravest_color([FINDING])
    for text in (comment_text([waived]), explanation(waived)):
        assert text.endswith("核实性说明：已与国库支付记录核对（张三，2026-03-02）")


def test_the_report_tells_the_explanation(file: Path, tmp_path: Path) -> None:
    waive(file)
    target = tmp_path / "报告.txt"
    assert main(["report", str(file), "--output", str(target)]) == 0
    assert "单位已说明：已核对（张三，2026-03-02）。" in target.read_text("utf-8-sig")


def test_the_marked_copy_lists_what_was_explained(file: Path, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    waive(file)
    assert main(["check", str(file), "--mark", str(tmp_path / "标注")]) == 1
    book = openpyxl.load_workbook(tmp_path / "标注" / file.name)
    rows = [[str(cell) for cell in row] for row in book["审核结果"].iter_rows(values_only=True)]
    assert "已说明 1 条" in rows[1][0]
    assert "绿色为已有核实性说明" in rows[2][0]
    (told,) = [row for row in rows if row[2] == "已说明"]
    assert told[3:6] == ["EX101", "数字化加工", "H6"]
    assert "核实性说明：已核对（张三，2026-03-02）" in told[9]
    assert book["数字化加工"]["H6"].fill.fgColor.rgb == "FF" + WAIVED_COLOR


def test_any_number_of_processes_gives_the_same_bytes_with_waivers(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(file, file.with_name("另一张.xlsx"))
    waive(file)
    capsys.readouterr()
    outputs = []
    for jobs in ("1", "2"):
        main(["check", str(file.parent), "--format", "json", "--jobs", jobs])
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]
    assert outputs[0].count('"author": "张三"') == 1


def of_the_year_before(source: Path, folder: Path) -> Path:
    """A copy of a form that says 2023 wherever the form says 2024."""
    folder.mkdir()
    session = Session()
    session.add(load([source]))
    path = str(source)
    for grid in session.document(path).document.grids:
        told = [(place, cell.text) for place, cell in grid.cells.items() if "2024" in cell.text]
        for (row, column), text in told:
            session.edit(path, grid.name, address(row, column), text.replace("2024", "2023"))
    session.save_as(path, folder / source.name)
    return folder


def test_a_finding_against_last_year_can_be_explained_too(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--last-year", str(of_the_year_before(file, tmp_path / "去年"))]

    def findings(*more: str) -> list[dict[str, str]]:
        main(["check", str(file), "--format", "json", *more])
        return list(json.loads(capsys.readouterr().out)["findings"])

    alone = {(item["rule"], item["cell"]) for item in findings()}
    new = [item for item in findings(*words) if (item["rule"], item["cell"]) not in alone]
    assert new
    place = f"{new[0]['sheet']}!{new[0]['cell']}"
    told = ["waive", str(file), place, new[0]["rule"], "--text", "照旧", "--date", "2026-03-02"]
    assert main(told) == 2
    assert main([*told, *words]) == 0
    capsys.readouterr()
    assert [item["rule"] for item in findings(*words) if item["waiver"]] == [new[0]["rule"]]
    main(["waive", "--list", str(file), *words])
    assert capsys.readouterr().out.splitlines()[1].strip().startswith("有效")
