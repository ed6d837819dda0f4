from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from perfdesk.gui.controls.dock_title import DockTitle
from perfdesk.gui.look.appearance import show
from perfdesk.gui.look.glyph import GLYPHS, Glyph, draw_glyph, glyph_file
from perfdesk.gui.look.palette import style_of
from perfdesk.gui.look.theme import THEMES, Theme, current
from perfdesk.gui.workbench import Workbench
from perfdesk.memory.preference import Preference


def darkness(image: QImage) -> int:
    return sum(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("glyph", GLYPHS)
def test_every_glyph_is_shipped_as_it_is_drawn(theme: Theme, glyph: Glyph, qapp: QApplication) -> None:
    shipped, drawn = QImage(glyph_file(theme, glyph)), draw_glyph(theme, glyph)
    assert shipped.size() == drawn.size()
    assert darkness(shipped) == pytest.approx(darkness(drawn), rel=0.05)
    assert shipped.pixelColor(0, 0).alpha() == 0


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_arrows_of_the_style_sheet_are_those_of_its_theme(theme: Theme) -> None:
    assert {glyph for glyph in GLYPHS if glyph_file(theme, glyph) in style_of(theme)} == {
        "down", "up", "tick", "dot",
    }  # fmt: skip


def test_the_title_of_a_pane_grows_with_the_letters_and_its_buttons_take_it_out_and_close_it(
    bench: Workbench,
) -> None:
    dock = bench.docks[0]
    title = dock.titleBarWidget()
    assert isinstance(title, DockTitle)
    take_out, close = title.findChildren(QToolButton)
    assert all(button.accessibleName() for button in (take_out, close))
    before = title.findChild(QLabel).fontMetrics().height()
    show(Preference(current().key, 150))
    QApplication.processEvents()
    assert title.findChild(QLabel).fontMetrics().height() > before
    show(Preference())
    QApplication.processEvents()
    take_out.click()
    assert dock.isFloating()
    take_out.click()
    assert not dock.isFloating()
    close.click()
    assert not dock.isVisible()
