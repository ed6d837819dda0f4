from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from perfdesk.gui.workbench import Workbench
from tests.gui.stage import wait_for_work


@pytest.mark.parametrize("folder", ["cases", "corpus"])
def test_every_real_file_is_shown_or_says_why_not(
    open_files: Callable[..., Workbench], shared: Path, folder: str, qtbot: object
) -> None:
    bench = open_files(shared / folder)
    documents = bench.controller.documents
    assert len(documents) > 20
    for checked in documents:
        bench.navigator.show_document(checked.path)
        if checked.document.fault is not None:
            assert bench.pages.sentence.text() == checked.document.fault.message
            continue
        for grid in checked.document.grids:
            bench.navigator.go_to_sheet(grid.name)
            wait_for_work(qtbot, bench)  # type: ignore[arg-type]
            QApplication.processEvents()
            assert bench.pane.view.sheet is not None
            assert bench.pane.view.sheet.grid == grid
            assert not bench.pane.view.viewport().grab().isNull()


def test_every_finding_of_a_real_folder_can_be_gone_to(
    open_files: Callable[..., Workbench], shared: Path
) -> None:
    bench = open_files(shared / "cases" / "fushun2021")
    bench.findings.scope.setCurrentText("全部文件")
    wanted = [found.place for found in bench.findings.model.shown]
    assert len(wanted) > 20
    for place in wanted:
        bench.actions_by_key["next_finding"].trigger()
        assert bench.findings.current is not None
        assert bench.findings.current.place == place
        assert bench.navigator.place == (place.path, place.sheet)
        assert bench.pane.view.sheet is not None
        assert bench.pane.view.current_address == bench.pane.view.sheet.block_of(place.cell).address
