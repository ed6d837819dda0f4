"""`perfdesk new`: blank forms, forms of a new year, forms from the approved target tables."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perfdesk.cli import main
from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Edit
from perfdesk.core.form import Form
from perfdesk.desks.new_form import NewForm, Order, make_forms
from perfdesk.judging import load
from perfdesk.reading.document import read_document
from perfdesk.reading.package import open_package
from perfdesk.recognition.book import recognize_book
from perfdesk.scoring.profile import choose_profile, known_profile
from perfdesk.scoring.spread import whole_points
from perfdesk.writing.filling.filling import Filling, IndicatorFilling, MoneyFilling, Quantity
from perfdesk.writing.filling.template import fill
from perfdesk.writing.filling.template_choice import chosen_template, shipped_forms
from perfdesk.writing.patching.patch import patch_cells

NATIONAL, LIAONING_2023, TARGETS = "国家格式", "预算项目绩效自评表（辽宁2023格式）", "项目支出绩效目标表"
FRESH = {"BL702", "BL703", "BL706", "BL709", "BL708", "BL707", "BL701", "BL704", "BL705"}
"""What is blank on a form that is still to be filled."""


def forms_in(path: Path) -> list[Form]:
    return [form for form in recognize_book(read_document(path)[1]).forms if form.kind != "unknown"]


def weights(form: Form) -> list[Decimal]:
    return [
        row.weight.number
        for row in form.indicators
        if row.weight is not None and row.weight.number is not None
    ]


def whole(form: Form) -> Decimal:
    return whole_points(known_profile(choose_profile(form)[0]), form.kind)


def rules_of(path: Path) -> set[str]:
    return {finding.rule for checked in load([path]) for finding in checked.findings}


def aim(level1: str, level2: str, name: str, number: str, unit: str) -> IndicatorFilling:
    return IndicatorFilling(
        level1, level2, name, operator=">=", target=Quantity(number, number, unit), unit=unit, is_parted=True
    )


def target_table(path: Path, project: str) -> Path:
    """An approved target table of an invented project, in the shipped layout."""
    filling = Filling(
        kind="project_targets",
        year=2031,
        headers={"project": project, "department": "某县文化局", "unit": "某县图书馆"},
        fields={"initial_budget": "36.5"},
        lines=(MoneyFilling("", {"initial_budget": "36.5"}),),
        goals=(("全年开放三百天，送书下乡四十场。", ""),),
        indicators=(
            aim("产出指标", "数量指标", "开放天数", "300", "天"),
            aim("产出指标", "数量指标", "送书场次", "40", "场"),
            aim("产出指标", "质量指标", "图书完好率", "97", "%"),
            aim("效益指标", "社会效益指标", "年借阅册次", "52000", "册"),
            aim("效益指标", "社会效益指标", "新增读者", "800", "人"),
            aim("满意度指标", "服务对象满意度指标", "读者满意度", "92", "%"),
        ),
    )
    path.write_bytes(fill(open_package(chosen_template(TARGETS)), filling).package.data)
    return path


@pytest.mark.parametrize("template", [path.stem for path in shipped_forms()])
def test_every_template_makes_a_blank_form_of_a_year_and_a_unit(template: str, tmp_path: Path) -> None:
    target = tmp_path / "新表.xlsx"
    made = make_forms(Order(template, target, year=2031, unit="某县图书馆"))
    assert made
    assert all(new.left == () for new in made)
    assert any(form.header_text("unit") == "某县图书馆" for form in forms_in(target))
    assert not any(form.year not in (2031, None) for form in forms_in(target))
    assert all(finding.severity != "error" for checked in load([target]) for finding in checked.findings)


@pytest.mark.parametrize(
    "template", [NATIONAL, LIAONING_2023, "安徽2021", "预算项目绩效目标自评表（辽宁2021格式）"]
)
def test_a_target_table_becomes_a_self_evaluation(template: str, tmp_path: Path) -> None:
    source = target_table(tmp_path / "目标表.xlsx", "图书流动服务")
    target = tmp_path / "自评表.xlsx"
    (made,) = make_forms(Order(template, target, source, year=2031))
    assert made.left == ()
    (form,) = forms_in(target)
    assert form.header_text("project") == "图书流动服务"
    assert form.header_text("unit") == "某县图书馆"
    assert form.year == 2031
    assert [row.level3.text for row in form.indicators] == [
        "开放天数", "送书场次", "图书完好率", "年借阅册次", "新增读者", "读者满意度",
    ]  # fmt: skip
    assert [row.operator for row in form.indicators] == [">="] * 6
    assert sum(weights(form)) == whole(form)
    assert all(row.actual is None or row.actual.is_blank for row in form.indicators)
    budget = form.fields.get("initial_budget") or form.fields["full_year_budget"]
    assert budget.number == Decimal("36.5")
    assert rules_of(target) <= FRESH | {"FD503"}  # the target table does not say where the money comes from


def test_weights_of_the_national_form_are_those_its_headings_state(tmp_path: Path) -> None:
    source = target_table(tmp_path / "目标表.xlsx", "图书流动服务")
    make_forms(Order(NATIONAL, tmp_path / "自评表.xlsx", source))
    (form,) = forms_in(tmp_path / "自评表.xlsx")
    assert weights(form) == [Decimal(each) for each in ("16.8", "16.6", "16.6", "15", "15", "10")]
    assert [group.points.number for group in form.group_weights] == [50, 30, 10]


def test_figures_filled_in_later_are_calculated_by_the_form_itself(tmp_path: Path) -> None:
    target = tmp_path / "自评表.xlsx"
    make_forms(Order(LIAONING_2023, target, target_table(tmp_path / "目标表.xlsx", "图书流动服务")))
    (form,) = forms_in(target)
    edits = [Edit(form.sheet, form.fields["executed"].cell, "36.5")]
    edits += [
        Edit(form.sheet, row.actual.cell, row.target.raw)
        for row in form.indicators
        if row.actual and row.target
    ]
    target.write_bytes(patch_cells(open_package(target), edits).archive())
    (form,) = forms_in(target)
    assert form.fields["total_score"].number == 100
    shown = openpyxl.load_workbook(target, data_only=True)[form.sheet][form.fields["total_score"].cell].value
    assert shown == 100


def test_several_projects_are_sheets_of_a_workbook_or_files_of_a_folder(tmp_path: Path) -> None:
    sources = tmp_path / "批复"
    sources.mkdir()
    for number, project in enumerate(("图书流动服务", "古籍修复/保护", "图书流动服务")):
        target_table(sources / f"{number}.xlsx", project)
    book = tmp_path / "自评表.xlsx"
    made = make_forms(Order(LIAONING_2023, book, sources))
    assert [new.sheet for new in made] == ["图书流动服务", "古籍修复_保护", "图书流动服务（2）"]
    assert [form.header_text("project") for form in forms_in(book)] == [
        "图书流动服务",
        "古籍修复/保护",
        "图书流动服务",
    ]
    opened = openpyxl.load_workbook(book)
    assert [sheet.title for sheet in opened if sheet.sheet_view.tabSelected] == ["图书流动服务"]
    assert all(sheet.print_area.startswith(f"'{sheet.title}'!") for sheet in opened)
    assert all(sheet.data_validations.dataValidation for sheet in opened)
    files = make_forms(Order(LIAONING_2023, tmp_path / "自评", sources))
    assert [new.path.name for new in files] == [
        "图书流动服务.xlsx",
        "古籍修复_保护.xlsx",
        "图书流动服务（2）.xlsx",
    ]
    assert all(len(forms_in(new.path)) == 1 for new in files)


def test_last_years_form_is_carried_without_its_results(tmp_path: Path) -> None:
    first = tmp_path / "上年.xlsx"
    make_forms(Order(NATIONAL, first, target_table(tmp_path / "目标表.xlsx", "图书流动服务"), year=2031))
    (form,) = forms_in(first)
    edits = [Edit(form.sheet, row.actual.cell, "9") for row in form.indicators if row.actual]
    edits += [Edit(form.sheet, form.indicators[0].weight.cell, "20")] if form.indicators[0].weight else []
    edits += [Edit(form.sheet, form.indicators[1].weight.cell, "13.4")] if form.indicators[1].weight else []
    first.write_bytes(patch_cells(open_package(first), edits).archive())
    (made,) = make_forms(Order(NATIONAL, tmp_path / "今年.xlsx", first))
    (again,) = forms_in(made.path)
    assert again.year == 2032
    assert weights(again) == [Decimal(each) for each in ("20", "13.4", "16.6", "15", "15", "10")]
    assert all(row.actual is None or row.actual.is_blank for row in again.indicators)
    assert [row.target.said for row in again.indicators if row.target] == [
        row.target.said for row in form.indicators if row.target
    ]
    assert all(value.is_blank for name, value in again.fields.items() if not name.endswith("weight"))


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("国家格式", "项目支出绩效自评表（国家格式）"),
        ("key_evaluation", "重点绩效评价表"),
        ("重点绩效评价表.xlsx", "重点绩效评价表"),
    ],
)
def test_a_template_is_named_by_a_part_of_its_name_or_its_kind(words: str, name: str) -> None:
    assert chosen_template(words).stem == name


def test_a_template_of_ones_own_is_named_by_its_path(tmp_path: Path) -> None:
    own = shutil.copy(chosen_template(NATIONAL), tmp_path / "本局.xlsx")
    (made,) = make_forms(Order(str(own), tmp_path / "新表.xlsx", year=2031))
    assert forms_in(made.path)[0].year == 2031


def test_last_years_form_is_a_template_of_ones_own(tmp_path: Path) -> None:
    last = tmp_path / "上年.xlsx"
    make_forms(Order(LIAONING_2023, last, target_table(tmp_path / "目标表.xlsx", "图书流动服务"), year=2031))
    (form,) = forms_in(last)
    edits = [Edit(form.sheet, row.actual.cell, "9") for row in form.indicators if row.actual]
    edits += [Edit(form.sheet, row.score.cell, "5") for row in form.indicators if row.score]
    edits += [
        Edit(form.sheet, form.fields["executed"].cell, "20"),
        Edit(form.sheet, form.advice[0].tick.cell, "√"),
    ]
    last.write_bytes(patch_cells(open_package(last), edits).archive())
    before = last.read_bytes()
    (made,) = make_forms(Order(str(last), tmp_path / "今年.xlsx"))
    (again,) = forms_in(made.path)
    assert last.read_bytes() == before
    assert again.year == 2032
    assert [row.level3.text for row in again.indicators] == [row.level3.text for row in form.indicators]
    assert weights(again) == weights(form)
    results = [
        value for row in again.indicators for value in (row.actual, row.score, row.completion) if value
    ]
    assert all(value.is_blank for value in (*results, again.fields["executed"], again.advice[0].tick))


@pytest.mark.parametrize("words", ["没有的表", "自评表", ""])
def test_an_unknown_or_ambiguous_name_lists_the_names(words: str) -> None:
    with pytest.raises(CallFault, match=r"国家格式.*辽宁2023格式"):
        chosen_template(words)


def test_filled_accounts_are_no_blank_form(shared: Path, tmp_path: Path) -> None:
    filled = next((shared / "cases" / "panjin2023").glob("部门决算公开表.xlsx"))
    with pytest.raises(CallFault, match="已填的表"):
        make_forms(Order(str(filled), tmp_path / "新表.xlsx"))


def test_several_filled_forms_of_a_workbook_are_renewed_together(tmp_path: Path) -> None:
    sources = tmp_path / "批复"
    sources.mkdir()
    for project in ("图书流动服务", "古籍修复"):
        target_table(sources / f"{project}.xlsx", project)
    make_forms(Order(NATIONAL, tmp_path / "上年.xlsx", sources, year=2031))
    made = make_forms(Order(str(tmp_path / "上年.xlsx"), tmp_path / "今年.xlsx"))
    assert [new.name for new in made] == ["古籍修复", "图书流动服务"]
    assert [form.year for form in forms_in(tmp_path / "今年.xlsx")] == [2032, 2032]


def test_a_template_of_another_kind_of_file_is_to_be_imported_first(tmp_path: Path) -> None:
    (tmp_path / "旧表.xls").write_bytes(b"")
    with pytest.raises(CallFault, match=r"旧表\.xls 不是 \.xlsx 文件.*perfdesk import"):
        chosen_template(str(tmp_path / "旧表.xls"))


def test_the_weights_of_an_evaluation_are_left_to_the_evaluators(shared: Path, tmp_path: Path) -> None:
    source = next((shared / "cases" / "panjin2023").glob("重点绩效评价表.xlsx"))
    (last,) = forms_in(source)
    (made,) = make_forms(Order("重点绩效评价表", tmp_path / "新表.xlsx", source))
    assert weights(forms_in(made.path)[0]) == weights(last)


def test_an_existing_file_is_not_written_over(tmp_path: Path) -> None:
    target = tmp_path / "新表.xlsx"
    target.write_bytes(b"mine")
    with pytest.raises(CallFault, match="已存在"):
        make_forms(Order(NATIONAL, target))
    assert target.read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["新表.xls", "新表.docx", "新表.PDF"])
def test_a_form_is_written_as_a_workbook_of_today_alone(name: str, tmp_path: Path) -> None:
    with pytest.raises(CallFault, match=r"请写 \.xlsx 文件或文件夹"):
        make_forms(Order(NATIONAL, tmp_path / name))


def test_a_source_that_holds_nothing_for_the_form_is_a_sentence(tmp_path: Path, sample: Path) -> None:
    with pytest.raises(CallFault, match="没有找到“重点绩效评价表”"):
        make_forms(Order("重点绩效评价表", tmp_path / "新表.xlsx", sample))
    with pytest.raises(CallFault, match="去掉 --from"):
        make_forms(Order("部门决算公开表", tmp_path / "新表.xlsx", sample))
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "新表.xlsx"
    assert main(["new", NATIONAL, "--output", str(target), "--year", "2031", "--unit", "某县图书馆"]) == 0
    assert "已新建 1 个文件，1 张表。" in capsys.readouterr().out
    assert main(["new", NATIONAL, "--output", str(target)]) == 2
    assert "已存在" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["new", NATIONAL, "--output", str(target), "--year", "31"])
    assert "年度应为四位数字" in capsys.readouterr().err


def approved(shared: Path, template: str, target: Path) -> tuple[tuple[NewForm, ...], list[Form]]:
    made = make_forms(Order(template, target, shared / "cases" / "fushun2026"))
    return made, forms_in(target)


@pytest.mark.parametrize("template", [NATIONAL, LIAONING_2023, "预算项目绩效目标自评表（辽宁2021格式）"])
def test_an_approved_budget_becomes_one_self_evaluation_a_project(
    template: str, shared: Path, tmp_path: Path
) -> None:
    source = next((shared / "cases" / "fushun2026").glob("*.xlsx"))
    tables = [form for form in forms_in(source) if form.kind == "project_targets"]
    made, forms = approved(shared, template, tmp_path / "自评表.xlsx")
    assert all(new.left == () for new in made)
    assert [form.header_text("project") for form in forms] == [form.header_text("project") for form in tables]
    for form, table in zip(forms, tables, strict=True):
        assert [row.level3.text for row in form.indicators] == [row.level3.text for row in table.indicators]
        assert sum(weights(form)) == whole(form)
        assert form.goals[0].planned.text == table.goals[0].planned.text
        budget = form.fields.get("initial_budget") or form.fields["full_year_budget"]
        assert budget.number == table.fields["initial_budget"].number
        assert form.year == 2026
    disputes = {"WT301", "WT302", "WT304", "WT305", "WT306", "TO401", "TO402"}
    assert not rules_of(tmp_path / "自评表.xlsx") & disputes


def test_unit_targets_become_the_unit_form(shared: Path, tmp_path: Path) -> None:
    _, (form,) = approved(shared, "整体绩效自评表（辽宁2023格式）", tmp_path / "整体.xlsx")
    assert sum(weights(form)) == 60
    assert sum(task.weight.number or 0 for task in form.tasks if task.weight) == 40
    assert not rules_of(tmp_path / "整体.xlsx") - FRESH


@pytest.mark.parametrize(
    ("folder", "pattern", "template"),
    [
        ("panjin2023", "项目自评-律师费.xlsx", LIAONING_2023),
        ("panjin2023", "整体*.xlsx", "整体绩效自评表（辽宁2023格式）"),
        ("fushun2021", "项目自评-02*.xlsx", "预算项目绩效目标自评表（辽宁2021格式）"),
        ("mingguang2021", "项目自评-行政*.xlsx", NATIONAL),
        ("chenxi2022", "*01*.xlsx", "专项资金绩效目标自评表"),
    ],
)
def test_a_published_form_is_carried_into_the_next_year(
    folder: str, pattern: str, template: str, shared: Path, tmp_path: Path
) -> None:
    source = next((shared / "cases" / folder).glob(pattern))
    (last,) = forms_in(source)
    (made,) = make_forms(Order(template, tmp_path / "新表.xlsx", source))
    (form,) = forms_in(made.path)
    assert made.left == ()
    assert form.year == (None if last.year is None else last.year + 1)
    assert [row.level3.text for row in form.indicators] == [row.level3.text for row in last.indicators]
    assert weights(form) == weights(last)
    assert all(row.actual is None or row.actual.is_blank for row in form.indicators)


def test_a_new_workbook_opens_in_libreoffice(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc")
    sources = tmp_path / "批复"
    sources.mkdir()
    for number in range(2):
        target_table(sources / f"{number}.xlsx", f"流动服务{number}")
    book = tmp_path / "自评表.xlsx"
    make_forms(Order(NATIONAL, book, sources))
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "ods", "--outdir", str(tmp_path), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    command[-5:] = [
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path / "out"),
        str(tmp_path / "自评表.ods"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    assert [form.header_text("project") for form in forms_in(tmp_path / "out" / "自评表.xlsx")] == [
        "流动服务0",
        "流动服务1",
    ]


def test_a_dry_run_tells_what_would_be_made_and_writes_nothing(
    sample: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = sorted(sample.glob("*.xlsx"))[0]
    assert main(["new", "辽宁2023格式", "--from", str(source), "--dry-run"]) == 2
    assert main(["new", "预算项目绩效自评表（辽宁2023格式）", "--from", str(source), "--dry-run"]) == 0
    words = capsys.readouterr().out
    assert "产出指标" in words
    assert "没有写文件" in words
    assert list(tmp_path.iterdir()) == []


def test_new_forms_need_a_place_unless_they_are_only_tried(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "预算项目绩效自评表（辽宁2023格式）"]) == 2
    assert "--dry-run" in capsys.readouterr().err
