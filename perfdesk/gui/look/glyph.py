"""The small pictures of the window's controls: arrows, tick, dot, and the buttons of a pane's title.

A style sheet takes them from files only. `python -m perfdesk.gui.look.glyph` draws them into
`resources/look/`, larger than they are shown, so that they stay sharp at 300 %.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from perfdesk.core.resource import resource
from perfdesk.gui.look.theme import THEMES, Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

Glyph = Literal["down", "up", "tick", "dot", "close", "float"]
GLYPHS: tuple[Glyph, ...] = get_args(Glyph)
SIZE = 48
_UNIT = 12
_STROKES: dict[Glyph, tuple[tuple[tuple[float, float], ...], ...]] = {
    "down": (((2.5, 4.5), (6, 8), (9.5, 4.5)),),
    "up": (((2.5, 7.5), (6, 4), (9.5, 7.5)),),
    "tick": (((2, 6.2), (4.8, 9), (10, 3.2)),),
    "dot": (),
    "close": (((2.5, 2.5), (9.5, 9.5)), ((9.5, 2.5), (2.5, 9.5))),
    "float": (((4, 2), (10, 2), (10, 8)), ((2, 4.5), (7.5, 4.5), (7.5, 10), (2, 10), (2, 4.5))),
}
"""The lines of each glyph in a square of twelve by twelve."""


def glyph_file(theme: Theme, glyph: Glyph) -> str:
    """Where the picture lies, as a style sheet wants it."""
    return resource("look", f"{theme.key}-{glyph}.png").as_posix()


def draw_glyph(theme: Theme, glyph: Glyph) -> QImage:
    """The picture in the colours of a theme; tick and dot stand on the accent."""
    from PySide6.QtCore import QPointF, Qt
    from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

    image = QImage(SIZE, SIZE, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    colour = QColor(theme.on_accent if glyph in {"tick", "dot"} else theme.text)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(SIZE / _UNIT, SIZE / _UNIT)
    pen = QPen(colour, 1.9 if glyph == "tick" else 1.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for stroke in _STROKES[glyph]:
        painter.drawPolyline(QPolygonF([QPointF(*point) for point in stroke]))
    if glyph == "dot":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(_UNIT / 2, _UNIT / 2), 2.6, 2.6)
    painter.end()
    return image


def main() -> None:
    """Draw every glyph of every theme."""
    folder = resource("look")
    folder.mkdir(exist_ok=True)
    for theme in THEMES.values():
        for glyph in GLYPHS:
            draw_glyph(theme, glyph).save(glyph_file(theme, glyph))


if __name__ == "__main__":
    main()
