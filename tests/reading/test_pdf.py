"""Tables of PDF files: by their lines, over pages, with the uncertainty said; scans are refused."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from perfdesk.core.fault import FileFault
from perfdesk.core.grid import Cell, Grid
from perfdesk.reading.document import read_document, read_looks
from perfdesk.session import load_one
from perfdesk.writing.fresh.imported import import_file
from tests.reading import pdf_maker as made
from tests.reading import workbook_maker as maker

WIDTH, HEIGHT = 1300, 1700


def texts(grid: Grid) -> dict[tuple[int, int], str]:
    return {place: cell.text for place, cell in grid.cells.items() if cell.text}


def drawn(*rows: tuple[str, ...]) -> Grid:
    return Grid("", {(r, c): Cell(text) for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1)})


def test_a_form_is_judged_as_its_workbook_and_says_that_it_was_guessed(sample: Path, tmp_path: Path) -> None:
    for path in sorted(sample.glob("*.xlsx"))[2:4]:
        wanted = load_one(path)
        drawing = made.table(wanted.document.grids[0], HEIGHT)
        found = load_one(maker.write(tmp_path, made.pdf([drawing], WIDTH, HEIGHT), "表.pdf"))
        assert [grid.name for grid in found.document.grids] == ["第1页 表1"]
        assert [(item.rule, item.verdict, item.place.cell) for item in found.findings] == [
            (item.rule, item.verdict, item.place.cell) for item in wanted.findings
        ]
        assert [
            {name: value.said for name, value in form.fields.items()} for form in found.document.forms
        ] == [{name: value.said for name, value in form.fields.items()} for form in wanted.document.forms]
        assert "请对照原文核对" in found.document.forms[0].remark
        assert any("由 PDF 识别" in item.reason for item in found.not_checked)


def test_a_table_that_goes_on_on_the_next_page_is_one_table(sample: Path, tmp_path: Path) -> None:
    wanted = load_one(sorted(sample.glob("3*.xlsx"))[0])
    grid = wanted.document.grids[0]
    cut = next(row for row in range(20, 30) if all(not b.top <= row < b.bottom for b in grid.merges))
    pages = [
        [*made.table(grid, HEIGHT, last=cut), made.text_at(600, 20, "第 1 页 共 2 页")],
        [*made.table(grid, HEIGHT, first=cut + 1), made.text_at(600, 20, "- 2 -")],
    ]
    found = load_one(maker.write(tmp_path, made.pdf(pages, WIDTH, HEIGHT), "表.pdf"))
    assert [grid.name for grid in found.document.grids] == ["第1页 表1"]
    assert texts(found.document.grids[0]) == texts(grid)
    assert len(found.findings) == len(wanted.findings)


def test_a_row_that_was_split_by_the_page_is_one_row_again(tmp_path: Path) -> None:
    first = drawn(("指标", "分值", "说明"), ("按时足额发放率", "8.50", "年内全部发放完毕并且"))
    rest = drawn(("达到标准", "", "已经公示"), ("满意度", "10", "无"))
    pages = [made.table(first, 400), made.table(rest, 400)]
    grid = read_document(maker.write(tmp_path, made.pdf(pages, 300, 400), "断行.pdf"))[1][0]
    assert list(texts(grid).values()) == [
        "指标", "分值", "说明", "按时足额发放率\n达到标准", "8.50", "年内全部发放完毕并且已经公示", "满意度", "10", "无",
    ]  # fmt: skip


def test_rows_that_only_meet_at_the_page_stay_apart(tmp_path: Path) -> None:
    first = drawn(("其中：财政拨款", "8.50", "12"), ("上年结转资金", "0", "0"))
    rest = drawn(("其他资金", "", ""), ("合计", "8.50", "12"))
    pages = [made.table(first, 400), made.table(rest, 400)]
    grid = read_document(maker.write(tmp_path, made.pdf(pages, 300, 400), "不断.pdf"))[1][0]
    assert [cell.text for (_, column), cell in grid.cells.items() if column == 1] == [
        "其中：财政拨款", "上年结转资金", "其他资金", "合计",
    ]  # fmt: skip


def test_tables_with_words_between_them_stay_apart_and_take_those_as_captions(tmp_path: Path) -> None:
    rows = drawn(("甲", "1.50"), ("乙", "51%"))
    pages = [
        [
            *made.table(rows, 400),
            made.text_at(60, 350, "支出绩效自评表"),
            made.text_at(20, 250, "续表说明在这里：元"),
        ],
        [*made.table(rows, 400), made.text_at(60, 350, "第二张表的标题文字")],
    ]
    grids = read_document(maker.write(tmp_path, made.pdf(pages, 300, 400), "表.pdf"))[1]
    assert [(grid.name, grid.caption) for grid in grids] == [
        ("第1页 表1", ("支出绩效自评表",)),
        ("第2页 表1", ("第二张表的标题文字",)),
    ]
    assert [cell.number_format for cell in grids[0].cells.values() if cell.number is not None] == [
        "0.00",
        "0%",
    ]
    assert all(grid.is_uncertain for grid in grids)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(tmp_path: Path, rotate: int) -> None:
    turned = {90: "0 1 -1 0 300 0 cm", 180: "-1 0 0 -1 300 400 cm", 270: "0 -1 1 0 0 400 cm"}[rotate]
    drawing = [turned, *made.table(drawn(("一", "二"), ("三", "四")), 300)]
    grid = read_document(maker.write(tmp_path, made.pdf([drawing], 300, 400, rotate), "转.pdf"))[1][0]
    assert texts(grid) == {(1, 1): "一", (1, 2): "二", (2, 1): "三", (2, 2): "四"}


def test_lines_drawn_as_thin_bars_in_forms_without_sides_make_a_table(tmp_path: Path) -> None:
    drawing = ["20 300 200 0.6 re f", "20 280 100 0.6 re f 120 280 100 0.6 re f", "20 260 200 0.6 re f",
               "1 0 0 1 100 0 cm 20 260 m 20 300 l S 1 0 0 1 -100 0 cm",
               *(made.text_at(x, y, word) for x, y, word in ((30, 286, "左上"), (130, 286, "右上"), (30, 266, "左下")))]  # fmt: skip
    grid = read_document(maker.write(tmp_path, made.pdf([drawing], 300, 400), "线.pdf"))[1][0]
    assert texts(grid) == {(1, 1): "左上", (1, 2): "右上", (2, 1): "左下"}


def test_wrapped_lines_are_joined_and_ended_ones_kept(tmp_path: Path) -> None:
    drawing = made.table(drawn(("按时足额发放补助资金并及时公示结果", "第一\n第二")), 400)
    grid = read_document(maker.write(tmp_path, made.pdf([drawing], 300, 400), "行.pdf"))[1][0]
    assert texts(grid) == {(1, 1): "按时足额发放补助资金并及时公示结果", (1, 2): "第一\n第二"}


def test_a_scan_is_refused_and_prose_without_tables_is_not(tmp_path: Path) -> None:
    with pytest.raises(FileFault) as caught:
        read_document(maker.write(tmp_path, made.pdf([["10 10 80 80 re f"]]), "扫描.pdf"))
    assert (caught.value.kind, "扫描件" in caught.value.message) == ("unsupported", True)
    prose = load_one(maker.write(tmp_path, made.pdf([[made.text_at(50, 700, "自评工作总结")]]), "总结.pdf"))
    assert (prose.document.fault, prose.document.grids, prose.not_checked) == (None, (), ())


def test_a_pdf_is_imported_with_the_lines_above_its_table(tmp_path: Path) -> None:
    drawing = [
        *made.table(drawn(("甲", "1.50"), ("乙", "51%")), 400),
        made.text_at(60, 350, "支出绩效自评表"),
    ]
    source = maker.write(tmp_path, made.pdf([drawing], 300, 400), "表.pdf")
    import_file(source, tmp_path / "表.xlsx")
    grid = read_document(tmp_path / "表.xlsx")[1][0]
    assert (grid.name, texts(grid)) == (
        "第1页 表1",
        {(1, 1): "支出绩效自评表", (2, 1): "甲", (2, 2): "1.50", (3, 1): "乙", (3, 2): "51%"},
    )
    assert read_looks(source)[1].top is not None


def test_a_page_full_of_lines_is_refused(tmp_path: Path) -> None:
    drawing = [
        made.text_at(5, 5, "密"),
        *(f"{x % 600} {x // 600} m {x % 600 + 5} {x // 600} l S" for x in range(6000)),
    ]
    with pytest.raises(FileFault) as caught:
        read_document(maker.write(tmp_path, made.pdf([drawing]), "密.pdf"))
    assert caught.value.kind == "too_large"


def test_damaged_pdf_files_open_or_are_refused(tmp_path: Path) -> None:
    chance = random.Random(3)
    whole = made.pdf([made.table(drawn(("甲", "1.50"), ("乙", "51%")), 400)], 300, 400)
    outcomes = Counter[str]()
    for number in range(20):
        data = bytearray(whole)
        if number % 4 == 0:
            del data[chance.randrange(20, len(data)) :]
        for _ in range(chance.choice((1, 6, 30))):
            data[chance.randrange(9, len(data))] = chance.choice(b"<>[]/ 0123456789Rre\n")
        try:
            read_document(maker.write(tmp_path, bytes(data), "损.pdf"))
            outcomes["open"] += 1
        except FileFault:
            outcomes["refused"] += 1
    assert set(outcomes) == {"open", "refused"}
    with pytest.raises(FileFault, match=r"坏\.pdf"):
        read_document(maker.write(tmp_path, whole[:200], "坏.pdf"))
