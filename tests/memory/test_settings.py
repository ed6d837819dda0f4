"""The settings folder and the file of corrections: where it lies, that it reads well and comes back whole."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from perfdesk.core.fault import FileFault
from perfdesk.disk.user_folder import settings_folder
from perfdesk.memory.settings import read_corrections, user_corrections, write_corrections
from perfdesk.recognition.correction import Correction, Corrections

LAYOUT = ("全年预算数", "花出去的钱", '带"引号"和\\的\x7f标签')
ENTRIES = (
    Correction(LAYOUT, "executed", "花出去的钱"),
    Correction(LAYOUT, "total_score", "末尾一行", heading="得分"),
    Correction(("一", "二"), "total_weight", "总分", right=2, down=1),
)


def test_the_folder_follows_the_environment() -> None:
    assert settings_folder({"PERFDESK_SETTINGS": "自定", "XDG_CONFIG_HOME": "配置"}) == Path("自定")


def test_on_linux_the_folder_is_the_desktops_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert settings_folder({"XDG_CONFIG_HOME": "配置", "APPDATA": "漫游"}) == Path("配置/perfdesk")
    assert settings_folder({}) == Path.home() / ".config" / "perfdesk"


def test_on_windows_the_folder_is_in_the_roaming_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    assert settings_folder({"APPDATA": "漫游"}) == Path("漫游/PerfDesk")


def test_corrections_come_back_the_same_and_read_well(tmp_path: Path) -> None:
    path = tmp_path / "更正.toml"
    write_corrections(path, Corrections(ENTRIES))
    found = read_corrections(path)
    assert {entry.identifier for entry in found.entries} == {
        Correction(tuple(sorted(entry.layout)), *_rest(entry)).identifier for entry in ENTRIES
    }
    text = path.read_text("utf-8")
    assert "花出去的钱" in text
    assert "全年执行数" in text
    assert len(tomllib.loads(text)["layout"]) == 2
    write_corrections(path, found)
    first = path.read_bytes()
    write_corrections(path, Corrections(found.entries[::-1]))
    assert path.read_bytes() == first


def _rest(entry: Correction) -> tuple[str, str, str, int, int]:
    return entry.target, entry.label, entry.heading, entry.right, entry.down


def test_a_user_without_a_file_has_no_corrections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDESK_SETTINGS", str(tmp_path / "还没有"))
    assert user_corrections() == Corrections()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("schema = \n", "第 1 行第 10 个字符"),
        ("schema = ", "末尾不是"),
        ("schema = 2", "schema 应为 1"),
        ("schema = 1\nlayout = 3", r"\[\[layout\]\]"),
        ("schema = 1\n[[layout]]\n", "第 1 个版式缺少 labels"),
        ('schema = 1\n[[layout]]\nlabels = ["甲"]\n[[layout.correction]]\ntarget = "executed"', "缺少 label"),
        (
            'schema = 1\n[[layout]]\nlabels = ["甲"]\n[[layout.correction]]\ntarget = "天气"\nlabel = "乙"',
            "天气",
        ),
        (
            'schema = 1\n[[layout]]\nlabels = ["甲"]\n[[layout.correction]]\ntarget = "executed"\nlabel = "乙"\nright = -1',
            "right",
        ),
    ],
)
def test_a_broken_file_is_told_with_place_and_reason(text: str, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "更正.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(FileFault, match=complaint):
        read_corrections(path)


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileFault, match="找不到"):
        read_corrections(tmp_path / "没有.toml")
    (tmp_path / "乱.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileFault, match="UTF-8"):
        read_corrections(tmp_path / "乱.toml")
