"""Profiles: the shipped ones, a user's own file, and what is said of a broken one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.core.fault import CallFault
from perfdesk.core.resource import resource
from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.check import check_forms
from perfdesk.rules.example import FORMS, sheet
from perfdesk.scoring.profile import choose_profile, known_profile, load_profiles
from tests.rules.test_catalogue import with_profile

OWN = """\
id = "our-county"
name = "本县"
extends = "national"

[execution.weight]
value = "20"
source = "县财预〔2023〕1号"

[rules]
WT303 = "off"
EX102 = "hint"
"""


def written(folder: Path, text: str) -> str:
    path = folder / "本县.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(CallFault) as fault:
        known_profile(written(folder, text))
    return fault.value.message


@pytest.mark.parametrize("name", load_profiles())
def test_every_shipped_value_names_its_source(name: str) -> None:
    profile = known_profile(name)
    assert profile.settings and profile.name
    assert all(setting.source.strip() for setting in profile.settings.values())
    assert sum((points for _, points in profile.group_weights), Decimal(0)) in (
        Decimal(0),
        100 - profile.execution_weight,
    )


def test_a_user_file_extends_a_shipped_profile(tmp_path: Path) -> None:
    profile = known_profile(written(tmp_path, OWN))
    assert profile.execution_weight == 20
    assert profile.tiers == known_profile("national").tiers
    assert profile.is_off("WT303") and profile.lowered("EX102", "error") == "hint"
    assert profile.lowered("EX102", "hint") == "hint" and profile.lowered("EX101", "error") == "error"


def test_a_user_file_that_changes_is_read_again(tmp_path: Path) -> None:
    place = written(tmp_path, OWN)
    assert known_profile(place).execution_weight == 20
    written(tmp_path, OWN.replace('"20"', '"15"'))
    assert known_profile(place).execution_weight == 15


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('value = "20"', 'value = "20', "第6行", "引号"),
        ('value = "20"', 'value = "二十"', "第5行", "不是数"),
        ('value = "20"', 'value = "200"', "第5行", "0 到 100"),
        ('value = "20"', "value = true", "第5行", "应为 0 到 100"),
        ("[execution.weight]", "[execution.wieght]", "第5行", "是不是 execution.weight"),
        ("[execution.weight]", "[execution.weight", "第5行", "方括号"),
        ('source = "县财预〔2023〕1号"', "", "第5行", "出处"),
        ('source = "县财预〔2023〕1号"', 'quelle = "x"', "第7行", "只能有"),
        ('WT303 = "off"', 'WT303 = "aus"', "第10行", "停用"),
        ('WT303 = "off"', 'wt = "off"', "第10行", "规则代码"),
        ('name = "本县"', "", "name", "缺少"),
        ('extends = "national"', 'extends = "nation"', "extends", "national"),
        ('id = "our-county"', "id = 5", "第1行", "文字"),
        ('id = "our-county"', 'id = "our-county"\nwight = 3', "第2行", "不认识"),
    ],
)
def test_a_broken_file_says_line_and_reason(
    tmp_path: Path, old: str, new: str, line: str, reason: str
) -> None:
    assert old in OWN
    message = refusal(tmp_path, OWN.replace(old, new))
    assert line in message and reason in message and message.endswith("。")


@pytest.mark.parametrize(
    "tiers",
    [
        '[["好", "1", "0.8"], ["差", "0.6"]]',
        '[["好", "0.8", "1"]]',
        '[["差", "0.6", "0"], ["好", "1", "0.8"]]',
        '"1"',
    ],
)
def test_tiers_must_be_rows_from_high_to_low(tmp_path: Path, tiers: str) -> None:
    message = refusal(tmp_path, f'{OWN}\n[tiers]\nvalue = {tiers}\nsource = "x"\n')
    assert "tiers" in message


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CallFault, match="没有找到"):
        known_profile(str(tmp_path / "没有.toml"))


def test_a_switched_rule_is_silent_or_lowered(tmp_path: Path) -> None:
    text = FORMS["project"].replace("| 10 | 100% | 10\n", "| 10 | 100% | 8\n")
    (form,) = (with_profile(form) for form in recognize(sheet(text)))
    told = {f.rule: f.severity for f in check_forms("x", [form])[0]}
    assert told["EX102"] == "error"
    place = written(tmp_path, OWN.replace('value = "20"', 'value = "10"'))
    lowered = {f.rule: f.severity for f in check_forms("x", [with_profile(form, place)])[0]}
    assert lowered["EX102"] == "hint"
    written(tmp_path, OWN.replace('EX102 = "hint"', 'EX102 = "off"').replace('value = "20"', 'value = "10"'))
    assert "EX102" not in {f.rule for f in check_forms("x", [with_profile(form, place)])[0]}


def test_a_switch_of_a_rule_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    (form,) = recognize(sheet(FORMS["project"]))
    place = written(tmp_path, OWN.replace("WT303", "ZZ999"))
    with pytest.raises(CallFault, match="ZZ999"):
        check_forms("x", [with_profile(form, place)])


@pytest.mark.parametrize(
    ("old", "new", "profile"),
    [
        ("", "", "national"),
        ("年初预算数 | 全年预算数（A）", "年初预算数 | 调整后预算数（A）", "sichuan"),
        ("| 10 | 10 | 10 | 10 | 100% | 10", "| 10 | 10 | 10 | 20 | 100% | 20", "hubei"),
        ("产出指标（50分） | 数量指标", "成本指标（20分） | 经济成本指标", "national-101"),
    ],
)
def test_the_profile_is_chosen_from_the_form(old: str, new: str, profile: str) -> None:
    (form,) = recognize(sheet(FORMS["project"].replace(old, new) if old else FORMS["project"]))
    assert choose_profile(form)[0] == profile


def test_grades_follow_their_bounds() -> None:
    profile = known_profile("national")
    scores = ("100", "90", "89.99", "80", "79.99", "60", "59.99", "0")
    labels = ["优", "优", "良", "良", "中", "中", "差", "差"]
    assert [profile.grade_of(Decimal(score)) for score in scores] == labels


def test_the_shipped_files_are_all_loaded() -> None:
    assert len(load_profiles()) == len(list(resource("profiles").glob("*.toml")))
