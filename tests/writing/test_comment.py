"""Comments join those that are there, and their boxes are large enough for Chinese text."""

from __future__ import annotations

import pytest

from perfdesk.core.fault import FileFault
from perfdesk.core.grid import Block
from perfdesk.writing.marking import comment
from perfdesk.writing.marking.comment import (
    Comment,
    Ruler,
    add_comments,
    add_shapes,
    box_size,
    enlarge_shapes,
)
from tests.reading import workbook_maker as maker

A1, B2 = Block(1, 1, 1, 1), Block(2, 2, 3, 3)
OLD = (
    f'<comments xmlns="{maker.MAIN}"><authors><author>张三</author></authors><commentList>'
    '<comment ref="A1" authorId="0"><text><t>原有</t></text></comment></commentList></comments>'
)
RULER = Ruler({1: 10, 3: 0}, {1: 0, 2: 40}, 64, 20)


def test_a_comment_is_added_behind_those_that_are_there() -> None:
    part, extended = add_comments(OLD.encode(), "p", [Comment(B2, "一<二")])
    made = part.decode()
    assert extended == {}
    assert made.startswith(OLD[: OLD.index("</authors>")] + "<author>绩效审核</author></authors>")
    assert '原有</t></text></comment><comment ref="B2" authorId="1">' in made
    assert '<t xml:space="preserve">一&lt;二</t>' in made


def test_a_cell_that_has_a_comment_keeps_it_and_gets_more() -> None:
    part, extended = add_comments(OLD.encode(), "p", [Comment(A1, "新的")])
    assert extended == {"A1": "原有\n\n新的"}
    made = part.decode()
    assert "<text><r><t>原有</t></r><r><rPr>" in made
    assert '<t xml:space="preserve">\n\n新的</t></r></text></comment></commentList>' in made
    assert made.count("<comment ") == 1
    assert "绩效审核" not in made


def test_a_damaged_comments_part_is_refused() -> None:
    with pytest.raises(FileFault, match="批注"):
        add_comments(f'<comments xmlns="{maker.MAIN}"/>'.encode(), "p", [])


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 10, 1), ("一二三四", 9, 1), ("一二三四五", 9, 2), ("abcdefgh", 9, 1), ("一\n二\n\n三", 9, 4)],
)
def test_lines_are_counted_by_the_width_of_chinese(text: str, width: int, lines: int) -> None:
    assert comment.wrapped_lines(text, width) == lines


def test_a_long_text_gets_a_wider_and_a_higher_box() -> None:
    sizes = [box_size("字" * count) for count in (5, 60, 600)]
    assert sizes[0] < sizes[1] < sizes[2]
    width, height = sizes[2]
    # 宋体 9 pt is 12 pixels wide and needs at least 15 pixels a line.
    assert (height // 15) * (width // 12) >= 600


def test_a_box_ends_where_the_sizes_of_columns_and_rows_say() -> None:
    # Columns behind B:C, 64 each; rows from the one above: 0, 40, then 20 each.
    assert RULER.anchor(B2, 128, 100) == "3, 12, 0, 4, 5, 12, 5, 4"


def test_a_box_stays_on_the_sheet() -> None:
    corner = Block(1_048_576, 16_384, 1_048_576, 16_384)
    numbers = [int(number) for number in RULER.anchor(corner, 500, 500).split(",")]
    assert numbers[4] <= 16_383
    assert numbers[6] <= 1_048_575


def test_shapes_get_numbers_of_their_own() -> None:
    drawing = comment.new_drawing_part(3)
    first = add_shapes(drawing, {A1: "一"}, RULER)
    second = add_shapes(first, {B2: "二"}, RULER)
    assert [number in second for number in (b'"_x0000_s3073"', b'"_x0000_s3074"')] == [True, True]
    assert second.count(b"<v:shapetype ") == 1
    assert second.startswith(first[: -len(b"</xml>")])
    assert comment.used_blocks(second) == {3}
    assert b"<x:Row>1</x:Row><x:Column>1</x:Column>" in second


def test_a_drawing_that_is_no_xml_still_takes_shapes() -> None:
    made = add_shapes(b'<xml><v:shape id="_x0000_s2049"><br></v:shape></xml>\n', {A1: "一"}, RULER)
    assert made.startswith(b'<xml><v:shape id="_x0000_s2049"><br></v:shape>')
    assert made.endswith(b"</v:shape></xml>\n")
    assert b'"_x0000_s2050"' in made
    assert enlarge_shapes(made, "p", {A1: "一"}, RULER) == (made, {})


def test_a_drawing_without_an_end_is_refused() -> None:
    with pytest.raises(FileFault, match="批注"):
        add_shapes(b"<xml>", {A1: "一"}, RULER)


def test_the_box_of_an_extended_comment_grows_and_a_missing_one_is_named() -> None:
    drawing = add_shapes(comment.new_drawing_part(1), {A1: "短"}, RULER)
    grown, missing = enlarge_shapes(drawing, "p", {A1: "长" * 300, B2: "无框"}, RULER)
    assert missing == {B2: "无框"}
    assert RULER.anchor(A1, *box_size("长" * 300)).encode() in grown
    assert RULER.anchor(A1, *box_size("短")).encode() not in grown
