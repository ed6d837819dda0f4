"""A result is written whole or not at all, and an original never."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from perfdesk.core.fault import CallFault, FileFault
from perfdesk.disk.whole_file import is_same_file, refuse_same_file, write_whole


def test_a_file_is_written_with_its_folder(tmp_path: Path) -> None:
    target = tmp_path / "新建" / "结果.json"
    write_whole(target, b"{}")
    assert target.read_bytes() == b"{}"
    assert [path.name for path in target.parent.iterdir()] == ["结果.json"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no permission bits")
def test_a_result_is_as_readable_as_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "usual").write_text("", "utf-8")
    write_whole(tmp_path / "result", b"")
    assert stat.S_IMODE((tmp_path / "result").stat().st_mode) == stat.S_IMODE(
        (tmp_path / "usual").stat().st_mode
    )


def test_a_failed_write_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "结果.txt"
    target.write_text("旧", "utf-8")

    def full(source: object, destination: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(FileFault, match="磁盘空间不足"):
        write_whole(target, "新".encode())
    assert target.read_text("utf-8") == "旧"
    assert [path.name for path in tmp_path.iterdir()] == ["结果.txt"]


def test_one_file_under_two_names_is_one_file(tmp_path: Path) -> None:
    original = tmp_path / "表.xlsx"
    original.write_bytes(b"")
    roundabout = tmp_path / "x" / ".." / "表.xlsx"
    (tmp_path / "x").mkdir()
    assert is_same_file(original, roundabout)
    with pytest.raises(CallFault, match=r"不能覆盖原文件 表\.xlsx"):
        refuse_same_file(original, roundabout)
    assert not is_same_file(original, tmp_path / "另.xlsx")
