"""A published text with its claims marked, and what the tables say about each."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QTextBrowser,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from perfdesk.core.finding import Place
from perfdesk.gui.look.colour import Looks
from perfdesk.gui.look.room import size_in_letters
from perfdesk.gui.look.theme import current

if TYPE_CHECKING:
    from perfdesk.narrative.claim import Claim, ClaimVerdict

_LOOKS: Looks[ClaimVerdict] = Looks(
    {"wrong": "red", "rounded": "blue", "uncheckable": "amber", "exact": "green"}
)
_NAMES: dict[ClaimVerdict, str] = {
    "wrong": "不符",
    "rounded": "四舍五入相符",
    "uncheckable": "无法核对",
    "exact": "相符",
}
# Besides the colour: a wavy line under what is wrong, dashes under what holds after rounding.
_LINES: dict[ClaimVerdict, QTextCharFormat.UnderlineStyle] = {
    "wrong": QTextCharFormat.UnderlineStyle.WaveUnderline,
    "rounded": QTextCharFormat.UnderlineStyle.DashUnderline,
    "uncheckable": QTextCharFormat.UnderlineStyle.DotLine,
    "exact": QTextCharFormat.UnderlineStyle.SingleUnderline,
}


class _Text(QPlainTextEdit):
    """The text; `place_clicked(line, column)` counts both from 0."""

    place_clicked = Signal(int, int)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell where the user clicked."""
        super().mouseReleaseEvent(event)
        cursor = self.cursorForPosition(event.position().toPoint())
        self.place_clicked.emit(cursor.blockNumber(), cursor.positionInBlock())


_LARGER = 4 / 3


class ClaimsDialog(QDialog):
    """Beside the window; `place_chosen(Place)` for a source cell, `step` goes from claim to claim."""

    place_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("核对公开文本")
        self._lines: tuple[str, ...] = ()
        self._claims: tuple[Claim, ...] = ()
        self._shown: tuple[Claim, ...] = ()
        self._links: list[Place] = []
        self.current: Claim | None = None
        self.text = _Text()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("公开文本")
        self._set_face()
        self.text.place_clicked.connect(self._go_to_place)
        self.detail = QTextBrowser()
        self.detail.setAccessibleName("核对结果")
        self.detail.setOpenLinks(False)
        self.detail.anchorClicked.connect(self._follow)
        self.filters = {verdict: self._filter(verdict) for verdict in _NAMES}
        self.summary = QLabel()
        self.summary.setAccessibleName("核对结果合计")
        self._lay_out()
        self.resize(size_in_letters(self, 1000, 680))

    def _filter(self, verdict: ClaimVerdict) -> QCheckBox:
        box = QCheckBox(_NAMES[verdict])
        box.setAccessibleName(f"标出{_NAMES[verdict]}的文字")
        box.setChecked(verdict != "exact")
        box.toggled.connect(self._mark)
        return box

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        for box in self.filters.values():
            bar.addWidget(box)
        bar.addStretch(1)
        bar.addWidget(self.summary)
        for words, by in (("上一处", -1), ("下一处", 1)):
            button = QToolButton()
            button.setText(words)
            button.setAccessibleName(words)
            button.setShortcut("F8" if by > 0 else "Shift+F8")
            button.clicked.connect(lambda checked=False, by=by: self.step(by))
            bar.addWidget(button)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.text)
        split.addWidget(self.detail)
        split.setSizes([660, 340])
        column = QVBoxLayout(self)
        column.addLayout(bar)
        column.addWidget(split, 1)

    def show_claims(self, name: str, lines: Sequence[str], claims: Sequence[Claim]) -> None:
        """Show another text."""
        self.setWindowTitle(f"核对公开文本：{name}")
        self._lines, self._claims = tuple(lines), tuple(claims)
        self.text.setPlainText("\n".join(lines))
        counts = [
            f"{words} {sum(claim.verdict == verdict for claim in claims)}"
            for verdict, words in _NAMES.items()
        ]
        self.summary.setText(f"共 {len(claims)} 处：{'　'.join(counts)}")
        self._mark()
        self.step(1)

    def _mark(self) -> None:
        """Colour and underline the claims that are to be seen."""
        chosen = {verdict for verdict, box in self.filters.items() if box.isChecked()}
        claims = sorted(self._claims, key=lambda claim: (claim.line, claim.start))
        self._shown = tuple(claim for claim in claims if claim.verdict in chosen)
        self._paint()

    def _paint(self) -> None:
        selections = [self._selection(claim) for claim in self._shown]
        self.text.setExtraSelections(selections)

    def _selection(self, claim: Claim) -> QTextEdit.ExtraSelection:
        look, form = _LOOKS[claim.verdict], QTextCharFormat()
        form.setBackground(QColor(look.fill))
        form.setForeground(QColor(current().text))
        form.setUnderlineStyle(_LINES[claim.verdict])
        form.setUnderlineColor(QColor(look.sign))
        if claim is self.current:
            form.setFontWeight(QFont.Weight.Bold)
        selection = QTextEdit.ExtraSelection()
        selection.cursor = self._cursor(claim)
        selection.format = form
        return selection

    def _cursor(self, claim: Claim) -> QTextCursor:
        block = self.text.document().findBlockByNumber(claim.line - 1)
        cursor = QTextCursor(block)
        length = max(block.length() - 1, 0)
        cursor.setPosition(block.position() + min(claim.start, length))
        cursor.setPosition(block.position() + min(claim.end, length), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _set_face(self) -> None:
        """The face of a published text, a third larger than the window's letters."""
        face = QFont("FangSong")
        face.setPointSizeF(self.font().pointSizeF() * _LARGER)
        self.text.setFont(face)

    def changeEvent(self, event: QEvent) -> None:
        """Take on the colours of another theme, and other letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_face()
        if event.type() == QEvent.Type.PaletteChange and self.current is not None:
            self._choose(self.current)

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) claim that is marked, round the end."""
        if not self._shown:
            self.current = None
            self.detail.setPlainText("没有要标出的文字。")
            return
        at = self._shown.index(self.current) if self.current in self._shown else (-1 if by > 0 else 0)
        self._choose(self._shown[(at + by) % len(self._shown)])

    def _go_to_place(self, line: int, column: int) -> None:
        here = [
            claim for claim in self._shown if claim.line == line + 1 and claim.start <= column <= claim.end
        ]
        if here:
            self._choose(here[0])

    def _choose(self, claim: Claim) -> None:
        self.current = claim
        self._paint()
        self.detail.setHtml(self._page(claim))
        cursor = self._cursor(claim)
        cursor.clearSelection()
        self.text.setTextCursor(cursor)
        self.text.centerCursor()

    def _page(self, claim: Claim) -> str:
        from perfdesk.narrative.claim import CLAIM_NAMES

        look = _LOOKS[claim.verdict]
        self._links = list(claim.sources)
        rows = [
            f'<p><span style="background:{look.fill};color:{look.sign};">'
            f"&nbsp;{_NAMES[claim.verdict]}&nbsp;</span>"
            f"　第 {claim.line} 行　{CLAIM_NAMES[claim.kind]}</p>",
            f"<p><b>{html.escape(claim.text.strip())}</b></p>",
        ]
        if claim.recomputed is not None:
            rows.append(f"<p>按表格或上下文：<b>{html.escape(claim.recomputed)}</b></p>")
        rows += [f"<p>{html.escape(words)}</p>" for words in (claim.formula, claim.note) if words]
        links = "<br>".join(
            f'<a href="#{number}">{html.escape(PurePath(place.path).name)}　'
            f"{html.escape(place.sheet)}!{place.cell}</a>"
            for number, place in enumerate(self._links)
        )
        return "".join(rows) + (f"<p>来源（点击转到单元格）：<br>{links}</p>" if links else "")

    def _follow(self, link: QUrl) -> None:
        self.place_chosen.emit(self._links[int(link.fragment())])
