"""A monkey at the window: random keys, clicks, edits, compositions, pastes, filters, fixes and waivers.

Run `python -m tests.gui.monkey --steps 20000 --seed 7 FILE...`; the files are copied first. Nothing may raise, Qt may
not warn, the sheet on screen is always the one the session holds, and undoing everything gives the first bytes.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from perfdesk.core.finding import Place
from perfdesk.core.grid import address
from perfdesk.gui.dialogs.waiver_dialog import Explanation
from perfdesk.gui.features.appearing import Appearing
from perfdesk.gui.workbench import Workbench
from tests.gui.stage import Answers

Key, Modifier = Qt.Key, Qt.KeyboardModifier
NONE, CONTROL, SHIFT, ALT = (
    Modifier.NoModifier,
    Modifier.ControlModifier,
    Modifier.ShiftModifier,
    Modifier.AltModifier,
)
MOVES = (
    Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End, Key.Key_PageUp,
    Key.Key_PageDown, Key.Key_Tab, Key.Key_Backtab, Key.Key_Return, Key.Key_Enter,
)  # fmt: skip
PLAIN = (
    *MOVES,
    Key.Key_F2,
    Key.Key_Escape,
    Key.Key_Delete,
    Key.Key_Backspace,
    Key.Key_F8,
    Key.Key_Space,
    Key.Key_F5,
    Key.Key_F6,
)
# Not Ctrl+S, Ctrl+W, Ctrl+Q, Ctrl+O: what is saved, closed or opened anew cannot be undone to its first bytes.
CHORDS = (
    Key.Key_Z, Key.Key_Y, Key.Key_C, Key.Key_X, Key.Key_V, Key.Key_D, Key.Key_F, Key.Key_H, Key.Key_A, Key.Key_E,
    Key.Key_Equal, Key.Key_Minus, Key.Key_0, Key.Key_T, Key.Key_Return, Key.Key_Home, Key.Key_End, Key.Key_Up,
    Key.Key_Down, Key.Key_Left, Key.Key_Right, Key.Key_PageUp, Key.Key_PageDown, Key.Key_Space, Key.Key_G,
    Key.Key_Semicolon,
)  # fmt: skip
WORDS = (
    "", "0", "7", "12.5", "-3", "51%", "0.5071", "=1+1", "=A1", "+5", "'07", "1,234.50", "2024-03-02", "TRUE", "√",
    "≥95%", "100", "99999999999999999999", "1e308", "万元", "好", "一段很长的说明，" * 30, "两行\n的字", "\t", "  ",
    "<b>粗</b>", "&amp;", "😀", "\u200b", "#REF!", "—", "/", "100%-80%（含）",
)  # fmt: skip
PAGES = (
    "<table><tr><td colspan=2>甲</td><td>=1+1</td></tr><tr><td>1</td><td rowspan=3>2<br>3</td><td>00123</td></tr></table>",
    "<p>两段</p><p>文字</p>",
    "<table><tr><td style=\"mso-number-format:'\\@'\">007<td x:num='0.5071'>50.71%</table><table><tr><td>乙</table>",
    "<table><tr><td><img src='x.png'><td>&nbsp;</table>",
    "<table><tr><td",
)  # fmt: skip
ROOMS = (
    "print_preview",
    "help",
    "handbook",
    "rules",
    "profiles",
    "words",
    "templates",
    "corrections",
    "verify",
)
IGNORED = ("does not support",)


class Monkey:
    """Plays with a furnished window whose questions are answered by `Answers`."""

    def __init__(self, bench: Workbench, seed: int) -> None:
        self.bench = bench
        self.chance = random.Random(seed)
        self.log: list[str] = []
        self.done: Counter[str] = Counter()
        self.answers = bench.dialogs
        assert isinstance(self.answers, Answers)
        weighted: tuple[tuple[Callable[[], None], int], ...] = (
            (self.press, 30), (self.chord, 14), (self.type_in, 12), (self.edit, 12), (self.paste, 5), (self.click, 10),
            (self.turn, 3), (self.filter, 3), (self.search, 3), (self.fix, 3), (self.waive, 2), (self.undo, 4),
            (self.fill, 3), (self.zoom, 1), (self.compose, 4), (self.choose, 2), (self.paste_page, 3),
            (self.replace, 1), (self.rows, 1), (self.survey, 1), (self.visit, 0), (self.mend, 0), (self.save_as, 0),
            (self.point, 0),
        )  # fmt: skip
        # Nobody answers a dialog that opens: like a user who wants none of it, close it at once.
        self._closer = QTimer(bench)
        self._closer.setInterval(5)
        self._closer.timeout.connect(self.dismiss)
        self._closer.start()
        self._acts = [act for act, weight in weighted for _ in range(weight)]
        # What takes long is done seldom, each in its turn.
        self._slow = (self.mend, self.save_as, self.visit, self.point, self.visit, self.appear)
        self.heard: list[str] = []

    def play(self, steps: int) -> None:
        """Take a number of steps; after each the window must show what the session holds.

        Stops where something was heard.
        """
        for _ in range(steps):
            number = self.done.total()
            is_slow = number % 100 == 99
            act = self._slow[number // 100 % len(self._slow)] if is_slow else self.chance.choice(self._acts)
            self.done[act.__name__] += 1
            self.log = [*self.log[-30:], f"{number} {act.__name__}"]
            act()
            QApplication.processEvents()
            # What a running event loop would delete.
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            self.look()
            if self.heard:
                return

    def note(self, *words: object) -> None:
        """Remember what is about to be done, for whoever reads the log of a failure."""
        self.log[-1] += " " + " ".join(map(str, words))

    def look(self) -> None:
        """The sheet on screen is the session's, the findings listed are those of the session."""
        bench = self.bench
        if not bench.has_sheet:
            return
        path, name = bench.navigator.place or ("", "")
        checked = bench.controller.session.document(path)
        sheet = bench.pane.view.sheet
        assert sheet is not None
        assert (sheet.path, sheet.grid.name) == (path, name), "another sheet is shown"
        assert sheet.grid is checked.document.grid(name), "the sheet on screen is stale"

    def dismiss(self) -> None:
        """Give up whatever dialog or menu stands before the window."""
        for widget in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
            if widget is not None:
                widget.close()

    def settle(self) -> None:
        """Wait for threads."""
        while self.bench.controller.is_working:
            QApplication.processEvents()
            time.sleep(0.001)
        QApplication.processEvents()

    def _target(self) -> QWidget:
        """Where the keys go."""
        if not self.bench.window.isActiveWindow():
            self.bench.window.activateWindow()
        view = self.bench.pane.view
        focused = QApplication.focusWidget()
        if focused is None or (self.chance.random() < 0.1 and self.bench.has_sheet):
            view.setFocus()
            focused = QApplication.focusWidget()
        return focused or view

    def press(self) -> None:
        """Some keys without a modifier, or with Shift or Alt."""
        for _ in range(self.chance.randrange(1, 5)):
            key = self.chance.choice(PLAIN)
            modifier = self.chance.choice([NONE, NONE, NONE, SHIFT])
            self.note(key.name, modifier.name)
            QTest.keyClick(self._target(), key, modifier)

    def chord(self) -> None:
        """A key with Ctrl."""
        key = self.chance.choice(CHORDS)
        modifier = CONTROL if self.chance.random() < 0.9 else CONTROL | SHIFT
        if key == Key.Key_Return and modifier != CONTROL:
            return  # All fixes at once have a step of their own.
        self._answer()
        self.note(key.name, modifier)
        QTest.keyClick(self._target(), key, modifier)

    def type_in(self) -> None:
        """Letters into whatever has the keyboard, often left there unfinished."""
        text = self.chance.choice(["12.5", "abc", "=1", "0", "9 9", "%", "K5"])
        self.note(text, type(self._target()).__name__)
        for letter in text:
            QTest.keyClicks(self._target(), letter)
        if self.chance.random() < 0.7:
            QTest.keyClick(self._target(), self.chance.choice([Key.Key_Return, Key.Key_Tab, Key.Key_Escape]))

    def _go_anywhere(self) -> bool:
        view = self.bench.pane.view
        if view.sheet is None or not self.bench.has_sheet:
            return False
        rows, columns = view.sheet.extent
        cell = address(self.chance.randrange(1, rows + 1), self.chance.randrange(1, columns + 1))
        self.note(cell)
        view.go_to(cell)
        return True

    def edit(self) -> None:
        """A cell somewhere gets a content as the line above the sheet would give it."""
        if self._go_anywhere():
            cell = self.bench.pane.view.current_address
            text = self.chance.choice(WORDS)
            self.note(repr(text[:20]))
            if cell is not None:
                self.bench.pane.view.edit_asked.emit(cell, text)

    def paste(self) -> None:
        """A small table from elsewhere."""
        if self._go_anywhere():
            rows = self.chance.randrange(1, 4)
            table = [
                [self.chance.choice(WORDS) for _ in range(self.chance.randrange(1, 4))] for _ in range(rows)
            ]
            QApplication.clipboard().setText("\n".join("\t".join(row) for row in table))
            self.bench.actions_by_key["paste"].trigger()

    def click(self) -> None:
        """The mouse somewhere in a pane."""
        bench = self.bench
        panes = [
            bench.pane.view.viewport(),
            bench.tree.viewport(),
            bench.findings.table.viewport(),
            bench.pane.tabs,
        ]
        panes += [bench.unchecked.viewport(), bench.recognition.viewport(), bench.pane.line.viewport()]
        pane = self.chance.choice(
            [pane for pane in panes if pane.isVisible() and pane.width() and pane.height()]
        )
        place = QPoint(self.chance.randrange(pane.width()), self.chance.randrange(pane.height()))
        act = QTest.mouseDClick if self.chance.random() < 0.2 else QTest.mouseClick
        modifier = self.chance.choice([NONE, NONE, SHIFT, CONTROL])
        self.note(type(pane.parent()).__name__, place.x(), place.y(), act.__name__, modifier.name)
        act(pane, Qt.MouseButton.LeftButton, modifier, place)

    def turn(self) -> None:
        """Another document, sheet or table."""
        bench = self.bench
        checked = self.chance.choice(bench.controller.documents)
        sheets = [grid.name for grid in checked.document.grids]
        bench.navigator.show_document(checked.path, self.chance.choice([None, *sheets]))
        bench.tables.setCurrentIndex(self.chance.randrange(bench.tables.count()))

    def filter(self) -> None:
        """Other findings in the list."""
        findings = self.bench.findings
        kind = self.chance.randrange(4)
        if kind == 0:
            self.chance.choice(list(findings.buttons.values())).click()
        elif kind == 1:
            findings.scope.setCurrentIndex(self.chance.randrange(findings.scope.count()))
        elif kind == 2:
            findings.words.setText(self.chance.choice(["", "", "EX", "得分", "zzz"]))
        else:
            order = self.chance.choice([Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder])
            findings.table.horizontalHeader().setSortIndicator(self.chance.randrange(-1, 7), order)

    def search(self) -> None:
        """Find or replace."""
        self.bench.actions_by_key[self.chance.choice(["find", "replace"])].trigger()
        self.type_in()

    def fix(self) -> None:
        """The next finding, and its fix."""
        self.bench.actions_by_key[self.chance.choice(["next_finding", "previous_finding"])].trigger()
        if self.chance.random() < 0.6:
            self.bench.actions_by_key["take_fix"].trigger()

    def waive(self) -> None:
        """The finding in front is explained, or its explanation dropped."""
        self._answer()
        self.bench.actions_by_key[self.chance.choice(["explain", "unexplain"])].trigger()

    def _answer(self) -> None:
        assert isinstance(self.answers, Answers)
        text = self.chance.choice(["属实", "", " ", "<理由>"])
        self.answers.reason = Explanation(text, "王") if self.chance.random() < 0.8 else None
        self.answers.most_fixes = self.chance.choice([0, 1, 1_000])

    def undo(self) -> None:
        """Several steps back or forth."""
        key = self.chance.choice(["undo", "undo", "redo"])
        for _ in range(self.chance.randrange(1, 12)):
            self.bench.actions_by_key[key].trigger()

    def fill(self) -> None:
        """A selection filled down or cleared."""
        if self._go_anywhere():
            for _ in range(self.chance.randrange(4)):
                QTest.keyClick(self.bench.pane.view, self.chance.choice([Key.Key_Down, Key.Key_Right]), SHIFT)
            self.bench.actions_by_key[self.chance.choice(["fill_down", "clear", "cut", "copy"])].trigger()

    def zoom(self) -> None:
        """Larger, smaller, or another size of the window."""
        if self.chance.random() < 0.5:
            self.bench.window.resize(self.chance.randrange(500, 1600), self.chance.randrange(400, 1000))
        else:
            self.bench.actions_by_key[self.chance.choice(["zoom_in", "zoom_out", "zoom_reset"])].trigger()

    def mend(self) -> None:
        """All safe fixes at once."""
        self._answer()
        self.settle()
        self.bench.actions_by_key["mend"].trigger()
        self.settle()

    def compose(self) -> None:
        """A word from an input method: whole, letter by letter, given up, or left in the middle."""
        if not self._go_anywhere():
            return
        view = self.bench.pane.view
        if self.chance.random() < 0.8:
            view.setFocus()
        if self.chance.random() < 0.2:
            QTest.keyClick(self._target(), Key.Key_F2)
        kind = self.chance.choice(["whole", "letters", "given up", "left"])
        self.note(kind)
        for letters in () if kind == "whole" else ("j", "ju", "jue'suan"):
            self._say(letters)
        if kind != "left":
            self._say("", "" if kind == "given up" else self.chance.choice(["决算", "，", "预算执行率"]))
        if self.chance.random() < 0.7:
            QTest.keyClick(self._target(), self.chance.choice([Key.Key_Return, Key.Key_Tab, Key.Key_Escape]))

    def _say(self, letters: str, word: str = "") -> None:
        event = QInputMethodEvent(letters, [])
        if word:
            event.setCommitString(word)
        QApplication.sendEvent(QApplication.focusObject() or self.bench.pane.view, event)

    def choose(self) -> None:
        """A drop-down, where there is one."""
        view = self.bench.pane.view
        if self._go_anywhere() and view.acts.choose():
            for _ in range(self.chance.randrange(3)):
                QTest.keyClick(self._target(), Key.Key_Down)
            QTest.keyClick(self._target(), self.chance.choice([Key.Key_Return, Key.Key_Escape]))

    def paste_page(self) -> None:
        """What a browser, Word or Excel puts on the clipboard."""
        if self._go_anywhere():
            content = QMimeData()
            content.setHtml(self.chance.choice(PAGES))
            if self.chance.random() < 0.3:
                content.setText("甲\t乙")
            QApplication.clipboard().setMimeData(content)
            self.bench.actions_by_key["paste"].trigger()

    def replace(self) -> None:
        """Every occurrence of a short text."""
        bar = self.bench.pane.find_bar
        self.bench.actions_by_key["replace"].trigger()
        bar.needle.setText(self.chance.choice(["好", "00", "甲", "万元", "zzz"]))
        bar.text.setText(self.chance.choice(["", "好", "乙"]))
        bar.replace_asked.emit(bar.needle.text(), bar.text.text(), self.chance.random() < 0.5)

    def rows(self) -> None:
        """Rows come or go."""
        if self._go_anywhere():
            for _ in range(self.chance.randrange(3)):
                QTest.keyClick(self.bench.pane.view, Key.Key_Down, SHIFT)
            self._trigger(self.chance.choice(["insert_rows", "delete_rows"]))

    def survey(self) -> None:
        """The dashboard comes and goes; sheets are turned; the preview of the report is seen now and then."""
        keys = ["dashboard", "next_sheet", "previous_sheet", "next_pane", "previous_pane", "go_to"]
        if self.chance.random() < 0.05:
            keys = ["report_preview"]
        self._trigger(self.chance.choice(keys))
        if self.chance.random() < 0.8:
            self.turn()

    def visit(self) -> None:
        """One of the other windows: some keys in it, then it is closed."""
        self._answer()
        key = self.chance.choice(ROOMS)
        self.note(key)
        self._trigger(key)
        QApplication.processEvents()
        others = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not self.bench.window]
        for other in others:
            other.activateWindow()
            for _ in range(8):
                QTest.keyClick(self._target(), self.chance.choice(PLAIN))
            other.close()
        self.settle()

    def point(self) -> None:
        """The user says what a cell is; everything is read anew."""
        from perfdesk.recognition.correction import targets

        if self._go_anywhere():
            place, cell = self.bench.navigator.place, self.bench.pane.view.current_address
            name = self.chance.choice(targets()).name
            self.note(name)
            if place is not None and cell is not None:
                self.bench.governing.teaching.point(Place(*place, cell), name)
            self.settle()

    def appear(self) -> None:
        """Another theme, or letters of another size."""
        for menu in self.bench.findChildren(Appearing)[0].menus:
            actions: list[QAction] = menu.actions()
            self.chance.choice(actions).trigger()

    def save_as(self) -> None:
        """A copy elsewhere: nothing of what is open changes by it."""
        assert isinstance(self.answers, Answers)
        self.answers.chosen = Path(self.bench.path or ".").with_name(f"副本{self.done.total()}.xlsx")
        self._trigger("save_as")
        if self.answers.chosen.exists():
            self.answers.chosen.unlink()
        self.answers.chosen = None

    def _trigger(self, key: str) -> None:
        self.note(key)
        self.bench.actions_by_key[key].trigger()

    def undo_all(self, folder: Path) -> list[str]:
        """Undo to the start; returns the documents that are not what they were, byte by byte."""
        session, controller = self.bench.controller.session, self.bench.controller
        self.settle()
        focused = QApplication.focusWidget()
        if focused is not None:
            QTest.keyClick(focused, Key.Key_Escape)
        while session.undo() is not None:
            pass
        for checked in session.documents:
            controller.documents_changed.emit((checked.path,))
        wrong = [path for path in controller.modified if session.unsaved(path)]
        for number, checked in enumerate(session.documents):
            source = Path(checked.path)
            target = folder / f"{number}{source.suffix}"
            session.save_as(checked.path, target)
            if target.read_bytes() != source.read_bytes():
                wrong.append(checked.path)
        return wrong


@contextmanager
def eavesdropping() -> Iterator[list[str]]:
    """Collect exceptions that Qt swallows, and everything it warns of."""
    heard: list[str] = []

    def raised(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        heard.append("".join(traceback.format_exception(kind, error, trace)))

    def warned(kind: QtMsgType, context: object, words: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not any(part in words for part in IGNORED):
            heard.append(f"{kind.name}: {words}")

    hook, sys.excepthook = sys.excepthook, raised
    handler = qInstallMessageHandler(warned)
    try:
        yield heard
    finally:
        sys.excepthook = hook
        qInstallMessageHandler(handler)


def _furnished() -> Workbench:
    import pylopdf_fonts_zh_cn
    from PySide6.QtGui import QFontDatabase

    from perfdesk.gui.app import prepare
    from perfdesk.gui.window import Window

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    for file in sorted(Path(pylopdf_fonts_zh_cn.__file__).parent.rglob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    prepare(application)
    window = Window()
    bench = Workbench(window)
    bench.dialogs = Answers()  # type: ignore[assignment]
    bench.fit(1280, 800)
    bench.window.show()
    return bench


def run(files: Sequence[Path], steps: int, seed: int) -> int:
    """Let the monkey play over copies of the files; prints what went wrong, 1 where anything did."""
    with tempfile.TemporaryDirectory() as name, eavesdropping() as heard:
        os.environ["PERFDESK_SETTINGS"] = str(Path(name) / "settings")
        folder = Path(name) / "forms"
        folder.mkdir()
        copies = [shutil.copy(file, folder / file.name) for file in files]
        bench = _furnished()
        monkey = Monkey(bench, seed)
        monkey.heard = heard
        bench.opening.open_paths([str(copy) for copy in copies])
        monkey.settle()
        for number in range(0, steps, 250):
            try:
                monkey.play(min(250, steps - number))
            except Exception:
                heard.append(traceback.format_exc())
            if heard:
                break
            done = len(bench.controller.session.history.done)
            print(f"{number + 250} steps, {done} to undo, {time.process_time():.0f} s", flush=True)
        else:
            saved = Path(name) / "saved"
            saved.mkdir()
            heard += [f"not as it was: {path}" for path in monkey.undo_all(saved)]
        if heard:
            print(f"seed {seed}", *monkey.log[-12:], *heard, sep="\n")
        print(dict(monkey.done))
        bench.controller.stop()
        sys.stdout.flush()
    return int(bool(heard))


def main(arguments: Sequence[str]) -> int:
    """Parse the command line and play."""
    parser = argparse.ArgumentParser(description="random keys, clicks and edits over real forms")
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("files", nargs="+", type=Path)
    asked = parser.parse_args(arguments)
    return run(asked.files, asked.steps, asked.seed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
