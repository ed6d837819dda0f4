"""The menus, the toolbar and their shortcuts, declared once as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from string import ascii_uppercase

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QToolBar, QToolButton


@dataclass(frozen=True, slots=True)
class Command:
    """One act of the menus: its key, menu, words, shortcut, and what the status bar says of it."""

    key: str
    menu: str
    words: str
    shortcut: str = ""
    tip: str = ""
    on_toolbar: bool = False
    begins_group: bool = False


FILE_MENU = "文件(&F)"
EDIT_MENU = "编辑(&E)"
VIEW_MENU = "查看(&V)"
COMMANDS = (
    Command("open_files", FILE_MENU, "打开文件", "Ctrl+O", "打开一个或多个文件：工作簿、Word、PDF", True),
    Command("open_folder", FILE_MENU, "打开文件夹", "Ctrl+Shift+O", "打开文件夹中的全部工作簿和文档", True),
    Command("new_form", FILE_MENU, "新建自评…", "Ctrl+N", "从空白表、上年的表或批复的绩效目标表新建自评表"),
    Command("new_window", FILE_MENU, "新窗口", "Ctrl+Shift+N", "另开一个窗口，各窗口互不影响"),
    Command("sample", FILE_MENU, "打开示例", tip="一个虚构单位的自评表，里面有意留了各种错误"),
    Command("open_last", FILE_MENU, "打开上次的文件", tip="上次关闭窗口时打开着的全部文件"),
    Command("close_document", FILE_MENU, "关闭当前文件", "Ctrl+W", "从列表移除当前文件，不改动磁盘上的文件"),
    Command("save", FILE_MENU, "保存", "Ctrl+S", "把修改写回当前文件，改动前的文件留有备份", True, True),
    Command(
        "save_as",
        FILE_MENU,
        "另存为",
        "Ctrl+Shift+S",
        "把修改后的当前文件以另一名称保存；不是 .xlsx 的存为 .xlsx",
    ),
    Command("mark", FILE_MENU, "标记副本", "Ctrl+M", "为每个文件生成带颜色和批注的副本，原文件不动", True),
    Command("report", FILE_MENU, "生成报告", "Ctrl+R", "由已打开的自评表生成自评结果报告（Word）", True),
    Command("summary", FILE_MENU, "汇总…", tip="把全部打开的表汇总成一个工作簿，含图表和问题清单"),
    Command("return", FILE_MENU, "退回意见书…", tip="为每个单位写一份 Word 意见书，逐条列出问题和处理意见"),
    Command("inspection", FILE_MENU, "审核报告…", tip="把全部打开的表的审核情况写成一份报告，含分布图表"),
    Command(
        "verify",
        FILE_MENU,
        "核对公开文本…",
        tip="把公开的情况说明或报告里的每个数字与打开的表核对",
        begins_group=True,
    ),
    Command(
        "print_preview",
        FILE_MENU,
        "打印预览…",
        "Ctrl+P",
        "按页查看当前表或审核发现打印出来的样子，然后打印或导出",
        begins_group=True,
    ),
    Command("export_pdf", FILE_MENU, "导出为 PDF…", tip="把当前文件的全部工作表按原样存为 PDF"),
    Command("quit", FILE_MENU, "退出", "Ctrl+Q", begins_group=True),
    Command("undo", EDIT_MENU, "撤销", "Ctrl+Z", "撤销上一步修改", True, True),
    Command("redo", EDIT_MENU, "重做", "Ctrl+Y", "重做撤销的修改", True),
    Command("cut", EDIT_MENU, "剪切单元格", tip="把选中的单元格剪切到剪贴板", begins_group=True),
    Command("copy", EDIT_MENU, "复制单元格", tip="把选中的单元格复制到剪贴板"),
    Command("paste", EDIT_MENU, "粘贴到单元格", tip="从当前单元格起粘贴剪贴板的内容"),
    Command("clear", EDIT_MENU, "清除内容", tip="清除选中单元格的内容"),
    Command("fill_down", EDIT_MENU, "向下填充", "Ctrl+D", "用选区第一行（只选一行时用上一行）填满选区"),
    Command(
        "insert_rows", EDIT_MENU, "插入行", "Ctrl+Shift+=", "在选中的行上方插入同样多的行", begins_group=True
    ),
    Command("delete_rows", EDIT_MENU, "删除行", "Ctrl+-", "删除选中的行，下面的行上移"),
    Command("find", EDIT_MENU, "查找…", "Ctrl+F", "在当前文件的各张表里查找文字", begins_group=True),
    Command("replace", EDIT_MENU, "替换…", "Ctrl+H", "把当前文件里的一段文字换成另一段"),
    Command("go_to", EDIT_MENU, "转到单元格", "Ctrl+G", "在名称框里输入地址或区域，如 K5、B3:D8"),
    Command(
        "take_fix", EDIT_MENU, "采用修改建议", "Ctrl+Return", "采用当前发现的修改建议", begins_group=True
    ),
    Command("mend", EDIT_MENU, "全部自动改正…", "Ctrl+Shift+Return", "先列出能按算式改的，同意后才改"),
    Command("explain", EDIT_MENU, "说明…", "Ctrl+E", "为当前发现写核实性说明：属实、不改，并留下理由"),
    Command("unexplain", EDIT_MENU, "取消说明", tip="删去当前发现的核实性说明"),
    Command("previous_finding", VIEW_MENU, "上一条发现", "Shift+F8", "转到上一条审核发现", True, True),
    Command("next_finding", VIEW_MENU, "下一条发现", "F8", "转到下一条审核发现", True),
    Command("dashboard", VIEW_MENU, "总览", "Ctrl+T", "得分、执行率和问题的分布", begins_group=True),
    Command("report_preview", VIEW_MENU, "报告预览", "Ctrl+Shift+R", "报告的页面；点数字转到它的单元格"),
    Command("zoom_in", VIEW_MENU, "放大", "Ctrl+Alt+=", "放大表格", begins_group=True),
    Command("zoom_out", VIEW_MENU, "缩小", "Ctrl+Alt+-", "缩小表格"),
    Command("zoom_reset", VIEW_MENU, "实际大小", "Ctrl+0", "按 100% 显示表格"),
    Command("zoom_fit", VIEW_MENU, "适合宽度", "Ctrl+9", "缩放到整张表的宽度都能看见"),
    Command(
        "next_pane",
        VIEW_MENU,
        "下一个窗格",
        "F6",
        "轮流转到各窗格",
        begins_group=True,
    ),
    Command("previous_pane", VIEW_MENU, "上一个窗格", "Shift+F6", "反向轮流；Esc 回到表格"),
    Command("next_sheet", VIEW_MENU, "下一张表", "Ctrl+PgDown", "转到当前文件的下一张工作表"),
    Command("previous_sheet", VIEW_MENU, "上一张表", "Ctrl+PgUp", "转到当前文件的上一张工作表"),
    Command("rules", "规则(&R)", "检查规则…", tip="每条规则查什么、为什么、依据哪里，并可用示例试一试"),
    Command("profiles", "规则(&R)", "评分规则…", tip="各套评分规则的取值和依据；复制、编辑自己的规则"),
    Command("words", "规则(&R)", "词汇…", tip="程序认得的写法，当前表用到了哪些，一个标签会认作什么"),
    Command("templates", "规则(&R)", "模板…", tip="空白表和报告模板：依据、复制、检查、导入、导出"),
    Command("corrections", "规则(&R)", "更正记录…", tip="用户指过的单元格：查看、删除、导出、导入"),
    Command("help", "帮助(&H)", "帮助", "F1", "与光标所在处有关的说明；光标在审核发现上时是那条规则"),
    Command("handbook", "帮助(&H)", "使用说明", tip="窗口的各部分、按键、保存和备份"),
    Command("about", "帮助(&H)", "关于"),
)
PROMINENT = "report"
CELL_ACTS = ("cut", "copy", "paste", "clear", "fill_down", "insert_rows", "delete_rows")
"""What is done to the selected cells; the sheet's own menu offers it too."""


def make_actions(window: QMainWindow, acts: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """Make every command's action, put it in its menu, and connect it with what it does."""
    actions: dict[str, QAction] = {}
    menus: dict[str, object] = {}
    bar = window.menuBar()
    bar.setAccessibleName("菜单栏")
    for command in COMMANDS:
        menu = menus.get(command.menu) or bar.addMenu(command.menu)
        menus[command.menu] = menu
        action = QAction(lettered(command), window)
        action.setIconText(command.words)
        action.setObjectName(command.key)
        if command.shortcut:
            action.setShortcut(command.shortcut)
        action.setStatusTip(command.tip)
        action.setToolTip(
            f"{command.tip or command.words}{f'（{command.shortcut}）' if command.shortcut else ''}"
        )
        action.triggered.connect(lambda checked=False, act=acts[command.key]: act())
        if command.begins_group:
            menu.addSeparator()  # type: ignore[attr-defined]
        menu.addAction(action)  # type: ignore[attr-defined]
        actions[command.key] = action
    return actions


@cache
def letters() -> dict[str, str]:
    """The letter that chooses each command in its open menu: its shortcut's where that one is free."""
    # The letters of the menus within these menus.
    taken: dict[str, set[str]] = {FILE_MENU: set("T"), EDIT_MENU: set("W"), VIEW_MENU: set("ALW")}
    chosen: dict[str, str] = {}
    wanting: list[Command] = []
    for command in COMMANDS:
        key = command.shortcut.rpartition("+")[2]
        used = taken.setdefault(command.menu, set())
        if len(key) == 1 and key.isalpha() and key not in used:
            chosen[command.key] = key
            used.add(key)
        else:
            wanting.append(command)
    for command in wanting:
        free = next((key for key in ascii_uppercase if key not in taken[command.menu]), "")
        chosen[command.key] = free
        taken[command.menu].add(free)
    return chosen


def number_entry(action: QAction, number: int) -> None:
    """Let a figure choose an entry of a menu whose entries are named elsewhere."""
    action.setText(f"{action.text()}(&{number})")


def lettered(command: Command) -> str:
    """The words of a command with its letter, before the dots: 查找(&F)…"""
    key = letters()[command.key]
    dots = "…" if command.words.endswith("…") else ""
    return f"{command.words.removesuffix('…')}{f'(&{key})' if key else ''}{dots}"


def make_toolbar(window: QMainWindow, actions: Mapping[str, QAction]) -> QToolBar:
    """The toolbar with the commands that belong there; the report's button stands out at the end."""
    bar = QToolBar("工具栏", window)
    bar.setObjectName("toolbar")
    bar.setAccessibleName("工具栏")
    bar.setMovable(False)
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    for command in COMMANDS:
        if command.on_toolbar and command.key != PROMINENT:
            if command.begins_group:
                bar.addSeparator()
            bar.addAction(actions[command.key])
    bar.addSeparator()
    bar.addAction(actions[PROMINENT])
    button = bar.widgetForAction(actions[PROMINENT])
    if isinstance(button, QToolButton):
        button.setObjectName("reportButton")
    for action in bar.actions():
        control = bar.widgetForAction(action)
        if control is not None and action.text():
            control.setAccessibleName(action.iconText())
    return bar
