"""A workbook in which nearly everything that can name a row of a sheet does so.

Sheet `表` holds figures in rows 1 to 9; the other parts speak of its rows 3 and 9.
"""

from __future__ import annotations

from tests.reading import workbook_maker as maker

_OFFICE_TYPE = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    "xl/charts/chart1.xml": f"{_OFFICE_TYPE}.drawingml.chart+xml",
    "xl/drawings/drawing1.xml": f"{_OFFICE_TYPE}.drawing+xml",
    "xl/pivotCache/pivotCacheDefinition1.xml": f"{_OFFICE_TYPE}.spreadsheetml.pivotCacheDefinition+xml",
    "xl/ctrlProps/ctrlProp1.xml": "application/vnd.ms-excel.controlproperties+xml",
}
_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


def rich_workbook() -> bytes:
    """The workbook's bytes."""
    made = maker.parts(_sheet())
    made["[Content_Types].xml"] = maker.CONTENT_TYPES.replace("</Types>", _overrides() + "</Types>")
    made["xl/workbook.xml"] = (
        f'<workbook xmlns="{maker.MAIN}" xmlns:r="{maker.OFFICE}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="rId1"/><sheet name="别的" sheetId="2" r:id="rId2"/></sheets></workbook>'
    )
    made["xl/_rels/workbook.xml.rels"] = maker.relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "worksheet", "worksheets/sheet2.xml"),
        ("rId3", "calcChain", "calcChain.xml"),
        ("rId4", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
    )
    made["xl/worksheets/sheet2.xml"] = maker.sheet('<row r="1"><c r="A1"><f>表!A3*2</f><v>6</v></c></row>')
    made["xl/worksheets/_rels/sheet1.xml.rels"] = maker.relations(
        ("rId1", "drawing", "../drawings/drawing1.xml"),
        ("rId2", "vmlDrawing", "../drawings/vmlDrawing1.vml"),
        ("rId3", "comments", "../comments1.xml"),
        ("rId4", "threadedComment", "../threadedComments/threadedComment1.xml"),
        ("rId5", "table", "../tables/table1.xml"),
        ("rId6", "ctrlProp", "../ctrlProps/ctrlProp1.xml"),
    )
    made["xl/drawings/_rels/drawing1.xml.rels"] = maker.relations(("rId1", "chart", "../charts/chart1.xml"))
    return maker.pack({**made, **_drawn(), **_spoken()})


def _overrides() -> str:
    return "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _TYPES.items())


def _sheet() -> str:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c>'
        + ('<c r="B3"><f>A1</f><v>1</v></c>' if row == 3 else "")
        + "</row>"
        for row in range(1, 10)
    )
    extension = (
        f'<extLst><ext xmlns:x14="{_X14}" uri="甲"><x14:dataValidations xmlns:xm="{_XM}" count="1">'
        '<x14:dataValidation type="list"><x14:formula1><xm:f>表!$A$1:$A$9</xm:f></x14:formula1>'
        "<xm:sqref>B3:B9</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    return maker.sheet(rows, extension)


def _drawn() -> dict[str, maker.Part]:
    """The drawing, the chart, the old drawing, the control."""

    def edge(name: str, column: int, row: int, offset: int) -> str:
        return (
            f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row>"
            f"<xdr:rowOff>{offset}</xdr:rowOff></xdr:{name}>"
        )

    shape = '<xdr:sp textlink="表!$A$3"/><xdr:clientData/>'
    return {
        "xl/drawings/drawing1.xml": (
            f'<xdr:wsDr xmlns:xdr="{_XDR}"><xdr:twoCellAnchor>{edge("from", 1, 2, 5)}{edge("to", 3, 8, 5)}{shape}'
            f'</xdr:twoCellAnchor><xdr:twoCellAnchor editAs="absolute">{edge("from", 1, 7, 0)}{edge("to", 2, 8, 0)}'
            "<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
        ),
        "xl/charts/chart1.xml": f'<c:chart xmlns:c="{_CHART}"><c:val><c:f>表!$B$2:$B$9</c:f></c:val></c:chart>',
        # As Excel writes it: `<br>` makes it no well-formed XML.
        "xl/drawings/vmlDrawing1.vml": (
            '<xml xmlns:v="v" xmlns:x="x"><v:shape id="a"><br><x:ClientData ObjectType="Note">'
            "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>2, 15, 1, 2, 4, 15, 5, 1</x:Anchor>"
            "<x:Row>2</x:Row><x:Column>0</x:Column></x:ClientData></v:shape>"
            '<v:shape id="b"><x:ClientData ObjectType="Checkbox"><x:SizeWithCells/>'
            "<x:Anchor>2, 15, 0, 2, 4, 15, 1, 1</x:Anchor><x:FmlaLink>$B$3</x:FmlaLink></x:ClientData></v:shape></xml>"
        ),
        "xl/ctrlProps/ctrlProp1.xml": f'<formControlPr xmlns="{_X14}" objectType="CheckBox" fmlaLink="表!$A$3"/>',
    }


def _spoken() -> dict[str, maker.Part]:
    """The comments, the table, the source of a pivot table, the order of calculation."""
    return {
        "xl/comments1.xml": (
            f'<comments xmlns="{maker.MAIN}"><authors><author>甲</author></authors><commentList>'
            '<comment ref="A3" authorId="0"><text><t>看</t></text></comment></commentList></comments>'
        ),
        "xl/threadedComments/threadedComment1.xml": (
            f'<ThreadedComments xmlns="{_THREADED}"><threadedComment ref="A3" personId="p" id="i">'
            "<text>看</text></threadedComment></ThreadedComments>"
        ),
        "xl/tables/table1.xml": (
            f'<table xmlns="{maker.MAIN}" id="1" displayName="表1" ref="D2:E9"><autoFilter ref="D2:E9"/></table>'
        ),
        "xl/pivotCache/pivotCacheDefinition1.xml": (
            f'<pivotCacheDefinition xmlns="{maker.MAIN}"><cacheSource type="worksheet">'
            '<worksheetSource ref="A1:B9" sheet="表"/></cacheSource></pivotCacheDefinition>'
        ),
        "xl/calcChain.xml": f'<calcChain xmlns="{maker.MAIN}"><c r="B3" i="1"/><c r="A1" i="2"/></calcChain>',
    }
