"""What a worksheet sets for paper: size, margins, scale, breaks, area, repeated rows, header and footer.

Read only for a sheet that is to be printed; checking never comes here. Odd values give the usual ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from perfdesk.core.grid import Block, column_number
from perfdesk.reading.package import Package
from perfdesk.reading.shared_string import unescape
from perfdesk.reading.sheet_scan import parse_range
from perfdesk.reading.xlsx import open_workbook
from perfdesk.reading.xml_part import local_name, parse_part

A4 = 9
_SIDES = ("left", "top", "right", "bottom", "header", "footer")
_USUAL_MARGINS = (0.7, 0.75, 0.7, 0.75, 0.3, 0.3)
_WIDEST_MARGIN = 20.0
_MOST_BREAKS = 2000
_TRUE = ("1", "true")
_WORDS = {"oddHeader": "header", "oddFooter": "footer"}
_BREAKS = {"rowBreaks": "row", "colBreaks": "column"}
_AREA, _TITLES = "_xlnm.Print_Area", "_xlnm.Print_Titles"
_SPAN = re.compile(r"\$?([0-9]{1,7}):\$?([0-9]{1,7})\Z|\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})\Z")
_WHOLE = re.compile(r"(?:'(?:[^']|'')*'|[^,'])+")


@dataclass(frozen=True, slots=True)
class PageSetting:
    """How one worksheet goes on paper.

    Attributes:
        is_set: the file says something of paper and scale; else the rest are the usual values.
        paper: Excel's number of the paper, 9 for A4.
        scale: in percent; counts where `fits` is not set.
        fits: shrink to `fit_width` pages across and `fit_height` pages down; 0 is as many as it takes.
        margins: left, top, right, bottom, header and footer in inches.
        header, footer: with Excel's codes, such as `&C第 &P 页，共 &N 页`.
        areas: blocks to print, each on pages of its own; empty for the whole sheet.
        repeated_rows, repeated_columns: first and last, on every page.
        row_breaks, column_breaks: after these rows and columns the user wants a new page.
    """

    is_set: bool = False
    paper: int = A4
    is_landscape: bool = False
    scale: int = 100
    fits: bool = False
    fit_width: int = 1
    fit_height: int = 1
    margins: tuple[float, float, float, float, float, float] = _USUAL_MARGINS
    is_centered_across: bool = False
    is_centered_down: bool = False
    has_grid: bool = False
    across_first: bool = False
    first_number: int = 1
    header: str = ""
    footer: str = ""
    areas: tuple[Block, ...] = ()
    repeated_rows: tuple[int, int] | None = None
    repeated_columns: tuple[int, int] | None = None
    row_breaks: tuple[int, ...] = ()
    column_breaks: tuple[int, ...] = ()


def package_pages(package: Package) -> dict[str, PageSetting]:
    """The page settings of every worksheet by its name; raises FileFault."""
    names = _PrintNames()
    part = package.workbook_part()
    parse_part(package.read(part), part, names.start, names.end, names.text)
    found = {}
    for entry in open_workbook(package).sheets:
        reader = _PageReader()
        parse_part(package.read_xml(entry.part), entry.part, reader.start, reader.end, reader.text)
        found[entry.name] = _with_names(reader.setting(), names.of(entry.name))
    return found


def _with_names(setting: PageSetting, names: Mapping[str, str]) -> PageSetting:
    """The setting with print area and repeated rows, which a workbook keeps as defined names."""
    ranges = [parse_range(piece.replace("$", "")) for piece in _pieces(names.get(_AREA, ""))]
    rows = columns = None
    for piece in _pieces(names.get(_TITLES, "")):
        match = _SPAN.match(piece)
        if match is None:
            continue
        if match.group(1):
            rows = _ordered(int(match.group(1)), int(match.group(2)))
        else:
            columns = _ordered(column_number(match.group(3)), column_number(match.group(4)))
    areas = tuple(Block(*area) for area in ranges if area is not None)
    return replace(setting, areas=areas, repeated_rows=rows, repeated_columns=columns)


def _pieces(formula: str) -> list[str]:
    """The references of a name's formula without their sheets: `A!$1:$2,A!$A:$A` is `$1:$2`, `$A:$A`."""
    return [piece.rpartition("!")[2].strip() for piece in _WHOLE.findall(formula)]


def _ordered(first: int, last: int) -> tuple[int, int]:
    return max(1, min(first, last)), max(first, last)


@dataclass
class _PrintNames:
    """Gathers the defined names of printing, by the sheet they belong to."""

    sheets: list[str] = field(default_factory=list)
    names: dict[tuple[int, str], str] = field(default_factory=dict)
    _open: tuple[int, str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        if name == "sheet":
            self.sheets.append(unescape(attributes.get("name", "")))
        elif name == "definedName" and attributes.get("name") in (_AREA, _TITLES):
            self._open = (_natural(attributes.get("localSheetId"), 0), attributes["name"])

    def end(self, tag: str) -> None:
        if local_name(tag) == "definedName":
            self._open = None

    def text(self, content: str) -> None:
        if self._open is not None:
            self.names[self._open] = self.names.get(self._open, "") + content

    def of(self, sheet: str) -> dict[str, str]:
        """The formulas of one sheet's names."""
        return {
            name: formula
            for (number, name), formula in self.names.items()
            if number < len(self.sheets) and self.sheets[number] == sheet
        }


@dataclass
class _PageReader:
    """Gathers page settings while a worksheet is parsed."""

    attributes: dict[str, Mapping[str, str]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    breaks: dict[str, list[int]] = field(default_factory=lambda: {"row": [], "column": []})
    _words: str = ""
    _breaks: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        if name in ("pageSetUpPr", "printOptions", "pageMargins", "pageSetup"):
            self.attributes.setdefault(name, attributes)
        elif name in _BREAKS:
            self._breaks = _BREAKS[name]
        elif name == "brk" and self._breaks and len(self.breaks[self._breaks]) < _MOST_BREAKS:
            self.breaks[self._breaks].append(_natural(attributes.get("id"), 0))
        self._words = _WORDS.get(name, "")

    def end(self, tag: str) -> None:
        self._words = ""
        if local_name(tag) in _BREAKS:
            self._breaks = ""

    def text(self, content: str) -> None:
        if self._words:
            self.words[self._words] = self.words.get(self._words, "") + content

    def setting(self) -> PageSetting:
        page, options = self.attributes.get("pageSetup", {}), self.attributes.get("printOptions", {})
        fits = self.attributes.get("pageSetUpPr", {}).get("fitToPage") in _TRUE
        own_number = page.get("useFirstPageNumber") in _TRUE
        return PageSetting(
            is_set=fits or bool(page),
            paper=_natural(page.get("paperSize"), A4) or A4,
            is_landscape=page.get("orientation") == "landscape",
            scale=min(400, max(10, _natural(page.get("scale"), 100))),
            fits=fits,
            fit_width=_natural(page.get("fitToWidth"), 1),
            fit_height=_natural(page.get("fitToHeight"), 1),
            margins=_margins(self.attributes.get("pageMargins", {})),
            is_centered_across=options.get("horizontalCentered") in _TRUE,
            is_centered_down=options.get("verticalCentered") in _TRUE,
            has_grid=options.get("gridLines") in _TRUE,
            across_first=page.get("pageOrder") == "overThenDown",
            first_number=_natural(page.get("firstPageNumber"), 1) if own_number else 1,
            header=self.words.get("header", ""),
            footer=self.words.get("footer", ""),
            row_breaks=tuple(sorted(self.breaks["row"])),
            column_breaks=tuple(sorted(self.breaks["column"])),
        )


def _margins(attributes: Mapping[str, str]) -> tuple[float, float, float, float, float, float]:
    left, top, right, bottom, header, footer = (
        _inches(attributes.get(side), usual) for side, usual in zip(_SIDES, _USUAL_MARGINS, strict=True)
    )
    return left, top, right, bottom, header, footer


def _inches(text: str | None, usual: float) -> float:
    try:
        inches = float(text) if text else usual
    except ValueError:
        return usual
    return inches if 0 <= inches <= _WIDEST_MARGIN else usual


def _natural(text: str | None, usual: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else usual
