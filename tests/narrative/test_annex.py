"""The annexes: each form as a table that loses no cell, on pages it fits, in every kind of file."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.core.form import Form
from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.narrative.annex import ACROSS, NONE, UPRIGHT, Annexes, make_annexes, with_annexes
from perfdesk.narrative.annex_table import MOST_COLUMNS, SMALLEST, SheetPainter
from perfdesk.narrative.bound_report import bound_document
from perfdesk.narrative.contents import bind
from perfdesk.narrative.page_ruler import Ruler
from perfdesk.narrative.page_source import read_manuscript
from perfdesk.narrative.page_text import Table
from perfdesk.narrative.printed_report import print_report
from perfdesk.narrative.prose import report_text
from perfdesk.narrative.report import report_document
from perfdesk.narrative.report_choice import ReportChoice
from perfdesk.reading.style import Border, Look
from perfdesk.session import load, write_report
from tests.narrative.build_form import project_form
from tests.narrative.build_form import row as indicator
from tests.narrative.paper import faces, texts

THIN = Border("thin", "#000000")
RULED = Look(left=THIN, right=THIN, top=THIN, bottom=THIN, horizontal="center", vertical="center", wrap=True)


def grid(cells: Mapping[tuple[int, int], str], **more: object) -> Grid:
    """A sheet of texts, all in the look of number 1."""
    return Grid("Sheet1", {place: Cell(text, style=1) for place, text in cells.items()}, **more)  # type: ignore[arg-type]


def painted(sheet: Grid, looks: tuple[Look, ...] = (Look(), RULED), room: float = 440.0) -> list[Table]:
    painter = SheetPainter(sheet, looks, sheet.used)
    return [block for block in painter.tables(room, 1.0, []) if isinstance(block, Table)]


def said(table: Table) -> list[list[str]]:
    return [["".join(each.text for each in cell.paragraphs) for cell in row.cells] for row in table.rows]


def annexes(*names: str, **more: object) -> Annexes:
    """The annexes of project forms, all on a small sheet."""
    sheet = grid(
        {(row, column): f"第{row}行{column}列" for row in range(1, 23) for column in range(1, 10)}, **more
    )
    forms: list[tuple[str, Form]] = [(f"{name}.xlsx", project_form(name)) for name in names]
    return make_annexes(forms, {(path, "Sheet1"): sheet for path, _ in forms})


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def blanks(checkout: Path) -> list[Path]:
    """The official templates, one sheet or many in a file."""
    return sorted((checkout / "templates_xlsx").glob("*.xlsx"))


def test_every_official_form_is_annexed_with_every_cell(blanks: list[Path]) -> None:
    content = report_document([("1.xlsx", project_form())], [], "national")
    for checked in load(blanks):
        document = checked.document
        forms = [(checked.path, form) for form in document.forms if form.kind != "unknown"]
        made = make_annexes(forms, {(checked.path, sheet.name): sheet for sheet in document.grids})
        shown = [
            squeezed("".join(each.text for each in cell.paragraphs))
            for section in made.sections
            for table in section.blocks
            if isinstance(table, Table)
            for row in table.rows
            for cell in row.cells
        ]
        sheets = {form.sheet for _, form in forms}
        wanted = Counter(
            squeezed(cell.text)
            for sheet in document.grids
            if sheet.name in sheets
            for place, cell in sheet.cells.items()
            if sheet.anchor(*place) == place and cell.text.strip()
            and place[0] not in sheet.hidden_rows and place[1] not in sheet.hidden_columns
        )  # fmt: skip
        assert sheets, checked.path
        assert Counter(text for text in shown if text) == wanted, checked.path
        for text in (
            report_text(content, made, is_markdown=False),
            report_text(content, made, is_markdown=True),
        ):
            assert not [
                each for each in wanted if each not in squeezed(text.replace("<br>", "").replace("\\", ""))
            ]


def test_each_row_of_a_table_fills_all_its_columns(blanks: list[Path]) -> None:
    for checked in load(blanks):
        document = checked.document
        forms = [(checked.path, form) for form in document.forms if form.kind != "unknown"]
        made = make_annexes(forms, {(checked.path, sheet.name): sheet for sheet in document.grids})
        for section in made.sections:
            tables = [block for block in section.blocks if isinstance(block, Table)]
            assert all(sum(c.span for c in row.cells) == len(t.widths) for t in tables for row in t.rows)
            assert all(sum(t.widths) == pytest.approx(section.paper.text_width) for t in tables)


def test_the_pages_show_what_the_sheet_holds_with_a_list_of_annexes_before() -> None:
    content = report_document([("1.xlsx", project_form())], [], "national")
    made = annexes("甲", "乙")
    pages = texts(print_report(content, faces(), annexes=made).content)
    assert "附件：1.项目支出绩效自评表（甲）2.项目支出绩效自评表（乙）" in "".join(pages)
    begins = [number for number, page in enumerate(pages) if page.startswith("附件") and "附件：" not in page]
    first, second = "".join(pages[begins[0] : begins[1]]), "".join(pages[begins[1] :])
    assert first.startswith("附件1项目支出绩效自评表（甲）第1行1列")
    assert second.startswith("附件2项目支出绩效自评表（乙）第1行1列")
    assert all(f"第{row}行{column}列" in second for row in range(1, 23) for column in range(1, 10))


def test_a_single_page_has_no_contents_however_many_annexes_follow() -> None:
    made = annexes(*(f"第{number}号" for number in range(1, 12)))
    short = report_document([("1.xlsx", project_form())], [], "national")
    long = report_document([(f"{n}.xlsx", project_form(f"第{n}号")) for n in range(1, 12)], [], "national")
    bound = [bind(with_annexes(read_manuscript(content), made), Ruler(), "auto") for content in (short, long)]
    assert [each.front for each in bound] == [0, 2]
    assert len(bound[0].pages) > 11
    assert bound[1].entries[-1].text == "附件11　项目支出绩效自评表（第11号）"


def test_a_single_annex_has_no_number() -> None:
    made = annexes("甲")
    assert made.listing[0].text == "附件：项目支出绩效自评表（甲）"
    assert "附件　项目支出绩效自评表（甲）" in report_text(
        report_document([("1.xlsx", project_form())], [], "national"), made, is_markdown=False
    )


def test_a_form_that_goes_on_on_the_next_sheet_is_one_annex_and_told_once() -> None:
    first = project_form("甲")
    rest = replace(first, sheet="Sheet2", continues="Sheet1")
    forms: list[tuple[str, Form]] = [("1.xlsx", first), ("1.xlsx", rest), ("2.xlsx", project_form("乙"))]
    sheets = {("1.xlsx", "Sheet1"): "上", ("1.xlsx", "Sheet2"): "下", ("2.xlsx", "Sheet1"): "乙表"}
    made = make_annexes(forms, {place: grid({(1, 1): words}) for place, words in sheets.items()})
    assert len(made.listing) == 2
    content = report_document(forms, [], "national")
    pages = texts(print_report(content, faces(), annexes=made).content)
    assert [page.partition("—")[0] for page in pages[-3:]] == [
        "附件1项目支出绩效自评表（甲）上", "下", "附件2项目支出绩效自评表（乙）乙表",
    ]  # fmt: skip
    assert "共2个项目" in "".join(pages)


def test_a_wide_form_lies_across_and_a_narrow_one_stands_upright() -> None:
    narrow = annexes("甲", column_widths=dict.fromkeys(range(1, 10), 8.0))
    wide = annexes("甲", column_widths=dict.fromkeys(range(1, 10), 16.0))
    assert [section.paper for section in narrow.sections] == [UPRIGHT]
    assert [section.paper for section in wide.sections] == [ACROSS]


def test_merges_go_over_columns_and_rows_and_hidden_ones_stay_out() -> None:
    cells = {
        (1, 1): "题",
        (2, 1): "甲",
        (2, 2): "乙",
        (2, 3): "丙",
        (3, 2): "丁",
        (3, 3): "戊",
        (4, 1): "己",
        (4, 4): "庚",
    }
    merges = (Block(1, 1, 1, 4), Block(2, 1, 3, 1), Block(4, 1, 4, 3))
    (table,) = painted(grid(cells, merges=merges, hidden_columns=frozenset({3}), hidden_rows=frozenset()))
    assert [[cell.span for cell in row.cells] for row in table.rows] == [[3], [1, 1, 1], [1, 1, 1], [2, 1]]
    assert [row.cells[0].merge for row in table.rows] == ["", "restart", "continue", ""]
    assert said(table) == [["题"], ["甲", "乙", ""], ["", "丁", ""], ["己", "庚"]]


def test_edges_letters_and_grounds_are_those_of_the_file() -> None:
    looks = (Look(), Look(bold=True, size=20.0, horizontal="right", fill="#FFFF00", top=THIN), RULED)
    sheet = Grid("Sheet1", {(1, 1): Cell("甲", style=1), (2, 1): Cell("乙", style=2)})
    (table,) = painted(sheet, looks)
    first, second = (row.cells[0] for row in table.rows)
    assert (first.edges, second.edges) == (frozenset({"top"}), frozenset({"left", "top", "right", "bottom"}))
    assert (first.fill, second.fill) == ("FFFF00", "")
    (paragraph,) = first.paragraphs
    assert (paragraph.shape.align, paragraph.runs[0].look.is_bold, paragraph.runs[0].look.size) == (
        "right",
        True,
        20,
    )


def test_letters_shrink_with_the_page_but_stay_readable() -> None:
    sheet = grid(
        {(1, column): "文" for column in range(1, 41)}, column_widths=dict.fromkeys(range(1, 41), 20.0)
    )
    (table,) = painted(sheet)
    assert {cell.paragraphs[0].runs[0].look.size for cell in table.rows[0].cells} == {SMALLEST}


def test_a_number_stands_right_and_letters_upon_each_other_are_lines() -> None:
    sheet = Grid("Sheet1", {(1, 1): Cell("24.00", Decimal(24)), (1, 2): Cell("绩效\n指标", style=1)})
    (table,) = painted(sheet, (Look(), Look(rotation=255)))
    assert table.rows[0].cells[0].paragraphs[0].shape.align == "right"
    assert said(table) == [["24.00", "绩\n效\n指\n标"]]


def test_a_bare_text_runs_over_its_empty_neighbours_and_a_ruled_one_wraps() -> None:
    cells = {(1, 1): "单位名称：某某市档案馆办公室", (1, 6): "万元"}
    (bare,) = painted(grid(cells), (Look(), Look()))
    (ruled,) = painted(grid(cells))
    assert [cell.span for cell in bare.rows[0].cells] == [4, 1, 1]
    assert [cell.span for cell in ruled.rows[0].cells] == [1] * 6


def test_a_sheet_of_more_columns_than_word_has_becomes_several_tables() -> None:
    sheet = grid({(1, column): str(column) for column in range(1, 150)})
    tables = painted(sheet)
    assert [len(table.widths) for table in tables] == [MOST_COLUMNS, MOST_COLUMNS, 149 - 2 * MOST_COLUMNS]
    assert [text for table in tables for text in said(table)[0]] == [str(column) for column in range(1, 150)]


def test_the_headings_of_a_long_table_are_repeated_on_every_page() -> None:
    cells = {(row, column): f"{row}行{column}列" for row in range(1, 160) for column in range(1, 4)}
    form = project_form("甲")
    head = {"level3": "B10", "weight": "C10"}
    form = replace(form, indicators=(indicator(11, "一"), indicator(140, "二")), column_cells=head)
    form = replace(form, fields={}, block=Block(1, 1, 159, 3))
    made = make_annexes([("1.xlsx", form)], {("1.xlsx", "Sheet1"): grid(cells)})
    content = report_document([("1.xlsx", project_form())], [], "national")
    pages = texts(print_report(content, faces(), annexes=made).content)
    pages = pages[next(number for number, page in enumerate(pages) if page.startswith("附件")) :]
    whole = "".join(pages)
    assert len(pages) > 2
    for page in pages[1:-1]:
        assert page.startswith("10行1列10行2列10行3列")
    assert all(f"{row}行2列" in whole for row in range(1, 160))
    # What stands below the indicators is no table of indicators.
    assert "10行1列10行2列10行3列141行1列" not in whole


def test_word_opens_the_report_with_a_section_for_each_way_the_paper_lies() -> None:
    import docx
    from docx.enum.section import WD_ORIENT

    content = report_document([("1.xlsx", project_form())], [], "national")
    narrow, wide = annexes("甲"), annexes("乙", column_widths=dict.fromkeys(range(1, 10), 16.0))
    made = Annexes((*narrow.listing, *wide.listing), (*narrow.sections, *wide.sections))
    document = docx.Document(io.BytesIO(bound_document(content, "always", made)))
    ways = [section.orientation for section in document.sections]
    assert ways == [WD_ORIENT.PORTRAIT, WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    assert all(section.footer.is_linked_to_previous for section in document.sections[1:])
    assert [table.cell(0, 0).text for table in document.tables] == ["第1行1列", "第1行1列"]
    names = re.findall(r"PAGEREF (_Toc\d+)", document.element.xml)
    assert len(names) == len(set(names)) == 5
    assert all(f'w:name="{name}"' in document.element.xml for name in names)


def test_the_same_forms_give_the_same_bytes() -> None:
    content = report_document([("1.xlsx", project_form())], [], "national")
    assert bound_document(content, "auto", annexes("甲")) == bound_document(content, "auto", annexes("甲"))
    assert print_report(content, faces(), annexes=annexes("甲")).content == (
        print_report(content, faces(), annexes=annexes("甲")).content
    )


def test_only_forms_the_report_tells_of_are_annexed(sample: Path, tmp_path: Path) -> None:
    documents = load(sorted(sample.rglob("*.xlsx")))
    target = tmp_path / "报告.txt"
    for template, kinds in (
        ("national", {"project_self_evaluation", "special_fund_self_evaluation", "unit_self_evaluation"}),
        ("unit_overview", {"unit_self_evaluation"}),
    ):
        write_report(documents, template, target, ReportChoice(has_annex=True))
        headings = re.findall(r"^附件\d*　", target.read_text("utf-8"), re.MULTILINE)
        told = {
            (checked.path, form.sheet)
            for checked in documents
            for form in checked.document.forms
            if form.kind in kinds
        }
        assert len(headings) == len(told) > 0, template
    write_report(documents, "national", target)
    assert "附件" not in target.read_text("utf-8")


def test_without_sheets_there_are_no_annexes() -> None:
    assert make_annexes([("1.xlsx", project_form())], {}) == NONE
