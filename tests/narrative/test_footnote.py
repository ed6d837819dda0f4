"""Marks stay valid Word whatever run they stand in: schema order, tables, styles of the template."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from perfdesk.core.fault import CallFault
from perfdesk.narrative.package import pack
from perfdesk.narrative.report import render_report
from perfdesk.narrative.template_builder import build_template
from tests.narrative.build_form import project_form
from tests.narrative.conftest import WORD, parts_of

RUN = "<w:r>{properties}<w:tab/><w:t>前{{{{ 项目列表[0].得分 }}}}后</w:t><w:br/></w:r>"
PROPERTIES = (
    '<w:rPr><w:rFonts w:eastAsia="黑体"/><w:b w:val="0"/><w:i/><w:color w:val="0000FF"/><w:spacing w:val="-5"/>'
    '<w:kern w:val="0"/><w:sz w:val="28"/><w:u w:val="single"/><w:lang w:eastAsia="zh-CN"/></w:rPr>'
)


def rendered(tmp_path: Path, body: str, **replaced: bytes) -> dict[str, str]:
    """The parts of a report made from a template with this body."""
    template, target = tmp_path / "模板.docx", tmp_path / "报告.docx"
    template.write_bytes(build_template([("", "占位")]))
    parts = {name: text.encode() for name, text in parts_of(template).items()}
    paragraph = re.compile("<w:p>.*?</w:p>")
    parts["word/document.xml"] = paragraph.sub(
        lambda _: body, parts["word/document.xml"].decode(), count=1
    ).encode()
    for name, content in replaced.items():
        parts[f"word/{name}.xml"] = content
    template.write_bytes(pack(parts))
    forms = [("甲.xlsx", project_form("甲", total_score="")), ("乙.xlsx", project_form("乙"))]
    render_report(forms, [], str(template), target)
    return parts_of(target)


def test_run_properties_keep_the_order_of_the_schema(tmp_path: Path) -> None:
    body = f"<w:p>{RUN.format(properties=PROPERTIES)}</w:p>"
    document = ElementTree.fromstring(rendered(tmp_path, body)["word/document.xml"])
    orders = [[child.tag.removeprefix(WORD) for child in run] for run in document.iter(f"{WORD}rPr")]
    kept = ["rFonts", "b", "i", "color", "spacing", "kern", "sz", "u", "lang"]
    red = ["rFonts", "b", "bCs", "i", "color", "spacing", "kern", "sz", "u", "lang"]
    raised = ["rFonts", "b", "i", "color", "spacing", "kern", "sz", "u", "vertAlign", "lang"]
    assert orders == [kept, kept, red, raised, ["rStyle", *raised], raised, kept, kept]


@pytest.mark.parametrize("properties", ["", PROPERTIES])
def test_what_stood_beside_a_figure_in_its_run_stays_in_place(tmp_path: Path, properties: str) -> None:
    document = ElementTree.fromstring(
        rendered(tmp_path, f"<w:p>{RUN.format(properties=properties)}</w:p>")["word/document.xml"]
    )
    paragraph = next(document.iter(f"{WORD}p"))
    content = [child for run in paragraph for child in run if child.tag != f"{WORD}rPr"]
    shown = [child.text or child.tag.removeprefix(WORD) for child in content]
    assert shown == ["tab", "前", "（表中未填写）", "〔注", "footnoteReference", "〕", "后", "br"]


def test_table_rows_repeat_and_carry_footnotes(tmp_path: Path) -> None:
    def line(*cells: str) -> str:
        inner = "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in cells)
        return f"<w:tr>{inner}</w:tr>"

    body = (
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
        + line("项目", "得分")
        + line("{%tr for 项目 in 项目列表 %}", "")
        + line("{{ 项目.名称 }}", "{{ 项目.得分 }}")
        + line("{%tr endfor %}", "")
        + "</w:tbl><w:p/>"
    )
    document = ElementTree.fromstring(rendered(tmp_path, body)["word/document.xml"])
    rows = [
        ["".join(text.text or "" for text in cell.iter(f"{WORD}t")) for cell in table_row.iter(f"{WORD}tc")]
        for table_row in document.iter(f"{WORD}tr")
    ]
    assert rows == [["项目", "得分"], ["甲", "（表中未填写）〔注〕"], ["乙", "100"]]
    assert len(list(document.iter(f"{WORD}footnoteReference"))) == 1


def test_a_figure_in_a_text_box_is_marked_without_a_footnote(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{{ 项目列表[0].得分 }}</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r></w:p>"
    )
    document = rendered(tmp_path, body)["word/document.xml"]
    assert "（表中未填写）" in document
    assert "〔存疑〕" in document
    assert "footnoteReference" not in document


def test_notes_use_the_footnote_styles_whatever_id_the_editor_gave_them(tmp_path: Path) -> None:
    template = parts_of_template(tmp_path)
    styles = (
        template["word/styles.xml"].replace("FootnoteText", "a7").replace("FootnoteReference", "a8").encode()
    )
    parts = rendered(tmp_path, "<w:p><w:r><w:t>{{ 项目列表[0].得分 }}</w:t></w:r></w:p>", styles=styles)
    assert '<w:pStyle w:val="a7"/>' in parts["word/footnotes.xml"]
    assert '<w:rStyle w:val="a8"/>' in parts["word/document.xml"]


def test_notes_do_without_footnote_styles(tmp_path: Path) -> None:
    styles = re.sub(
        r'<w:style w:type="\w+" w:styleId="Footnote.*?</w:style>',
        "",
        parts_of_template(tmp_path)["word/styles.xml"],
    ).encode()
    parts = rendered(tmp_path, "<w:p><w:r><w:t>{{ 项目列表[0].得分 }}</w:t></w:r></w:p>", styles=styles)
    assert "pStyle" not in parts["word/footnotes.xml"]
    assert '<w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/>' in parts["word/footnotes.xml"]


def test_a_word_template_file_under_another_name_is_refused(tmp_path: Path) -> None:
    template = tmp_path / "模板.docx"
    template.write_bytes(build_template([("", "甲")]))
    parts = {name: text.encode() for name, text in parts_of(template).items()}
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"document.main+xml", b"template.main+xml"
    )
    template.write_bytes(pack(parts))
    with pytest.raises(CallFault, match="另存为"):
        render_report([("甲.xlsx", project_form())], [], str(template), tmp_path / "报告.docx")


@pytest.mark.parametrize(
    "part", ["word/styles.xml", "word/footer1.xml", "word/footnotes.xml", "docProps/core.xml"]
)
def test_a_damaged_part_is_refused_in_a_sentence(tmp_path: Path, part: str) -> None:
    template = tmp_path / "模板.docx"
    template.write_bytes(build_template([("", "甲")]))
    parts = {name: text.encode() for name, text in parts_of(template).items()}
    template.write_bytes(pack({**parts, part: parts[part][:200]}))
    with pytest.raises(CallFault, match="损坏"):
        render_report([("甲.xlsx", project_form())], [], str(template), tmp_path / "报告.docx")


def parts_of_template(tmp_path: Path) -> dict[str, str]:
    """The parts of a freshly built template."""
    path = tmp_path / "新.docx"
    path.write_bytes(build_template([("", "甲")]))
    return parts_of(path)
