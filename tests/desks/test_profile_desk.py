from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.core.fault import CallFault
from perfdesk.desks.profile_desk import (
    SETTING_NAMES,
    check_text,
    choices,
    copied_text,
    drop,
    keep,
    new_path,
    own_text,
    setting_lines,
    switch_rule,
    switched_text,
    trial,
)
from perfdesk.scoring.profile import known_profile, load_profiles


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDESK_SETTINGS", str(tmp_path / "settings"))


@pytest.mark.parametrize("identifier", load_profiles())
def test_a_copy_has_its_own_name_and_says_the_same(identifier: str) -> None:
    copy = check_text(copied_text(identifier, '本县"一"'), Path("本县.toml"))
    assert copy.name == '本县"一"'
    assert copy.settings == known_profile(identifier).settings


def test_a_kept_profile_can_be_chosen_copied_and_dropped() -> None:
    path = new_path("本县/2025")
    assert path.name == "本县2025.toml"
    keep(copied_text("national", "本县"), path)
    own = [choice for choice in choices() if choice.is_own]
    assert [(choice.identifier, choice.name, choice.fault) for choice in own] == [(str(path), "本县", "")]
    assert check_text(copied_text(str(path), "又一"), Path("x.toml")).name == "又一"
    with pytest.raises(CallFault, match="已有名为"):
        new_path("本县2025")
    drop(path)
    assert not any(choice.is_own for choice in choices())


def test_a_broken_text_is_refused_with_its_line_and_not_written() -> None:
    path = new_path("本县")
    text = copied_text("national", "本县").replace('value = "10"', 'value = "1000"', 1)
    with pytest.raises(CallFault, match="第"):
        keep(text, path)
    assert not path.exists()
    with pytest.raises(CallFault, match="名称"):
        new_path("/?")


def test_a_file_broken_by_hand_is_listed_with_what_is_wrong() -> None:
    path = new_path("本县")
    keep(copied_text("national", "本县"), path)
    path.write_text("name = 5", "utf-8")
    assert own_text(path) == "name = 5"
    assert "第1行" in next(choice.fault for choice in choices() if choice.is_own)


def test_a_trial_counts_the_findings_of_the_sample_before_and_after() -> None:
    same = trial(copied_text("national", "本县"))
    off = trial(copied_text("national", "本县") + '\n[rules]\nEX101 = "off"\n')
    assert same.before == off.before
    assert off.after["error"] < same.after["error"]
    assert f"错误 {off.after['error']}" in off.words


@pytest.mark.parametrize("identifier", load_profiles())
def test_every_setting_of_a_shipped_profile_has_a_chinese_name_and_a_source(identifier: str) -> None:
    lines = list(setting_lines(known_profile(identifier)))
    assert {line.key for line in lines} <= set(SETTING_NAMES)
    assert all(line.source and line.value for line in lines)


def test_a_rule_is_switched_in_ones_own_profile_and_back_with_all_else_as_it_was() -> None:
    path = new_path("本县")
    keep(copied_text("national", "本县"), path)
    before = own_text(path)
    assert switch_rule(path, "EX101", "hint").switches == {"EX101": "hint"}
    assert switch_rule(path, "SC201", "off").switches == {"EX101": "hint", "SC201": "off"}
    assert switch_rule(path, "EX101", "warning").switches == {"EX101": "warning", "SC201": "off"}
    assert switch_rule(path, "EX101", None).switches == {"SC201": "off"}
    assert switch_rule(path, "SC201", None).switches == {}
    assert own_text(path).startswith(before.rstrip())


def test_a_switch_keeps_what_stands_before_and_after_the_rules() -> None:
    text = 'name = "甲"\n\n[rules] # 停用的\nEX101 = "off" # 不用\n# 说明\n\n[rate]\ndecimals = 2\n'
    switched = switched_text(text, "EX102", "hint")
    assert switched == text.replace("# 停用的\n", '# 停用的\nEX102 = "hint"\n')
    assert switched_text(text, "EX101", None) == text.replace('EX101 = "off" # 不用\n', "")
    assert switched_text('name = "甲"', "EX101", None) == 'name = "甲"'
