"""Tables of Word files: spans, nested tables, the lines above, and the same verdicts as the workbook."""

from __future__ import annotations

import random
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from perfdesk.core.fault import FileFault
from perfdesk.core.grid import Cell, Grid
from perfdesk.reading.document import read_document, read_looks
from perfdesk.recognition.region import split
from perfdesk.recognition.text_section import read_amount_unit, read_headers
from perfdesk.session import load_one
from tests.reading import document_maker
from tests.reading import workbook_maker as maker

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def document(body: str) -> bytes:
    """A Word file with this body."""
    return maker.pack(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": maker.relations(("rId1", "officeDocument", "word/document.xml")),
            "word/document.xml": f'<w:document xmlns:w="{SPACE}"><w:body>{body}</w:body></w:document>',
        }
    )


def cell(text: str, properties: str = "", inside: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tables(folder: Path, body: str) -> tuple[Grid, ...]:
    return read_document(maker.write(folder, document(body), "公开.docx"))[1]


def texts(grid: Grid) -> dict[tuple[int, int], str]:
    return {place: cell.text for place, cell in grid.cells.items() if cell.text}


def lowered(place: str, rows: int) -> str:
    match = re.fullmatch(r"([A-Z]+)(\d+)", place)
    assert match
    return f"{match[1]}{int(match[2]) + rows}"


@pytest.mark.parametrize("above", [0, 1])
def test_the_same_form_is_judged_the_same_in_word(sample: Path, tmp_path: Path, above: int) -> None:
    compared = 0
    for path in sorted(sample.glob("*.xlsx"))[:4]:
        wanted = load_one(path)
        for grid in wanted.document.grids:
            found = load_one(document_maker.word_file(grid, tmp_path / "表.docx", above))
            own = {
                (item.rule, item.verdict, item.place.cell)
                for item in wanted.findings
                if item.place.sheet == grid.name
            }
            theirs = {(item.rule, item.verdict, lowered(item.place.cell, above)) for item in found.findings}
            assert theirs == own
            assert {item.place.sheet for item in found.findings} <= {"table 1"}
            form = next(form for form in wanted.document.forms if form.sheet == grid.name)
            other = found.document.forms[0]
            assert (other.kind, other.year, other.amount_unit) == (form.kind, form.year, form.amount_unit)
            assert {name: value.said for name, value in other.fields.items()} == {
                name: value.said for name, value in form.fields.items()
            }
            compared += len(own)
    assert compared > 20


def test_published_forms_keep_their_fields_in_word(shared: Path, tmp_path: Path) -> None:
    for path in sorted((shared / "cases").rglob("*自评*.xlsx"))[::4]:
        wanted = load_one(path)
        for grid in wanted.document.grids:
            found = load_one(document_maker.word_file(grid, tmp_path / "表.docx", 1)).document.forms
            forms = [form for form in wanted.document.forms if form.sheet == grid.name]
            assert [{name: value.printed for name, value in form.fields.items()} for form in found] == [
                {name: value.printed for name, value in form.fields.items()} for form in forms
            ]


def test_spans_and_gaps_become_merges_and_places(tmp_path: Path) -> None:
    body = "<w:tbl><w:tblGrid><w:gridCol w:w='1440'/><w:gridCol w:w='720'/></w:tblGrid>" + "".join(
        (
            row(cell("甲", "<w:vMerge w:val='restart'/>"), cell("乙", "<w:gridSpan w:val='2'/>")),
            row(cell("", "<w:vMerge/>"), cell("丙"), cell("丁", "<w:vMerge w:val='restart'/>")),
            row(cell("戊", "<w:vMerge w:val='restart'/>"), cell("", "<w:vMerge/>"),
                properties="<w:gridBefore w:val='1'/><w:trHeight w:val='600'/>"),
        )
    )  # fmt: skip
    grid = tables(tmp_path, body + "</w:tbl>")[0]
    assert texts(grid) == {(1, 1): "甲", (1, 2): "乙", (2, 2): "丙", (2, 3): "丁", (3, 2): "戊"}
    assert [block.range for block in grid.merges] == ["A1:A2", "B1:C1", "C2:C3"]
    assert (grid.name, grid.row_heights) == ("table 1", {3: 30.0})
    assert grid.column_widths == pytest.approx({1: 13.7, 2: 6.86}, abs=0.1)


def test_nested_tables_follow_as_tables_of_their_own(tmp_path: Path) -> None:
    inner = f"<w:tbl>{row(cell('里'))}</w:tbl>"
    body = f"<w:tbl>{row(cell('外', inside=inner))}</w:tbl><w:tbl>{row(cell('后'))}</w:tbl>"
    grids = tables(tmp_path, body)
    assert [(grid.name, texts(grid)) for grid in grids] == [
        ("table 1", {(1, 1): "外"}),
        ("table 2", {(1, 1): "里"}),
        ("table 3", {(1, 1): "后"}),
    ]


def test_the_lines_just_above_a_table_are_its_caption(tmp_path: Path) -> None:
    lines = ("正文。", "项目支出绩效自评表", "（2023年度）", "填报单位：甲局　　金额单位：元")
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    body += f"<w:tbl>{row(cell('一'))}</w:tbl><w:tbl>{row(cell('二'))}</w:tbl>"
    assert [grid.caption for grid in tables(tmp_path, body)] == [lines[1:], ()]


def test_a_form_takes_title_year_unit_and_names_from_the_lines_above(sample: Path, tmp_path: Path) -> None:
    grid = read_document(sorted(sample.glob("1*.xlsx"))[0])[1][0]
    path = document_maker.word_file(grid, tmp_path / "表.docx", 2)
    opened = docx.Document(str(path))
    opened.paragraphs[0].text, opened.paragraphs[1].text = "附件", "项目支出绩效自评表"
    opened.tables[0]._tbl.addprevious(opened.add_paragraph("（2019年度）")._p)
    opened.tables[0]._tbl.addprevious(opened.add_paragraph("联系人：某甲　　金额单位：元")._p)
    opened.save(str(path))
    form = load_one(path).document.forms[0]
    assert (form.title.text, form.title.cell) == ("项目支出绩效自评表", "A1")
    # What the form's own cells say comes first: this one prints 万元 in a heading.
    assert (form.year, form.amount_unit, form.header_text("contact")) == (2019, "万元", "某甲")


def test_the_unit_of_amounts_may_stand_above_the_table() -> None:
    grid = Grid("table 1", {(1, 1): Cell("全年预算数")}, caption=("填报单位：甲局　　金额单位：元",))
    assert read_amount_unit(split(grid)[0]) == "元"


def test_a_name_above_the_table_may_follow_its_label_after_blanks() -> None:
    grid = Grid(
        "table 1", {(1, 1): Cell("序号")}, caption=("项目名称　　某项目", "主管部门：某局  联系人：某甲")
    )
    headers = read_headers(split(grid)[0])
    assert {name: value.text for name, value in headers.items()} == {
        "project": "某项目", "department": "某局", "contact": "某甲",
    }  # fmt: skip


def test_text_of_runs_breaks_symbols_and_changes_is_what_word_shows(tmp_path: Path) -> None:
    runs = (
        "<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>"
        "<w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    )
    body = f"<w:tbl><w:tr><w:tc><w:p>{runs}</w:p><w:p><w:r><w:t>四</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    assert texts(tables(tmp_path, body)[0]) == {(1, 1): "一\n二\t三√增\n四"}


def test_what_is_plainly_a_number_becomes_one_that_prints_the_same(tmp_path: Path) -> None:
    printed = ("51%", "95.80%", "8,376.38", "0.00", "-3.5", "012", "2080502", "≥95%", "1.5万元")
    grid = tables(tmp_path, f"<w:tbl>{row(*(cell(text) for text in printed))}</w:tbl>")[0]
    cells = [grid.cells[1, column] for column in range(1, len(printed) + 1)]
    assert tuple(cell.text for cell in cells) == printed
    assert [(cell.number, cell.number_format) for cell in cells[:7]] == [
        (Decimal("0.51"), "0%"), (Decimal("0.958"), "0.00%"), (Decimal("8376.38"), "#,##0.00"),
        (Decimal(0), "0.00"), (Decimal("-3.5"), "0.0"), (None, "General"), (Decimal(2080502), "0"),
    ]  # fmt: skip
    assert [cell.number for cell in cells[7:]] == [None, None]


def test_the_looks_of_a_table_are_ruled_and_keep_what_the_cell_says(tmp_path: Path) -> None:
    dressed = (
        "<w:tc><w:tcPr><w:shd w:fill='D9D9D9'/><w:vAlign w:val='center'/></w:tcPr><w:p><w:pPr><w:jc w:val='center'/>"
        "</w:pPr><w:r><w:rPr><w:b/><w:sz w:val='32'/></w:rPr><w:t>题</w:t></w:r></w:p></w:tc>"
    )
    path = maker.write(tmp_path, document(f"<w:tbl><w:tr>{dressed}</w:tr></w:tbl>"), "表.docx")
    look = read_looks(path)[read_document(path)[1][0].cells[1, 1].style]
    assert (look.bold, look.size, look.fill, look.horizontal, look.vertical) == (
        True, 16.0, "#D9D9D9", "center", "center",
    )  # fmt: skip
    assert look.top is not None


def test_a_document_with_macros_is_read_like_any_other(tmp_path: Path) -> None:
    parts = {
        "[Content_Types].xml": TYPES.replace(
            "vnd.openxmlformats-officedocument.wordprocessingml.document", "vnd.ms-word.document.macroEnabled"
        ),
        "_rels/.rels": maker.relations(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": f'<w:document xmlns:w="{SPACE}"><w:tbl>{row(cell("甲"))}</w:tbl></w:document>',
    }
    assert texts(read_document(maker.write(tmp_path, maker.pack(parts), "宏.docm"))[1][0]) == {(1, 1): "甲"}


def test_a_document_without_tables_opens_without_a_form(tmp_path: Path) -> None:
    path = maker.write(tmp_path, document("<w:p><w:r><w:t>总结</w:t></w:r></w:p>"), "总结.docx")
    checked = load_one(path)
    assert (checked.document.fault, checked.document.grids, checked.document.forms) == (None, (), ())


def test_a_report_with_tables_that_are_no_forms_makes_no_noise(tmp_path: Path) -> None:
    table = f"<w:tbl>{row(cell('序号'), cell('姓名'))}{row(cell('1'), cell('某甲'))}</w:tbl>"
    checked = load_one(maker.write(tmp_path, document(table), "总结.docx"))
    assert len(checked.document.grids) == 1
    assert (checked.document.forms, checked.findings, checked.not_checked) == ((), (), ())


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<w:tbl>" * 60 + "</w:tbl>" * 60, "unsafe"),
        (f"<w:tbl>{row(*[cell('x', '<w:gridSpan w:val=' + chr(39) + '99999999' + chr(39) + '/>')] * 3)}</w:tbl>", "too_large"),
        ("<w:tbl/>" * 1100, "too_large"),
        ("<w:tbl><w:tr>" + "<w:tc/>" * 100 + "</w:tr></w:tbl><w:tbl>" + ("<w:tr>" + "<w:tc/>" * 100 + "</w:tr>") * 600 + "</w:tbl>", "too_large"),
        ("<w:tbl><w:tr>", "corrupt"),
    ],
    ids=["deep", "wide", "many", "cells", "cut"],
)  # fmt: skip
def test_a_document_built_to_harm_is_refused(tmp_path: Path, body: str, kind: str) -> None:
    with pytest.raises(FileFault) as caught:
        tables(tmp_path, body)
    assert (caught.value.kind, "公开.docx" in caught.value.message) == (kind, True)


def test_a_doctype_and_a_bomb_in_a_document_are_refused(tmp_path: Path) -> None:
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": maker.relations(("rId1", "officeDocument", "word/document.xml")),
    }
    for part in ("<!DOCTYPE x [<!ENTITY a 'b'>]><w:document/>", " " * (40 * 2**20)):
        path = maker.write(tmp_path, maker.pack({**parts, "word/document.xml": part}), "坏.docx")
        with pytest.raises(FileFault) as caught:
            read_document(path)
        assert caught.value.kind == "unsafe"


def test_nothing_but_a_file_fault_leaves_for_damaged_documents(tmp_path: Path) -> None:
    chance = random.Random(5)
    body = "<w:tbl><w:tblGrid><w:gridCol w:w='1440'/></w:tblGrid>" + "".join(
        row(cell("甲", "<w:vMerge/><w:gridSpan w:val='2'/>"), cell("51%", "<w:hMerge w:val='continue'/>"),
            properties="<w:gridBefore w:val='1'/>") for _ in range(3)
    ) + "</w:tbl>"  # fmt: skip
    outcomes = Counter[str]()
    for _ in range(300):
        letters = list(body)
        for _ in range(chance.choice((1, 2, 6))):
            letters[chance.randrange(len(letters))] = chance.choice("<>/='w:tcrpgM0129 ")
        try:
            tables(tmp_path, "".join(letters))
            outcomes["open"] += 1
        except FileFault:
            outcomes["refused"] += 1
    assert set(outcomes) == {"open", "refused"}
