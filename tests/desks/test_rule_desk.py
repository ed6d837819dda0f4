from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import SEVERITY_NAMES
from perfdesk.desks.rule_desk import counts, example_sheets, found_of, rule_pages, try_sheets, typed_over
from perfdesk.rules.rule import Rule
from perfdesk.rules.tie import full_catalogue
from perfdesk.session import load

CODES = [rule.code for rule in full_catalogue()]


def test_every_rule_and_tie_has_a_page_in_chinese() -> None:
    pages = rule_pages()
    assert [page.code for page in pages] == CODES
    for page in pages:
        assert all((page.title, page.why, page.basis, page.bad, page.good)), page.code
        assert not any("a" <= letter <= "z" for letter in page.needs), page.needs


def test_a_search_finds_the_rules_in_which_every_word_occurs() -> None:
    pages = rule_pages()
    assert [page.code for page in found_of(pages, "ex101")] == ["EX101"]
    found = found_of(pages, f"执行率 {SEVERITY_NAMES['error']}")
    assert found
    assert all("执行率" in page.text and page.severity == "error" for page in found)
    assert found_of(pages, "  ") == pages
    assert found_of(pages, "没有这样的规则") == ()


@pytest.mark.parametrize("code", CODES)
def test_the_bad_example_shows_its_rule_and_the_good_one_nothing(code: str) -> None:
    bad, good = example_sheets(code, "bad"), example_sheets(code, "good")
    assert code in {finding.rule for finding in try_sheets(bad)}
    assert try_sheets(good) == ()


def test_what_is_typed_over_in_an_example_is_judged_at_once() -> None:
    (sheet,) = example_sheets("EX101", "bad")
    (finding,) = try_sheets([sheet])
    mended = typed_over(sheet, finding.place.cell, str(finding.expected))
    assert try_sheets([mended]) == ()
    assert finding.place.cell in mended.changed
    again = typed_over(mended, finding.place.cell, "35%")
    assert {each.rule for each in try_sheets([again])} == {"EX101"}


def test_an_example_marks_the_cells_that_make_it_one() -> None:
    for rule in full_catalogue():
        if isinstance(rule, Rule):
            (sheet,) = example_sheets(rule.code, "bad")
            assert sheet.changed == frozenset(rule.bad.edits)


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(CallFault, match="没有代码为“XX999”的规则"):
        example_sheets("XX999", "bad")


def test_findings_are_counted_by_rule_over_all_that_is_open(sample: Path) -> None:
    documents = load(sorted(sample.glob("*.xlsx")))
    counted = counts(documents)
    assert counted.total() == sum(len(checked.findings) for checked in documents)
    assert set(counted) <= set(CODES)
