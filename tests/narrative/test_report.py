"""The written Word file: what it says, its marks and footnotes, its faults on disk."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from perfdesk.core.fault import CallFault, FileFault
from perfdesk.narrative.figure import STRAY
from perfdesk.narrative.package import pack
from perfdesk.narrative.report import render_report, shipped_templates
from perfdesk.narrative.template_builder import build_template
from tests.narrative.build_form import error, project_form, row, special_fund_form, unit_form, value
from tests.narrative.conftest import WORD, Written, parts_of


def paragraphs(parts: dict[str, str], name: str = "word/document.xml") -> list[str]:
    """The printed paragraphs; a footnote reference shows as [id]."""
    texts = []
    for paragraph in ElementTree.fromstring(parts[name]).iter(f"{WORD}p"):
        text = ""
        for element in paragraph.iter():
            if element.tag == f"{WORD}t":
                text += element.text or ""
            elif element.tag == f"{WORD}footnoteReference":
                text += f"[{element.get(f'{WORD}id')}]"
        texts.append(text)
    return texts


def test_one_project_reads_as_the_published_block_does(written: Written) -> None:
    form = project_form("档案整理", achieved=["目标1：整理完成；目标2：入库完成。"], total_score="100")
    assert paragraphs(written([("表.xlsx", form)])) == [
        "2030年度某市档案馆项目绩效自评结果",
        "",
        "一、项目综述",
        "根据预算绩效管理要求，某市档案馆组织对2030年度项目支出开展了绩效自评，共1个项目，"
        "涉及预算资金24万元，执行24万元，总体执行率100%。",
        "从评价情况看，1个项目有自评得分，为100分；按优（90分及以上）、良（80分至90分）、中（60分至80分）、"
        "差（60分以下）划分，优1个。",
        "二、项目绩效自评结果",
        "某市档案馆在2030年度部门决算中反映“档案整理”1个项目绩效自评结果。",
        "（一）“档案整理”项目",
        "“档案整理”项目绩效自评综述：根据年初设定的绩效目标，项目绩效自评得分为100分。全年预算数为24万元，"
        "执行数为24万元，完成预算的100%。项目绩效目标完成情况：一是整理完成；二是入库完成。"
        "发现的主要问题及原因：无。下一步改进措施：无。",
    ]


def test_a_project_without_scores_gets_a_sentence_without_a_score(written: Written) -> None:
    texts = paragraphs(written([("表.xlsx", special_fund_form("专项补助"))]))
    assert "纳入自评的项目均无自评得分。1个项目使用的自评表不设得分，未评分。" in texts
    assert "自评得分为" not in "".join(texts)
    assert any(
        text.startswith("“专项补助”项目绩效自评综述：该项目使用的自评表不设得分，未评分。") for text in texts
    )


def test_a_unit_form_alone_feeds_the_overview_only(written: Written) -> None:
    texts = paragraphs(written([("表.xlsx", unit_form("97.5"))]))
    assert "某市档案馆组织对部门整体支出开展了绩效自评，部门整体自评得分为97.5分。" in texts
    assert not any(text.startswith("二、") for text in texts)


def test_three_hundred_projects_are_numbered_in_chinese(written: Written) -> None:
    texts = paragraphs(written([(f"{n}.xlsx", project_form(f"第{n}号")) for n in range(1, 301)]))
    headings = [text for text in texts if re.match("（[一二三四五六七八九十百零]+）.*项目$", text)]
    assert len(headings) == 300
    assert headings[-1] == "（三百）“第300号”项目"
    assert "反映“第1号”“第2号”“第3号”等300个项目绩效自评结果。" in "".join(texts)
    assert not any(text.endswith("、数据疑点") for text in texts)


def test_a_figure_with_an_error_is_red_bold_with_a_real_footnote(written: Written) -> None:
    parts = written([("某处/表.xlsx", project_form("甲"))], [error("某处/表.xlsx", "H6", "51%", "50.71%")])
    texts = paragraphs(parts)
    assert any("完成预算的100%〔注[1]〕。" in text for text in texts)
    red = re.findall(
        r"<w:r><w:rPr>(?:(?!</w:rPr>).)*C00000(?:(?!</w:rPr>).)*</w:rPr><w:t[^>]*>([^<]*)",
        parts["word/document.xml"],
    )
    assert red[0] == "100%"
    assert paragraphs(parts, "word/footnotes.xml")[2:] == [
        " “甲”项目执行率——自评表填写为51%，核算应为50.71%，算式：6.41 ÷ 12.64 = 50.71%（规则EX101）。"
        "见“表.xlsx”Sheet1!H6。"
    ]
    assert texts[-3:] == [
        "三、数据疑点",
        "以下数据与自评表填写规则不符、前后不一致或未填写，正文引用处已用红字标出，请核实后修改自评表并重新生成本报告。",
        "1．“甲”项目执行率——自评表填写为51%，核算应为50.71%，算式：6.41 ÷ 12.64 = 50.71%（规则EX101）。"
        "见“表.xlsx”Sheet1!H6（见正文注1）。",
    ]


def test_footnotes_count_in_the_order_of_the_text(written: Written) -> None:
    forms = [(f"{n}.xlsx", project_form(f"{n}号", total_score="")) for n in range(1, 6)]
    parts = written(forms, [error("3.xlsx", "F6")])
    referred = re.findall(r'<w:footnoteReference w:id="(\d+)"', parts["word/document.xml"])
    assert referred == [str(number) for number in range(1, len(referred) + 1)]
    noted = re.findall(r'<w:footnote [^>]*w:id="([1-9]\d*)"', parts["word/footnotes.xml"])
    assert noted == referred
    for text in paragraphs(parts)[-len(noted) :]:
        if match := re.search("（见正文注(\\d+)）", text):
            note = paragraphs(parts, "word/footnotes.xml")[1 + int(match.group(1))]
            assert note.strip().rstrip("。") == text.partition("．")[2][: -len(match.group()) - 1]


def test_a_mark_printed_twice_gets_one_footnote(written: Written) -> None:
    form = project_form("", total_score="100")
    texts = "".join(paragraphs(written([("表.xlsx", form)])))
    assert texts.count("（表中未填写）〔注[1]〕") == 1
    assert texts.count("（表中未填写）〔注1〕") == 2


def test_text_from_a_form_is_printed_as_it_is(written: Written) -> None:
    text = "甲 & 乙 <w:p/> \"丙\" '丁' {{ 7*7 }} {% for x in y %} {# 注 #} ]]> &amp 完"
    parts = written([("表.xlsx", project_form(text, achieved=[text]))])
    assert f"项目绩效目标完成情况：{text}。" in "".join(paragraphs(parts))
    assert "49" not in "".join(paragraphs(parts))


def test_control_characters_of_a_form_cannot_break_the_file(written: Written) -> None:
    form = project_form("甲\x00\x0b\ufdd00\ufdd1乙\ufdd2", achieved=["完\x07成\ud800"])
    texts = "".join(paragraphs(written([("表.xlsx", form)])))
    assert "“甲0乙”项目" in texts
    assert "完成情况：完成。" in texts


def test_control_characters_of_a_finding_cannot_break_its_footnote(written: Written) -> None:
    finding = error("表\x01.xlsx", "H6", "5\x00\ufdd01\ufffe%", "50%")
    notes = paragraphs(written([("表\x01.xlsx", project_form("甲"))], [finding]), "word/footnotes.xml")
    assert "自评表填写为51%，核算应为50%" in notes[2]


def test_no_private_token_stays_in_the_file(written: Written) -> None:
    lines = [
        "{{ 平均分|upper }}{{ 平均分|replace('1', '2') }}{{ 项目列表[0].得分|string|truncate(3, true, '', 0) }}{{ 项目列表[0].得分|string|first }}",
        "{{ 项目列表[0].得分 }}",
    ]
    parts = written([("表.xlsx", project_form(total_score="优"))], lines=lines)
    assert not any(STRAY.search(text) for text in parts.values())


def test_marks_in_header_and_footer_are_shown_without_a_footnote(tmp_path: Path) -> None:
    template, target = tmp_path / "模板.docx", tmp_path / "报告.docx"
    template.write_bytes(build_template([("", "正文")]))
    parts = {name: text.encode() for name, text in parts_of(template).items()}
    parts["word/footer1.xml"] = parts["word/footer1.xml"].replace(
        "— ".encode(), "{{ 项目列表[0].得分 }}".encode(), 1
    )
    template.write_bytes(pack(parts))
    render_report([("表.xlsx", project_form(total_score=""))], [], str(template), target)
    footer = parts_of(target)["word/footer1.xml"]
    assert "（表中未填写）" in footer
    assert "〔存疑〕" in footer
    assert "footnoteReference" not in footer


def test_a_template_without_footnotes_part_still_gets_footnotes(tmp_path: Path) -> None:
    template, target = tmp_path / "模板.docx", tmp_path / "报告.docx"
    template.write_bytes(build_template([("", "{{ 项目列表[0].得分 }}分")]))
    parts = {name: text.encode() for name, text in parts_of(template).items() if "footnotes" not in name}
    for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        parts[name] = re.sub(rb"<(Override|Relationship) [^>]*footnotes[^>]*/>", b"", parts[name])
    template.write_bytes(pack(parts))
    render_report([("表.xlsx", project_form(total_score=""))], [], str(template), target)
    written = parts_of(target)
    assert paragraphs(written)[0] == "（表中未填写）〔注[1]〕分"
    assert len(paragraphs(written, "word/footnotes.xml")) == 3
    assert "footnotes+xml" in written["[Content_Types].xml"]


def test_footnotes_of_the_template_itself_are_kept_and_counted(tmp_path: Path) -> None:
    template, target = tmp_path / "模板.docx", tmp_path / "报告.docx"
    template.write_bytes(
        build_template(
            [("", "甲"), ("", "{{ 项目列表[0].得分 }}{% for 点 in 数据疑点 %}{{ 点.注号 }}{% endfor %}")]
        )
    )
    parts = {name: text.encode() for name, text in parts_of(template).items()}
    own = '<w:footnote w:id="7"><w:p><w:r><w:t>{{ 单位 }}自注</w:t></w:r></w:p></w:footnote></w:footnotes>'
    parts["word/footnotes.xml"] = parts["word/footnotes.xml"].replace(b"</w:footnotes>", own.encode())
    reference = '甲</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r><w:r><w:t>'
    parts["word/document.xml"] = parts["word/document.xml"].replace("甲".encode(), reference.encode(), 1)
    template.write_bytes(pack(parts))
    render_report([("表.xlsx", project_form(total_score=""))], [], str(template), target)
    written = parts_of(target)
    assert paragraphs(written)[:2] == ["甲[7]", "（表中未填写）〔注[8]〕（见正文注2）"]
    assert paragraphs(written, "word/footnotes.xml")[2] == "某市档案馆自注"


def test_english_names_print_the_same_as_chinese_ones(written: Written) -> None:
    lines = [
        "{{ 单位 }}{{ 平均分 }}{{ 项目列表[0].标题 }}",
        "{{ unit }}{{ average_score }}{{ projects[0].heading }}",
    ]
    chinese, english = paragraphs(written([("表.xlsx", project_form())], lines=lines))[:2]
    assert chinese == english == "某市档案馆100“档案整理”项目"


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    forms = [
        ("甲.xlsx", project_form("甲", rows=[row(13, "培训", earned="9")])),
        ("乙.xlsx", special_fund_form()),
    ]
    targets = [tmp_path / "一.docx", tmp_path / "二.docx"]
    for target in targets:
        render_report(forms, [error("甲.xlsx")], "national", target)
    assert targets[0].read_bytes() == targets[1].read_bytes()


def test_an_existing_report_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "报告.docx"
    target.write_text("旧")
    render_report([("表.xlsx", project_form())], [], "national", target)
    assert parts_of(target)
    assert [path.name for path in tmp_path.iterdir()] == ["报告.docx"]


def test_a_folder_that_cannot_be_made_is_a_fault_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("占位")
    with pytest.raises(FileFault):
        render_report([("表.xlsx", project_form())], [], "national", tmp_path / "文件" / "报告.docx")


def test_a_target_held_open_is_a_fault_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(FileFault, match="重试"):
        render_report([("表.xlsx", project_form())], [], "national", tmp_path / "报告.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_report_never_overwrites_its_template(tmp_path: Path) -> None:
    template = tmp_path / "模板.docx"
    template.write_bytes(build_template([("", "甲")]))
    with pytest.raises(CallFault, match="不能覆盖"):
        render_report([("表.xlsx", project_form())], [], str(template), template)


@pytest.mark.parametrize("name", ["报告.doc", "报告.pages", "报告"])
def test_a_target_of_another_kind_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CallFault, match=r"\.docx"):
        render_report([("表.xlsx", project_form())], [], "national", tmp_path / name)


def test_text_and_markdown_say_what_the_word_file_says(tmp_path: Path) -> None:
    forms = [("表.xlsx", project_form("甲*", total_score=""))]
    for name in ("报告.docx", "报告.txt", "报告.md"):
        render_report(forms, [], "national", tmp_path / name)
    text = (tmp_path / "报告.txt").read_text("utf-8").splitlines()
    body = [
        re.sub(r"\[\d+\]", lambda match: match.group().strip("[]"), line)
        for line in paragraphs(parts_of(tmp_path / "报告.docx"))
    ]
    assert text[:-1] == [line for line in body if line]
    assert text[-1] == "注1：“甲*”项目得分——自评表未填写。见“表.xlsx”Sheet1!H22。"
    markdown = (tmp_path / "报告.md").read_text("utf-8")
    assert markdown.startswith("# 2030年度某市档案馆项目绩效自评结果\n\n## 一、项目综述\n\n")
    assert "### （一）“甲\\*”项目" in markdown


def test_a_long_title_breaks_before_its_last_words(written: Written) -> None:
    form = project_form()
    headers = {**form.headers, "unit": value("G4", "某某省某某市医疗保障事业管理服务中心")}
    body = written([("表.xlsx", replace(form, headers=headers))])["word/document.xml"]
    assert '管理服务中心</w:t><w:br/><w:t xml:space="preserve">项目绩效自评结果' in body


def test_nothing_to_tell_is_a_fault_of_the_call(tmp_path: Path) -> None:
    with pytest.raises(CallFault, match="没有可写入报告的自评表"):
        render_report([], [], "national", tmp_path / "报告.docx")


def test_the_national_template_is_shipped() -> None:
    assert "national" in shipped_templates()
