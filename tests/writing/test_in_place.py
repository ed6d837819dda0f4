"""A save in place leaves the old file or the new one, keeps what was, and says what stands in its way."""

from __future__ import annotations

import os
import stat
import struct
from pathlib import Path

import pytest

from perfdesk.core.fault import (
    CallFault,
    ChangedFault,
    LockedFault,
    OwnedFault,
    ReadOnlyFault,
    VanishedFault,
)
from perfdesk.core.finding import Edit
from perfdesk.reading.document import find_files
from perfdesk.writing.saving import in_place
from perfdesk.writing.saving.backup import BACKUP_FOLDER, MOST_BACKUPS, backups
from perfdesk.writing.saving.in_place import Saved, save_in_place
from tests.reading import workbook_maker as maker
from tests.writing import workbook

ROWS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return workbook.write_book(tmp_path, ROWS).rename(tmp_path / "自评表.xlsx")


def saved(book: Path, value: str, *, though_open: bool = False) -> Saved:
    return save_in_place(book, workbook.digest(book), [Edit("表", "A1", value)], though_open=though_open)


def shown(book: Path) -> str:
    return workbook.grids(book)["表"].cell_at(1, 1).text


def excel_owner_file(name: str) -> bytes:
    ansi, wide = name.encode("gb18030"), name.encode("utf-16-le")
    blank = " ".encode("utf-16-le")
    padded = wide + blank * (54 - len(name))
    return bytes([len(ansi)]) + ansi.ljust(54) + struct.pack("<H", len(name)) + padded


def test_a_file_is_replaced_by_itself_with_its_edits_and_kept_as_it_was(book: Path) -> None:
    before = book.read_bytes()
    result = saved(book, "7")
    assert shown(book) == "7"
    assert result == Saved(workbook.digest(book), book.parent / BACKUP_FOLDER / "自评表.001.xlsx")
    assert result.backup is not None
    assert result.backup.read_bytes() == before
    assert {path.name for path in book.parent.iterdir()} == {"自评表.xlsx", BACKUP_FOLDER}


def test_a_backup_is_never_taken_for_a_form(book: Path) -> None:
    saved(book, "7")
    assert find_files([book.parent]) == [book]


def test_nothing_is_written_where_nothing_changes(book: Path) -> None:
    before = book.stat().st_mtime_ns
    assert saved(book, "1") == Saved(workbook.digest(book), None)
    assert book.stat().st_mtime_ns == before
    assert list(book.parent.iterdir()) == [book]


def test_the_same_content_is_kept_once(book: Path) -> None:
    for value in "717178":
        saved(book, value)
    # What was replaced: the file as it came, 7, 1 written anew, then 7, 1 and 7 once more.
    assert [path.name for path in backups(book)] == [f"自评表.00{number}.xlsx" for number in (1, 2, 3)]


def test_old_backups_go_but_the_first_stays(book: Path) -> None:
    first = book.read_bytes()
    for value in range(MOST_BACKUPS + 5):
        saved(book, str(100 + value))
    kept = backups(book)
    assert len(kept) == MOST_BACKUPS
    assert kept[0].read_bytes() == first
    assert kept[-1].name == f"自评表.{MOST_BACKUPS + 5:03}.xlsx"


def test_backups_of_files_with_like_names_are_kept_apart(book: Path) -> None:
    other = book.with_name("自评表.001.xlsx")
    other.write_bytes(book.read_bytes())
    saved(book, "7")
    saved(other, "8")
    assert [path.name for path in backups(book)] == ["自评表.001.xlsx"]
    assert [path.name for path in backups(other)] == ["自评表.001.001.xlsx"]


def test_a_file_changed_since_it_was_opened_is_left_alone(book: Path) -> None:
    opened = workbook.digest(book)
    saved(book, "7")
    before = book.read_bytes()
    with pytest.raises(ChangedFault, match="已被其他程序修改"):
        save_in_place(book, opened, [Edit("表", "A1", "9")])
    assert book.read_bytes() == before


def test_a_file_changed_while_it_is_saved_is_left_alone(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def keep_and_change(target: Path, data: bytes) -> Path:
        target.write_bytes(b"PK from another program")
        return target

    monkeypatch.setattr(in_place, "keep_backup", keep_and_change)
    with pytest.raises(ChangedFault):
        saved(book, "7")
    assert book.read_bytes() == b"PK from another program"
    assert list(book.parent.iterdir()) == [book]


def test_a_file_that_is_gone_is_told_apart(book: Path) -> None:
    opened = workbook.digest(book)
    book.unlink()
    with pytest.raises(VanishedFault, match="已被移动、改名或删除"):
        save_in_place(book, opened, [Edit("表", "A1", "9")])
    assert list(book.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "owner"),
    [
        ("~$自评表.xlsx", excel_owner_file("张三"), "“张三”"),
        ("~$自评表.xlsx", b"\x05Zhang" + b" " * 49, "“Zhang”"),
        (".~自评表.xlsx", excel_owner_file("李四"), "“李四”"),
        (".~lock.自评表.xlsx#", ",王五,pc,01.02.2024 10:00,file:///x;".encode(), "“王五”"),
        ("~$自评表.xlsx", b"", "别的程序"),
        ("~$自评表.xlsx", bytes(range(256)), "未保存"),
    ],
)
def test_a_file_somebody_has_open_is_left_alone_unless_told(
    book: Path, name: str, content: bytes, owner: str
) -> None:
    before = book.read_bytes()
    sign = book.with_name(name)
    sign.write_bytes(content)
    with pytest.raises(OwnedFault, match="关闭后重试") as caught:
        saved(book, "7")
    assert owner in caught.value.message
    assert f"请删除同一文件夹中的 {name}" in caught.value.message
    assert book.read_bytes() == before
    saved(book, "7", though_open=True)
    assert shown(book) == "7"
    assert sign.read_bytes() == content


def test_a_file_that_windows_holds_is_left_alone(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = book.read_bytes()

    def held(source: object, target: object) -> None:
        error = PermissionError(13, "The process cannot access the file")
        error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
        raise error

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(LockedFault, match="请关闭该文件后重试") as caught:
        saved(book, "7")
    assert not isinstance(caught.value, OwnedFault)
    assert book.read_bytes() == before
    assert {path.name for path in book.parent.iterdir()} == {"自评表.xlsx", BACKUP_FOLDER}


def test_a_file_this_user_may_not_write_is_left_alone(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = book.read_bytes()
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(ReadOnlyFault, match="只读文件"):
        saved(book, "7")
    assert book.read_bytes() == before
    assert list(book.parent.iterdir()) == [book]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no permission bits")
def test_permissions_stay(book: Path) -> None:
    book.chmod(0o640)
    saved(book, "7")
    assert stat.S_IMODE(book.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_link_stays_a_link(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "别处"
    folder.mkdir()
    link = folder / "快捷.xlsx"
    link.symlink_to(book)
    assert saved(link, "7").backup == book.parent / BACKUP_FOLDER / "自评表.001.xlsx"
    assert link.is_symlink()
    assert shown(book) == "7"
    assert list(folder.iterdir()) == [link]


def test_a_document_of_another_kind_is_not_written_over(tmp_path: Path) -> None:
    page = tmp_path / "表.xls"
    page.write_text("<html><table><tr><td>1</td></tr></table></html>", "utf-8")
    with pytest.raises(CallFault, match=r"请另存为 \.xlsx 文件"):
        save_in_place(page, workbook.digest(page), [Edit("Sheet1", "A1", "2")])
    assert list(tmp_path.iterdir()) == [page]


def test_a_long_name_can_be_saved(tmp_path: Path) -> None:
    book = workbook.write_book(tmp_path, ROWS).rename(tmp_path / f"{'长' * 80}.xlsx")
    saved(book, "7")
    assert shown(book) == "7"


def test_edits_given_back_give_the_values_back_and_touch_no_other_part(book: Path) -> None:
    before = workbook.raw_file(book)
    saved(book, "7")
    saved(book, "1")
    after = workbook.raw_file(book)
    assert shown(book) == "1"
    sheet = maker.parts(maker.sheet("")).keys() - {name for name in before if before[name] == after.get(name)}
    assert sheet <= {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"}
