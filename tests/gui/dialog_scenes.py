"""What the screenshots show of the dialogs: each with contents, and empty or refused where it can be."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QInputDialog, QMessageBox, QWidget

from perfdesk.desks.fixing import Mended
from perfdesk.desks.profile_desk import copied_text
from perfdesk.gui.dialogs.dialog import Dialogs
from perfdesk.gui.dialogs.fix_dialog import FixDialog
from perfdesk.gui.dialogs.new_form_wizard import LAST_YEAR, NewFormWizard
from perfdesk.gui.dialogs.profile_editor import ProfileEditor
from perfdesk.gui.dialogs.return_dialog import ReturnDialog
from perfdesk.gui.dialogs.template_dialog import TemplateDialog
from perfdesk.gui.dialogs.waiver_dialog import WaiverDialog
from perfdesk.gui.features.helping import Helping
from perfdesk.gui.features.previewing import Previewing
from perfdesk.gui.features.verifying import Verifying
from perfdesk.gui.paper.print_preview import PrintPreview
from tests.gui.studio import Studio, samples

TEXT = (
    "云岭县档案服务中心组织对 5 个项目开展绩效自评，涉及资金 208 万元，执行 199.1 万元，执行率 95.7%。\n"
    "馆藏档案数字化加工项目全年预算 92.4 万元，执行 87.8 万元，执行率 96%，自评得分 95.3 分。\n"
    "其中优 3 个，占 60%；良 2 个，占 45%。民生档案查阅服务项目群众满意度达到 97%。"
)


def fixes(studio: Studio) -> Iterator[QWidget]:
    mended = tuple(
        Mended(
            samples()[0],
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
    studio.open()
    studio.bench.findings.step(1)
    assert studio.bench.detail.finding is not None
    dialog = WaiverDialog(studio.bench.detail.finding, "经办人", studio.bench.window)
    dialog.show()
    yield dialog


def profiles(studio: Studio) -> Iterator[QWidget]:
    studio.open()
    yield studio.bench.governing.show_profiles()


def profile_editor(studio: Studio) -> Iterator[QWidget]:
    editor = ProfileEditor(Path("本县.toml"), copied_text("national", "本县"), studio.bench.window)
    editor.show()
    yield editor
    editor.text.appendPlainText("[[[")
    editor.check.click()
    studio.work()
    yield editor


def corrections(studio: Studio) -> Iterator[QWidget]:
    """Empty, and with what was pointed at."""
    yield studio.bench.governing.show_corrections()
    studio.open(samples()[0])
    studio.bench.pane.view.go_to("E7")
    pointing = studio.bench.governing.pointing
    pointing.fill()
    next(each for each in pointing.findChildren(object) if each.objectName() == "full_year_budget").trigger()
    studio.work(0.5)
    yield studio.bench.governing.show_corrections()
    yield studio.bench.window


def claims(studio: Studio) -> Iterator[QWidget]:
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "情况说明.txt"
        text.write_text(TEXT, "utf-8")
        studio.open()
        studio.answers.chosen = text
        studio.act("verify")
        feature = next(each for each in studio.bench.features if isinstance(each, Verifying))
        studio.until(feature.dialog().isVisible)
        yield feature.dialog()


def new_form(studio: Studio) -> Iterator[QWidget]:
    """Each step of the wizard."""
    studio.act("new_form")
    wizard = studio.bench.window.findChild(NewFormWizard)
    assert wizard is not None
    yield wizard
    wizard.form_page.choose("项目支出绩效自评表（国家格式）")
    wizard.next()
    wizard.source_page.choice.button(LAST_YEAR).click()
    wizard.source_page.path.setText(samples()[0])
    yield wizard
    wizard.next()
    yield wizard
    wizard.next()
    studio.until(wizard.weight_page.isComplete)
    yield wizard
    wizard.next()
    yield wizard


def references(studio: Studio) -> Iterator[QWidget]:
    studio.open()
    studio.bench.findings.step(1)
    for key, name in (("rules", "RuleDialog"), ("words", "WordDialog"), ("templates", "TemplateDialog")):
        studio.act(key)
        studio.work(0.5)
        dialogs = studio.bench.window.findChildren(QDialog)
        shown = next(dialog for dialog in dialogs if type(dialog).__name__ == name)
        yield shown
        if isinstance(shown, TemplateDialog):
            shown.tabs.setCurrentIndex(1)
            yield shown


def print_preview(studio: Studio) -> Iterator[QWidget]:
    """A sheet as it goes on paper, and the findings."""
    studio.open(samples()[0])
    studio.act("print_preview")
    studio.work(1.0)
    tops = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, PrintPreview)]
    yield tops[0]
    tops[0].scope.setCurrentText("当前文件的审核发现")
    studio.work(1.0)
    yield tops[0]


def returning(studio: Studio) -> Iterator[QWidget]:
    dialog = ReturnDialog(Dialogs(studio.bench.window), Path("退回意见书"), studio.bench.window)
    dialog.show()
    yield dialog


def report_names(studio: Studio) -> Iterator[QWidget]:
    studio.open()
    feature = next(each for each in studio.bench.features if isinstance(each, Previewing))
    studio.act("report_preview")
    studio.work(1.0)
    feature.list_names()
    studio.work(1.0)
    dialogs = studio.bench.window.findChildren(QDialog)
    yield next(dialog for dialog in dialogs if type(dialog).__name__ == "NameDialog")


def help_window(studio: Studio) -> Iterator[QWidget]:
    feature = next(each for each in studio.bench.features if isinstance(each, Helping))
    for page, title in (("desk", "窗口的各部分"), ("desk", "键盘"), ("rules", "EX101"), ("profiles", "")):
        yield feature.show(page, title)


def questions(studio: Studio) -> Iterator[QWidget]:
    """The few boxes that stop the work, and the boxes for files."""
    taken: list[QDialog] = []

    def take(box: QDialog) -> int:
        box.show()
        taken.append(box)
        return 0

    asking = Dialogs(studio.bench.window)
    with (
        patch.object(QMessageBox, "exec", take),
        patch.object(QInputDialog, "exec", take),
        patch.object(QFileDialog, "exec", take),
    ):
        asking.keep_edits(["项目自评.xlsx", "整体自评.xlsx"])
        asking.confirm("删除规则“本县”？规则文件从本机删去，不能撤销。", "删除")
        asking.words("复制规则", "新规则的名称：", "本县 2024")
        asking.files()
        asking.target("另存为", Path.home() / "自评.xlsx", "工作簿 (*.xlsx)")
    yield from taken


DIALOG_SCENES = (
    fixes, waiver, profiles, profile_editor, corrections, claims, new_form, references, print_preview,
    returning, report_names, help_window, questions,
)  # fmt: skip
