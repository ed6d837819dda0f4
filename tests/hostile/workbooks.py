"""Well-packed workbooks whose XML is made to harm: far cells, floods, cycles, and values out of range."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.hostile.archives import Made
from tests.hostile.form import GOOD, ROWS, SHEET, form_parts
from tests.reading import workbook_maker as book

_MAIN = book.MAIN
_FAR = "A1:XFD1048576"


def workbooks() -> Made:
    """Every hostile workbook by name."""
    yield from _cells()
    yield from _merges()
    yield from _floods()
    yield from _formulas()
    yield from _relations()
    yield from _styles()
    yield from _strings()
    yield from _deep()
    yield from _forms()


def sheet_file(rows: str, after: str = "", before: str = "", ballast: int = 0) -> bytes:
    """A workbook of one sheet; ballast that cannot be squeezed makes the ratio pass for an honest one."""
    parts = {**GOOD, SHEET: book.sheet(rows, after, before)}
    return book.pack({**parts, "xl/media/b.bin": random.Random(1).randbytes(ballast)} if ballast else parts)


def _row(number: int, cells: str) -> str:
    return f'<row r="{number}">{cells}</row>'


def _rows(count: int, columns: int, cell: str) -> str:
    """Rows of cells without addresses, the shortest way to write many."""
    return ("<row>" + cell * columns + "</row>") * count


def _cells() -> Made:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield "cell-at-the-far-corner", lambda: sheet_file(ROWS + far)
    yield (
        "cells-at-both-corners-merged",
        lambda: sheet_file(ROWS + far, f'<mergeCells><mergeCell ref="{_FAR}"/></mergeCells>'),
    )
    dimension = f'<dimension ref="{_FAR}"/>'
    yield "dimension-of-17-billion-cells", lambda: sheet_file(ROWS, before=dimension)
    yield "dimension-of-nonsense", lambda: sheet_file(ROWS, before='<dimension ref="A0:ZZZZ99999999999"/>')
    for row in ("2000000000", "0", "-1", "1e9", "", "99999999999999999999999", "１"):
        yield (
            f"row-{row or 'blank'}",
            lambda r=row: sheet_file(ROWS + f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>'),
        )
    for place in ("XFE1", "A1048577", "AAAA1", "1A", "A", "", "$A$1", "a1", "A1:B2", "R1C1", "表1"):
        yield f"cell-{place or 'blank'}", lambda p=place: sheet_file(_row(1, f'<c r="{p}"><v>1</v></c>'))
    yield (
        "cells-backwards",
        lambda: sheet_file("".join(_row(n, f'<c r="A{n}"><v>{n}</v></c>') for n in range(900, 0, -1))),
    )
    yield "cells-doubled", lambda: sheet_file(_row(1, '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>') * 50)
    yield "cells-in-cells", lambda: sheet_file("<row><c>" * 5_000 + "</c></row>" * 5_000)
    values = (
        "1e400",
        "-1e-400",
        "NaN",
        "inf",
        "0x10",
        "1_000",
        "１２",
        "",
        " ",
        "9" * 5_000,
        "1e99999999",
        "--1",
        "\U0001d7d8",
    )
    for number, value in enumerate(values):
        yield (
            f"value-{number}",
            lambda v=value: sheet_file(_row(1, f'<c r="A1"><v>{v}</v></c><c r="B1" s="1"><v>{v}</v></c>')),
        )
    for kind in ("s", "b", "e", "d", "str", "inlineStr", "q", ""):
        yield (
            f"kind-{kind or 'blank'}",
            lambda k=kind: sheet_file(_row(1, f'<c r="A1" t="{k}"><v>99</v></c>')),
        )
    yield (
        "text-of-20-million-letters",
        lambda: sheet_file(
            _row(1, f'<c r="A1" t="inlineStr"><is><t>{"长" * 7_000_000}</t></is></c>'), ballast=300_000
        ),
    )
    yield (
        "attribute-of-20-million-letters",
        lambda: sheet_file(_row(1, f'<c r="A1" x="{"a" * 20_000_000}"><v>1</v></c>'), ballast=300_000),
    )
    attributes = " ".join(f'a{n}="1"' for n in range(50_000))
    yield "attributes-50000", lambda: sheet_file(_row(1, f'<c r="A1" {attributes}/>'))
    yield (
        "control-letters",
        lambda: sheet_file(_row(1, '<c r="A1" t="inlineStr"><is><t>&#1;&#0;\ufffe</t></is></c>')),
    )
    yield (
        "escaped-surrogates",
        lambda: sheet_file(_row(1, '<c r="A1" t="inlineStr"><is><t>_xD800_甲_xDFFF__x0000_</t></is></c>')),
    )


def _merges() -> Made:
    def merged(*references: str) -> bytes:
        merges = "".join(f'<mergeCell ref="{reference}"/>' for reference in references)
        return sheet_file(
            ROWS + _row(3_000, '<c r="Z3000"><v>1</v></c>'), f"<mergeCells>{merges}</mergeCells>"
        )

    yield "merge-of-the-whole-sheet", lambda: merged(_FAR)
    yield "merges-that-all-overlap", lambda: merged(*(f"A1:Z{n}" for n in range(2, 9_000)))
    yield "merges-that-cross", lambda: merged(*(f"A{n}:XFD{n + 3}" for n in range(1, 9_000)))
    yield "merges-19999", lambda: merged(*(f"A{n}:C{n}" for n in range(1, 20_000)))
    yield "merges-40000", lambda: merged(*(f"A{n}:C{n}" for n in range(1, 40_000)))
    yield (
        "merges-tall",
        lambda: merged(*(f"{letter}1:{letter}1048576" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
    )
    yield (
        "merges-of-nonsense",
        lambda: merged("", "A", "1", "A0:A0", "B2:A1", "A1:A1:A1", "XFE1:XFE2", "Sheet2!A1:B2"),
    )


def _floods() -> Made:
    yield "cells-10-million", lambda: sheet_file(_rows(625, 16_000, "<c/>"), ballast=700_000)
    yield "cells-499000-blank", lambda: sheet_file(_rows(4_990, 100, "<c s='1'/>"), ballast=100_000)
    yield "cells-499000-numbers", lambda: sheet_file(_rows(4_990, 100, "<c><v>1</v></c>"), ballast=200_000)
    texts = "<c t='inlineStr'><is><t>项目</t></is></c>"
    yield "cells-499000-texts", lambda: sheet_file(_rows(4_990, 100, texts), ballast=300_000)
    yield (
        "cells-190000-different-texts",
        lambda: sheet_file(
            "".join(
                _row(r, "".join(f"<c t='str'><v>目{r}{c}项</v></c>" for c in range(10)))
                for r in range(1, 19_001)
            )
        ),
    )
    yield (
        "cells-190000-different-numbers",
        lambda: sheet_file(
            "".join(_row(r, "".join(f"<c><v>{r}.{c}7</v></c>" for c in range(10))) for r in range(1, 19_001))
        ),
    )
    yield (
        "rows-1-million-empty",
        lambda: sheet_file(
            "<row s='1' customFormat='1' ht='20' customHeight='1'/>" * 1_048_576, ballast=700_000
        ),
    )
    yield "rows-2-million-empty", lambda: sheet_file("<row/>" * 2_000_000, ballast=300_000)
    yield (
        "rows-hidden",
        lambda: sheet_file("".join(f'<row r="{n}" hidden="1"/>' for n in range(1, 200_000)), ballast=300_000),
    )
    yield (
        "columns-16384",
        lambda: sheet_file(
            ROWS,
            before="<cols>"
            + "".join(f'<col min="{n}" max="{n}" width="9" hidden="1"/>' for n in range(1, 16_385))
            + "</cols>",
        ),
    )
    yield (
        "columns-senseless",
        lambda: sheet_file(
            ROWS,
            before='<cols><col min="1" max="4294967296" width="1e999"/><col min="-1" max="0"/><col/></cols>',
        ),
    )
    names = "".join(f'<definedName name="n{n}">表!$A${n + 1}</definedName>' for n in range(300_000))
    yield "defined-names-300000", lambda: _with_workbook(f"<definedNames>{names}</definedNames>")
    rules = '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>A1</formula></cfRule></conditionalFormatting>'
    yield "conditional-formats-50000", lambda: sheet_file(ROWS, rules * 50_000, ballast=200_000)
    validations = (
        '<dataValidation type="list" sqref="A1:XFD1048576"><formula1>"甲,乙"</formula1></dataValidation>'
    )
    yield (
        "validations-65000",
        lambda: sheet_file(
            ROWS, f"<dataValidations>{validations * 65_000}</dataValidations>", ballast=200_000
        ),
    )
    links = '<hyperlink ref="A1" location="x"/>'
    yield (
        "hyperlinks-100000",
        lambda: sheet_file(ROWS, f"<hyperlinks>{links * 100_000}</hyperlinks>", ballast=200_000),
    )
    yield "sheets-990", lambda: _many_sheets(990)
    yield "sheets-1500", lambda: _many_sheets(1_500)
    yield "sheets-the-same-part", lambda: _many_sheets(40, same=True)


def _with_workbook(extra: str) -> bytes:
    text = str(GOOD["xl/workbook.xml"]).replace("</workbook>", extra + "</workbook>")
    return book.pack({**GOOD, "xl/workbook.xml": text, "b.bin": random.Random(1).randbytes(400_000)})


def _many_sheets(count: int, *, same: bool = False) -> bytes:
    numbers = range(1, count + 1)
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    text = f'<workbook xmlns="{_MAIN}" xmlns:r="{book.OFFICE}"><sheets>{listed}</sheets></workbook>'
    target = [f"worksheets/s{1 if same else n}.xml" for n in numbers]
    links = book.relations(*((f"r{n}", "worksheet", target[n - 1]) for n in numbers))
    return book.pack({**GOOD, "xl/workbook.xml": text, "xl/_rels/workbook.xml.rels": links,
                      **{f"xl/{name}": book.sheet(ROWS) for name in target}})  # fmt: skip


def _formula_row(*formulas: str) -> str:
    cells = "".join(f"<c><f>{formula}</f><v>1</v></c>" for formula in formulas)
    return f"<row>{cells}</row>"


def _formulas() -> Made:
    yield "formula-of-itself", lambda: sheet_file(_formula_row("A1"))
    yield "formulas-in-a-ring", lambda: sheet_file(_formula_row("B1", "C1", "A1"))
    yield (
        "formula-of-17-billion-cells",
        lambda: sheet_file(_formula_row("SUM(A1:XFD1048576)", "SUM(1:1048576)", "SUM(A:XFD)")),
    )
    yield "formula-nested-5000", lambda: sheet_file(_formula_row("(" * 5_000 + "1" + ")" * 5_000, "C1"))
    yield "formula-nested-100000", lambda: sheet_file(_formula_row("SUM(" * 100_000 + "C1" + ")" * 100_000))
    yield "formula-of-minus-signs", lambda: sheet_file(_formula_row("-" * 100_000 + "C1"))
    yield (
        "formula-of-5-million-letters",
        lambda: sheet_file(_formula_row("A9+" * 1_600_000 + "1"), ballast=200_000),
    )
    yield "formula-of-open-quotes", lambda: sheet_file(_formula_row('"' * 50_001, "'" * 50_001, "[" * 50_001))
    yield (
        "formula-of-powers",
        lambda: sheet_file(
            _formula_row(
                "C1^9^9^9^9", "10^99999999", "1E+99999*1E+99999", "ROUND(C1,999999999)", 'REPT("x",1E9)'
            )
        ),
    )
    chain = "".join(_row(n, f'<c r="A{n}"><f>A{n + 1}+1</f><v>1</v></c>') for n in range(1, 20_000))
    yield "formulas-in-a-chain-of-20000", lambda: sheet_file(chain)
    sums = "".join(
        _row(n, f'<c r="A{n}"><v>1</v></c><c r="B{n}"><f>SUM(A$1:A${n})</f><v>1</v></c>')
        for n in range(1, 5_001)
    )
    yield "formulas-that-all-sum-all", lambda: sheet_file(sums)
    fibonacci = "".join(
        _row(n, f'<c r="A{n}"><f>A{n + 1}+A{n + 2}+A{n + 1}</f><v>1</v></c>') for n in range(1, 3_000)
    )
    yield "formulas-that-double-their-work", lambda: sheet_file(fibonacci)
    shared = '<c r="A1"><f t="shared" si="0">A1</f><v>1</v></c><c r="B1"><f t="shared" si="0"/><v>1</v></c>'
    yield "shared-formula-of-itself", lambda: sheet_file(_row(1, shared))
    crossed = (
        '<c r="A1"><f t="shared" si="0" ref="A1:XFD1048576">B1</f></c><c r="B1"><f t="shared" si="1" ref="B1">A1</f></c>'
        '<c r="C1"><f t="shared" si="0"/></c><c r="D1"><f t="shared" si="77"/></c><c r="E1"><f t="shared"/></c>'
    )
    yield "shared-formulas-that-cross", lambda: sheet_file(_row(1, crossed))
    long = "A1+" * 2_500 + "A1"
    dependants = "".join(_row(n, f'<c r="B{n}"><f t="shared" si="0"/><v>1</v></c>') for n in range(2, 20_000))
    yield (
        "shared-formula-long-and-of-20000-cells",
        lambda: sheet_file(
            _row(1, f'<c r="B1"><f t="shared" si="0" ref="B1:B20000">{long}</f><v>1</v></c>') + dependants
        ),
    )
    array = '<c r="A1"><f t="array" ref="A1:XFD1048576">B1:C2</f><v>1</v></c><c r="B1"><f t="dataTable" ref="A1:B9" r1="A1"/></c>'
    yield "array-formula-of-the-whole-sheet", lambda: sheet_file(_row(1, array))
    yield (
        "formula-that-calls-out",
        lambda: sheet_file(
            _formula_row('WEBSERVICE("http://127.0.0.1:9/x")', "cmd|'/c calc'!A1", "[1]Sheet1!A1")
        ),
    )
    chain_part = f'<calcChain xmlns="{_MAIN}">' + '<c r="A1" i="1"/>' * 200_000 + "</calcChain>"
    yield "calculation-chain-of-200000", lambda: _related("calcChain", "calcChain.xml", chain_part)


def _related(kind: str, target: str, content: str, **more: str) -> bytes:
    """The small workbook with one more part that the workbook points at."""
    links = book.relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId7", kind, target))
    return book.pack({**GOOD, "xl/_rels/workbook.xml.rels": links, f"xl/{target}": content, **more,
                      "b.bin": random.Random(1).randbytes(200_000)})  # fmt: skip


def _relations() -> Made:
    root = "_rels/.rels"
    yield (
        "package-is-its-own-workbook",
        lambda: book.pack({**GOOD, root: book.relations(("r", "officeDocument", root))}),
    )
    own = book.relations(("rId1", "worksheet", "workbook.xml"))
    yield "workbook-is-its-own-sheet", lambda: book.pack({**GOOD, "xl/_rels/workbook.xml.rels": own})
    ring = book.relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "sharedStrings", "workbook.xml"),
        ("rId3", "styles", "worksheets/sheet1.xml"),
    )
    yield (
        "strings-and-styles-are-other-parts",
        lambda: book.pack({**GOOD, "xl/_rels/workbook.xml.rels": ring}),
    )
    drawing = book.relations(
        ("rId1", "drawing", "../drawings/d.xml"),
        ("rId2", "vmlDrawing", "../worksheets/sheet1.xml"),
        ("rId3", "comments", "../comments1.xml"),
    )
    wheel = {
        "xl/worksheets/_rels/sheet1.xml.rels": drawing,
        "xl/drawings/d.xml": "<a/>",
        "xl/drawings/_rels/d.xml.rels": book.relations(("rId1", "chart", "../worksheets/sheet1.xml")),
    }
    yield "drawings-in-a-ring", lambda: book.pack({**GOOD, **wheel})
    many = book.relations(*((f"rId{n}", "worksheet", "worksheets/sheet1.xml") for n in range(1, 100_000)))
    yield (
        "relations-100000",
        lambda: book.pack(
            {**GOOD, "xl/_rels/workbook.xml.rels": many, "b.bin": random.Random(1).randbytes(200_000)}
        ),
    )
    for number, target in enumerate(
        (
            "http://127.0.0.1:9/x.xml",
            "file:///etc/passwd",
            "../../../../etc/passwd",
            "",
            "%2e%2e/%00",
            "\\\\server\\s.xml",
        )
    ):
        outside = book.relations(("rId1", "worksheet", target))
        mode = outside.replace("/></", ' TargetMode="External"/></')
        yield (
            f"sheet-lies-outside-{number}",
            lambda o=outside: book.pack({**GOOD, "xl/_rels/workbook.xml.rels": o}),
        )
        yield (
            f"sheet-lies-outside-and-says-so-{number}",
            lambda m=mode: book.pack({**GOOD, "xl/_rels/workbook.xml.rels": m}),
        )
    external = f'<externalLink xmlns="{_MAIN}"><externalBook/></externalLink>'
    yield "external-link", lambda: _related("externalLink", "externalLinks/externalLink1.xml", external)
    yield (
        "macros",
        lambda: book.pack({**form_parts(), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(9_000)}),
    )
    types = book.CONTENT_TYPES.replace("spreadsheetml.sheet.main", "spreadsheetml.template.main")
    yield "template-type", lambda: book.pack({**GOOD, "[Content_Types].xml": types})
    yield "types-of-nothing", lambda: book.pack({**GOOD, "[Content_Types].xml": "<Types/>"})
    strict = {
        name: str(part).replace(
            "schemas.openxmlformats.org/spreadsheetml/2006/main", "purl.oclc.org/ooxml/spreadsheetml/main"
        )
        for name, part in GOOD.items()
    }
    yield "strict", lambda: book.pack(strict)
    yield (
        "prefixed",
        lambda: book.pack(
            {
                **GOOD,
                SHEET: f'<x:worksheet xmlns:x="{_MAIN}"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>',
            }
        ),
    )
    yield (
        "no-namespace",
        lambda: book.pack(
            {**GOOD, SHEET: "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>"}
        ),
    )
    for number, name in enumerate(("", "表" * 40_000, "[]:*?/\\", "'", "\u202e表", "_x0000_", "表")):
        listed = f'<sheet name="{name}" sheetId="1" r:id="rId1"/>'
        yield (
            f"sheet-name-{number}",
            lambda s=listed: book.pack(
                {
                    **GOOD,
                    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{book.OFFICE}"><sheets>{s}</sheets></workbook>',
                }
            ),
        )


def _styled(style: str) -> bytes:
    rows = _row(1, "".join(f'<c s="{n}"><v>45000.5</v></c>' for n in (0, 1, 2, 65_000, 4_000_000_000)))
    return book.pack(
        book.parts(book.sheet(rows), style=style) | {"b.bin": random.Random(1).randbytes(200_000)}
    )


def _styles() -> Made:
    def codes(*listed: str) -> str:
        return book.styles("General", *listed)

    xfs = '<xf numFmtId="4" fontId="99999" fillId="-1" borderId="x" xfId="77777"/>' * 65_000
    yield (
        "styles-65000",
        lambda: _styled(f'<styleSheet xmlns="{_MAIN}"><cellXfs count="65000">{xfs}</cellXfs></styleSheet>'),
    )
    yield (
        "styles-500000",
        lambda: _styled(f'<styleSheet xmlns="{_MAIN}"><cellXfs>{xfs * 8}</cellXfs></styleSheet>'),
    )
    ring = '<cellStyleXfs><xf xfId="0" numFmtId="200"/></cellStyleXfs><cellXfs><xf xfId="0"/><xf xfId="1"/></cellXfs>'
    yield "styles-in-a-ring", lambda: _styled(f'<styleSheet xmlns="{_MAIN}">{ring}</styleSheet>')
    fonts = "<font><name val='x'/></font>" * 200_000
    yield (
        "fonts-200000",
        lambda: _styled(
            f'<styleSheet xmlns="{_MAIN}"><fonts>{fonts}</fonts><cellXfs><xf/></cellXfs></styleSheet>'
        ),
    )
    formats = (
        "0." + "0" * 30_000,
        "#" * 30_000,
        '"' * 30_001,
        "[" * 30_000,
        "y" * 30_000,
        "\\",
        ";;;;;;;;",
        "0E+" + "0" * 9_000,
        "[>1e999]0",
        "[Red][Blue][$-F800]0",
        "# ?/" + "?" * 9_000,
        "@" * 9_000,
        "0,,,,,,,,,,,,,,,,,,,,,,,",
        "%" * 9_000,
    )
    for number, code in enumerate(formats):
        yield f"number-format-{number}", lambda c=code: _styled(codes(c))
    deep = "<a>" * 100_000 + "</a>" * 100_000
    yield (
        "styles-nested-100000",
        lambda: _styled(f'<styleSheet xmlns="{_MAIN}">{deep}<cellXfs><xf/></cellXfs></styleSheet>'),
    )


def _strings() -> Made:
    def shared(content: str, index: str = "0") -> bytes:
        rows = "".join(_row(n, f'<c r="A{n}" t="s"><v>{index}</v></c>') for n in range(1, 2_000))
        return book.pack(
            book.parts(book.sheet(rows), content) | {"b.bin": random.Random(1).randbytes(300_000)}
        )

    yield "one-long-text-in-2000-cells", lambda: shared(book.strings("长" * 32_000))
    for index in ("-1", "1", "99999999999", "x", "", "0.5", "１"):
        yield f"string-index-{index or 'blank'}", lambda i=index: shared(book.strings("甲"), i)
    yield "strings-1-million", lambda: shared(book.strings(*["甲"] * 1_000_000))
    yield "strings-3-million-empty", lambda: shared(f'<sst xmlns="{_MAIN}">' + "<si/>" * 3_000_000 + "</sst>")
    runs = "<r><rPr><b/></rPr><t>甲</t></r>" * 300_000
    yield "string-of-300000-runs", lambda: shared(f'<sst xmlns="{_MAIN}"><si>{runs}</si></sst>')
    yield (
        "strings-in-strings",
        lambda: shared(f'<sst xmlns="{_MAIN}">' + "<si><t>甲" * 20_000 + "</t></si>" * 20_000 + "</sst>"),
    )


def _deep() -> Made:
    for name, opening, closing in (
        ("extension", "<extLst>", "</extLst>"),
        ("row", "<row>", "</row>"),
        ("cell", "<c>", "</c>"),
        ("text", "<is><t>", "</t></is>"),
    ):
        yield (
            f"nested-200000-{name}",
            lambda o=opening, c=closing: sheet_file(
                ROWS + "<row><c>" + o * 200_000 + c * 200_000 + "</c></row>"
            ),
        )
    yield "nested-200000-never-closed", lambda: sheet_file("<a>" * 200_000)
    nested = "<a>" * 200_000 + "</a>" * 200_000
    for part in ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        text = str(GOOD[part])
        cut = text.rindex("</")
        deep = text[:cut] + nested + text[cut:]
        yield (
            f"nested-200000-in-{part.replace('/', '.')}",
            lambda p=part, d=deep: book.pack({**GOOD, p: d, "b.bin": random.Random(1).randbytes(100_000)}),
        )
    yield "namespaces-50000", lambda: sheet_file("".join(f'<a{n}:x xmlns:a{n}="u"/>' for n in range(50_000)))


_HEADER = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因")


def _text_row(number: int, texts: Iterator[str] | tuple[str, ...]) -> str:
    return _row(number, "".join(f"<c t='str'><v>{text}</v></c>" for text in texts))


def _long_form(indicators: int, first: int = 1) -> str:
    head = [("项目支出绩效自评表",), ("项目名称", "某项目", "主管部门", "某局"), _HEADER]
    rows = [_text_row(first + place, texts) for place, texts in enumerate(head)]
    for number in range(indicators):
        texts = (
            "产出指标",
            "数量指标",
            f"完成第{number}项工作",
            "≥95%",
            "97%",
            "1",
            "1",
            f"原因{number}：因工作安排调整，未能按期完成",
        )
        rows.append(_text_row(first + 3 + number, texts))
    return "".join(rows)


def _forms() -> Made:
    """Forms in earnest, but far too many rows, forms or sentences of them."""
    yield "form-of-2000-indicators", lambda: sheet_file(_long_form(2_000))
    yield "form-of-20000-indicators", lambda: sheet_file(_long_form(20_000))
    yield "forms-300-on-one-sheet", lambda: sheet_file("".join(_long_form(4, 1 + 8 * n) for n in range(300)))
    header = _text_row(1, _HEADER)
    yield (
        "headers-3000",
        lambda: sheet_file("".join(header.replace('r="1"', f'r="{n}"') for n in range(1, 3_001))),
    )
    title = "".join(_text_row(n, ("项目支出绩效自评表", "部门整体绩效自评表")) for n in range(1, 5_000))
    yield "titles-10000", lambda: sheet_file(title)
    prose = "预算100万元，执行90万元，执行率90%，比上年增长10%；" * 1_200
    yield "prose-of-30000-letters", lambda: sheet_file(_long_form(5) + _text_row(20, ("自评结论", prose)) * 1)
    yield "prose-200-times", lambda: sheet_file(_long_form(200).replace("因工作安排调整", prose[:20_000]))
    yield (
        "text-of-one-letter-again",
        lambda: sheet_file(
            _long_form(5)
            + _text_row(
                20,
                ("年" * 32_000, "1" * 32_000, "（" * 32_000, "%" * 32_000, "、，。" * 10_000, "1," * 16_000),
            )
        ),
    )
    account = ("收入支出决算总表", "公开01表")
    lines = "".join(
        _text_row(n, (f"{2_010_000 + n}", f"科目{n}", f"{n}.01", f"{n}.01", f"{n}.01"))
        for n in range(4, 3_000)
    )
    yield (
        "accounts-of-3000-lines",
        lambda: sheet_file(
            _text_row(1, account)
            + _text_row(2, ("功能分类科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"))
            + lines
        ),
    )
