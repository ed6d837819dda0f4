"""Corrections at the command line: pointed out once, followed by every later check, given to a colleague."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perfdesk.cli import main
from perfdesk.session import Session, load

SHEET, HEADING, FIGURE = "数字化加工", "F5", "F6"


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own, empty settings folder."""
    folder = tmp_path / "设置"
    monkeypatch.setenv("PERFDESK_SETTINGS", str(folder))
    return folder


@pytest.fixture
def file(sample: Path, tmp_path: Path) -> Path:
    """A workbook of the sample whose heading 全年执行数 reads otherwise on both sheets."""
    source = next(path for path in sorted(sample.glob("*.xlsx")) if path.name.startswith("1"))
    session = Session()
    session.add(load([source]))
    for form in session.document(str(source)).document.forms:
        (row, column) = 5, 6
        assert "执行数" in session.cell_text(str(source), form.sheet, f"{chr(64 + column)}{row}")
        session.edit(str(source), form.sheet, HEADING, "花出去的钱")
    target = tmp_path / "表" / "怪表.xlsx"
    target.parent.mkdir()
    session.save_as(str(source), target)
    return target


def executed(file: Path, capsys: pytest.CaptureFixture[str]) -> list[object]:
    main(["show", str(file), "--format", "json"])
    forms = json.loads(capsys.readouterr().out)["documents"][0]["forms"]
    return [form["fields"].get("executed") for form in forms]


def test_what_was_pointed_at_is_read_from_then_on(
    file: Path, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert executed(file, capsys) == [None, None]
    assert main(["correct", str(file), f"{SHEET}!{HEADING}", "全年执行数"]) == 0
    told = capsys.readouterr().out
    assert "标签“花出去的钱”就是“全年执行数”" in told
    assert "88.70（F6）" in told
    assert (settings / "corrections.toml").is_file()
    assert executed(file, capsys)[0] == {"value": "88.7", "cell": "F6"}
    assert None not in executed(file, capsys)


def test_every_outlet_says_that_a_form_was_read_by_a_correction(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["correct", str(file), f"{SHEET}!{FIGURE}", "executed"])
    identifier = capsys.readouterr().out.split("：")[0].removeprefix("已记住更正 ")
    main(["check", str(file)])
    assert f"按用户的更正 {identifier} 认表" in capsys.readouterr().out
    main(["check", str(file), "--format", "json", "--jobs", "2"])
    assert json.loads(capsys.readouterr().out)["documents"][0]["forms"][0]["corrections"] == [identifier]


def test_without_settings_nothing_is_corrected(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["correct", str(file), f"{SHEET}!{HEADING}", "executed"])
    monkeypatch.setenv("PERFDESK_SETTINGS", str(tmp_path / "别人"))
    capsys.readouterr()
    assert executed(file, capsys) == [None, None]
    assert all(not form.corrections for checked in load([file]) for form in checked.document.forms)


def test_a_colleague_takes_corrections_over(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parcel = tmp_path / "给同事.toml"
    assert main(["correct", "--export", str(parcel)]) == 2
    assert not parcel.exists()
    main(["correct", str(file), f"{SHEET}!{HEADING}", "executed"])
    assert main(["correct", "--export", str(parcel)]) == 0
    monkeypatch.setenv("PERFDESK_SETTINGS", str(tmp_path / "同事"))
    assert main(["correct", "--import", str(parcel)]) == 0
    capsys.readouterr()
    assert None not in executed(file, capsys)


def test_corrections_are_listed_and_removed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["correct", "--list"])
    assert capsys.readouterr().out == "没有更正记录。\n"
    main(["correct", str(file), f"{SHEET}!{HEADING}", "executed"])
    capsys.readouterr()
    main(["correct", "--list"])
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "花出去的钱”就是" in line]
    identifier = line.split()[0]
    assert main(["correct", "--remove", identifier]) == 0
    assert main(["correct", "--remove", identifier]) == 2
    capsys.readouterr()
    assert executed(file, capsys) == [None, None]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([f"{SHEET}!{HEADING}", "天气"], "没有名为“天气”的内容"),
        (["没有!F5", "executed"], "没有工作表“没有”"),
        ([f"{SHEET}!第五格", "executed"], "不是单元格地址"),
        ([f"{SHEET}!XFD1", "得分"], "列标题"),
        ([f"{SHEET}!{HEADING}"], "依次写明"),
    ],
)
def test_what_cannot_be_remembered_is_refused_and_nothing_written(
    words: list[str], complaint: str, file: Path, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["correct", str(file), *words]) == 2
    assert complaint in capsys.readouterr().err
    assert not settings.exists()


def test_a_broken_file_of_corrections_stops_the_check(
    file: Path, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.mkdir()
    (settings / "corrections.toml").write_text("schema = ", "utf-8")
    assert main(["check", str(file)]) == 2
    assert "更正记录" in capsys.readouterr().err
