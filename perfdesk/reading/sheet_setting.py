"""What a worksheet sets for whoever works in it: frozen panes, the choices its cells offer, its face.

Read only for a sheet on screen; checking never comes here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from perfdesk.core.fault import FileFault
from perfdesk.core.grid import Block, Grid
from perfdesk.reading.package import Package
from perfdesk.reading.rich_text import RichText, rich_strings
from perfdesk.reading.shared_string import unescape
from perfdesk.reading.sheet_face import PLAIN, FaceReader, SheetFace, row_styles, whole_or
from perfdesk.reading.sheet_scan import parse_range
from perfdesk.reading.style import Styles
from perfdesk.reading.xlsx import open_workbook, read_workbook
from perfdesk.reading.xml_part import local_name, parse_part

_MOST_FROZEN = 200
_MOST_WORDS = 500
_CELLS_BEGIN = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,60}:)?sheetData(?=[\s>])")
_CELLS = re.compile(
    r"(?:(?:'(?P<quoted>(?:[^']|'')+)'|(?P<sheet>[^\W\d][\w.]*))!)?(?P<range>[$A-Za-z0-9:]+)\Z"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A drop-down list of some cells: its own words, or the formula that names the cells holding them.

    Attributes:
        prompt: what the sheet tells whoever chooses the cell; empty where it tells nothing.
    """

    blocks: tuple[Block, ...]
    words: tuple[str, ...] = ()
    source: str = ""
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class SheetSetting:
    """What one worksheet sets: rows and columns that stay in view, drop-downs and prompts, its face."""

    frozen_rows: int = 0
    frozen_columns: int = 0
    choices: tuple[Choice, ...] = ()
    face: SheetFace = PLAIN


def package_settings(package: Package, styles: Styles | None) -> dict[str, SheetSetting]:
    """The settings of every worksheet by its name, coloured by the workbook's styles; raises FileFault."""
    found = {}
    workbook = open_workbook(package)
    none: dict[int, RichText] = {}
    strings = whole_or(lambda: rich_strings(workbook, styles), none)
    for entry in workbook.sheets:
        data = package.read_xml(entry.part)
        try:
            reader = _read(without_cells(data), entry.part, styles)
        except FileFault:  # What looked like the cells was none.
            reader = _read(data, entry.part, styles)
        found[entry.name] = reader.setting(reader.face.face(package, entry.part, row_styles(data), strings))
    if any(choice.source for setting in found.values() for choice in setting.choices):
        grids = {grid.name.casefold(): grid for grid in read_workbook(package)}
        found = {name: _with_words(setting, name, grids) for name, setting in found.items()}
    return found


def _read(data: bytes, part: str, styles: Styles | None) -> _SettingReader:
    reader = _SettingReader(FaceReader(styles))
    parse_part(data, part, reader.start, reader.end, reader.text)
    return reader


def without_cells(data: bytes) -> bytes:
    """A worksheet part without its cells, which are most of it and set nothing."""
    begin = _CELLS_BEGIN.search(data)
    tag_end = data.find(b">", begin.end()) if begin else -1
    close = data.rfind(b"</", 0, data.rfind(b"sheetData"))
    is_empty = data[tag_end - 1 : tag_end] == b"/"
    return data if tag_end < 0 or is_empty or close < tag_end else data[: tag_end + 1] + data[close:]


def _with_words(setting: SheetSetting, sheet: str, grids: Mapping[str, Grid]) -> SheetSetting:
    """The setting with the words of lists that stand in cells; a list that cannot be told offers none."""
    choices = (
        replace(choice, words=_words_in_cells(choice.source, sheet, grids)) if choice.source else choice
        for choice in setting.choices
    )
    return replace(setting, choices=tuple(choices))


def _words_in_cells(source: str, sheet: str, grids: Mapping[str, Grid]) -> tuple[str, ...]:
    match = _CELLS.match(source)
    area = None if match is None else parse_range(match.group("range"))
    if match is None or area is None:
        return ()
    named = match.group("quoted")
    other = named.replace("''", "'") if named else match.group("sheet")
    grid = grids.get((other or sheet).casefold())
    block = Block(*area)
    if grid is None:
        return ()
    places = sorted(place for place in grid.cells if block.contains(*place))
    return tuple(text for place in places[:_MOST_WORDS] if (text := grid.cells[place].text.strip()))


@dataclass
class _SettingReader:
    """Gathers settings while a worksheet is parsed; main and extended validations alike."""

    face: FaceReader
    pane: tuple[int, int] = (0, 0)
    choices: list[Choice] = field(default_factory=list)
    _attributes: Mapping[str, str] | None = None
    _texts: dict[str, str] = field(default_factory=dict)
    _path: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        if name == "pane" and attributes.get("state") in ("frozen", "frozenSplit"):
            self.pane = (frozen_count(attributes.get("ySplit")), frozen_count(attributes.get("xSplit")))
        elif name == "dataValidation":
            self._attributes, self._texts = attributes, {}
        elif self._attributes is not None:
            self._path.append(name)
        else:
            self.face.start(name, tag, attributes)

    def end(self, tag: str) -> None:
        self.face.end(tag)
        if local_name(tag) == "dataValidation" and self._attributes is not None:
            self.choices += self._choice(self._attributes)
            self._attributes, self._path = None, []
        elif self._path:
            self._path.pop()

    def text(self, content: str) -> None:
        self.face.text(content)
        # Extended validations hold their formula and places in elements of their own.
        for name in ("formula1", "sqref"):
            if name in self._path:
                self._texts[name] = self._texts.get(name, "") + content

    def setting(self, face: SheetFace) -> SheetSetting:
        return SheetSetting(*self.pane, tuple(self.choices), face)

    def _choice(self, attributes: Mapping[str, str]) -> Iterator[Choice]:
        places = (attributes.get("sqref") or self._texts.get("sqref", "")).split()
        blocks = tuple(Block(*area) for place in places if (area := parse_range(place)) is not None)
        shows_prompt = attributes.get("showInputMessage") in ("1", "true")
        prompt = unescape(attributes.get("prompt", "")) if shows_prompt else ""
        formula = self._texts.get("formula1", "").strip()
        is_list = attributes.get("type") == "list" and attributes.get("showDropDown") not in ("1", "true")
        if not is_list:
            formula = ""
        words: tuple[str, ...] = ()
        if len(formula) > 1 and formula.startswith('"') and formula.endswith('"'):
            words = tuple(word.strip() for word in formula[1:-1].replace('""', '"').split(","))
            formula = ""
        if blocks and (words or formula or prompt):
            yield Choice(blocks, words, formula, prompt)


def frozen_count(text: str | None) -> int:
    """A split as a whole number of rows or columns; a freeze of hundreds leaves nothing to scroll."""
    try:
        count = int(float(text or 0))
    except ValueError:
        return 0
    return count if 0 < count <= _MOST_FROZEN else 0
