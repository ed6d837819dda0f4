"""What stays together on a page: headings with what they head, whatever stands at the foot."""

from __future__ import annotations

import pytest

from perfdesk.narrative.page_flow import set_pages
from perfdesk.narrative.page_ruler import Ruler
from perfdesk.narrative.page_text import (
    Block,
    Cell,
    Look,
    Manuscript,
    Paper,
    Paragraph,
    Row,
    Run,
    Section,
    Shape,
    Table,
)

LOOK = Look(size=16.0)
BODY = Shape(line=28.95, rule="exact")
HEAD = Shape(line=28.95, rule="exact", keeps_next=True, outline=0)


def text(words: str, shape: Shape = BODY) -> Paragraph:
    return Paragraph((Run(words, LOOK),), shape, LOOK)


def row(words: str, lines: int = 1, *, is_header: bool = False) -> Row:
    return Row((Cell(tuple(text(words) for _ in range(lines))),), is_header)


def heading_pages(blocks: list[Block]) -> tuple[int, list[int]]:
    """On which page the last heading stands, and how many rules each page has."""
    section = Section(Paper(), tuple(blocks))
    pages = [page for _, page in set_pages(Manuscript((section,), {}), Ruler())]
    return max(at for at, page in enumerate(pages) if page.headings), [len(page.rules) for page in pages]


@pytest.mark.parametrize("before", range(14, 23))
def test_a_heading_never_stands_on_the_page_before_its_table(before: int) -> None:
    table = Table((400.0,), (row("名称", is_header=True), row("甲", 4), row("乙")))
    at, rules = heading_pages([*[text("文")] * before, text("一、情况", HEAD), table])
    assert next(page for page, count in enumerate(rules) if count) == at


@pytest.mark.parametrize("before", range(17, 23))
def test_headings_one_after_another_go_over_with_the_first_line_below_them(before: int) -> None:
    heads: list[Block] = [text("一、", HEAD), text("（一）", HEAD), text("1.", HEAD)]
    section = Section(Paper(), (*[text("文")] * before, *heads, text("正文")))
    pages = [page for _, page in set_pages(Manuscript((section,), {}), Ruler())]
    assert sorted(len(page.headings) for page in pages if page.headings) == [3]
    assert len(pages) == (1 if before <= 18 else 2)


def test_what_no_page_can_hold_together_is_set_all_the_same() -> None:
    blocks: list[Block] = [text(f"{number}、", HEAD) for number in range(60)]
    section = Section(Paper(), tuple(blocks))
    pages = [page for _, page in set_pages(Manuscript((section,), {}), Ruler())]
    assert sum(len(page.headings) for page in pages) == 60
    assert len(pages) <= 5


@pytest.mark.parametrize("before", range(12, 22))
def test_a_short_table_that_keeps_to_what_follows_is_on_one_page_with_it(before: int) -> None:
    table = Table((400.0,), tuple(Row((Cell((text(words, HEAD),)),)) for words in "甲乙丙"))
    section = Section(
        Paper(), (*[text("文")] * before, text("一、", HEAD), table, text("图", HEAD), text("题"))
    )
    pages = [page for _, page in set_pages(Manuscript((section,), {}), Ruler())]
    assert sum(bool(page.rules) for page in pages) == 1
    assert len(pages) == (1 if before <= 15 else 2)
    assert len(pages[-1].headings) == 2
