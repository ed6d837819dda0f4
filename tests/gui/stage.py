"""What the tests of the window play with: files made by hand, and answers in the user's place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from perfdesk.core.document import Document
from perfdesk.core.finding import Edit, Finding, Fix, NotChecked, Place
from perfdesk.core.grid import Block, Cell, Grid
from perfdesk.desks.fixing import Mended
from perfdesk.gui.dialogs.return_dialog import ReturnOrder
from perfdesk.gui.dialogs.waiver_dialog import Explanation
from perfdesk.gui.workbench import Workbench
from perfdesk.reading.style import Border, Look
from perfdesk.session import Checked

PATH = "/表格/甲.xlsx"
OTHER = "/表格/乙.xlsx"
_LINE = Border("thin", "#000000")
LOOKS = (
    Look(),
    Look(size=16, bold=True, horizontal="center", vertical="center"),
    Look(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE, wrap=True, fill="#00FF00"),
)


class Answers:
    """Answers the window's questions in the user's place."""

    def __init__(self) -> None:
        self.chosen: Path | None = None
        self.keep = "discard"
        self.asked: list[str] = []
        self.titles: list[str] = []
        self.name = ""
        self.most_fixes = 1_000
        self.days: int | None = None
        self.reason: Explanation | None = None
        self.paper: QPrinter | None = None

    def files(self) -> list[str]:
        return [str(self.chosen)]

    def file(self, title: str, kind: str) -> str:
        self.asked.append(title)
        return str(self.chosen)

    def folder(self, title: str) -> str:
        self.asked.append(title)
        return str(self.chosen)

    def target(self, title: str, suggested: Path, kind: str) -> Path | None:
        self.asked.append(suggested.name)
        self.titles.append(title)
        return self.chosen

    def words(self, title: str, label: str, suggested: str) -> str:
        self.asked.append(title)
        return self.name

    def printer(self, layout: QPageLayout, pages: int) -> QPrinter | None:
        self.asked.append(f"{pages} pages")
        return self.paper

    def confirm(self, question: str, act: str) -> bool:
        self.asked.append(question)
        return True

    def explanation(self, finding: Finding, author: str) -> Explanation | None:
        self.asked.append(author)
        return self.reason

    def returns(self, folder: Path) -> ReturnOrder | None:
        self.asked.append(folder.name)
        return None if self.chosen is None else ReturnOrder(self.chosen, days=self.days)

    def fixes(self, mended: tuple[Mended, ...]) -> tuple[Mended, ...]:
        self.asked.extend(f"{each.cell} {each.before} → {each.after}" for each in mended)
        return mended[: self.most_fixes]

    def keep_edits(self, names: list[str]) -> str:
        self.asked.extend(names)
        return self.keep


def answers(bench: Workbench) -> Answers:
    """The answers a test can set."""
    assert isinstance(bench.dialogs, Answers)
    return bench.dialogs


def small_grid(name: str = "自评表") -> Grid:
    """A title over a merge, some words and figures."""
    cells = {
        (1, 1): Cell("项目支出绩效自评表", style=1),
        (2, 1): Cell("执行率", style=2),
        (2, 2): Cell("51%", Decimal("0.51"), "0%", style=2),
        (3, 1): Cell("得分", style=2),
        (3, 2): Cell("", style=2),
        (4, 1): Cell("很长的一句话，应当折行显示而不是被切断", style=2),
        (4, 2): Cell("12.5", Decimal("12.5"), style=2),
    }
    return Grid(name, cells, (Block(1, 1, 1, 3),), {1: 14.0, 2: 10.0}, {1: 30.0})


def finding(
    cell: str, severity: str = "error", verdict: str = "wrong", path: str = PATH, **more: object
) -> Finding:
    """A finding on the small grid."""
    sheet = str(more.pop("sheet", "自评表"))
    rule = str(more.pop("rule", "EX101"))
    place = Place(path, sheet, cell)
    return Finding(rule, severity, verdict, place, f"{cell} 的数字与算式不符，请改正。", **more)  # type: ignore[arg-type]


def small_document(path: str = PATH) -> Checked:
    """Two sheets with a finding of every severity and one check left out."""
    found = (
        finding(
            "B2",
            path=path,
            printed="51%",
            expected="50.71%",
            formula="6.41 ÷ 12.64 = 50.71%",
            basis="财预〔2020〕10号",
            fix=Fix("safe", (Edit("自评表", "B2", "0.5071"),)),
            related=(Place(path, "附表", "B4"),),
        ),
        finding("B3", "warning", "missing", path, rule="BL701"),
        finding("B4", "hint", "rounded", path, rule="SC204"),
        finding("B4", "warning", "doubtful", path, rule="WD901", sheet="附表"),
    )
    left = (NotChecked("SC201", Place(path, "自评表", "A4"), "完成值不是数字"),)
    grids = (small_grid(), small_grid("附表"))
    return Checked(Document(path, "0", grids), found, left)


def wait_for_work(qtbot: QtBot, bench: Workbench) -> None:
    """Wait until no thread is running."""
    qtbot.waitUntil(lambda: not bench.controller.is_working, timeout=60_000)
