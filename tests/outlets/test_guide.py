"""Generated help is never stale, and says all that is declared."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.core.fault import CallFault
from perfdesk.outlets.guide import form_list, help_pages, profile_list, profile_page, rule_list, rule_page
from perfdesk.rules.tie import full_catalogue
from perfdesk.scoring.profile import load_profiles


def test_the_help_pages_are_what_the_catalogue_says_now(checkout: Path) -> None:
    folder = checkout / "resources" / "help"
    written = {path.name: path.read_bytes().decode() for path in folder.glob("*.md")}
    del written["desk.md"]  # By hand, but for its table of keys: see tests/gui/test_helping.py.
    assert written == help_pages(), "run `python -m perfdesk.outlets.guide`"


def test_every_rule_is_listed_and_has_a_page() -> None:
    listed = rule_list()
    for rule in full_catalogue():
        assert f"{rule.code}  " in listed
        assert rule.why in rule_page(rule.code)


def test_every_profile_is_listed_with_a_source_for_each_value() -> None:
    for profile in load_profiles().values():
        assert profile.name in profile_list()
        page = profile_page(profile.id)
        assert page.count("来源：") == len(profile.settings) > 0


def test_the_blank_forms_are_listed(checkout: Path) -> None:
    blanks = sorted(path.name for path in (checkout / "templates_xlsx").glob("*.xlsx"))
    assert blanks
    assert all(name in form_list() for name in blanks)


def test_an_unknown_rule_is_named_in_the_complaint() -> None:
    with pytest.raises(CallFault, match="ZZ000"):
        rule_page("ZZ000")


def test_what_a_rule_needs_is_said_in_chinese() -> None:
    for rule in full_catalogue():
        needs = next(line for line in rule_page(rule.code).splitlines() if line.startswith("需要："))
        assert not any(part.isascii() for part in needs.removeprefix("需要：").split("、")), rule.code
