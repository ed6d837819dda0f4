"""Which forms belong together: units and projects by their words, tables by unit, year and money."""

from __future__ import annotations

import dataclasses

import pytest

from perfdesk.core.form import Form
from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.form_set import FormSet, likeness, name_key
from perfdesk.rules.project_match import match_projects
from perfdesk.rules.rule import Example
from perfdesk.rules.tie_example import grids_of


def form(name: str, edits: dict[str, str] | None = None) -> Form:
    return recognize(grids_of((Example(name, "", edits or {}),))[0])[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("102011东岭市气象局-210000000", "东岭市气象局"),
        ("东岭市气象局-", "东岭市气象局"),
        ("物业费、水电费（保运转）", "物业费,水电费(保运转)"),
        ("　科普 展览 ", "科普展览"),
    ],
)
def test_codes_blanks_and_punctuation_do_not_part_names(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("科普展", "科普展览", 100, 100),
        ("展览设备", "展览布展配置装备", 70, 90),
        ("科普展览", "道路养护", 0, 0),
        ("", "道路养护", 0, 0),
    ],
)
def test_names_are_as_alike_as_the_words_they_share(one: str, other: str, least: int, most: int) -> None:
    assert least <= likeness(one, other) <= most == max(most, likeness(other, one))


def groups(*forms: tuple[str, list[Form]]) -> list[list[str]]:
    return [[entry.form.kind for entry in group] for group in FormSet.of(forms).account_groups]


def test_tables_of_one_unit_and_year_belong_together_in_one_file_or_several() -> None:
    one, other = form("01"), form("04")
    assert groups(("a", [one]), ("b", [other])) == [["final_accounts_01", "final_accounts_04"]]
    assert len(groups(("a", [one]), ("b", [dataclasses.replace(other, year=2019)]))) == 2


def test_a_table_without_unit_and_year_belongs_to_its_file() -> None:
    bare = dataclasses.replace(form("04"), headers={}, year=None)
    assert groups(("a", [form("01"), bare])) == [["final_accounts_01", "final_accounts_04"]]
    assert len(groups(("a", [form("01")]), ("b", [bare]))) == 2


def test_tables_in_yuan_are_not_mixed_with_tables_in_ten_thousand() -> None:
    in_yuan = dataclasses.replace(form("04"), amount_unit="元")
    assert len(groups(("a", [form("01"), in_yuan]))) == 2


def test_the_same_table_twice_is_parted_by_file() -> None:
    found = groups(("a", [form("01"), form("04")]), ("b", [form("01")]))
    assert found == [["final_accounts_01", "final_accounts_04"], ["final_accounts_01"]]


def named(task: str, *projects: str) -> tuple[list[tuple[str, str]], tuple[str, ...], int]:
    """Pairs of written name and project form, names without a form, forms of one name."""
    forms = [form("tied_unit", {"C11": task, "C12": projects[0] if not task else "基本支出人员经费"})]
    forms += [form("project", {"B3": project}) for project in projects]
    opened = FormSet.of([(f"{number}.xlsx", [each]) for number, each in enumerate(forms)])
    unit = opened.kind("unit_self_evaluation")[0]
    matching = match_projects(unit, list(opened.kind("project_self_evaluation")))
    pairs = [(each.written, each.entry.form.header_text("project") or "") for each in matching.all]
    return pairs, matching.missing, len(matching.twins)


def test_short_names_between_commas_find_their_forms() -> None:
    pairs, missing, _ = named(
        "鉴定、运行费、展览设备、宣传", "展览布展配置装备", "鉴定、运行费", "科普宣传费"
    )
    assert sorted(pairs) == [
        ("宣传", "科普宣传费"),
        ("展览设备", "展览布展配置装备"),
        ("鉴定、运行费", "鉴定、运行费"),
    ]
    assert missing == ()


def test_a_name_that_fits_two_forms_equally_is_left_open() -> None:
    pairs, missing, _ = named("培训", "技能培训班", "安全培训班")
    assert (pairs, missing) == ([], ("培训",))


def test_two_forms_of_one_name_are_not_guessed_between() -> None:
    pairs, _, twins = named("科普展览", "科普展览", "科普展览")
    assert (pairs, twins) == ([], 2)
