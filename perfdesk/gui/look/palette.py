"""A theme as Qt wants it: the palette of the application and the style sheet of a window.

What is coloured besides the palette says what it is by a `tone` (`set_tone`), and the window's style
sheet says what that tone looks like; so a change of theme reaches it.
"""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from perfdesk.gui.look.glyph import glyph_file
from perfdesk.gui.look.theme import HUES, Theme

SPIN_MARGINS = (4, 0, 0, 0)
"""Around the words of a box that counts: a style sheet cannot set them apart from its frame."""
TONES = ("faint", "fault", "good")
"""Words that stand back, tell of a fault, tell of success."""


def palette_of(theme: Theme) -> QPalette:
    """The palette of a theme, the same whatever the system's is."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.base,
        role.AlternateBase: theme.alternate,
        role.Text: theme.text,
        role.Button: theme.window,
        role.ButtonText: theme.text,
        role.BrightText: theme.on_accent,
        role.ToolTipBase: theme.tip,
        role.ToolTipText: theme.on_tip,
        role.Highlight: theme.chosen,
        role.HighlightedText: theme.on_chosen,
        role.Accent: theme.accent,
        role.Link: theme.link,
        role.LinkVisited: theme.link,
        role.PlaceholderText: theme.faint,
    }
    palette = QPalette(QColor(theme.window), QColor(theme.window))
    for each, name in colours.items():
        palette.setColor(each, QColor(name))
    for each in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(theme.disabled))
    return palette


def style_of(theme: Theme) -> str:
    """The style sheet of a window; its dialogs inherit it."""
    words = {"faint": theme.faint, "fault": theme.fault, "good": theme.good}
    rules = [
        f"#reportButton {{ background: {theme.accent}; color: {theme.on_accent}; border-radius: 4px;"
        " padding: 4px 14px; font-weight: bold; }",
        f"#reportButton:hover, #reportButton:focus {{ background: {theme.hover}; }}",
        f"#reportButton:disabled {{ background: {theme.alternate}; color: {theme.disabled};"
        f" border: 1px solid {theme.disabled}; padding: 3px 13px; }}",
        "QToolBar { spacing: 2px; padding: 2px; }",
        "QStatusBar::item { border: none; }",
        *(f'QLabel[tone="{tone}"] {{ color: {colour}; }}' for tone, colour in words.items()),
        f"#notice {{ color: {theme.text}; padding: 3px 8px; }}",
    ]
    for hue in HUES:
        look = theme.marks.of(hue)
        rules += [
            f'#messageBar[tone="{hue}"], #notice[tone="{hue}"] {{ background: {look.fill};'
            f" border-left: 4px solid {look.sign}; }}",
            f'QToolButton[tone="{hue}"] {{ border: 1px solid {look.sign}; border-radius: 3px;'
            f" padding: 2px 8px; color: {look.sign}; }}",
            f'QToolButton[tone="{hue}"]:checked {{ background: {look.fill}; }}',
            f'QToolButton[tone="{hue}"]:focus {{ border-width: 2px; padding: 1px 7px; }}',
        ]
    quiet = theme.marks.blue.sign
    rules.append(f'#notice[tone="quiet"] {{ background: {theme.quiet}; border-left: 4px solid {quiet}; }}')
    line, focus = f"border: 1px solid {theme.border};", f"border: 1px solid {theme.accent};"
    frames = [*_outlines(theme, line, focus), *_buttons(theme, line, focus), *_ticks(theme)]
    return "\n".join([*frames, *_pickers(theme, line, focus), *_bars(theme, line), *rules])


def _outlines(theme: Theme, line: str, focus: str) -> list[str]:
    """Frames of what can be used, and of what has the keys: the style's own are lost on a dark ground."""
    texts = ("QLineEdit", "QPlainTextEdit", "QTextEdit", "QAbstractSpinBox")
    boxes = (*texts, "QListView", "QTreeView", "QTableView")
    return [
        f"{', '.join(boxes)} {{ {line} }}",
        f"{', '.join(f'{box}:focus' for box in boxes)} {{ {focus} }}",
        # The chosen row says where the keys are; the style's own frame looks like a button.
        "QAbstractItemView { outline: none; }",
        "QLineEdit { padding: 3px 4px; } QAbstractSpinBox { padding: 2px 4px; }",
        "QAbstractSpinBox QLineEdit { border: none; padding: 0; }",
        f"QDialog QTabWidget::pane {{ {line} background: {theme.window}; top: -1px; }}",
        '*[frameless="true"] { border: none; }',
        f"QTabBar::tab {{ {line} background: {theme.window}; color: {theme.faint}; padding: 4px 12px;"
        " margin-right: 2px; border-bottom: none;"
        " border-top-left-radius: 4px; border-top-right-radius: 4px; }",
        f"QTabBar::tab:selected {{ background: {theme.base}; color: {theme.text}; font-weight: bold; }}",
        f"QTabBar::tab:hover {{ color: {theme.text}; }}",
        f"QTabBar::tab:selected:focus {{ border: 2px solid {theme.accent}; padding: 3px 11px; }}",
        f"QMenu {{ {line} background: {theme.base}; }}",
        f"QMenu::item:selected {{ background: {theme.chosen}; color: {theme.on_chosen}; }}",
        f"QMenu::separator {{ height: 1px; background: {theme.border}; margin: 3px 8px; }}",
        f"QToolTip {{ {line} background: {theme.tip}; color: {theme.on_tip}; }}",
    ]


def _bars(theme: Theme, line: str) -> list[str]:
    """Scroll bars, and how far the work is."""
    return [
        f"QScrollBar {{ background: {theme.window}; }}",
        "QScrollBar:vertical { width: 14px; } QScrollBar:horizontal { height: 14px; }",
        f"QScrollBar::handle {{ background: {theme.border}; border-radius: 4px; margin: 2px;"
        " min-width: 28px; min-height: 28px; }",
        f"QScrollBar::handle:hover {{ background: {theme.disabled}; }}",
        "QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }",
        f"QAbstractScrollArea::corner {{ background: {theme.window}; border: none; }}",
        f"QProgressBar {{ {line} border-radius: 3px; background: {theme.base}; max-height: 12px; }}",
        f"QProgressBar::chunk {{ background: {theme.accent}; border-radius: 2px; }}",
    ]


def _ticks(theme: Theme) -> list[str]:
    """Boxes to tick, in dialogs and in lists: empty, ticked, out of use."""
    ticks = ("QCheckBox", "QRadioButton")
    boxes = [f"{kind}::indicator" for kind in (*ticks, "QAbstractItemView")]
    accent = f"background: {theme.accent}; border: 1px solid {theme.accent};"

    def every(state: str) -> str:
        return ", ".join(box + state for box in boxes)

    return [
        f"{', '.join(ticks)} {{ border: 1px solid transparent; spacing: 6px; }}",
        f"{', '.join(f'{kind}:focus' for kind in ticks)} {{ border: 1px dashed {theme.accent}; }}",
        f"{every('')} {{ border: 1px solid {theme.border}; background: {theme.base}; border-radius: 2px;"
        " width: 12px; height: 12px; }",
        f'{every(":checked")} {{ {accent} image: url("{glyph_file(theme, "tick")}"); }}',
        "QRadioButton::indicator { border-radius: 7px; }",
        f'QRadioButton::indicator:checked {{ image: url("{glyph_file(theme, "dot")}"); }}',
        f"{every(':disabled')} {{ border-color: {theme.disabled}; }}",
        f"{every(':checked:disabled')} {{ background: {theme.disabled}; }}",
    ]


def _pickers(theme: Theme, line: str, focus: str) -> list[str]:
    """Boxes that drop down or count, with arrows that can be seen on every ground."""
    down, up = (f'image: url("{glyph_file(theme, glyph)}");' for glyph in ("down", "up"))
    small = "width: 9px; height: 9px;"
    return [
        f"QComboBox {{ {line} border-radius: 3px; padding: 3px 6px; background: {theme.alternate}; }}",
        f"QComboBox:focus {{ {focus} }}",
        f"QComboBox:hover {{ background: {theme.quiet}; }}",
        f"QComboBox:disabled {{ color: {theme.disabled}; border-color: {theme.disabled}; }}",
        "QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 20px; }",
        f"QComboBox::down-arrow, QDateEdit::down-arrow {{ {down} width: 10px; height: 10px; }}",
        "QComboBox::down-arrow:disabled, QDateEdit::down-arrow:disabled { image: none; }",
        "QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 16px; }",
        f"QAbstractSpinBox::up-arrow {{ {up} {small} }}",
        f"QAbstractSpinBox::down-arrow {{ {down} {small} }}",
        'QToolButton[hasMenu="true"] { padding-right: 18px; }',
        f'QToolButton[hasMenu="true"][autoRaise="false"] {{ {line} border-radius: 3px;'
        f" padding: 4px 20px 4px 8px; background: {theme.alternate}; }}",
        f"QToolButton::menu-indicator {{ {down} {small} subcontrol-origin: padding;"
        " subcontrol-position: right center; right: 3px; }",
    ]


def _buttons(theme: Theme, line: str, focus: str) -> list[str]:
    thick = f"border: 2px solid {theme.accent};"
    return [
        f"QPushButton {{ {line} border-radius: 3px; padding: 4px 10px; background: {theme.alternate}; }}",
        f"QPushButton:default {{ background: {theme.accent}; color: {theme.on_accent};"
        f" border-color: {theme.accent}; }}",
        f"QPushButton:hover {{ background: {theme.quiet}; }}",
        f"QPushButton:default:hover {{ background: {theme.hover}; }}",
        f"QPushButton:pressed {{ background: {theme.chosen}; color: {theme.on_chosen}; }}",
        f"QPushButton:focus {{ {thick} padding: 3px 9px; }}",
        f"QPushButton:default:focus {{ border: 2px solid {theme.text}; }}",
        f"QPushButton:disabled {{ color: {theme.disabled}; background: {theme.window};"
        f" border-color: {theme.disabled}; }}",
        'QPushButton[isCommand="true"] { border: 2px solid transparent; background: transparent; }',
        f'QPushButton[isCommand="true"]:hover {{ background: {theme.quiet}; }}',
        f'QPushButton[isCommand="true"]:focus {{ {thick} }}',
        f"QToolButton:focus {{ {focus} border-radius: 3px; }}",
        f"QDialog QToolButton {{ {line} border-radius: 3px; padding: 3px 8px;"
        f" background: {theme.alternate}; }}",
        f"QDialog QToolButton:focus {{ {focus} }}",
        f"QDialog QToolButton:disabled {{ color: {theme.disabled}; }}",
    ]


def html_style(theme: Theme) -> str:
    """The style sheet of a text with markup: `faint` remarks, and words on the ground of a hue."""
    rules = [f".faint {{ color: {theme.faint}; }}", f"a {{ color: {theme.link}; }}"]
    for hue in HUES:
        look = theme.marks.of(hue)
        rules.append(f".{hue} {{ background-color: {look.fill}; color: {look.sign}; }}")
    return "\n".join(rules)


def set_tone(widget: QWidget, tone: str) -> None:
    """Say what a widget tells: one of `TONES` for a label, a hue for a bar or a button."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
