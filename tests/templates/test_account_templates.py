"""The tables of accounts, budget and targets take real figures and say of them what the published ones say.

Totals are live: LibreOffice, working everything out anew, gives what the program has stored.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from perfdesk.core.form import AccountLine
from perfdesk.core.grid import Grid, parse_address
from perfdesk.core.resource import template_folder
from perfdesk.desks.new_form import Order, make_forms
from perfdesk.judging import Checked, load
from perfdesk.reading.package import Package, open_package
from perfdesk.reading.xlsx import read_workbook
from perfdesk.recognition.account_table import AccountSlot
from perfdesk.recognition.book import recognize_book
from perfdesk.recognition.slot import form_slots
from perfdesk.rules.tie_check import check_ties
from perfdesk.writing.filling.filling import AccountFilling, Filling, filling_of
from perfdesk.writing.filling.template import fill
from perfdesk.writing.patching.draft import Draft
from tests.templates.office import recalculated

ACCOUNTS, BUDGET = "部门决算公开表.xlsx", "单位预算批复表.xlsx"
UNIT_TARGETS, PROJECT_TARGETS = "部门（单位）整体绩效目标表.xlsx", "项目支出绩效目标表.xlsx"
PUBLISHED = {
    ACCOUNTS: Path("cases/panjin2023/部门决算公开表.xlsx"),
    BUDGET: Path("cases/fushun2026/单位预算批复表.xlsx"),
}
# The names of level 2 are printed in the template; the published tables cut some of them off.
MENDED_BY_THE_TEMPLATE = {"NM101"}
# Income equals expenditure, spent is within budget: figures drawn by lot are not, and no formula helps.
OWED_BY_THE_FIGURES = {"AC804", "AC807", "BG804"}
Told = tuple[str, str, str, str]


def template(name: str) -> Package:
    return open_package(template_folder() / name)


def written(package: Package, path: Path) -> Path:
    path.write_bytes(Draft(package).archive())
    return path


def checked_file(path: Path) -> Checked:
    (checked,) = load([path])
    assert checked.document.fault is None
    return checked


def told(checked: Checked) -> set[Told]:
    return {
        (found.rule, found.place.sheet, found.place.cell, found.verdict)
        for found in checked.findings
        if "targets" not in kind_of(checked, found.place.sheet)
    }


def kind_of(checked: Checked, sheet: str) -> str:
    return next(form.kind for form in checked.document.forms if form.sheet == sheet)


def filled_book(name: str, source: Checked, path: Path, *, overrules: bool) -> Path:
    """The template of a workbook with every table of accounts of the source in it; nothing is left over."""
    package = template(name)
    for form in source.document.forms:
        if form.accounts:
            filled = fill(package, filling_of(form), form.sheet, overrules=overrules)
            assert filled.left == (), form.sheet
            package = filled.package
    return written(package, path)


@pytest.fixture(scope="module", params=PUBLISHED)
def published_and_ours(
    request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Checked, Checked]:
    """A published workbook, and the template with its figures, totals as published."""
    published = checked_file(shared / PUBLISHED[request.param])
    path = tmp_path_factory.mktemp("filled") / "填好.xlsx"
    return published, checked_file(filled_book(request.param, published, path, overrules=True))


def test_a_filled_workbook_gives_the_findings_of_the_published_one(
    published_and_ours: tuple[Checked, Checked],
) -> None:
    published, ours = published_and_ours
    assert len(told(published)) >= 10
    assert told(ours) == told(published)


def test_the_amounts_of_a_filled_workbook_are_those_of_the_published_one(
    published_and_ours: tuple[Checked, Checked],
) -> None:
    published, copy = published_and_ours
    forms = {form.kind: form for form in copy.document.forms}
    for form in published.document.forms:
        if form.accounts:
            ours, theirs = (filling_of(each).accounts for each in (forms[form.kind], form))
            assert [(line.code, line.amounts) for line in ours] == [
                (line.code, line.amounts) for line in theirs
            ]


@pytest.mark.parametrize("name", PUBLISHED)
def test_libreoffice_works_every_total_out_as_we_stored_it(name: str, shared: Path, tmp_path: Path) -> None:
    published = checked_file(shared / PUBLISHED[name])
    path = filled_book(name, published, tmp_path / "填好.xlsx", overrules=False)
    (anew,) = recalculated([path], tmp_path)
    stored, ours = results(path), results(anew)
    numbers = [place for place, value in stored.items() if isinstance(value, (int, float))]
    assert len(numbers) > 100
    assert {
        place: (stored[place], ours.get(place))
        for place in stored
        if not same(stored[place], ours.get(place))
    } == {}


def results(path: Path) -> dict[str, object]:
    """What each formula of a workbook shows."""
    live, shown = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    return {
        f"{sheet.title}!{cell.coordinate}": shown[sheet.title][cell.coordinate].value
        for sheet in live
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    }


def same(first: object, second: object) -> bool:
    if isinstance(first, (int, float)) and isinstance(second, (int, float)):
        return abs(first - second) < 1e-9
    return (first or "") == (second or "")


def test_target_tables_keep_what_the_published_ones_say(shared: Path, tmp_path: Path) -> None:
    published = checked_file(shared / PUBLISHED[BUDGET])
    forms = [form for form in published.document.forms if form.kind.endswith("targets")]
    assert len(forms) == 6
    for form in forms:
        name = UNIT_TARGETS if form.kind == "unit_targets" else PROJECT_TARGETS
        filled = fill(template(name), filling_of(form))
        assert filled.left == ()
        ours = checked_file(written(filled.package, tmp_path / f"{form.sheet}.xlsx"))
        (copy,) = ours.document.forms
        assert sorted(row.level3.raw for row in copy.indicators) == sorted(
            row.level3.raw for row in form.indicators
        )
        expected = {
            (found.rule, found.place.cell) for found in published.findings if found.place.sheet == form.sheet
        }
        findings = {(found.rule, found.place.cell) for found in ours.findings}
        assert findings <= expected, form.sheet
        assert {rule for rule, _ in expected - findings} <= MENDED_BY_THE_TEMPLATE, form.sheet


def drawn(package: Package, dice: random.Random) -> Package:
    """Figures by lot in every place for an amount; tables of codes get three classes of one item each.

    Unit and year stay blank, so that the headings are understood without them.
    """
    for grid in read_workbook(package):
        form = next((form for form in recognize_book([grid]).forms if form.accounts), None)
        if form is None:
            continue
        lines = [
            AccountFilling(each.name.raw, each.code, each.number, tuple(amounts_by_lot(grid, each, dice)))
            for each in form.accounts
            if each.name.raw.strip() or not each.number
        ]
        slots = form_slots(grid, form).accounts
        for place, slot in enumerate(slots):
            if slot.is_sum:
                continue
            given = tuple(amounts_by_lot(grid, slot, dice))
            if not slot.code_cell:
                lines.append(AccountFilling(f"第{place}项", amounts=given))
            elif form.kind == "budget_02":  # units, whose codes are no hierarchy
                lines.append(AccountFilling(f"单位{place}", str(900101 + place), amounts=given))
            elif place < 3:
                code = str(201 + place)
                lines += [
                    AccountFilling(f"科目{part}", part, amounts=given)
                    for part in (code, f"{code}01", f"{code}0101")
                ]
        package = fill(package, Filling(form.kind, accounts=tuple(lines)), grid.name).package
    return package


def amounts_by_lot(
    grid: Grid, place: AccountLine | AccountSlot, dice: random.Random
) -> Iterator[tuple[tuple[str, ...], str]]:
    """An amount for each column whose cell is neither worked out nor a place for words."""
    for column, value in zip(place.columns, place.amounts, strict=True):
        if grid.cell_at(*parse_address(value.cell)).formula is None and "项目内容" not in column.labels:
            yield column.labels, f"{dice.randint(1, 900_000) / 100:.2f}"


@pytest.mark.parametrize("name", PUBLISHED)
def test_totals_of_figures_drawn_by_lot_satisfy_every_relation_within_their_table(
    name: str, tmp_path: Path
) -> None:
    path = written(drawn(template(name), random.Random(7)), tmp_path / "随机.xlsx")
    checked = checked_file(path)
    judged = 0
    for form in checked.document.forms:
        judged += len([v for line in form.accounts for v in line.amounts if v.number])
        findings, _ = check_ties([(checked.path, (form,))], [])
        broken = [(f.rule, f.place.cell, f.message) for f in findings if f.rule not in OWED_BY_THE_FIGURES]
        assert broken == [], form.sheet
    assert judged > 300
    (anew,) = recalculated([path], tmp_path)
    stored, ours = results(path), results(anew)
    assert {
        place: (value, ours.get(place)) for place, value in stored.items() if not same(value, ours.get(place))
    } == {}


def test_a_new_budget_names_year_and_unit_on_its_cover_and_tables(tmp_path: Path) -> None:
    path = tmp_path / "预算.xlsx"
    make_forms(Order(BUDGET.removesuffix(".xlsx"), path, year=2031, unit="某县图书馆"))
    book = openpyxl.load_workbook(path, data_only=True)
    assert book["封面"]["A1"].value == "2031年某县图书馆单位预算批复表"
    assert {sheet["A3"].value for sheet in book if sheet.title != "封面"} == {"单位名称：某县图书馆"}
    assert [found.rule for found in checked_file(path).findings] == []


def line(code: str, name: str, basic: str, project: str) -> AccountFilling:
    return AccountFilling(
        name, code, amounts=((("本年支出", "基本支出"), basic), (("本年支出", "项目支出"), project))
    )


def classes(count: int) -> tuple[AccountFilling, ...]:
    """Classes of one item each: 类, 款 and 项 with the same amounts."""
    found: list[AccountFilling] = []
    for number in range(1, count + 1):
        code = str(200 + number)
        for digits, level in ((code, "类"), (f"{code}01", "款"), (f"{code}0101", "项")):
            found.append(line(digits, f"第{number}{level}", str(number), "0.5"))
    return tuple(found)


@pytest.mark.parametrize("count", [1, 10, 13])
def test_the_total_of_a_table_of_codes_counts_each_class_once_however_many_rows_there_are(
    count: int, tmp_path: Path
) -> None:
    filling = Filling("final_accounts_05", 2031, {"unit": "某县图书馆"}, accounts=classes(count))
    filled = fill(template(ACCOUNTS), filling)
    assert filled.left == ()
    checked = checked_file(written(filled.package, tmp_path / "决算.xlsx"))
    form = next(form for form in checked.document.forms if form.kind == "final_accounts_05")
    total = form.accounts[0]
    whole = sum(range(1, count + 1))
    assert (form.year, form.headers["unit"].text) == (2031, "某县图书馆")
    assert [str(value.number) for value in total.amounts] == [
        f"{whole + count * 0.5:g}",
        str(whole),
        f"{count * 0.5:g}",
    ]
    assert len(form.accounts) == 1 + 3 * count
    # The other tables are still blank, so only what holds within this one is judged.
    assert [found for found in checked.findings if found.rule in ("AC801", "AC802")] == []


def test_unit_and_year_typed_on_the_first_sheet_stand_on_all(tmp_path: Path) -> None:
    package = fill(template(ACCOUNTS), Filling("final_accounts_01", 2031, {"unit": "某县图书馆"})).package
    checked = checked_file(written(package, tmp_path / "决算.xlsx"))
    assert {(form.year, form.headers["unit"].text) for form in checked.document.forms} == {
        (2031, "某县图书馆")
    }


def test_a_project_of_the_budget_counts_for_its_unit_and_for_the_whole(tmp_path: Path) -> None:
    money = (("本年收入", "一般公共预算"), "12.5")
    rows = tuple(AccountFilling(name, amounts=(money,)) for name in ("阅览大厅改造", "古籍修复"))
    filling = Filling(
        "budget_09", headers={"unit": "某县图书馆"}, accounts=(AccountFilling("某县图书馆"), *rows)
    )
    filled = fill(template(BUDGET), filling)
    assert filled.left == ()
    checked = checked_file(written(filled.package, tmp_path / "预算.xlsx"))
    form = next(form for form in checked.document.forms if form.kind == "budget_09")
    assert [(each.name.raw, [str(v.number) for v in each.amounts if v.number is not None]) for each in form.accounts] == [
        ("合计", ["25"] * 3), ("某县图书馆", ["25"] * 3),
        ("阅览大厅改造", ["12.5"] * 3), ("古籍修复", ["12.5"] * 3),
    ]  # fmt: skip
