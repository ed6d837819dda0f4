"""No spreadsheet of the corpus, whatever it holds, stops recognition or takes long."""

from __future__ import annotations

from pathlib import Path

from perfdesk.core.fault import FileFault
from perfdesk.core.grid import Cell, Grid
from perfdesk.reading.document import read_document
from perfdesk.recognition.book import recognize_book
from perfdesk.recognition.recognizer import recognize
from tests.hang import broken_off


def test_every_readable_file_of_the_corpus_gives_forms_or_says_what_it_is(shared: Path) -> None:
    read = 0
    for path in sorted((shared / "corpus").glob("*.xls*")):
        try:
            _, grids = read_document(path)
        except FileFault:
            continue
        read += 1
        for form in recognize_book(grids).forms:
            assert form.kind != "unknown" or form.remark, path.name
    assert read > 20


def test_a_sheet_of_many_rows_that_is_no_form_is_soon_done_with() -> None:
    cells = {(row, column): Cell(f"第{row}行{column}") for row in range(1, 5001) for column in range(1, 9)}
    with broken_off():
        (form,) = recognize(Grid("明细", cells))
    assert form.kind == "unknown"


def test_cells_far_apart_cost_no_more_than_near_ones() -> None:
    cells = {
        (1, 1): Cell("项目支出绩效自评表"),
        (1_048_576, 16_384): Cell("一级指标"),
        (524_288, 1): Cell("分值"),
    }
    with broken_off():
        recognize(Grid("远", cells))
