"""Files are written whole or not at all, never over an original, and every failure names a remedy."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from perfdesk import whole_file
from perfdesk.core.fault import CallFault, FileFault

HELLO = "你好".encode()


def test_a_file_is_written_into_a_folder_that_did_not_exist(tmp_path: Path) -> None:
    target = tmp_path / "新文件夹" / "子" / "甲.xlsx"
    whole_file.write_whole(target, HELLO)
    assert target.read_bytes() == HELLO
    assert [path.name for path in target.parent.iterdir()] == ["甲.xlsx"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_written_file_is_as_readable_as_any_new_file(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    whole_file.write_whole(tmp_path / "甲.xlsx", HELLO)
    assert (tmp_path / "甲.xlsx").stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "denied"), "请关闭该文件后重试"),
        (OSError(errno.ENOSPC, "full"), "磁盘空间不足"),
        (OSError(errno.ENAMETOOLONG, "long"), "太长"),
        (OSError(errno.EIO, "broken"), "请检查磁盘"),
    ],
)
def test_a_failed_replacement_names_the_remedy_and_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    target = tmp_path / "甲.xlsx"
    target.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(FileFault) as caught:
        whole_file.write_whole(target, HELLO)
    assert caught.value.kind == "no_permission"
    assert "甲.xlsx" in caught.value.message
    assert words in caught.value.message
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["甲.xlsx"]


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "甲.xlsx").mkdir()
    with pytest.raises(FileFault, match="同名的文件夹"):
        whole_file.write_whole(tmp_path / "甲.xlsx", HELLO)


def test_a_folder_that_cannot_be_made_is_a_fault_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "文件").write_bytes(b"")
    with pytest.raises(FileFault):
        whole_file.write_whole(tmp_path / "文件" / "甲.xlsx", HELLO)


def test_the_source_is_known_under_any_spelling(tmp_path: Path) -> None:
    source = tmp_path / "甲.xlsx"
    source.write_bytes(b"x")
    os.link(source, tmp_path / "乙.xlsx")
    for spelling in (source, tmp_path / "." / "x" / ".." / "甲.xlsx", tmp_path / "乙.xlsx"):
        (tmp_path / "x").mkdir(exist_ok=True)
        with pytest.raises(CallFault, match="不能覆盖原文件"):
            whole_file.refuse_same_file(source, spelling)
    whole_file.refuse_same_file(source, tmp_path / "丙.xlsx")
