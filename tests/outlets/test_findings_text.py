"""What a person reads at the console: grouped, with arithmetic and basis, nothing passed by omission."""

from __future__ import annotations

import json

from perfdesk.core.document import Document
from perfdesk.core.fault import FileFault
from perfdesk.core.finding import Edit, Finding, Fix, NotChecked, Place
from perfdesk.core.form import Form
from perfdesk.core.grid import Block
from perfdesk.core.value import Value
from perfdesk.outlets.findings_json import findings_json, sorted_findings
from perfdesk.outlets.findings_text import findings_text
from perfdesk.session import Checked

PATH = "甲.xlsx"


def form(sheet: str) -> Form:
    title = Value("A1", "自评表", "自评表", text="自评表")
    headers = {"project": Value("C3", "修缮", "修缮", text="修缮")}
    return Form(
        "project_self_evaluation",
        sheet,
        Block(1, 1, 9, 9),
        title,
        year=2024,
        headers=headers,
        profile="national",
        profile_reason="按表的种类选用",
    )


def finding(sheet: str, cell: str, rule: str) -> Finding:
    return Finding(rule, "error", "wrong", Place(PATH, sheet, cell), "执行率错。")


def test_a_finding_is_told_with_figures_arithmetic_and_basis() -> None:
    found = Finding(
        "EX101",
        "error",
        "wrong",
        Place(PATH, "一", "H6"),
        "执行率错。",
        "98%",
        "96%",
        "88.7 ÷ 92.4 = 95.9957%",
        "填表说明",
        related=(Place(PATH, "一", "E6"), Place(PATH, "二", "F6"), Place("乙.xlsx", "三", "G6")),
    )
    text = findings_text([Checked(Document(PATH, forms=(form("一"),)), (found,))])
    assert text.splitlines() == [
        "文件：甲.xlsx",
        "  【一】项目支出绩效自评表 A1:I9 · 修缮 · 2024年度 · 评分规则 national（按表的种类选用）",
        "    错误 H6 [EX101] 执行率错。",
        "         填报：98%　应为：96%",
        "         算式：88.7 ÷ 92.4 = 95.9957%",
        "         依据：填表说明",
        "         相关：E6、二!F6、乙.xlsx 三!G6",
        "",
        "合计：1 个文件，1 张认出的表；错误 1，警告 0，提示 0；未能检查 0 项。",
    ]


def test_nothing_is_passed_by_omission() -> None:
    text = findings_text(
        [
            Checked(Document("坏.xlsx", fault=FileFault("corrupt", "文件已损坏，请重新导出。"))),
            Checked(Document("空.xlsx")),
            Checked(
                Document(PATH, forms=(form("一"),)),
                not_checked=(NotChecked("SC201", Place(PATH, "一", "H20"), "完成值不是数字"),),
            ),
        ]
    )
    assert "  无法读取：文件已损坏，请重新导出。" in text
    assert "  没有识别出自评表：未作任何检查。" in text
    assert "    未检查 H20 [SC201] 完成值不是数字" in text
    assert "未能检查 1 项；1 个文件无法读取。" in text


def test_findings_are_sorted_by_document_sheet_row_column_and_rule() -> None:
    found = tuple(
        finding(sheet, cell, rule)
        for sheet, cell, rule in (
            ("一", "B10", "EX101"), ("一", "AA2", "EX101"), ("一", "B2", "SC201"), ("一", "B2", "EX101"), ("零", "A1", "EX101"),
        )
    )  # fmt: skip
    checked = Checked(Document(PATH, forms=(form("零"), form("一"))), found)
    order = [(item.place.sheet, item.place.cell, item.rule) for item in sorted_findings([checked])]
    assert order == [
        ("零", "A1", "EX101"),
        ("一", "B2", "EX101"),
        ("一", "B2", "SC201"),
        ("一", "AA2", "EX101"),
        ("一", "B10", "EX101"),
    ]


def test_a_fix_and_a_path_that_is_no_text_survive_as_json() -> None:
    fix = Fix("safe", (Edit("一", "H6", "0.96"),))
    place = Place("\udcff.xlsx", "一", "H6")
    checked = Checked(
        Document(place.path, forms=(form("一"),)),
        (Finding("EX101", "error", "wrong", place, "错。", fix=fix),),
    )
    written = findings_json([checked]).encode("utf-8", "backslashreplace")
    read = json.loads(written)
    assert read["findings"][0]["fix"] == {
        "safety": "safe",
        "edits": [{"sheet": "一", "cell": "H6", "value": "0.96"}],
    }
    assert read["documents"][0]["path"] == place.path
