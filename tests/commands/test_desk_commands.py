"""What the program goes by on the command line: rules tried, profiles and templates kept, words looked up."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.cli import main
from perfdesk.desks.profile_desk import profile_folder
from perfdesk.memory.recent import Recent, remember
from perfdesk.narrative.notice import shipped
from perfdesk.scoring.profile import known_profile


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDESK_SETTINGS", str(tmp_path / "settings"))


def printed(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    assert main(list(words)) == status
    told = capsys.readouterr()
    return told.err if status == 2 else told.out


def test_a_rule_is_tried_on_its_examples(capsys: pytest.CaptureFixture[str]) -> None:
    words = printed(capsys, "rules", "ex101", "--try")
    assert "错例：1 处" in words
    assert "EX101" in words
    assert words.endswith("正例：没有发现问题\n")
    assert "EX101 --try" in printed(capsys, "rules", "--try", status=2)


def test_a_profile_is_copied_switched_tried_exported_imported_and_removed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    printed(capsys, "profiles", "national", "--copy", "本县")
    assert "本县（我的规则）" in printed(capsys, "profiles")
    printed(capsys, "profiles", "本县", "--switch", "EX101=停用")
    own = profile_folder() / "本县.toml"
    assert known_profile(str(own)).switches == {"EX101": "off"}
    assert "停用 EX101" in printed(capsys, "profiles", "本县")
    assert "按这套规则" in printed(capsys, "profiles", "本县", "--try")
    shared = tmp_path / "给同事.toml"
    printed(capsys, "profiles", "本县", "--export", str(shared))
    assert shared.read_bytes() == own.read_bytes()
    printed(capsys, "profiles", "--import", str(shared))
    printed(capsys, "profiles", "本县", "--switch", "EX101=照常")
    assert known_profile(str(own)).switches == {}
    printed(capsys, "profiles", "本县", "--remove")
    assert [path.name for path in profile_folder().iterdir()] == ["给同事.toml"]


def test_a_broken_profile_is_not_imported(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    broken = tmp_path / "坏.toml"
    broken.write_text("name = [", "utf-8")
    assert "坏.toml" in printed(capsys, "profiles", "--import", str(broken), status=2)
    assert not (profile_folder() / "坏.toml").exists()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("profiles", "national", "--remove"), "不是自己的规则"),
        (("profiles", "national", "--switch", "EX101=停用"), "不是自己的规则"),
        (("profiles", "--copy", "本县"), "请写明是哪一套"),
        (("profiles", "national", "--switch", "EX101"), "EX101=停用"),
        (("templates", "--check"), "请写明是哪个模板"),
        (("templates", "没有这个", "--check"), "没有这个"),
        (("templates", "national", "--remove"), "不能删除"),
    ],
)
def test_a_call_that_cannot_be_carried_out_says_what_to_write(
    words: tuple[str, ...], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert complaint in printed(capsys, *words, status=2)


def test_a_label_is_told_what_it_would_be_taken_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert "认作：全年执行数" in printed(capsys, "words", "全年执行数（B）")
    assert "推断不出" in printed(capsys, "words", "天气")
    assert "资金表的列名和标签：" in printed(capsys, "words")


def test_a_template_is_copied_checked_exported_and_removed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "没有发现问题" in printed(capsys, "templates", "national", "--copy", "本县自评")
    assert "本县自评（我的模板）" in printed(capsys, "templates")
    target = tmp_path / "带走.docx"
    printed(capsys, "templates", "本县自评", "--export", str(target))
    printed(capsys, "templates", "本县自评", "--remove")
    assert "我的模板" not in printed(capsys, "templates")
    assert "带走" in printed(capsys, "templates", "--import", str(target))
    assert "{{" in printed(capsys, "templates", "--tags")


def test_a_template_with_a_slip_exits_with_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from docx import Document

    file = tmp_path / "错.docx"
    document = Document()
    document.add_paragraph("得分{{ 项目.得粉 }}")
    document.save(str(file))
    assert "有 1 处要改" in printed(capsys, "templates", str(file), "--check", status=1)


def test_a_blank_form_tells_what_it_follows_and_is_only_exported(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    name = "预算项目绩效自评表（辽宁2023格式）"
    assert "所依据的文件：" in printed(capsys, "templates", name)
    target = tmp_path / "空白.xlsx"
    printed(capsys, "templates", name, "--export", str(target))
    assert target.stat().st_size > 1_000
    assert "只能导出" in printed(capsys, "templates", name, "--copy", "另一张", status=2)


def test_what_was_opened_lately_is_listed_and_forgotten(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "还没有打开过" in printed(capsys, "recent")
    remember(Recent((str(tmp_path), str(tmp_path / "没有了.xlsx")), ()))
    words = printed(capsys, "recent")
    assert f"  {tmp_path}\n" in words
    assert "没有了.xlsx（已不在）" in words
    printed(capsys, "recent", "--clear")
    assert "还没有打开过" in printed(capsys, "recent")


@pytest.mark.parametrize("name", ["return_notice", "inspection"])
def test_the_template_of_a_notice_is_listed_and_exported_to_be_edited(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    assert main(["templates"]) == 0
    assert f"  {name}  绩效自评" in capsys.readouterr().out
    target = tmp_path / "我的.docx"
    assert main(["templates", name, "--export", str(target)]) == 0
    assert target.read_bytes() == shipped(name).read_bytes()
    assert main(["templates", name, "--copy", "本县"]) == 2
    assert "不是报告模板：请用 --export" in capsys.readouterr().err
