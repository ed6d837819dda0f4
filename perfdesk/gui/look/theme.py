"""Every colour of the window, in one place: a light, a dark and a high-contrast theme.

Widgets ask `current()` when they paint, and paint again on a change of palette. The sheet keeps its
paper as the file has it, in the dark too, unless contrast is asked for: `paper_marks` lie on that paper.
Named tuples, not dataclasses: they are read before the first window, and made in a fraction of the time.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Shape = Literal["triangle", "square", "circle", "ring", "tick"]
Hue = Literal["red", "amber", "blue", "green", "grey"]
HUES: tuple[Hue, ...] = ("red", "amber", "blue", "green", "grey")
SHAPES: dict[Hue, Shape] = {
    "red": "triangle",
    "amber": "square",
    "blue": "circle",
    "green": "tick",
    "grey": "ring",
}
"""What a hue says, said once more without colour."""
DISTINCT = 3.0
"""The least contrast of a control's frame, and of what has the keys, with what it stands on (1.4.11)."""
READABLE = 4.5
"""The least contrast of text with what it stands on, after WCAG 2.2 (1.4.3)."""


class MarkLook(NamedTuple):
    """Fill and sign of what carries a finding, as `#RRGGBB`; the sign can be read on the fill."""

    fill: str
    sign: str
    shape: Shape


class Marks(NamedTuple):
    """The look of each hue."""

    red: MarkLook
    amber: MarkLook
    blue: MarkLook
    green: MarkLook
    grey: MarkLook

    def of(self, hue: Hue) -> MarkLook:
        """The look of a hue by its name."""
        looks: dict[Hue, MarkLook] = {
            "red": self.red,
            "amber": self.amber,
            "blue": self.blue,
            "green": self.green,
            "grey": self.grey,
        }
        return looks[hue]


class Theme(NamedTuple):
    """All colours as `#RRGGBB`, or `#AARRGGBB` where something must shine through.

    Attributes:
        window, base, alternate, text: panes, lists, every other row, and words on them.
        faint, disabled: remarks, and what cannot be used.
        accent, hover, on_accent: what stands out, and words on it.
        chosen, on_chosen: selected rows.
        quiet: a notice that warns of nothing.
        paper, ink, grid, freeze, frame, veil: the sheet's ground, its plain words, its grid, the edge of
            frozen panes, the current cell's frame, and what lies over the other selected cells.
        keeps_file_colours: whether cells show the file's fills, lines and letters in its own colours.
    """

    key: str
    name: str
    window: str
    base: str
    alternate: str
    text: str
    faint: str
    disabled: str
    border: str
    accent: str
    hover: str
    on_accent: str
    chosen: str
    on_chosen: str
    link: str
    tip: str
    on_tip: str
    quiet: str
    paper: str
    ink: str
    grid: str
    freeze: str
    frame: str
    veil: str
    marks: Marks
    paper_marks: Marks
    keeps_file_colours: bool = True

    @property
    def fault(self) -> str:
        """Words that tell of a fault."""
        return self.marks.red.sign

    @property
    def good(self) -> str:
        """Words that tell of success."""
        return self.marks.green.sign

    def pairs(self) -> list[tuple[str, str]]:
        """Every colour of words with every ground they stand on; each must be `READABLE`."""
        grounds = (self.window, self.base, self.alternate, self.quiet)
        words = (self.text, self.faint, self.link, *(self.marks.of(hue).sign for hue in HUES))
        pairs = [(word, ground) for word in words for ground in grounds]
        for marks, ink in ((self.marks, self.text), (self.paper_marks, self.ink)):
            for hue in HUES:
                look = marks.of(hue)
                pairs += [(look.sign, look.fill), (ink, look.fill)]
        for ground in (self.accent, self.hover):
            pairs.append((self.on_accent, ground))
        pairs += [(self.on_chosen, self.chosen), (self.on_tip, self.tip), (self.ink, self.paper)]
        return pairs

    def edges(self) -> list[tuple[str, str]]:
        """Every frame with every ground around it; each must be `DISTINCT`."""
        grounds = (self.window, self.base, self.alternate)
        return [(line, ground) for line in (self.border, self.accent) for ground in grounds]


def _marks(**looks: tuple[str, str]) -> Marks:
    made = {hue: MarkLook(fill, sign, SHAPES[hue]) for hue in HUES for fill, sign in [looks[hue]]}
    return Marks(**made)


_ON_WHITE = _marks(
    red=("#FFC7CE", "#A80008"),
    amber=("#FFEB9C", "#8F4700"),
    blue=("#BDD7EE", "#1A5191"),
    green=("#DDF4E4", "#146C2E"),
    grey=("#E7EAEE", "#57606A"),
)
LIGHT = Theme(
    key="light",
    name="浅色",
    window="#F5F6F8",
    base="#FFFFFF",
    alternate="#F7F9FB",
    text="#1F2328",
    faint="#57606A",
    disabled="#8C959F",
    border="#868F9A",
    accent="#1F5FA8",
    hover="#2468B4",
    on_accent="#FFFFFF",
    chosen="#CFE3F7",
    on_chosen="#10263D",
    link="#1F5FA8",
    tip="#FFFFF0",
    on_tip="#1F2328",
    quiet="#EEF3F8",
    paper="#FFFFFF",
    ink="#000000",
    grid="#E1E4E8",
    freeze="#7A8794",
    frame="#1F5FA8",
    veil="#261F5FA8",
    marks=_ON_WHITE,
    paper_marks=_ON_WHITE,
)
DARK = Theme(
    key="dark",
    name="深色",
    window="#24272C",
    base="#1B1E22",
    alternate="#202429",
    text="#E6E9ED",
    faint="#A9B1BB",
    disabled="#747C86",
    border="#717A85",
    accent="#3172C4",
    hover="#3A76C0",
    on_accent="#FFFFFF",
    chosen="#2C4A6B",
    on_chosen="#FFFFFF",
    link="#7DB5F5",
    tip="#33383F",
    on_tip="#E6E9ED",
    quiet="#283442",
    paper="#FFFFFF",
    ink="#000000",
    grid="#E1E4E8",
    freeze="#7A8794",
    frame="#1F5FA8",
    veil="#261F5FA8",
    marks=_marks(
        red=("#5A2328", "#FF9CA3"),
        amber=("#4A3712", "#FFC766"),
        blue=("#1E3A5F", "#93C5FD"),
        green=("#1D4028", "#7EE2A0"),
        grey=("#3A4149", "#C6CDD5"),
    ),
    paper_marks=_ON_WHITE,
)
_ON_BLACK = _marks(
    red=("#4D0000", "#FF9A9A"),
    amber=("#3D2E00", "#FFD24D"),
    blue=("#002B52", "#8FD0FF"),
    green=("#003A14", "#6FF29A"),
    grey=("#2B2B2B", "#E0E0E0"),
)
CONTRAST = Theme(
    key="contrast",
    name="高对比度",
    window="#000000",
    base="#000000",
    alternate="#141414",
    text="#FFFFFF",
    faint="#E6E6E6",
    disabled="#9A9A9A",
    border="#FFFFFF",
    accent="#FFE600",
    hover="#FFF27A",
    on_accent="#000000",
    chosen="#FFE600",
    on_chosen="#000000",
    link="#8FD0FF",
    tip="#000000",
    on_tip="#FFE600",
    quiet="#1F1F1F",
    paper="#000000",
    ink="#FFFFFF",
    grid="#4A4A4A",
    freeze="#FFE600",
    frame="#FFE600",
    veil="#59FFE600",
    marks=_ON_BLACK,
    paper_marks=_ON_BLACK,
    keeps_file_colours=False,
)
THEMES: dict[str, Theme] = {theme.key: theme for theme in (LIGHT, DARK, CONTRAST)}
_used = [LIGHT]


def current() -> Theme:
    """The theme the window is painted in."""
    return _used[0]


def use(theme: Theme) -> None:
    """Paint in another theme from now on; who has painted already is told by the change of palette."""
    _used[0] = theme


def contrast(first: str, second: str) -> float:
    """How far two colours differ in brightness, 1 to 21, after WCAG 2.2."""
    bright, dim = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
