"""What the screenshots show of the window itself: every pane, every state, empty and full."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from perfdesk.core.finding import Edit, Place
from perfdesk.core.grid import address
from perfdesk.core.resource import template_folder
from perfdesk.gui.controller import Message
from perfdesk.gui.dialogs.waiver_dialog import Explanation
from perfdesk.gui.look.appearance import show
from perfdesk.gui.look.theme import current
from perfdesk.memory.journal import Journal
from perfdesk.memory.preference import Preference
from tests.gui.face_file import write_face_file
from tests.gui.stage import finding as made
from tests.gui.studio import Studio, own_copy, samples

NARROW, LAPTOP = (900, 600), (1366, 768)
LONG = "本项目依据年初批复的绩效目标组织实施，资金专款专用，" * 14


def start(studio: Studio) -> Iterator[QWidget]:
    yield studio.bench.window


def finding(studio: Studio) -> Iterator[QWidget]:
    studio.open()
    for _ in range(2):
        studio.bench.findings.step(1)
        studio.work()
    yield studio.bench.window


def narrow(studio: Studio) -> Iterator[QWidget]:
    studio.open()
    studio.bench.findings.step(1)
    studio.bench.fit(*NARROW)
    yield studio.bench.window


def laptop(studio: Studio) -> Iterator[QWidget]:
    studio.bench.fit(*LAPTOP)
    studio.open()
    studio.act("zoom_fit")
    yield studio.bench.window


def large_letters(studio: Studio) -> Iterator[QWidget]:
    studio.open()
    show(Preference(current().key, 150))
    studio.work()
    studio.bench.findings.step(1)
    yield studio.bench.window
    show(Preference(current().key))


def long_text(studio: Studio) -> Iterator[QWidget]:
    studio.open()
    assert studio.bench.navigator.place is not None
    studio.bench.controller.edit(Place(*studio.bench.navigator.place, "B5"), LONG)
    studio.bench.pane.view.go_to("B5")
    yield studio.bench.window


def forty_findings(studio: Studio) -> Iterator[QWidget]:
    studio.open(samples()[0])
    assert studio.bench.navigator.place is not None
    path, sheet = studio.bench.navigator.place
    severities = ("error", "warning", "hint")
    verdicts = ("wrong", "missing", "rounded")
    found = [
        made(f"C{number + 3}", severities[number % 3], verdicts[number % 3], path, sheet=sheet)
        for number in range(40)
    ]
    studio.bench.findings.show_findings(found)
    studio.bench.findings.step(1)
    yield studio.bench.window


def nothing_found(studio: Studio) -> Iterator[QWidget]:
    studio.open(samples()[0])
    studio.bench.findings.words.setText("没有这样的字")
    yield studio.bench.window


def unreadable(studio: Studio) -> Iterator[QWidget]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "损坏的表.xlsx"
        path.write_bytes(b"PK\x03\x04 broken")
        studio.open(str(path), samples()[0])
        studio.bench.navigator.show_document(str(path))
        studio.work()
        yield studio.bench.window


def waived(studio: Studio) -> Iterator[QWidget]:
    with tempfile.TemporaryDirectory() as folder:
        studio.open(own_copy(folder))
        studio.bench.findings.step(1)
        shown = studio.bench.detail.finding
        assert shown is not None
        studio.bench.controller.waive(shown, Explanation("凭证已逐笔核对，实际如此", "经办人"))
        yield studio.bench.window


def find(studio: Studio) -> Iterator[QWidget]:
    studio.open()
    studio.act("find")
    studio.bench.pane.find_bar.needle.setText("完成")
    studio.bench.pane.find_bar.step(forward=True)
    yield studio.bench.window
    studio.act("replace")
    studio.bench.fit(*NARROW)
    yield studio.bench.window


def drop_down(studio: Studio) -> Iterator[QWidget]:
    studio.open(str(sorted(template_folder().glob("*.xlsx"))[-1]))
    view = studio.bench.pane.view
    setting = view.sheet.setting if view.sheet else None
    blocks = [block for choice in (setting.choices if setting else ()) for block in choice.blocks]
    for block in blocks:
        view.go_to(address(block.top, block.left))
        if view.acts.choose():
            break
    yield studio.bench.window


def file_face(studio: Studio) -> Iterator[QWidget]:
    """A workbook with all that a file can show, small, in pieces and large."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "样式.xlsx"
        write_face_file(path)
        studio.bench.findings.hide()
        for dock in studio.bench.docks:
            dock.close()
        studio.open(str(path))
        for zoom in (0.5, 1.0, 3.0):
            studio.bench.pane.view.set_zoom(zoom)
            yield studio.bench.window


def typing(studio: Studio) -> Iterator[QWidget]:
    """An edit in a cell, one in the line above, and many cells chosen."""
    studio.open()
    view, line = studio.bench.pane.view, studio.bench.pane.line
    view.go_to("C3")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_F2)
    yield studio.bench.window
    view.settle()
    line.setFocus()
    yield studio.bench.window
    view.setFocus()
    view.go_to("D6")
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(view, key, Qt.KeyboardModifier.ShiftModifier)
    yield studio.bench.window


def accounts(studio: Studio) -> Iterator[QWidget]:
    """A workbook of many sheets, one behind the other."""
    path = next(path for path in sorted(template_folder().glob("*.xlsx")) if "决算" in path.name)
    studio.open(str(path))
    yield studio.bench.window


def messages(studio: Studio) -> Iterator[QWidget]:
    def nothing() -> None:
        return None

    studio.open()
    bar = studio.bench.work_bar
    studio.bench.tell(Message("已保存 自评.xlsx。改动前的文件备份在旁边。", "done", (("打开", nothing),)))
    bar.show()
    bar.show_progress(3, 8, "正在核对 自评.xlsx")
    studio.work()
    bar.show()
    yield studio.bench.window
    words = "自评.xlsx 已被别的程序改动：重新读取会丢掉这里尚未保存的修改。"
    studio.bench.tell(Message(words, "fault", (("重新读取", nothing), ("保留我的修改", nothing))))
    yield studio.bench.window


def watched(studio: Studio) -> Iterator[QWidget]:
    """A file that another program changed while it is edited here."""
    with tempfile.TemporaryDirectory() as folder:
        path = own_copy(folder)
        studio.open(path)
        assert studio.bench.navigator.place is not None
        studio.bench.controller.edit(Place(*studio.bench.navigator.place, "F6"), "86.70")
        Path(path).write_bytes(Path(samples()[1]).read_bytes())
        studio.until(studio.bench.messages.isVisible)
        yield studio.bench.window


def lost_edits(studio: Studio) -> Iterator[QWidget]:
    """What a window that was stopped left behind."""
    journal = Journal()
    journal.keep(samples()[0], "0", (Edit("数字化加工", "F6", "86.70"), Edit("数字化加工", "H6", "96%")))
    del journal  # The lock goes with whoever held it.
    studio.bench.saving.offer_lost()
    yield studio.bench.window


def recognition(studio: Studio) -> Iterator[QWidget]:
    studio.open()
    studio.bench.tables.setCurrentWidget(studio.bench.recognition)
    yield studio.bench.window
    studio.bench.tables.setCurrentWidget(studio.bench.unchecked)
    yield studio.bench.window


def dashboard(studio: Studio) -> Iterator[QWidget]:
    studio.open()
    studio.act("dashboard")
    yield studio.bench.window


def report_preview(studio: Studio) -> Iterator[QWidget]:
    studio.open()
    studio.bench.findings.step(1)
    studio.act("report_preview")
    studio.work(2.0)
    yield studio.bench.window
    studio.bench.fit(*NARROW)
    yield studio.bench.window


def menus(studio: Studio) -> Iterator[QWidget]:
    studio.open()
    for menu in studio.bench.window.findChildren(QMenu):
        menu.aboutToShow.emit()
        if menu.actions():
            menu.adjustSize()
            yield menu


WINDOW_SCENES = (
    start, finding, narrow, laptop, large_letters, long_text, forty_findings, nothing_found, unreadable,
    waived, find, drop_down, file_face, typing, accounts, messages, watched, lost_edits, recognition,
    dashboard, report_preview, menus,
)  # fmt: skip
