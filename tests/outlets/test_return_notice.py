"""Return notices and the inspection report: every finding in one place, nothing left out."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.cli import main
from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Place
from perfdesk.core.value import Value
from perfdesk.narrative.chart import ChartTag
from perfdesk.narrative.notice import (
    NOTICE,
    Inspection,
    Notice,
    ReceivedForm,
    Remark,
    RuleLine,
    Share,
    Unchecked,
    UnitLine,
    shipped,
)
from perfdesk.narrative.notice_text import TEMPLATES
from perfdesk.narrative.package import unpack
from perfdesk.narrative.prose import report_text
from perfdesk.narrative.template_builder import build_template
from perfdesk.narrative.wording import one_line
from perfdesk.outlets.inspection import inspection_document, write_inspection
from perfdesk.outlets.overview import overview
from perfdesk.outlets.return_notice import NO_DEADLINE, deadline_words, write_notices
from perfdesk.reading.document import find_files
from perfdesk.session import Checked, load


@pytest.fixture(scope="module")
def documents(sample: Path) -> tuple[Checked, ...]:
    return load(find_files([sample]))


def texts(paths: tuple[Path, ...]) -> list[str]:
    return [report_text(path.read_bytes(), is_markdown=False) for path in paths]


def assert_each_is_told_once(documents: tuple[Checked, ...], notices: list[str]) -> None:
    """Each message stands in the notices as often as cells carry it; so does its arithmetic."""
    cells: dict[str, set[Place]] = {}
    for checked in documents:
        for finding in checked.findings:
            if finding.severity != "hint":
                cells.setdefault(one_line(finding.message), set()).add(finding.place)
                if finding.formula:
                    assert any(one_line(finding.formula) in text for text in notices)
    assert cells
    for words, places in cells.items():
        longer = sum(len(cells[other]) for other in cells if words in other and other != words)
        assert sum(text.count(words) for text in notices) == len(places) + longer, words


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_shipped_template_is_what_its_words_make(name: str) -> None:
    title, blocks = TEMPLATES[name]
    assert shipped(name).read_bytes() == build_template(blocks, title)


def test_every_finding_of_the_sample_stands_in_one_notice(
    documents: tuple[Checked, ...], tmp_path: Path
) -> None:
    returned = write_notices(documents, tmp_path / "退回")
    assert_each_is_told_once(documents, texts(returned.written))


def test_every_finding_of_the_published_cases_stands_in_one_notice(tmp_path: Path) -> None:
    cases = Path(__file__).resolve().parents[3] / "shared" / "cases"
    if not cases.is_dir():
        pytest.skip("the published cases are not beside the checkout")
    for case in sorted(each for each in cases.iterdir() if each.is_dir()):
        documents = load(find_files([case])[:12])
        if any(finding.severity != "hint" for checked in documents for finding in checked.findings):
            returned = write_notices(documents, tmp_path / case.name)
            assert_each_is_told_once(documents, texts(returned.written))


def test_the_same_set_gives_the_same_bytes(documents: tuple[Checked, ...], tmp_path: Path) -> None:
    first = write_notices(documents, tmp_path / "一").written
    second = write_notices(documents, tmp_path / "二").written
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert inspection_document(documents) == inspection_document(documents)


def test_a_unit_without_findings_gets_no_notice(documents: tuple[Checked, ...], tmp_path: Path) -> None:
    clean = tuple(dataclasses.replace(checked, findings=()) for checked in documents)
    returned = write_notices(clean, tmp_path / "退回")
    assert returned.written == ()
    assert len(returned.clean) == 1
    assert not (tmp_path / "退回").exists()


def test_a_file_that_cannot_be_read_is_returned_too(tmp_path: Path) -> None:
    (tmp_path / "坏").mkdir()
    (tmp_path / "坏" / "损坏.xlsx").write_bytes(b"no workbook")
    returned = write_notices(load(find_files([tmp_path / "坏"])), tmp_path / "退回")
    assert [path.name for path in returned.written] == ["退回意见书-坏.docx"]
    assert "无法读取" in texts(returned.written)[0]


def test_the_deadline_is_days_a_date_or_left_to_be_filled_in() -> None:
    assert deadline_words() == NO_DEADLINE
    assert deadline_words(days=10) == "收到本意见书之日起10日内"
    assert deadline_words(until="2026-03-02") == "2026年3月2日前"
    for wrong in ("2026-13-02", "明天", "2026-02-30"):
        with pytest.raises(CallFault, match="日期"):
            deadline_words(until=wrong)
    with pytest.raises(CallFault, match="期限"):
        deadline_words(days=0)


def test_the_inspection_report_tells_the_figures_of_the_overview(documents: tuple[Checked, ...]) -> None:
    whole = overview(documents)
    text = report_text(inspection_document(documents), is_markdown=False)
    errors = sum(rule.count for rule in whole.rules if rule.severity == "error")
    assert f"共发现错误{errors}处" in text
    assert f"执行{whole.executed.quantize(Decimal('0.01')):,}万元" in text
    assert all(rule.rule in text and rule.title in text for rule in whole.rules)
    assert "图1　自评得分等级分布" in text and "图4　" in text


def test_the_inspection_report_is_no_workbook(documents: tuple[Checked, ...], tmp_path: Path) -> None:
    with pytest.raises(CallFault, match=r"\.docx"):
        write_inspection(documents, tmp_path / "审核.xlsx")


def test_the_command_writes_notices_and_the_report(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, report = tmp_path / "退回", tmp_path / "审核.docx"
    words = ["return", str(sample), "--output", str(target), "--report", str(report), "--until", "2026-03-02"]
    assert main(words) == 0
    assert "1 份退回意见书" in capsys.readouterr().out
    assert report.is_file()
    assert "2026年3月2日前" in texts(tuple(target.iterdir()))[0]


def test_one_s_own_template_is_checked_before_use(documents: tuple[Checked, ...], tmp_path: Path) -> None:
    own = tmp_path / "我的.docx"
    own.write_bytes(build_template((("", "{{ 单未 }}"),), "退回"))
    with pytest.raises(CallFault, match=r"第1段“{{ 单未 }}”.*最接近的是“单位”"):
        write_notices(documents, tmp_path / "退回", template=own)
    assert not (tmp_path / "退回").exists()


def test_notices_beside_the_forms_are_written_anew_and_are_no_material(sample: Path, tmp_path: Path) -> None:
    form = next(path for path in sorted(sample.glob("*.xlsx")))
    (tmp_path / form.name).write_bytes(form.read_bytes())
    first = write_notices(load(find_files([tmp_path])), tmp_path).written
    before = [path.read_bytes() for path in first]
    again = write_notices(load(find_files([tmp_path])), tmp_path).written
    assert again == first
    assert [path.read_bytes() for path in again] == before


def test_an_inspection_template_of_one_s_own_says_its_own_words_with_its_charts(
    documents: tuple[Checked, ...], tmp_path: Path
) -> None:
    own, target = tmp_path / "我的.docx", tmp_path / "审核.docx"
    own.write_bytes(
        build_template(
            (
                ("", "{{ 单位列表 | length }}个单位"),
                ("Figure", "{{ 规则图 }}"),
                ("Caption", "{{ 规则图.题注 }}"),
            ),
            "审核",
        )
    )
    write_inspection(documents, target, own)
    parts = unpack(target.read_bytes())
    assert [name for name in parts if name.startswith("word/charts/perf")] == ["word/charts/perfdesk1.xml"]
    assert not [name for name, content in parts.items() if "\ufdd7".encode() in content]
    assert "图1　各条规则查出的问题" in report_text(target.read_bytes(), is_markdown=False)


@pytest.mark.parametrize("ending", ["md", "txt", "pdf"])
def test_the_inspection_report_is_also_written_as_text_and_pdf(
    documents: tuple[Checked, ...], tmp_path: Path, ending: str
) -> None:
    target = tmp_path / f"审核.{ending}"
    write_inspection(documents, target)
    content = target.read_bytes()
    if ending == "pdf":
        assert content.startswith(b"%PDF")
    else:
        assert "［各条规则查出的问题（最多的15条规则）：EX101" in content.decode()


def test_findings_of_one_cell_are_one_remark_with_what_each_rests_on(
    documents: tuple[Checked, ...], tmp_path: Path
) -> None:
    (text,) = texts(write_notices(documents, tmp_path / "退回").written)
    both = [line for line in text.split("\n") if "规则EX102、RS802" in line]
    assert len(both) == 1
    assert "执行率得分填为9.8" in both[0] and "全表没有说明资金未执行完的原因" in both[0]


def test_the_inspection_report_names_the_units_that_got_no_notice(
    documents: tuple[Checked, ...],
) -> None:
    clean = tuple(dataclasses.replace(checked, findings=()) for checked in documents)
    text = report_text(inspection_document(clean), is_markdown=False)
    assert "没有发现错误和警告。" in text
    assert "各单位都没有需退回的问题，未发退回意见书。" in text
    assert "各单位的问题" not in text


def test_every_name_a_template_may_use_is_listed() -> None:
    listed = (shipped(NOTICE).parent / "README.md").read_text("utf-8")
    tables = (Notice, Inspection, ReceivedForm, Remark, Unchecked, UnitLine, RuleLine, Share, ChartTag)
    missing = [name for table in tables for name in table.chinese if name not in listed]
    assert missing == []


def test_units_without_a_problem_are_named_beside_those_that_have_one(
    documents: tuple[Checked, ...], tmp_path: Path
) -> None:
    form = documents[0].document.forms[0]
    other = dataclasses.replace(
        form, headers={**form.headers, "unit": Value("B4", "云岭县林场", text="云岭县林场")}
    )
    document = dataclasses.replace(documents[0].document, path="甲/别处.xlsx", forms=(other,))
    clean = dataclasses.replace(documents[0], document=document, findings=(), not_checked=())
    text = report_text(inspection_document((*documents, clean)), is_markdown=False)
    assert "需退回修改的单位1个；云岭县林场没有需退回的问题，未发退回意见书。" in text
    assert [path.name for path in write_notices((*documents, clean), tmp_path / "退回").written] == [
        "退回意见书-云岭县档案服务中心.docx"
    ]


def test_a_set_without_a_filled_evaluation_has_no_empty_tables(documents: tuple[Checked, ...]) -> None:
    blank = tuple(
        dataclasses.replace(
            checked,
            document=dataclasses.replace(
                checked.document,
                forms=tuple(
                    dataclasses.replace(form, kind="project_targets") for form in checked.document.forms
                ),
            ),
        )
        for checked in documents
    )
    text = report_text(inspection_document(blank), is_markdown=False)
    assert "没有得分和执行率可统计" in text
    assert "自评得分等级分布" not in text


def test_files_of_one_name_are_told_apart_by_their_folders(
    documents: tuple[Checked, ...], tmp_path: Path
) -> None:
    moved = [
        dataclasses.replace(
            checked,
            document=dataclasses.replace(checked.document, path=f"{folder}/自评.xlsx"),
            findings=tuple(
                dataclasses.replace(each, place=dataclasses.replace(each.place, path=f"{folder}/自评.xlsx"))
                for each in checked.findings
            ),
            not_checked=(),
        )
        for folder, checked in zip(("甲", "乙"), documents, strict=False)
    ]
    (text,) = texts(write_notices(moved, tmp_path / "退回").written)
    assert "（一）甲/自评.xlsx" in text and "（二）乙/自评.xlsx" in text
