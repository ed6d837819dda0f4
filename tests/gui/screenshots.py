"""Pictures of the window in every state, to be looked at: `python -m tests.gui.screenshots FOLDER [NAME …]`.

One process for each scale, since Qt takes the scale at its start. With names only those scenes are taken.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication, QWidget

    from perfdesk.gui.workbench import Workbench
    from tests.gui.stage import Answers

SCALES = (100, 150, 200, 300)
FEW = ("start", "finding", "narrow", "fixes", "profiles")
"""The scenes that are taken at every scale; the others at 100 % alone."""
PATIENCE = 60.0
WIDE, NARROW = (1280, 800), (900, 600)
LONG = "本项目依据年初批复的绩效目标组织实施，资金专款专用，" * 14


@dataclass
class Studio:
    """A furnished window and what the scenes need to move it."""

    bench: Workbench
    answers: Answers

    def work(self, seconds: float = 0.1) -> None:
        """Let threads end and the window be painted."""
        from PySide6.QtWidgets import QApplication

        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            QApplication.processEvents()
            time.sleep(0.01)
            if time.monotonic() - began > seconds and not self.bench.controller.is_working:
                return


def main(arguments: Sequence[str]) -> int:
    """Take all pictures, each scale in a process of its own."""
    folder, names = Path(arguments[0]), arguments[1:]
    folder.mkdir(parents=True, exist_ok=True)
    for scale in SCALES:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}
        environment |= {"QT_SCALE_FACTOR": str(scale / 100), "PERFDESK_SCREENSHOT_SCALE": str(scale)}
        code = "import sys; from tests.gui.screenshots import take; sys.exit(take(sys.argv[1:]))"
        with tempfile.TemporaryDirectory() as settings:
            environment["PERFDESK_SETTINGS"] = settings
            program = [sys.executable, "-c", code, str(folder), *names]
            if subprocess.run(program, env=environment).returncode:
                return 1
    return 0


def take(arguments: Sequence[str]) -> int:
    """Take the pictures of one scale, in each theme."""
    from PySide6.QtWidgets import QApplication

    from perfdesk.gui.look.appearance import show
    from perfdesk.gui.look.theme import THEMES
    from perfdesk.preference import Preference

    scale = int(os.environ["PERFDESK_SCREENSHOT_SCALE"])
    folder, names = Path(arguments[0]), arguments[1:]
    application = QApplication([])
    _load_fonts(application)
    for theme in THEMES:
        if theme == "contrast" and scale > 100:
            continue
        show(Preference(theme))
        for name, scene in SCENES.items():
            if (names and name not in names) or (scale > 100 and name not in FEW):
                continue
            for number, picture in enumerate(_play(scene)):
                ending = f"-{number + 1}" if number else ""
                picture.save(str(folder / f"{name}{ending}-{theme}-{scale}.png"))
    return 0


def _load_fonts(application: QApplication) -> None:
    import pylopdf_fonts_zh_cn
    from PySide6.QtGui import QFontDatabase

    from perfdesk.gui.app import prepare

    for file in sorted(Path(pylopdf_fonts_zh_cn.__file__).parent.rglob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    prepare(application)


def _play(scene: Callable[[Studio], Iterator[QWidget]]) -> Iterator[QPixmap]:
    """Furnish a window, play the scene in it, grab what it shows, and take the window down."""
    from PySide6.QtCore import QCoreApplication, QEvent

    from perfdesk.gui.app import furnish
    from perfdesk.gui.window import Window
    from tests.gui.stage import Answers

    window = Window()
    window.resize(*WIDE)
    window.show()
    bench = furnish(window, [])
    user = Answers()
    user.keep = "discard"
    bench.dialogs = user  # type: ignore[assignment]
    studio = Studio(bench, user)
    bench.fit(*WIDE)
    studio.work()
    for widget in scene(studio):
        studio.work()
        yield widget.grab()
    sys.excepthook = sys.__excepthook__
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _samples() -> list[str]:
    from perfdesk.core.resource import resource

    return [str(path) for path in sorted(resource("sample").glob("*.xlsx"))]


def _open(studio: Studio, paths: Sequence[str] | None = None) -> None:
    studio.bench.opening.open_paths(list(paths or _samples()))
    studio.work(0.5)


def start(studio: Studio) -> Iterator[QWidget]:
    yield studio.bench.window


def finding(studio: Studio) -> Iterator[QWidget]:
    _open(studio)
    for _ in range(2):
        studio.bench.findings.step(1)
        studio.work()
    yield studio.bench.window


def narrow(studio: Studio) -> Iterator[QWidget]:
    _open(studio)
    studio.bench.findings.step(1)
    studio.bench.fit(*NARROW)
    yield studio.bench.window


def large_letters(studio: Studio) -> Iterator[QWidget]:
    from perfdesk.gui.look.appearance import show
    from perfdesk.gui.look.theme import current
    from perfdesk.preference import Preference

    _open(studio)
    show(Preference(current().key, 150))
    studio.work()
    studio.bench.findings.step(1)
    yield studio.bench.window
    show(Preference(current().key))


def long_text(studio: Studio) -> Iterator[QWidget]:
    from perfdesk.core.finding import Place

    _open(studio)
    assert studio.bench.navigator.place is not None
    studio.bench.controller.edit(Place(*studio.bench.navigator.place, "B5"), LONG)
    studio.bench.pane.view.go_to("B5")
    yield studio.bench.window


def forty_findings(studio: Studio) -> Iterator[QWidget]:
    from tests.gui.stage import finding as made

    _open(studio, _samples()[:1])
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
    _open(studio, _samples()[:1])
    studio.bench.findings.words.setText("没有这样的字")
    yield studio.bench.window


def unreadable(studio: Studio) -> Iterator[QWidget]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "损坏的表.xlsx"
        path.write_bytes(b"PK\x03\x04 broken")
        _open(studio, [str(path), *_samples()[:1]])
        studio.bench.navigator.show_document(str(path))
        studio.work()
        yield studio.bench.window


def waived(studio: Studio) -> Iterator[QWidget]:
    from perfdesk.gui.dialogs.waiver_dialog import Explanation

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "自评.xlsx"
        path.write_bytes(Path(_samples()[0]).read_bytes())
        _open(studio, [str(path)])
        studio.bench.findings.step(1)
        shown = studio.bench.detail.finding
        assert shown is not None
        studio.bench.controller.waive(shown, Explanation("凭证已逐笔核对，实际如此", "经办人"))
        yield studio.bench.window


def fixes(studio: Studio) -> Iterator[QWidget]:
    from perfdesk.fixing import Mended
    from perfdesk.gui.dialogs.fix_dialog import FixDialog

    mended = tuple(
        Mended(
            _samples()[0],
            "自评表",
            f"F{row}",
            "51%",
            "50.71%",
            rule="EX101",
            reason="执行率应按全年执行数除以全年预算数",
        )
        for row in range(6, 14)
    )
    dialog = FixDialog(mended, studio.bench.window)
    dialog.show()
    yield dialog


def waiver(studio: Studio) -> Iterator[QWidget]:
    from perfdesk.gui.dialogs.waiver_dialog import WaiverDialog

    _open(studio)
    studio.bench.findings.step(1)
    assert studio.bench.detail.finding is not None
    dialog = WaiverDialog(studio.bench.detail.finding, "经办人", studio.bench.window)
    dialog.show()
    yield dialog


def profiles(studio: Studio) -> Iterator[QWidget]:
    _open(studio)
    yield studio.bench.governing.show_profiles()


def profile_editor(studio: Studio) -> Iterator[QWidget]:
    from perfdesk.gui.dialogs.profile_editor import ProfileEditor
    from perfdesk.profile_desk import copied_text

    editor = ProfileEditor(Path("本县.toml"), copied_text("national", "本县"), studio.bench.window)
    editor.show()
    yield editor
    editor.text.appendPlainText("[[[")
    editor.check.click()
    yield editor


def corrections(studio: Studio) -> Iterator[QWidget]:
    yield studio.bench.governing.show_corrections()


def claims(studio: Studio) -> Iterator[QWidget]:
    from perfdesk.gui.features.verifying import Verifying

    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "情况说明.txt"
        text.write_text(
            "档案服务中心组织对 5 个项目开展绩效自评。\n数字化项目全年预算 120 万元，执行 90 万元，"
            "执行率 75%。\n其中优 3 个，占 60%；良 2 个，占 45%。",
            "utf-8",
        )
        _open(studio)
        studio.answers.chosen = text
        studio.bench.actions_by_key["verify"].trigger()
        studio.work(0.5)
        feature = next(each for each in studio.bench.features if isinstance(each, Verifying))
        yield feature.dialog()


def find(studio: Studio) -> Iterator[QWidget]:
    _open(studio)
    studio.bench.actions_by_key["find"].trigger()
    studio.bench.pane.find_bar.needle.setText("完成")
    studio.bench.pane.find_bar.step(forward=True)
    yield studio.bench.window
    studio.bench.actions_by_key["replace"].trigger()
    studio.bench.fit(*NARROW)
    yield studio.bench.window


def drop_down(studio: Studio) -> Iterator[QWidget]:
    from perfdesk.core.grid import address
    from perfdesk.core.resource import template_folder

    _open(studio, [str(sorted(template_folder().glob("*.xlsx"))[-1])])
    view = studio.bench.pane.view
    setting = view.sheet.setting if view.sheet else None
    blocks = [block for choice in (setting.choices if setting else ()) for block in choice.blocks]
    for block in blocks:
        view.go_to(address(block.top, block.left))
        if view.acts.choose():
            break
    yield studio.bench.window


def messages(studio: Studio) -> Iterator[QWidget]:
    from perfdesk.gui.controller import Message

    def nothing() -> None:
        return None

    _open(studio)
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


def recognition(studio: Studio) -> Iterator[QWidget]:
    _open(studio)
    studio.bench.tables.setCurrentWidget(studio.bench.recognition)
    yield studio.bench.window
    studio.bench.tables.setCurrentWidget(studio.bench.unchecked)
    yield studio.bench.window


def dashboard(studio: Studio) -> Iterator[QWidget]:
    _open(studio)
    studio.bench.actions_by_key["dashboard"].trigger()
    yield studio.bench.window


def new_form(studio: Studio) -> Iterator[QWidget]:
    studio.bench.actions_by_key["new_form"].trigger()
    studio.work()
    from perfdesk.gui.dialogs.new_form_wizard import NewFormWizard

    wizard = studio.bench.window.findChild(NewFormWizard)
    assert wizard is not None
    yield wizard


def references(studio: Studio) -> Iterator[QWidget]:
    from PySide6.QtWidgets import QDialog

    _open(studio)
    studio.bench.findings.step(1)
    for key, name in (("rules", "RuleDialog"), ("words", "WordDialog"), ("templates", "TemplateDialog")):
        studio.bench.actions_by_key[key].trigger()
        studio.work(0.5)
        dialogs = studio.bench.window.findChildren(QDialog)
        yield next(dialog for dialog in dialogs if type(dialog).__name__ == name)


def print_preview(studio: Studio) -> Iterator[QWidget]:
    from PySide6.QtWidgets import QApplication

    from perfdesk.gui.paper.print_preview import PrintPreview

    _open(studio, _samples()[:1])
    studio.bench.actions_by_key["print_preview"].trigger()
    studio.work(1.0)
    tops = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, PrintPreview)]
    yield tops[0]


def report_preview(studio: Studio) -> Iterator[QWidget]:
    _open(studio)
    studio.bench.findings.step(1)
    studio.bench.actions_by_key["report_preview"].trigger()
    studio.work(2.0)
    yield studio.bench.window


def help_window(studio: Studio) -> Iterator[QWidget]:
    from perfdesk.gui.features.helping import Helping

    feature = next(each for each in studio.bench.features if isinstance(each, Helping))
    for page, title in (("desk", "窗口的各部分"), ("desk", "键盘"), ("rules", "EX101"), ("profiles", "")):
        yield feature.show(page, title)


def questions(studio: Studio) -> Iterator[QWidget]:
    from PySide6.QtWidgets import QMessageBox

    from perfdesk.gui.dialogs.dialog import Dialogs

    taken: list[QMessageBox] = []

    def show(box: QMessageBox) -> int:
        box.show()
        taken.append(box)
        return 0

    with patch.object(QMessageBox, "exec", show):
        asking = Dialogs(studio.bench.window)
        asking.keep_edits(["项目自评.xlsx", "整体自评.xlsx"])
        asking.confirm("删除规则“本县”？规则文件从本机删去，不能撤销。", "删除")
    yield from taken


def menus(studio: Studio) -> Iterator[QWidget]:
    from PySide6.QtWidgets import QMenu

    _open(studio)
    for menu in studio.bench.window.menuBar().findChildren(QMenu):
        menu.adjustSize()
        yield menu


SCENES: dict[str, Callable[[Studio], Iterator[QWidget]]] = {
    scene.__name__: scene
    for scene in (
        start, finding, narrow, large_letters, long_text, forty_findings, nothing_found, unreadable, waived,
        fixes, waiver, profiles, profile_editor, corrections, claims, find, drop_down, messages, recognition,
        dashboard, new_form, references, print_preview, report_preview, help_window, questions, menus,
    )
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
