"""The vocabulary is walked: no word leads to two meanings in one region."""

from __future__ import annotations

import tomllib

import pytest

from perfdesk.core.resource import resource
from perfdesk.recognition.vocabulary import label_key, meaning

with resource("vocabulary.toml").open("rb") as _file:
    TABLE = tomllib.load(_file)

# Signs, titles and lists of plain words are no labels of a region.
LABELLED = [
    s
    for s in TABLE
    if s not in ("operator", "operator_after", "word", "hint", "tier", "title", "traditional")
]


@pytest.mark.parametrize("section", LABELLED)
def test_no_word_has_two_meanings_in_one_region(section: str) -> None:
    seen: dict[str, str] = {}
    for name, words in TABLE[section].items():
        for word in words:
            assert seen.setdefault(label_key(word), name) == name, word


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("全年预算数（A）", "全年预算数"),
        ("全年\n完成值", "全年完成值"),
        ("执行率（B/A)", "执行率"),
        ("项目(政策)名称", "项目名称"),
        ("得分\n（分值*B/A）", "得分"),
        ("主 管 部 门：", "主管部门"),
        ("ＡＢ（１）", "AB"),
    ],
)
def test_labels_are_compared_without_spaces_brackets_and_colons(text: str, key: str) -> None:
    assert label_key(text) == key


def test_a_long_text_is_no_label() -> None:
    assert meaning("header", "主管部门" * 20) is None
