from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QApplication

from perfdesk.gui.features.appearing import Appearing
from perfdesk.gui.look.appearance import show
from perfdesk.gui.look.palette import palette_of
from perfdesk.gui.look.theme import (
    CONTRAST,
    DARK,
    DISTINCT,
    LIGHT,
    READABLE,
    THEMES,
    Theme,
    contrast,
    current,
)
from perfdesk.gui.workbench import Workbench
from perfdesk.memory.preference import Preference, keep_preference, read_preference
from tests.gui.stage import OTHER, PATH

GUI = Path(__file__).resolve().parents[2] / "perfdesk" / "gui"

PRINTED = ("paper_painter.py", "findings_sheet.py", "clipboard.py")
"""Ink on paper has no theme, nor has what goes into other programs."""


@pytest.fixture(autouse=True)
def plain_look(qapp: QApplication) -> Iterator[None]:
    yield
    show(Preference())
    QApplication.processEvents()


def take(bench: Workbench, name: str) -> None:
    choice(bench, name).trigger()
    QApplication.processEvents()


def choice(bench: Workbench, name: str) -> QAction:
    feature = next(each for each in bench.features if isinstance(each, Appearing))
    found = [action for menu in feature.menus for action in menu.actions() if action.objectName() == name]
    return found[0]


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_words_can_be_read_on_their_ground_in_every_theme(theme: Theme) -> None:
    poor = {pair: contrast(*pair) for pair in theme.pairs() if contrast(*pair) < READABLE}
    assert not poor


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_frames_and_what_has_the_keys_stand_out_in_every_theme(theme: Theme) -> None:
    poor = {pair: contrast(*pair) for pair in theme.edges() if contrast(*pair) < DISTINCT}
    assert not poor


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_palette_lets_every_kind_of_words_be_read(theme: Theme, qapp: QApplication) -> None:
    palette, role = palette_of(theme), QPalette.ColorRole
    for words, ground in (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase),
        (role.PlaceholderText, role.Base),
        (role.Link, role.Base),
    ):
        assert contrast(palette.color(words).name(), palette.color(ground).name()) >= READABLE, words


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 2) == 21
    assert contrast("#777777", "#777777") == 1


def test_colours_are_named_in_the_theme_and_nowhere_else() -> None:
    colour = re.compile(r"#[0-9A-Fa-f]{6}\b|QColor\(\d|\bcolor:\s*(white|black)")
    strangers = [
        f"{path.name}: {line.strip()}"
        for path in sorted(GUI.rglob("*.py"))
        if path.name not in {"theme.py", *PRINTED}
        for line in path.read_text("utf-8").splitlines()
        if colour.search(line)
    ]
    assert not strangers


def test_each_hue_has_a_shape_of_its_own() -> None:
    for theme in THEMES.values():
        for marks in (theme.marks, theme.paper_marks):
            looks = [marks.red, marks.amber, marks.blue, marks.green, marks.grey]
            assert len({look.shape for look in looks}) == len({look.fill for look in looks}) == 5


def test_a_theme_is_taken_from_the_menu_kept_and_shown_in_every_pane(opened: Workbench) -> None:
    opened.findings.step(1)
    take(opened, "theme_dark")
    assert current() is DARK
    assert read_preference() == Preference("dark")
    assert opened.tree.palette().color(QPalette.ColorRole.Base).name().upper() == DARK.base
    assert DARK.accent in opened.window.styleSheet()
    assert DARK.marks.red.fill.lower() in opened.detail.text.toHtml()
    take(opened, "theme_light")
    assert LIGHT.marks.red.fill.lower() in opened.detail.text.toHtml()


def test_paper_stays_white_in_the_dark_and_is_black_for_high_contrast(opened: Workbench) -> None:
    opened.navigator.show_document(PATH, "自评表")

    def ground() -> str:
        view = opened.pane.view
        rect = view.visualRect(view.model().index(5, 0))
        return view.viewport().grab(rect).toImage().pixelColor(3, 3).name().upper()

    take(opened, "theme_dark")
    assert ground() == "#FFFFFF"
    take(opened, "theme_contrast")
    assert ground() == CONTRAST.paper == "#000000"


def test_larger_letters_reach_every_pane_at_once(opened: Workbench) -> None:
    before = opened.tree.font().pointSizeF()
    take(opened, "letters_150")
    assert opened.tree.font().pointSizeF() == before * 1.5
    assert read_preference().letters == 150


def test_a_damaged_or_strange_preference_is_the_plain_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERFDESK_SETTINGS", str(tmp_path))
    assert read_preference() == Preference()
    keep_preference(Preference("contrast", 125))
    assert read_preference() == Preference("contrast", 125)
    for text in ("{", "[]", '{"theme": 3, "letters": 100}', '{"theme": "dark", "letters": 7}'):
        (tmp_path / "window.json").write_text(text)
        assert read_preference() == Preference()


def test_an_empty_list_says_why_it_is_empty(bench: Workbench, opened: Workbench) -> None:
    table = opened.findings.table
    opened.findings.words.setText("没有这样的字")
    assert not opened.findings.model.shown
    opened.findings.show_findings(opened.controller.documents[0].findings)
    assert "筛选" in table.empty_words
    opened.findings.words.clear()
    opened.controller.close(PATH)
    opened.navigator.leave(PATH)
    opened.controller.close(OTHER)
    opened.navigator.leave(OTHER)
    assert table.empty_words == "还没有打开文件。"
