"""Pictures and charts of a Word file as the page prints them: what a drawing is, how large, and where.

Beside `page_source`, which meets the drawings. PNG and JPEG are printed, bar charts drawn; what is neither
is left out and counted by the caller.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from perfdesk.narrative.chart import Bars, Series
from perfdesk.narrative.layout import RELATION
from perfdesk.narrative.page_picture import is_printable
from perfdesk.narrative.page_text import Drawing, Floating, Graphic, Look, Picture, Run

Part = Callable[[str], bytes | None]
"""The bytes of the part that a relation leads to, None where there is none."""

_PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_VML = "{urn:schemas-microsoft-com:vml}"
_EMU = 12700
_LENGTHS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75}
_MOST_BARS, _MOST_SERIES = 60, 8


def graphic_run(element: Element, look: Look, part: Part) -> Run | None:
    """A `w:drawing`, `w:pict` or `w:object` as a run; None where it cannot be printed."""
    frame = next(iter(element), None)
    if frame is None or not frame.tag.startswith(_PLACED):
        old = _old_picture(element, part)
        return Run("", look, graphic=old) if old is not None else None
    graphic = _graphic(frame, part)
    if graphic is None:
        return None
    if frame.tag == f"{_PLACED}anchor" and frame.find(f"{_PLACED}wrapNone") is not None:
        across, down = _offset(frame, "positionH", "page"), _offset(frame, "positionV", "page", "margin")
        return Run("", look, floating=Floating(graphic, across, down))
    return Run("", look, graphic=graphic)


def _graphic(frame: Element, part: Part) -> Graphic | None:
    extent = frame.find(f"{_PLACED}extent")
    if extent is None:
        return None
    width, height = (_number(extent.get(name)) / _EMU for name in ("cx", "cy"))
    if width <= 0 or height <= 0:
        return None
    blip, chart = frame.find(f".//{_MAIN}blip"), frame.find(f".//{_CHART}chart")
    if blip is not None:
        picture = _picture(part(blip.get(f"{{{RELATION}}}embed", "")), width, height)
        return None if picture is None else replace(picture, cut=_cut(frame.find(f".//{_MAIN}srcRect")))
    content = part(chart.get(f"{{{RELATION}}}id", "")) if chart is not None else None
    bars = read_bars(content) if content is not None else None
    return Drawing(bars, width, height) if bars is not None else None


def _cut(rectangle: Element | None) -> tuple[float, float, float, float]:
    """What is cut off at each side; nothing where no picture would be left."""
    if rectangle is None:
        return 0.0, 0.0, 0.0, 0.0
    left, top, right, bottom = (
        min(max(_number(rectangle.get(side)) / 100_000, 0.0), 0.99) for side in "ltrb"
    )
    return (left, top, right, bottom) if left + right < 1 and top + bottom < 1 else (0.0, 0.0, 0.0, 0.0)


def _picture(content: bytes | None, width: float, height: float) -> Picture | None:
    return Picture(content, width, height) if content is not None and is_printable(content) else None


def _old_picture(element: Element, part: Part) -> Picture | None:
    """A picture as Word wrote it before DrawingML, and some editors still do."""
    shape, image = element.find(f".//{_VML}shape"), element.find(f".//{_VML}imagedata")
    if shape is None or image is None:
        return None
    said = dict(piece.partition(":")[::2] for piece in shape.get("style", "").replace(" ", "").split(";"))
    width, height = _length(said.get("width", "")), _length(said.get("height", ""))
    if width <= 0 or height <= 0:
        return None
    return _picture(part(image.get(f"{{{RELATION}}}id", "")), width, height)


def _offset(frame: Element, name: str, *known: str) -> tuple[str, float | str]:
    """What a floating graphic's place counts from, and by how much or to which side."""
    place = frame.find(f"{_PLACED}{name}")
    if place is None:
        return "margin", 0.0
    relative = place.get("relativeFrom", "")
    align, offset = place.find(f"{_PLACED}align"), place.find(f"{_PLACED}posOffset")
    begin = relative if relative in known else "paragraph"
    if align is not None:
        return begin, (align.text or "").strip()
    return begin, _number(offset.text if offset is not None else None) / _EMU


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _length(text: str) -> float:
    """A length of a style sheet in points; 0 for what is none."""
    return _number(text[:-2]) * _LENGTHS.get(text[-2:], 0.0)


def read_bars(content: bytes) -> Bars | None:
    """The bar chart of a chart part, as it was last saved; None for charts of other kinds."""
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        return None
    chart = root.find(f".//{_CHART}barChart")
    if chart is None:
        return None
    direction = chart.find(f"{_CHART}barDir")
    series, categories = [], list[str]()
    for each in chart.findall(f"{_CHART}ser")[:_MOST_SERIES]:
        texts = _points(each.find(f"{_CHART}cat"))
        categories = texts if len(texts) > len(categories) else categories
        name = "".join(_points(each.find(f"{_CHART}tx")))
        series.append((name, [round(_number(text)) for text in _points(each.find(f"{_CHART}val"))]))
    count = min(len(categories), _MOST_BARS)
    if not count or not series:
        return None
    evened = tuple(Series(name, tuple((counts + [0] * count)[:count])) for name, counts in series)
    is_lying = direction is not None and direction.get("val") == "bar"
    return Bars("", "", tuple(categories[:count]), evened, is_lying)


def _points(element: Element | None) -> list[str]:
    """The cached texts or numbers of a reference."""
    return [value.text or "" for value in element.iter(f"{_CHART}v")] if element is not None else []
