from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.desks.word_desk import SECTION_NAMES, concepts, found_of, senses, uses
from perfdesk.recognition.vocabulary import words
from perfdesk.session import load


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def test_every_concept_of_the_vocabulary_is_listed_under_a_chinese_name() -> None:
    listed = concepts()
    for concept in listed:
        assert is_chinese(concept.name) or concept.section.startswith("operator"), concept
        assert concept.words, concept
    assert {concept.section for concept in listed} == set(SECTION_NAMES)


def test_no_section_of_the_vocabulary_is_left_out() -> None:
    from perfdesk.core.resource import resource

    text = resource("vocabulary.toml").read_text("utf-8")
    sections = {line[1 : line.index("]")] for line in text.splitlines() if line.startswith("[")}
    assert sections - set(SECTION_NAMES) == {"traditional"}


def test_a_search_finds_a_concept_by_any_of_its_words() -> None:
    for section, key in (("amount", "executed"), ("indicator", "actual")):
        word = words(section)[key][2]
        found = found_of(concepts(), word)
        assert (section, key) in {(concept.section, concept.key) for concept in found}
    assert found_of(concepts(), "没有这样的写法") == ()


@pytest.mark.parametrize(
    ("label", "name", "is_inferred"),
    [("全年 执行数（B）", "全年执行数", False), ("全年财政预算安排", "全年预算数", True)],
)
def test_a_label_is_told_what_it_would_be_taken_for(label: str, name: str, is_inferred: bool) -> None:
    found = {(sense.section, sense.name, sense.is_inferred) for sense in senses(label)}
    assert ("amount", name, is_inferred) in found


def test_a_label_that_means_nothing_has_no_sense() -> None:
    assert senses("天气晴朗") == ()
    assert senses("") == ()


def test_the_words_a_form_used_are_told_in_its_own_reasons(sample: Path) -> None:
    (checked,) = load(sorted(sample.glob("*.xlsx"))[:1])
    form = checked.document.forms[0]
    used = uses([form])
    assert used["title", form.kind][0].why.startswith("标题“")
    assert used["amount", "executed"][0].why == form.reasons["fields.executed"].why
    assert used["header", "unit"][0].why == form.reasons["headers.unit"].why
    known = {(concept.section, concept.key) for concept in concepts()}
    assert set(used) <= known
    assert uses([]) == {}


def test_what_was_understood_by_its_parts_alone_is_told_as_a_doubt(sample: Path) -> None:
    documents = load(sorted(sample.glob("*.xlsx")))
    forms = [form for checked in documents for form in checked.document.forms]
    doubts = [reason.doubt for form in forms for reason in form.reasons.values() if reason.doubt]
    told = [use.doubt for listed in uses(forms).values() for use in listed if use.doubt]
    assert doubts
    assert set(told) <= set(doubts)
    assert told
