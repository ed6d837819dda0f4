"""What the window costs: to show a form, to judge a keystroke, to scroll, to keep five hundred forms open.

Run `python -m tests.benchmarks.bench_window [FORM...]`; without forms named the sample is shown. Every part
runs in a process of its own, without a screen, and is measured in CPU time of all its threads, so that a busy
machine does not blur it. Prints each figure beside its bar; exit status 1 where one is missed.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import bench_start

if TYPE_CHECKING:
    from perfdesk.gui.workbench import Workbench

CHECKOUT = Path(__file__).resolve().parents[2]
SAMPLE = CHECKOUT / "resources" / "sample"
UNIT = "云岭县档案服务中心"
COPIES, FORMS_A_COPY = 84, 6
EDITS, EDITS_A_SHEET = 30, 6
BARS = {
    "first window / bare window": 1.5,
    "form shown after the click, CPU ms": 150.0,
    "5000 x 14 shown / styled read": 2.0,
    "edit judged and repainted, one form, CPU ms": 16.0,
    "the same on the worst sheet of all forms, CPU ms": 16.0,
    "edit judged and repainted, 500 forms, CPU ms": 50.0,
    "longest standstill while 500 forms open, CPU ms": 100.0,
    "scrolled by a page and repainted, CPU ms": 40.0,
    "memory with 500 forms open, MB": 400.0,
}
Figures = dict[str, float]


class Stage:
    """A furnished window without a screen."""

    def __init__(self) -> None:
        import pylopdf_fonts_zh_cn
        from PySide6.QtGui import QFontDatabase
        from PySide6.QtWidgets import QApplication

        from perfdesk.gui.app import prepare
        from perfdesk.gui.window import Window
        from perfdesk.gui.workbench import Workbench

        self.application = QApplication([])
        for file in sorted(Path(pylopdf_fonts_zh_cn.__file__).parent.rglob("*.otf")):
            QFontDatabase.addApplicationFont(str(file))
        prepare(self.application)
        self.window = Window()
        self.bench: Workbench = Workbench(self.window)
        self.bench.fit(1280, 800)
        self.window.show()
        self.longest_turn = 0.0
        self.settle()

    def settle(self) -> None:
        """Let every thread end and every repaint happen; notes how long the window answered nobody."""
        while True:
            began = time.thread_time()
            self.application.processEvents()
            self.longest_turn = max(self.longest_turn, time.thread_time() - began)
            if not self.bench.controller.is_working:
                break
            time.sleep(0.002)
        self.application.processEvents()

    def open(self, *paths: Path) -> None:
        """Open files and wait until they are shown."""
        self.bench.opening.open_paths([str(path) for path in paths])
        self.settle()

    def cost(self, act: Callable[[], object]) -> float:
        """CPU milliseconds of an act until everything that follows from it is on screen."""
        self.settle()
        began = time.process_time()
        act()
        self.settle()
        return (time.process_time() - began) * 1000


def shown(*names: str) -> Figures:
    """Forms clicked in the tree, each for the first time; the worst counts."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    stage = Stage()
    stage.open(*map(Path, names))
    tree = stage.bench.tree
    costs = []
    for path in list(tree._files)[1:]:
        place = tree.visualItemRect(tree._files[path]).center()
        click = lambda place=place: QTest.mouseClick(  # noqa: E731
            tree.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
        )
        costs.append(stage.cost(click))
        assert stage.bench.path == path
    return {"form shown after the click, CPU ms": max(costs)}


def large(folder: str) -> Figures:
    """A sheet of 5,000 rows, opened and painted, against the reading of its cells and formats."""
    from perfdesk.reading.document import read_document, read_looks

    path = Path(folder) / "large.xlsx"
    _write_large(path)
    stage = Stage()
    stage.open(SAMPLE / sorted(SAMPLE.glob("*.xlsx"))[0].name)
    began = time.process_time()
    read_document(path)
    read_looks(path)
    alone = (time.process_time() - began) * 1000
    opened = stage.cost(lambda: stage.open(path))
    clicked = stage.cost(lambda: stage.bench.navigator.show_document(str(path)))
    assert stage.bench.path == str(path)
    return {"5000 x 14 shown / styled read": (opened + clicked) / alone}


def _write_large(path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("明细")
    framed = book.add_format({"border": 1, "font_name": "宋体", "font_size": 10, "text_wrap": True})
    money = book.add_format({"border": 1, "num_format": "#,##0.00"})
    for row in range(5000):
        for column in range(14):
            if column % 3:
                sheet.write_number(row, column, row * 1.25 + column, money)
            else:
                sheet.write_string(row, column, f"第{row}行第{column}列", framed)
    book.close()


def typing(name: str) -> Figures:
    """Figures typed into one form that is open alone, each committed with Enter."""
    stage = Stage()
    stage.open(Path(name))
    costs = _type(stage)
    return {"edit judged and repainted, one form, CPU ms": statistics.median(costs)}


def typing_everywhere(*names: str) -> Figures:
    """Figures typed into every sheet of every file, each taken back; the sheet with the worst median counts."""
    from perfdesk.core.grid import address

    stage = Stage()
    stage.open(*map(Path, names))
    worst = 0.0
    for document in [item.document for item in stage.bench.controller.documents]:
        for grid in document.grids:
            figures = sorted(at for at, cell in grid.cells.items() if cell.number is not None and at[1] > 1)
            cells = [address(*at) for at in figures if grid.anchor(*at) == at]
            stage.bench.navigator.show_document(document.path, grid.name)
            costs = []
            for number, cell in enumerate(cells[:: len(cells) // EDITS_A_SHEET + 1]):
                costs.append(_type_over(stage, cell, f"{number + 1}.137"))
                stage.bench.actions_by_key["undo"].trigger()
            worst = max(worst, statistics.median(costs) if costs else 0.0)
    return {"the same on the worst sheet of all forms, CPU ms": worst}


def _type(stage: Stage) -> list[float]:
    """Type figures into a cell that rules look at."""
    form = next(form for item in stage.bench.controller.documents for form in item.document.forms)
    stage.bench.navigator.show_document(stage.bench.controller.documents[0].path, form.sheet)
    return [_type_over(stage, form.fields["executed"].cell, f"{number + 1}.137") for number in range(EDITS)]


def _type_over(stage: Stage, cell: str, text: str) -> float:
    """Type a figure into a cell; only what follows the Enter is counted."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    stage.window.activateWindow()
    view, done = stage.bench.pane.view, stage.bench.controller.session.history.done
    before = len(done)
    view.go_to(cell)
    view.setFocus()
    QTest.keyClicks(view, text[:1])
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, text[1:])
    cost = stage.cost(partial(QTest.keyClick, editor, Qt.Key.Key_Return))
    assert len(stage.bench.controller.session.history.done) > before, "the edit was not taken"
    return cost


def scrolling(name: str) -> Figures:
    """Pages of a long form gone through with its scroll bar."""
    stage = Stage()
    stage.bench.fit(1280, 800)
    stage.open(Path(name))
    view = stage.bench.pane.view
    bar = view.verticalScrollBar()
    costs = []
    for number in range(40):
        step = bar.pageStep() if number % 2 == 0 else -bar.pageStep()
        costs.append(stage.cost(lambda step=step: bar.setValue(bar.value() + step)))
        assert bar.maximum() > 0
    return {"scrolled by a page and repainted, CPU ms": statistics.median(costs)}


def many(folder: str) -> Figures:
    """Five hundred forms of many units open: memory, and figures typed into one of them."""
    _write_many(Path(folder))
    stage = Stage()
    stage.longest_turn = 0.0
    stage.open(Path(folder))
    standstill = stage.longest_turn * 1000
    forms = sum(len(item.document.forms) for item in stage.bench.controller.documents)
    assert forms >= 500, forms
    costs = _type(stage)
    return {
        "edit judged and repainted, 500 forms, CPU ms": statistics.median(costs),
        "longest standstill while 500 forms open, CPU ms": standstill,
        "memory with 500 forms open, MB": _resident(),
    }


def _write_many(folder: Path) -> None:
    """The sample for many units, each with a name of its own."""
    for number in range(COPIES):
        unit = folder / f"单位{number:03}"
        unit.mkdir()
        for source in SAMPLE.glob("*.xlsx"):
            _renamed(source, unit / source.name, f"{UNIT}第{number}分中心")


def _renamed(source: Path, target: Path, unit: str) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            new.writestr(item.filename, data.replace(UNIT.encode(), unit.encode()))


def _resident() -> float:
    """Megabytes of memory this process holds now."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


PARTS = {part.__name__: part for part in (shown, large, typing, typing_everywhere, scrolling, many)}


def _in_process(part: str, *arguments: str) -> Figures:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}
    with tempfile.TemporaryDirectory() as settings:
        environment["PERFDESK_SETTINGS"] = settings
        command = [sys.executable, "-m", "tests.benchmarks.bench_window", "--part", part, *arguments]
        done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _first_window() -> Figures:
    bare = statistics.median(bench_start.measure(bench_start._BARE)[0] for _ in range(5))
    window = statistics.median(bench_start.measure(bench_start._WINDOW)[0] for _ in range(5))
    return {"first window / bare window": window / bare}


def main(arguments: Sequence[str]) -> int:
    """Measure part by part and print; exit status 1 when a bar is missed."""
    if arguments[:1] == ["--part"]:
        print(json.dumps(PARTS[arguments[1]](*arguments[2:])))
        sys.stdout.flush()
        os._exit(0)  # The figures are taken; what Qt still holds is the system's to free.
    forms = list(arguments) or [str(path) for path in sorted(SAMPLE.glob("*.xlsx"))]
    figures = _first_window()
    figures |= _in_process("shown", *forms)
    figures |= _in_process("typing", forms[0])
    figures |= _in_process("typing_everywhere", *forms)
    figures |= _in_process("scrolling", forms[0])
    for part in ("large", "many"):
        folder = Path(tempfile.mkdtemp())
        try:
            figures |= _in_process(part, str(folder))
        finally:
            shutil.rmtree(folder)
    for name, bar in BARS.items():
        word = "within" if figures[name] <= bar else "MISSES"
        print(f"{name:48} {figures[name]:8.2f}  {word} {bar:g}")
    return int(any(figures[name] > bar for name, bar in BARS.items()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
