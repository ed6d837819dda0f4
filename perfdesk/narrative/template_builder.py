"""Builds the report templates that ship in `resources/reports/`, byte for byte the same each time.

A template is an ordinary .docx that Word and WPS can edit; run this module after changing
its text or the layout. `tests/narrative/test_template_builder.py` fails while a checked-in
template is stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from perfdesk.core.resource import resource
from perfdesk.narrative import layout
from perfdesk.narrative.package import pack

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = ("styles", "settings", "fontTable", "footnotes", "footer", "footer")
_FILES = ("styles.xml", "settings.xml", "fontTable.xml", "footnotes.xml", "footer1.xml", "footer2.xml")

# Curly quotes and dashes belong to both scripts; the hint keeps them in the Chinese face.
_HINT = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'

Line = tuple[str, str]
"""Style id (empty for the body style) and text of one paragraph."""

_FIGURES = (
    "{{ 项目.预算名称 }}为{{ 项目.预算数 }}万元，执行数为{{ 项目.执行数 }}万元，"
    "完成预算的{{ 项目.执行率 }}{{ 项目.换算说明 }}。"
)
_PROSE = (
    "项目绩效目标完成情况：{{ 项目.完成情况 }}。"
    "发现的主要问题及原因：{{ 项目.问题及原因 }}。下一步改进措施：{{ 项目.改进措施 }}。"
)
NATIONAL: tuple[Line, ...] = (
    ("Title", "{{ 年度 }}年度{{ 单位 }}{{ 标题换行 }}项目绩效自评结果"),
    ("", ""),
    ("Heading1", "一、项目综述"),
    ("", "{%p if 项目数 %}"),
    (
        "",
        "根据预算绩效管理要求，{{ 单位 }}组织对{{ 年度 }}年度项目支出开展了绩效自评，共{{ 项目数 }}个项目，"
        "涉及预算资金{{ 预算合计 }}万元，执行{{ 执行合计 }}万元，总体执行率{{ 总执行率 }}。",
    ),
    ("", "{%p if 评分项目数 %}"),
    (
        "",
        "从评价情况看，{{ 评分项目数 }}个项目有自评得分，平均{{ 平均分 }}分；按优（90分及以上）、"
        "良（80分至90分）、中（60分至80分）、差（60分以下）划分，{{ 等级分布 }}。{{ 缺项说明 }}",
    ),
    ("", "{%p else %}"),
    ("", "纳入自评的项目均无自评得分。{{ 缺项说明 }}"),
    ("", "{%p endif %}"),
    ("", "{%p else %}"),
    ("", "本次未提供{{ 单位 }}{{ 年度 }}年度项目绩效自评表，没有可综述的项目。"),
    ("", "{%p endif %}"),
    ("", "{%p for 整体 in 整体自评 %}"),
    ("", "{{ 整体.名称 }}组织对部门整体支出开展了绩效自评，部门整体自评得分为{{ 整体.得分 }}分。"),
    ("", "{%p endfor %}"),
    ("", "{%p if 项目数 %}"),
    ("Heading1", "二、项目绩效自评结果"),
    (
        "",
        "{{ 单位 }}在{{ 年度 }}年度部门决算中反映{{ 项目名单 }}{% if 项目数 > 1 %}等{% endif %}"
        "{{ 项目数 }}个项目绩效自评结果。",
    ),
    ("", "{%p for 项目 in 项目列表 %}"),
    ("Heading2", "（{{ 项目.序号 }}）{{ 项目.标题 }}"),
    ("", "{%p if 项目.已评分 %}"),
    (
        "",
        "{{ 项目.标题 }}绩效自评综述：根据年初设定的绩效目标，项目绩效自评得分为{{ 项目.得分 }}分。"
        f"{_FIGURES}{_PROSE}",
    ),
    ("", "{%p else %}"),
    (
        "",
        f"{{{{ 项目.标题 }}}}绩效自评综述：该项目使用的自评表不设得分，未评分。{_FIGURES}{_PROSE}",
    ),
    ("", "{%p endif %}"),
    ("", "{%p endfor %}"),
    ("", "{%p endif %}"),
    ("", "{%p if 数据疑点 %}"),
    ("Heading1", "{% if 项目数 %}三{% else %}二{% endif %}、数据疑点"),
    (
        "",
        "以下数据与自评表填写规则不符、前后不一致或未填写，正文引用处已用红字标出，"
        "请核实后修改自评表并重新生成本报告。",
    ),
    ("", "{%p for 疑点 in 数据疑点 %}"),
    ("", "{{ 疑点.序号 }}．{{ 疑点.说明 }}{{ 疑点.注号 }}。"),
    ("", "{%p endfor %}"),
    ("", "{%p endif %}"),
)
TEMPLATES: Mapping[str, tuple[Line, ...]] = {"national": NATIONAL}


def build_template(lines: Iterable[Line]) -> bytes:
    """The .docx of a template's paragraphs in the official layout."""
    body = "".join(_paragraph(style, text) for style, text in lines)
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _root_relations(),
        "docProps/core.xml": _core_properties(),
        "word/_rels/document.xml.rels": _document_relations(),
        "word/document.xml": layout.document(body),
        "word/styles.xml": layout.styles(),
        "word/settings.xml": layout.settings(),
        "word/fontTable.xml": layout.font_table(),
        "word/footnotes.xml": layout.footnotes(),
        "word/footer1.xml": layout.footer(is_even=False),
        "word/footer2.xml": layout.footer(is_even=True),
    }
    return pack({name: text.encode("utf-8") for name, text in parts.items()})


def _paragraph(style: str, text: str) -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    run = f'<w:r>{_HINT}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>' if text else ""
    return f"<w:p>{properties}{run}</w:p>"


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{file}" ContentType="{_WORDML}.{part}+xml"/>'
        for file, part in zip(_FILES, _PARTS, strict=True)
    )
    return (
        f'{layout.HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORDML}.document.main+xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _root_relations() -> str:
    return (
        f'{layout.HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>'
    )


def _document_relations() -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{part}" Target="{file}"/>'
        for number, (file, part) in enumerate(zip(_FILES, _PARTS, strict=True), 1)
    )
    return f'{layout.HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _core_properties() -> str:
    return (
        f'{layout.HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>项目绩效自评结果</dc:title>'
        "<dc:language>zh-CN</dc:language>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2020-01-01T00:00:00Z</dcterms:modified>'
        "</cp:coreProperties>"
    )


def write_templates() -> None:
    """Write every shipped template into `resources/reports/`."""
    for name, lines in TEMPLATES.items():
        resource("reports", f"{name}.docx").write_bytes(build_template(lines))


if __name__ == "__main__":
    write_templates()
