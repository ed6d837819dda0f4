"""What the window does the command line does too: every act of the menus and every button has its twin.

A new act or button fails here until it is said by which command it is carried out without the window, or
why it changes nothing but what is seen.
"""

from __future__ import annotations

import argparse

import pytest
from PySide6.QtWidgets import QPushButton

from perfdesk.commands.command_words import build_parser
from perfdesk.gui.action import COMMANDS
from perfdesk.gui.panes.dashboard import Dashboard
from perfdesk.gui.panes.detail_view import DetailView
from perfdesk.gui.panes.report_bar import ReportBar
from perfdesk.gui.panes.report_preview import ReportPreview
from perfdesk.gui.workbench import Workbench
from tests.gui.every_dialog import every_dialog

ACTS = {
    "open_files": "check",
    "open_folder": "check",
    "new_form": "new --from --dry-run --profile",
    "new_window": "gui",
    "sample": "demo",
    "open_last": "recent",
    "save": "set --in-place",
    "save_as": "set --output",
    "mark": "check --mark",
    "report": "report --template --doubts --contents --annex --thousands --beside",
    "summary": "summary --output",
    "return": "return --days --until --template",
    "inspection": "return --report",
    "verify": "verify --format",
    "print_preview": "print --findings --paper --way --fit --marks --numbers",
    "export_pdf": "print --output",
    "cut": "set",
    "paste": "set",
    "clear": "set",
    "fill_down": "set",
    "insert_rows": "rows --insert --output",
    "delete_rows": "rows --delete --output",
    "find": "find",
    "replace": "replace --output",
    "take_fix": "fix --rule",
    "mend": "fix --dry-run --in-place",
    "explain": "waive --text --author --date",
    "unexplain": "waive --remove",
    "dashboard": "overview --format",
    "report_preview": "report --output",
    "rules": "rules --try",
    "profiles": "profiles --copy --import --export --try --switch --remove",
    "words": "words",
    "templates": "templates --check --copy --import --export --remove --tags",
    "corrections": "correct --list --remove --export --import",
    "help": "rules",
}
"""By which command, with which options, an act of the menus is carried out without the window."""
SEEN_ONLY = {
    "close_document": "the command line opens nothing for longer than a command",
    "quit": "the same",
    "undo": "a command leaves a backup and tells old and new",
    "redo": "the same",
    "copy": "the clipboard is the window's",
    "previous_finding": "moves on the screen",
    "next_finding": "moves on the screen",
    "go_to": "moves on the screen",
    "zoom_in": "changes the screen",
    "zoom_out": "changes the screen",
    "zoom_reset": "changes the screen",
    "zoom_fit": "changes the screen",
    "next_pane": "moves on the screen",
    "previous_pane": "moves on the screen",
    "next_sheet": "moves on the screen",
    "previous_sheet": "moves on the screen",
    "handbook": "the pages of the help, to read",
    "about": "`perfdesk --version`",
}
BUTTONS = {
    "采用修改建议": "fix --rule",
    "说明…": "waive --text",
    "取消说明": "waive --remove",
    "存为表格…": "summary --output",
    "生成报告…": "report --output",
    "刷新": "report",
    "复制标签": "report --context",
    "打印…": "print --output",
    "导出为 PDF…": "print --output",
    "改正所选": "fix",
    "写意见书": "return --output",
    "确定": "waive --text",
    "检查": "templates --check",
    "试用": "profiles --try",
    "保存": "profiles --import",
    "用于当前文件": "check --profile",
    "复制为我的规则…": "profiles --copy",
    "编辑…": "profiles --export --import",
    "删除": "templates --remove",
    "导入…": "templates --import",
    "导出…": "templates --export",
    "由此新建自评表…": "new",
    "另存空白表…": "templates --export",
    "用它生成报告…": "report --template",
    "复制为我的模板…": "templates --copy",
    "标签写法": "templates --tags",
    "恢复示例": "rules --try",
    "生成": "new --output",
}
"""The same for the buttons of panes and dialogs, by their words."""
ONLY_SEEN = {
    "关闭", "取消", "浏览…", "选择…", "上一页", "下一页", "停止", "显示全部", "存为图片…", "用 Word 打开",
    "转到单元格", "更正记录…", "评分规则…", "列出它的发现", "上一步", "下一步", "一个工作簿…", "一个文件夹…",
    "使用自己的模板…", "选择文件…", "选择文件夹…",
}  # fmt: skip
"""Buttons that move, close, choose, or make a picture of the screen."""


def commands() -> dict[str, argparse.ArgumentParser]:
    (subparsers,) = (
        action for action in build_parser("0")._actions if isinstance(action, argparse._SubParsersAction)
    )
    return dict(subparsers.choices)


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    return {name for action in parser._actions for name in action.option_strings}


def test_every_act_of_the_menus_has_a_twin_or_is_seen_only() -> None:
    keys = {command.key for command in COMMANDS}
    assert set(ACTS) | set(SEEN_ONLY) == keys
    assert not set(ACTS) & set(SEEN_ONLY)


@pytest.mark.parametrize("twin", sorted({*ACTS.values(), *BUTTONS.values()}))
def test_the_twins_are_commands_with_these_options(twin: str) -> None:
    name, *options = twin.split()
    assert name in commands()
    assert set(options) <= options_of(commands()[name])


def test_every_button_has_a_twin_or_is_seen_only(opened: Workbench) -> None:
    panes = (
        opened.window.findChildren(kind)[0] for kind in (Dashboard, DetailView, ReportBar, ReportPreview)
    )
    owners = [*every_dialog(opened), *panes]
    buttons = [button for owner in owners for button in owner.findChildren(QPushButton)]
    # A wizard of Qt has a button to commit with, which it never shows here.
    words = {button.text() for button in buttons} - {"Commit", "提交"}
    assert words - set(BUTTONS) - ONLY_SEEN == set()
