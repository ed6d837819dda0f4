"""Texts from forms are cleaned, taken apart and joined, and never rewritten."""

from __future__ import annotations

import pytest

from perfdesk.narrative.wording import (
    chinese_numeral,
    clean,
    is_nothing,
    join_items,
    one_line,
    quoted,
    sentence,
    split_items,
    unit_name,
)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("完成甲。", ["完成甲"]),
        ("目标1：完成甲；目标2：完成乙。", ["完成甲", "完成乙"]),
        ("目标1完成情况：完成甲\n目标2完成情况：\n目标3完成情况：", ["完成甲"]),
        ("1、完成甲。2、完成乙。3、完成丙", ["完成甲", "完成乙", "完成丙"]),
        ("1.投入1.5万元；2.完成2.5公里", ["投入1.5万元", "完成2.5公里"]),
        ("（一）完成甲\n（二）完成乙", ["完成甲", "完成乙"]),
        ("一是完成甲；二是完成乙。", ["完成甲", "完成乙"]),
        ("①完成甲②完成乙", ["完成甲", "完成乙"]),
        ("全年情况：1、完成甲；2、完成乙", ["全年情况", "完成甲", "完成乙"]),
        ("完成甲\r\n完成乙", ["完成甲", "完成乙"]),
        ("完成甲。完成乙。", ["完成甲", "完成乙"]),
        ("完成甲；完成乙", ["完成甲", "完成乙"]),
        ("共鉴定77场。其中职工23场。", ["共鉴定77场。其中职工23场"]),
        ("完成统一是目标", ["完成统一是目标"]),
        ("", []),
        ("。；\n", []),
    ],
)
def test_a_text_falls_into_its_items(text: str, items: list[str]) -> None:
    assert split_items(text, by_sentence=True) == items


def test_without_being_asked_sentences_stay_together() -> None:
    assert split_items("更新频繁；掌握不及时。") == ["更新频繁；掌握不及时"]


def test_ten_and_more_items_keep_their_order() -> None:
    text = "".join(f"{number}、完成第{number}件；" for number in range(1, 13))
    assert split_items(text) == [f"完成第{number}件" for number in range(1, 13)]


@pytest.mark.parametrize(
    ("items", "joined"),
    [
        ([], ""),
        (["甲"], "甲"),
        (["甲", "乙"], "一是甲；二是乙"),
        ([str(n) for n in range(11)], "；".join(f"{c}是{n}" for n, c in enumerate(
            ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一"]))),
    ],
)  # fmt: skip
def test_items_are_joined_with_ordinals_unless_there_is_one(items: list[str], joined: str) -> None:
    assert join_items(items) == joined


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (100, "一百"), (103, "一百零三"),
     (110, "一百一十"), (300, "三百"), (1005, "一千零五"), (9999, "九千九百九十九")],
)  # fmt: skip
def test_headings_count_in_chinese(number: int, numeral: str) -> None:
    assert chinese_numeral(number) == numeral


def test_control_characters_and_private_tokens_are_dropped() -> None:
    assert clean("甲\x00\x0b\ufdd0乙\ufdd2\u202e\ud800丙\uffff") == "甲乙丙"


def test_a_line_break_between_chinese_characters_leaves_no_blank() -> None:
    assert one_line("行政\n运行\r\nnew\nline") == "行政运行new line"


def test_stops_are_never_doubled() -> None:
    assert sentence("完成甲。。；\n；完成乙；；") == "完成甲；完成乙"


@pytest.mark.parametrize("text", ["无", "无。", " 没有 ", "", "。"])
def test_words_that_say_nothing_are_known(text: str) -> None:
    assert is_nothing(text)


def test_a_unit_loses_the_codes_around_its_name() -> None:
    assert unit_name("142011某市档案馆-211100000") == "某市档案馆"
    assert unit_name("某市档案馆-") == "某市档案馆"
    assert unit_name("第101中学") == "第101中学"


def test_quotation_marks_inside_a_name_become_single() -> None:
    assert quoted('“双随机”"检查"') == "“‘双随机’'检查'”"


def test_items_with_sentences_of_their_own_are_parted_by_full_stops() -> None:
    assert (
        join_items(["设备停机。已约定备机", "尾款次年支付"]) == "一是设备停机。已约定备机。二是尾款次年支付"
    )
    assert join_items(["设备停机", "尾款次年支付"]) == "一是设备停机；二是尾款次年支付"


def test_narrow_stops_between_chinese_words_become_wide_and_no_others() -> None:
    assert (
        sentence("加强领导,强化意识, 维护基金;完成50%,其余") == "加强领导，强化意识，维护基金；完成50%，其余"
    )
    assert sentence("共1,234项，a,b，8:30开放") == "共1,234项，a,b，8:30开放"
