"""Published forms, read by the whole program, become the block their bureau published."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perfdesk.session import load, write_report
from tests.narrative.conftest import parts_of


def text_of(path: Path) -> str:
    body = parts_of(path)["word/document.xml"]
    paragraphs = re.split("</w:p>", body)
    return "\n".join("".join(re.findall("<w:t[^>]*>([^<]*)</w:t>", paragraph)) for paragraph in paragraphs)


@pytest.mark.parametrize("case", ["mingguang2021", "panjin2023", "chenxi2022", "fushun2021"])
def test_every_published_case_becomes_a_report_with_each_project_once(
    shared: Path, tmp_path: Path, case: str
) -> None:
    documents = load(sorted((shared / "cases" / case).glob("*.xlsx")))
    kinds = ("project_self_evaluation", "special_fund_self_evaluation")
    projects = [form for each in documents for form in each.document.forms if form.kind in kinds]
    write_report(documents, "national", tmp_path / "报告.docx")
    text = text_of(tmp_path / "报告.docx")
    assert projects
    assert f"共{len(projects)}个项目" in text
    for form in projects:
        name = form.header_text("project")
        assert name
        assert text.count(f"“{name}”项目绩效自评综述：") + text.count(f"“{name}”绩效自评综述：") == 1
    assert "。。" not in text
    assert "；；" not in text


def test_the_sentences_of_a_clean_form_are_those_published(shared: Path, tmp_path: Path) -> None:
    documents = load(sorted((shared / "cases" / "mingguang2021").glob("*.xlsx")))
    write_report(documents, "national", tmp_path / "报告.docx")
    text = text_of(tmp_path / "报告.docx")
    published = (shared / "cases" / "mingguang2021" / "narrative.txt").read_text("utf-8").replace(" ", "")
    sentence = "项目绩效自评得分为100分。全年预算数为15万元，执行数为15万元，完成预算的100%。项目绩效目标完成情况：一是"
    assert sentence in text
    assert sentence in published
    assert "涉及预算资金96万元，执行96万元，总体执行率100%" in text
