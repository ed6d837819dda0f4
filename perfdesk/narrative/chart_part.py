"""Charts as parts of a Word file: DrawingML that Word and WPS can edit, each with its workbook.

Used by `notice` after `render`. Every bar is told from the others without colour, by its shade, its
stripes or its outline, and carries its count. Nothing here depends on the day or the machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from perfdesk.narrative.chart import NUMBERED, PLACE, WIDTH, Bars, Series
from perfdesk.narrative.layout import HEAD, RELATION
from perfdesk.narrative.package import before_end, pack, unpack

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PLACED = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_EMU = 12700
_TYPES, _DOCUMENT, _RELATIONS = "[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels"

_OUTLINE = '<a:ln w="9525"><a:solidFill><a:srgbClr val="404040"/></a:solidFill></a:ln>'
_FILLS = (
    '<a:solidFill><a:srgbClr val="A52A2A"/></a:solidFill>',
    '<a:pattFill prst="narHorz"><a:fgClr><a:srgbClr val="B26B00"/></a:fgClr>'
    '<a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>',
    '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>',
)
_LONE_FILL = '<a:solidFill><a:srgbClr val="44546A"/></a:solidFill>'


def with_charts(content: bytes, charts: Sequence[Bars]) -> bytes:
    """The Word file with each chart where its token stands, numbered in the order of the text."""
    parts = unpack(content)
    text = parts[_DOCUMENT].decode("utf-8")
    order = list(dict.fromkeys(int(found) for found in PLACE.findall(text)))
    numbers = {index: number for number, index in enumerate(order, 1)}
    text = PLACE.sub(lambda found: _drawing(charts[int(found[1])], numbers[int(found[1])]), text)
    parts[_DOCUMENT] = NUMBERED.sub(lambda found: str(numbers.get(int(found[1]), "")), text).encode()
    for name in parts:
        # A chart has its place in the text; what stands in a header or a note would be boxes.
        if name.startswith(("word/header", "word/footer", "word/footnotes")) and name.endswith(".xml"):
            parts[name] = NUMBERED.sub("", PLACE.sub("", parts[name].decode("utf-8"))).encode()
    for index, number in numbers.items():
        _add(parts, charts[index], number)
    return pack(parts)


def _add(parts: dict[str, bytes], bars: Bars, number: int) -> None:
    """The parts of one chart, and what leads to them."""
    # Names of our own, so that a chart of the template's keeps its parts.
    name, book = f"perfdesk{number}.xml", f"perfdesk{number}.xlsx"
    parts[f"word/charts/{name}"] = _chart(bars).encode()
    parts[f"word/charts/_rels/{name}.rels"] = (
        f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATION}/package" Target="../embeddings/{book}"/></Relationships>'
    ).encode()
    parts[f"word/embeddings/{book}"] = _workbook(bars)
    relation = f'<Relationship Id="{_identifier(number)}" Type="{RELATION}/chart" Target="charts/{name}"/>'
    parts[_RELATIONS] = before_end(parts[_RELATIONS], "Relationships", relation)
    types = f'<Override PartName="/word/charts/{name}" ContentType="{_CHART_TYPE}"/>'
    if b'Extension="xlsx"' not in parts[_TYPES]:
        types += f'<Default Extension="xlsx" ContentType="{_SHEETML}.sheet"/>'
    parts[_TYPES] = before_end(parts[_TYPES], "Types", types)


def _identifier(number: int) -> str:
    return f"rIdPerfdeskChart{number}"


def _drawing(bars: Bars, number: int) -> str:
    """The end of a text, the drawing in its place, and the beginning of a text."""
    size = f'cx="{round(WIDTH * _EMU)}" cy="{round(bars.height * _EMU)}"'
    return (
        f'</w:t><w:drawing><wp:inline xmlns:wp="{_PLACED}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{1000 + number}" name="图{number}" title="{escape(bars.title)}" '
        f'descr="{escape(bars.description)}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_MAIN}"><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" xmlns:r="{RELATION}" r:id="{_identifier(number)}"/>'
        '</a:graphicData></a:graphic></wp:inline></w:drawing><w:t xml:space="preserve">'
    )


def _chart(bars: Bars) -> str:
    series = "".join(_series(bars, at, each) for at, each in enumerate(bars.series))
    is_stacked = len(bars.series) > 1
    grouping, overlap = ("stacked", '<c:overlap val="100"/>') if is_stacked else ("clustered", "")
    direction, side, order = ("bar", "l", "maxMin") if bars.is_lying else ("col", "b", "minMax")
    legend = (
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_words(900)}</c:legend>' if is_stacked else ""
    )
    return (
        f'{HEAD}<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_MAIN}" xmlns:r="{RELATION}">'
        '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/><c:chart>'
        '<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="60"/>{overlap}<c:axId val="1"/><c:axId val="2"/></c:barChart>'
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f"<c:spPr>{_OUTLINE}</c:spPr>{_words(900)}"
        '<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        f'<c:delete val="1"/><c:axPos val="{"t" if bars.is_lying else "l"}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx></c:plotArea>'
        f'{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{_words(900)}<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _words(size: int) -> str:
    """The face of all letters, in hundredths of a point; each script is named, or Chinese falls back."""
    face = (
        '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
        '<a:latin typeface="Times New Roman"/><a:ea typeface="宋体"/><a:cs typeface="Times New Roman"/>'
    )
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="0">{face}</a:defRPr></a:pPr>'
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _series(bars: Bars, at: int, series: Series) -> str:
    column, last = chr(ord("B") + at), len(bars.categories) + 1
    is_stacked = len(bars.series) > 1
    fill = _FILLS[at % len(_FILLS)] if is_stacked else _LONE_FILL
    # A count of nothing is not written into a stack, where it would lie on the next one.
    form, place, behind = ("0;;;", "ctr", _BEHIND) if is_stacked else ("0", "outEnd", "")
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/>'
        f"<c:tx><c:strRef><c:f>Sheet1!${column}$1</c:f>{_cached('str', [series.name])}</c:strRef></c:tx>"
        f'<c:spPr>{fill}{_OUTLINE}</c:spPr><c:invertIfNegative val="0"/>'
        f'<c:dLbls>{_uncounted(bars, series)}<c:numFmt formatCode="{form}" sourceLinked="0"/>'
        f"{behind}{_words(900)}"
        f'<c:dLblPos val="{place}"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f>{_cached('str', bars.categories)}"
        "</c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f>"
        f"{_cached('num', list(map(str, series.counts)))}</c:numRef></c:val></c:ser>"
    )


def _uncounted(bars: Bars, series: Series) -> str:
    """The parts of a stack too short for their counts, which would lie one over another."""
    short = [
        at for at, count in enumerate(series.counts) if len(bars.series) > 1 and not bars.is_counted(count)
    ]
    return "".join(f'<c:dLbl><c:idx val="{at}"/><c:delete val="1"/></c:dLbl>' for at in short)


_BEHIND = '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></c:spPr>'


def _cached(kind: str, texts: Sequence[str]) -> str:
    form = "<c:formatCode>General</c:formatCode>" if kind == "num" else ""
    points = "".join(f'<c:pt idx="{at}"><c:v>{escape(text)}</c:v></c:pt>' for at, text in enumerate(texts))
    return f'<c:{kind}Cache>{form}<c:ptCount val="{len(texts)}"/>{points}</c:{kind}Cache>'


def _workbook(bars: Bars) -> bytes:
    """The workbook behind a chart: names in the first column, a column for each series."""
    rows = [_row(1, [f"（{bars.unit}）", *(series.name for series in bars.series)])]
    for at, category in enumerate(bars.categories):
        rows.append(_row(at + 2, [category, *(series.counts[at] for series in bars.series)]))
    relation = (
        f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELATION}'
    )
    parts = {
        _TYPES: f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEETML}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEETML}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{_SHEET}" xmlns:r="{RELATION}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{relation}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'{HEAD}<worksheet xmlns="{_SHEET}"><sheetData>{"".join(rows)}'
        "</sheetData></worksheet>",
    }
    return pack({name: text.encode() for name, text in parts.items()})


def _row(number: int, contents: Sequence[str | int]) -> str:
    cells = []
    for at, content in enumerate(contents):
        place = f'r="{chr(ord("A") + at)}{number}"'
        if isinstance(content, int):
            cells.append(f"<c {place}><v>{content}</v></c>")
        else:
            cells.append(f'<c {place} t="inlineStr"><is><t>{escape(content)}</t></is></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'
