"""A faulty template is refused with paragraph, text and what to write instead; none does harm."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from perfdesk.core.fault import CallFault
from perfdesk.narrative.package import pack
from perfdesk.narrative.report import render_report
from perfdesk.narrative.template_block import Table
from perfdesk.narrative.template_builder import TEMPLATES, build_template
from perfdesk.narrative.template_fault import TemplateProblem
from tests.hang import broken_off
from tests.narrative.build_form import project_form
from tests.narrative.conftest import Written, parts_of

FAULTS = [
    ("｛｛ 单位 ｝｝", "“｛｛”是全角符号"),
    ("{｛ 单位 }}", "“{｛”是全角符号"),
    ("{% if 项目数 ％}有{% endif %}", "“％}”是全角符号"),
    ("{{ 单位｜upper }}", "标签里的“｜”是全角符号，请改为半角的“|”"),
    ("{% if 项目数 ＞ 1 %}有{% endif %}", "标签里的“＞”是全角符号，请改为半角的“>”"),
    ("{{ 单位", "“{{”没有配对"),
    ("单位 }}", "“}}”没有配对"),
    ("{{ 单位名 }}", "没有“单位名”这个名称，最接近的是“单位”"),
    ("{{ uint }}", "没有“uint”这个名称，最接近的是“unit”"),
    ("{% if 1 == 2 %}{{ 年份度 }}{% endif %}", "没有“年份度”这个名称，最接近的是“年度”"),
    ("{% for 项 in 项目列表 %}{{ 项.得份 }}{% endfor %}", "没有“得份”这个名称，最接近的是“得分”"),
    ("{% for 项 in 项目列表 %}{{ 项.scores }}{% endfor %}", "没有“scores”这个名称，最接近的是“score”"),
    ("{{ 平均分.数字 }}", "没有“数字”这个名称，最接近的是“数值”"),
    ("{{ 项目列表.名称 }}", "这是多项的列表，没有“名称”"),
    ("{{ 项目列表[5].名称 }}", "列表只有1项，取不到“[5]”"),
    ("{{ 项目列表 }}", "这是一组内容，不能直接打印"),
    ("{% for 项 in 项目列表 %}{{ 项 }}{% endfor %}", "这是一组内容，不能直接打印"),
    ("{% for 项 in 项目列表 %}{% for 字 in 项 %}{% endfor %}{% endfor %}", "标签里的运算不成立"),
    ("{% fro 项 in 项目列表 %}{% endfor %}", "不认识的标签“fro”，最接近的是“for”"),
    ("{%p for 项 in 项目列表 %}", "“for”没有对应的“endfor”"),
    ("{%p endif %}", "“endif”前面没有对应的“if”"),
    ("{% if 项目数 %}{% for 项 in 项目列表 %}{% endif %}{% endfor %}", "应先结束第2段的“for”"),
    ("{%p if 项目数 %}文字", "要独占一段"),
    ("{%pif 项目数 %}", "“p”和“if”之间要空一格"),
    ("{%p if 项目数 % 2 %}", "这种标签里不能再出现“%”或“}”"),
    ("{{r 单位 }}", "里不要写“r”"),
    ("{% if 项目数 = 3 %}三{% endif %}", "在“=”处应为“%}”"),
    ("{{ 单位..名称 }}", "标签写法有误"),
    ("{{ 单位|nofilter }}", "没有过滤器“nofilter”"),
    ("{{ 平均分 > 90 }}", "数字要取“.数值”"),
    ("{{ 平均分.数值 / 0 }}", "除数为0"),
]
ATTACKS = [
    "{{ ''.__class__ }}",
    "{{ 单位.__init__.__globals__ }}",
    "{{ ().__class__.__bases__[0].__subclasses__() }}",
    "{{ 单位|attr('__class__') }}",
    "{{ '{0.__class__}'.format(单位) }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum() }}",
    "{% include '秘密.txt' %}",
    "{% import 'os' as os %}",
    "{{ 'x' * 10**9 }}",
    "{{ 10**10**10 }}",
    "{{ [0] * 10**9 }}",
    "{{ 'x'.center(10**9) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ range(10**9)|list }}",
    "{% for a in range(90000) %}{% for b in range(90000) %}x{% endfor %}{% endfor %}",
    "{% macro 宏() %}{{ 宏() }}{% endmacro %}{{ 宏() }}",
]


@pytest.mark.parametrize(("line", "message"), FAULTS, ids=[line for line, _ in FAULTS])
def test_a_fault_names_paragraph_text_and_remedy(written: Written, line: str, message: str) -> None:
    with pytest.raises(CallFault) as fault:
        written([("表.xlsx", project_form())], lines=["项目绩效自评结果", line, "结尾"])
    assert "“模板.docx”有误" in fault.value.message
    assert "正文第2段“" in fault.value.message
    assert message in fault.value.message


@pytest.mark.parametrize("line", ATTACKS)
def test_an_attack_is_refused_soon_and_leaves_no_file(tmp_path: Path, written: Written, line: str) -> None:
    with broken_off(), pytest.raises(CallFault):
        written([("表.xlsx", project_form())], lines=[line])
    assert not (tmp_path / "报告.docx").exists()


def test_the_place_is_right_below_paragraphs_that_hold_only_tags(written: Written) -> None:
    lines = [
        "标题",
        "",
        "{%p for 项 in 项目列表 %}",
        "{%p if 项.得分 %}",
        "甲",
        "{%p endif %}",
        "{{ 项.得份 }}",
    ]
    with pytest.raises(CallFault) as fault:
        written([("表.xlsx", project_form())], lines=[*lines, "{%p endfor %}"])
    assert "正文第7段“{{ 项.得份 }}”" in fault.value.message


def test_several_faults_are_told_at_once(written: Written) -> None:
    with pytest.raises(CallFault) as fault:
        written([("表.xlsx", project_form())], lines=["{{ 甲 }}", "{{ 单位 }}", "{{ 乙 }}"])
    assert "第1段" in fault.value.message
    assert "第3段" in fault.value.message
    assert "第2段" not in fault.value.message


def test_tags_that_an_editor_has_cut_into_runs_still_print(tmp_path: Path) -> None:
    template, target = tmp_path / "模板.docx", tmp_path / "报告.docx"
    template.write_bytes(build_template([("", "甲")]))
    parts = {name: text.encode() for name, text in parts_of(template).items()}
    runs = "".join(
        f"<w:r><w:rPr><w:b/></w:rPr><w:t>{piece}</w:t></w:r>" for piece in ("{", "{ 单", "位 }", "}")
    )
    body = parts["word/document.xml"].decode()
    head, _, rest = body.partition("<w:p>")
    parts["word/document.xml"] = f"{head}<w:p>{runs}</w:p><w:p>{rest}".encode()
    template.write_bytes(pack(parts))
    render_report([("表.xlsx", project_form())], [], str(template), target)
    assert "某市档案馆" in parts_of(target)["word/document.xml"]


def test_a_tag_over_a_table_border_is_refused(tmp_path: Path) -> None:
    template = tmp_path / "模板.docx"
    template.write_bytes(build_template([("", "甲")]))
    parts = {name: text.encode() for name, text in parts_of(template).items()}
    table = (
        "<w:p><w:r><w:t>{% for 项 in 项目列表 %}</w:t></w:r></w:p><w:tbl><w:tblPr/><w:tblGrid><w:gridCol/>"
        "</w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>{% endfor %}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", f"<w:body>{table}".encode())
    template.write_bytes(pack(parts))
    forms = [("甲.xlsx", project_form("甲")), ("乙.xlsx", project_form("乙"))]
    with pytest.raises(CallFault, match="从这个单元格跨到了第2段所在的单元格"):
        render_report(forms, [], str(template), tmp_path / "报告.docx")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "不是 Word 文档"),
        (b"PK\x03\x04 broken", "不是 Word 文档"),
        (pack({"a.txt": b"x"}), "不是 Word 文档"),
        (build_template([("", "x")])[:4000], "不是 Word 文档"),
    ],
)
def test_a_file_that_is_no_word_document_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    template = tmp_path / "模板.docx"
    template.write_bytes(content)
    with pytest.raises(CallFault, match=message):
        render_report([("表.xlsx", project_form())], [], str(template), tmp_path / "报告.docx")


def test_a_template_with_macros_or_entities_is_refused(tmp_path: Path) -> None:
    template = tmp_path / "模板.docx"
    template.write_bytes(build_template([("", "x")]))
    whole = {name: text.encode() for name, text in parts_of(template).items()}
    types = whole["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
    )
    entity = whole["word/document.xml"].replace(
        b"<w:document", b'<!DOCTYPE a [<!ENTITY b "c">]><w:document', 1
    )
    for name, content in (("[Content_Types].xml", types), ("word/document.xml", entity)):
        template.write_bytes(pack({**whole, name: content}))
        with pytest.raises(CallFault, match=r"宏|DOCTYPE"):
            render_report([("表.xlsx", project_form())], [], str(template), tmp_path / "报告.docx")


def test_a_template_that_unpacks_without_bound_is_refused(tmp_path: Path) -> None:
    template = tmp_path / "模板.docx"
    with zipfile.ZipFile(template, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.xml", b"\0" * 90_000_000)
    with pytest.raises(CallFault, match="解压后过大"):
        render_report([("表.xlsx", project_form())], [], str(template), tmp_path / "报告.docx")


@pytest.mark.parametrize(
    ("template", "message"),
    [("内部版", "没有名为“内部版”的报告模板：请用 "), ("没有.docx", "找不到模板“没有.docx”")],
)
def test_an_unknown_template_is_named(tmp_path: Path, template: str, message: str) -> None:
    with pytest.raises(CallFault) as fault:
        render_report([("表.xlsx", project_form())], [], template, tmp_path / "报告.docx")
    assert message in fault.value.message
    assert ("national" in fault.value.message) == (template == "内部版")


def test_every_line_of_the_shipped_templates_is_free_of_lint() -> None:
    from perfdesk.narrative.package import unpack
    from perfdesk.narrative.template_fault import lint, paragraph_texts

    for blocks in TEMPLATES.values():
        body = unpack(build_template(blocks))["word/document.xml"].decode()
        assert list(lint(paragraph_texts(body))) == []


@pytest.mark.parametrize("kind", ["", "p "])
def test_a_loop_across_cells_is_told_with_its_place_and_cure(tmp_path: Path, kind: str) -> None:
    table = Table(
        (40, 40), ("项目", "得分"), (("{%" + kind + "for 项 in 项目列表 %}", "{%" + kind + "endfor %}"),)
    )
    template = tmp_path / "模板.docx"
    template.write_bytes(build_template([("", "标题"), table]))
    with pytest.raises(CallFault) as fault:
        render_report([("表.xlsx", project_form())], [], str(template), tmp_path / "报告.docx")
    assert "正文第4段" in fault.value.message
    assert "跨到了第5段所在的单元格" in fault.value.message
    assert "{%tr for … %}" in fault.value.message


def test_a_loop_over_the_rows_of_a_table_prints_a_row_for_each(tmp_path: Path) -> None:
    rows = (("{%tr for 项 in 项目列表 %}", ""), ("{{ 项.名称 }}", "{{ 项.得分 }}"), ("{%tr endfor %}", ""))
    template, target = tmp_path / "模板.docx", tmp_path / "报告.txt"
    template.write_bytes(build_template([Table((40, 40), ("项目", "得分"), rows)]))
    forms = [(f"{name}.xlsx", project_form(name)) for name in "甲乙"]
    render_report(forms, [], str(template), target)
    assert target.read_text("utf-8").split() == ["项目", "得分", "甲", "100", "乙", "100"]


def test_of_a_long_paragraph_the_words_at_fault_are_shown() -> None:
    text = "甲" * 80 + "{{ 平均粉 }}" + "乙" * 80
    said = TemplateProblem(7, text, "没有“平均粉”这个名称。").said("正文")
    assert said.startswith("正文第7段“……甲")
    assert "{{ 平均粉 }}乙" in said and "乙……”：没有“平均粉”" in said
