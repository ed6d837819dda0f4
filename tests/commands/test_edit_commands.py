"""`set` and `fix` at the command line: what they print, write and exit with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from perfdesk.cli import main
from tests.writing import workbook

RIGHT = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.fixture
def forms(sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample, tmp_path / "forms", ignore=shutil.ignore_patterns("*.md")))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_fix_must_be_told_where_to_write(forms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(forms)
    assert main(["fix", str(forms)]) == 2
    told = capsys.readouterr().err
    assert all(option in told for option in ("--dry-run", "--output", "--in-place"))
    assert contents(forms) == before


def test_a_dry_run_lists_each_cell_with_old_new_rule_and_reason_and_writes_nothing(
    forms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(forms)
    assert main(["fix", str(forms), "--dry-run"]) == 1
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["单元格", "原值", "新值", "规则", "理由"] in lines
    assert ["98.00%", "96.00%", "EX101", "88.7", "÷", "92.4", "=", "95.9957%"] in [line[1:] for line in lines]
    assert contents(forms) == before
    assert len(list(forms.iterdir())) == 5


def test_columns_stand_below_each_other_though_chinese_letters_are_wide(
    forms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["fix", str(forms), "--dry-run"])
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  数字化加工!")]
    codes = [word for line in lines for word in line.split() if word in {"EX101", "FD504", "TO402"}]
    # In this encoding a Chinese letter takes two bytes, as it takes two places on the screen.
    places = {line.encode("gb18030").index(code.encode()) for line, code in zip(lines, codes, strict=True)}
    assert (len(lines), len(places)) == (3, 1)


def test_fixed_copies_are_judged_as_the_fix_said(forms: Path, tmp_path: Path) -> None:
    before = contents(forms)
    assert main(["fix", str(forms), "--output", str(tmp_path / "out")]) == 1
    assert contents(forms) == before
    assert contents(tmp_path / "out").keys() == before.keys()
    assert main(["fix", str(tmp_path / "out"), "--in-place"]) == 1
    assert {path.name for path in (tmp_path / "out").iterdir()} == before.keys()


def test_fix_in_place_names_the_backup(forms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = sorted(forms.iterdir())[0]
    before = first.read_bytes()
    assert main(["fix", str(first), "--in-place", "--rule", "ex101"]) == 1
    backup = forms / ".perfdesk备份" / f"{first.stem}.001.xlsx"
    assert str(backup) in capsys.readouterr().out
    assert backup.read_bytes() == before
    assert first.read_bytes() != before


def test_nothing_wrong_exits_with_nought(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = workbook.write_book(tmp_path, RIGHT)
    assert main(["fix", str(book), "--dry-run"]) == 0
    assert "可改 0 个文件的 0 个单元格" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_exits_with_two_and_the_others_are_fixed(
    forms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (forms / "坏.xlsx").write_bytes(b"nothing of the kind")
    assert main(["fix", str(forms), "--in-place"]) == 2
    told = capsys.readouterr()
    assert "坏.xlsx" in told.err
    assert "改正 4 个文件的 8 个单元格" in told.out
    assert (forms / "坏.xlsx").read_bytes() == b"nothing of the kind"


def test_a_file_that_is_open_elsewhere_exits_with_two_until_told_otherwise(
    forms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = sorted(forms.iterdir())[0]
    (forms / f"~${first.name}").write_bytes(b"")
    assert main(["fix", str(forms), "--in-place"]) == 2
    told = capsys.readouterr()
    assert "关闭后重试" in told.err
    assert "改正 3 个文件的 5 个单元格，12 处未改，1 个文件没有写入。" in told.out
    assert main(["fix", str(forms), "--in-place", "--though-open"]) == 1
    assert "改正 1 个文件的 3 个单元格" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--rule", "XX999"], ["--profile", "nowhere-1999"]])
def test_an_unknown_rule_or_profile_is_refused(forms: Path, words: list[str]) -> None:
    before = contents(forms)
    assert main(["fix", str(forms), "--in-place", *words]) == 2
    assert contents(forms) == before


def test_one_place_to_write_to_is_enough(forms: Path) -> None:
    with pytest.raises(SystemExit) as end:
        main(["fix", str(forms), "--output", str(forms / "out"), "--in-place"])
    assert end.value.code == 2


def test_set_tells_old_and_new_and_where_the_old_file_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = workbook.write_book(tmp_path, RIGHT)
    assert main(["set", str(book), "表!A1=7", "A2=新"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "表!A1：1 → 7",
        "表!A2：（空） → 新",
        f"已改写原件，改动前的文件备份在 {tmp_path / '.perfdesk备份' / f'{book.stem}.001.xlsx'}。",
    ]
    assert main(["set", str(book), "表!A1=7"]) == 0
    assert capsys.readouterr().out.splitlines() == ["表!A1：7 → 7", "内容与原来相同，文件没有改动。"]


def test_set_writes_a_copy_where_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = workbook.write_book(tmp_path, RIGHT)
    before = book.read_bytes()
    assert main(["set", str(book), "表!A1=7", "--output", str(tmp_path / "副本.xlsx")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"已写入 {tmp_path / '副本.xlsx'}，原件未改动。"
    assert book.read_bytes() == before
    assert main(["set", str(book), "表!A1=7", "--output", str(book)]) == 2
    assert main(["set", str(book), "没有!A1=7"]) == 2
    assert book.read_bytes() == before
