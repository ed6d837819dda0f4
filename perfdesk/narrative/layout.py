"""The official document layout of GB/T 9704-2012 as WordprocessingML parts.

Static parts of a report template: styles, fonts, settings, page numbers, footnote separators.
`template_builder` packs them together with a body. Lengths are twips (1/20 pt) as Word wants.
"""

from __future__ import annotations

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACES = f'xmlns:w="{WORD}" xmlns:r="{RELATION}"'

# 22 lines of 28.95 pt fill the 225 mm between the margins; 22 lines of a full 29 pt would
# be 0.2 pt too tall, and Word would carry the last one over to the next page.
LINE = 579
TITLE_LINE = 660
# Without this Word and WPS put a gap on either side of every figure, and a line of 28 letters holds 27.
CLOSE = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
BODY_SIZE = 32
BODY_FONT = "仿宋_GB2312"
_LATIN = "Times New Roman"

_FONTS = (
    ("方正小标宋简体", "宋体", "roman"),
    ("仿宋_GB2312", "仿宋", "modern"),
    ("楷体_GB2312", "楷体", "modern"),
    ("黑体", "SimHei", "modern"),
    ("宋体", "SimSun", "roman"),
)


def fonts(east_asian: str, latin: str = _LATIN) -> str:
    """The run fonts, each script named outright so that no theme font can step in."""
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east_asian}" w:cs="{latin}"/>'


def _run(east_asian: str, size: int, spacing: int = 0, is_bold: bool = False) -> str:
    bold = "<w:b/><w:bCs/>" if is_bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    tight = f'<w:spacing w:val="{spacing}"/>' if spacing else ""
    return (
        f'<w:rPr>{fonts(east_asian)}{bold}<w:color w:val="auto"/>{tight}'
        f'<w:kern w:val="0"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    )


def _line(height: int) -> str:
    return f'<w:spacing w:before="0" w:after="0" w:line="{height}" w:lineRule="exact"/>'


_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="630"/>'
_FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'


def _heading(number: int, east_asian: str, is_bold: bool = False) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="Heading{number}"><w:name w:val="heading {number}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/>'
        f'<w:pPr><w:keepNext/>{_line(LINE)}{_INDENT}<w:jc w:val="left"/>'
        f'<w:outlineLvl w:val="{number - 1}"/></w:pPr>'
        f"{_run(east_asian, BODY_SIZE, -5, is_bold)}</w:style>"
    )


def _footer_style() -> str:
    return (
        '<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/>'
        '<w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/>'
        '<w:pPr><w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="auto"/>'
        f"{_FLUSH}</w:pPr>"
        f'<w:rPr>{fonts("宋体", "宋体")}<w:spacing w:val="0"/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>'
        "</w:style>"
    )


def _letter_styles() -> str:
    """To whom a letter goes and who sends it; running text kept to what follows, or with a ragged edge.

    A ragged edge is for lines of formulas and file names, which would be torn apart to fill the line.
    """
    return (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Ragged"><w:name w:val="正文（左对齐）"/>'
        '<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:jc w:val="left"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Kept"><w:name w:val="正文（与下段同页）"/>'
        '<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Addressee"><w:name w:val="主送机关"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr>{_FLUSH}'
        '<w:jc w:val="left"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Sender"><w:name w:val="落款"/>'
        '<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/>'
        '<w:ind w:firstLineChars="0" w:firstLine="0" w:rightChars="200" w:right="630"/>'
        '<w:jc w:val="right"/></w:pPr></w:style>'
    )


def _figure_styles() -> str:
    """A picture or chart on lines as high as itself, and the caption below it."""
    return (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Figure"><w:name w:val="图"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Caption"/><w:qFormat/>'
        '<w:pPr><w:keepNext/><w:snapToGrid w:val="0"/>'
        '<w:spacing w:before="120" w:after="0" w:line="240" w:lineRule="auto"/>'
        f'{_FLUSH}<w:jc w:val="center"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="35"/><w:qFormat/>'
        '<w:pPr><w:snapToGrid w:val="0"/>'
        '<w:spacing w:before="0" w:after="120" w:line="400" w:lineRule="exact"/>'
        f'{_FLUSH}<w:jc w:val="center"/></w:pPr><w:rPr>{fonts("黑体")}<w:spacing w:val="0"/>'
        '<w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr></w:style>'
    )


def _footnote_styles() -> str:
    return (
        '<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/>'
        '<w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/>'
        '<w:pPr><w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="auto"/>'
        f'{_FLUSH}<w:jc w:val="left"/></w:pPr>'
        '<w:rPr><w:spacing w:val="0"/><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    )


def styles() -> str:
    """`word/styles.xml`: body, title, three headings, figures with captions, footer, footnotes."""
    return (
        f"{HEAD}<w:styles {_SPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY_FONT)}"
        f'<w:sz w:val="{BODY_SIZE}"/><w:szCs w:val="{BODY_SIZE}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl w:val="0"/>{CLOSE}{_line(LINE)}{_INDENT}'
        f'<w:jc w:val="both"/></w:pPr>{_run(BODY_FONT, BODY_SIZE, -5)}</w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>'
        '<w:next w:val="Normal"/><w:uiPriority w:val="10"/><w:qFormat/>'
        f'<w:pPr><w:snapToGrid w:val="0"/>{_line(TITLE_LINE)}{_FLUSH}<w:jc w:val="center"/></w:pPr>'
        f"{_run('方正小标宋简体', 44)}</w:style>"
        f"{_heading(1, '黑体')}{_heading(2, '楷体_GB2312')}{_heading(3, BODY_FONT, is_bold=True)}"
        f"{_letter_styles()}{_figure_styles()}{_footer_style()}{_footnote_styles()}</w:styles>"
    )


def font_table() -> str:
    """`word/fontTable.xml`: what Word may take where a named face is not installed."""
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="default"/></w:font>'
        for name, other, family in _FONTS
    )
    return f"{HEAD}<w:fonts {_SPACES}>{rows}</w:fonts>"


def settings() -> str:
    """`word/settings.xml`: odd and even page numbers, footnote separators, Chinese."""
    return (
        f'{HEAD}<w:settings {_SPACES}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/>'
        '<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:drawingGridVerticalSpacing w:val="579"/><w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def footer(is_even: bool) -> str:
    """A page number `— 1 —`, one character in from the outer edge: odd right, even left."""
    side = "left" if is_even else "right"
    edge = f'<w:ind w:{side}Chars="100" w:{side}="280"/>'
    return (
        f'{HEAD}<w:ftr {_SPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/>{edge}<w:jc w:val="{side}"/></w:pPr>'
        '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r>'
        "</w:p></w:ftr>"
    )


def footnotes() -> str:
    """`word/footnotes.xml` with its two separators, ready to take notes."""
    plain = f'<w:pPr><w:spacing w:line="240" w:lineRule="auto"/>{_FLUSH}</w:pPr>'
    return (
        f"{HEAD}<w:footnotes {_SPACES}>"
        f'<w:footnote w:type="separator" w:id="-1"><w:p>{plain}<w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:type="continuationSeparator" w:id="0"><w:p>{plain}'
        "<w:r><w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>"
    )


def section() -> str:
    """Page: A4, margins 37/35/28/26 mm, footers, a grid of lines."""
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId5"/>'
        '<w:footerReference w:type="even" r:id="rId6"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1400" '
        f'w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="{LINE}"/></w:sectPr>'
    )


def document(paragraphs: str) -> str:
    """`word/document.xml` around the paragraphs."""
    return f"{HEAD}<w:document {_SPACES}><w:body>{paragraphs}{section()}</w:body></w:document>"
