"""单位预算批复表: a cover and the tables 表1 to 表9 and 表18 in one workbook."""

from __future__ import annotations

from tests.templates.account_paper import (
    CodeRows,
    Heading,
    amounts,
    code_rows,
    head,
    names_down,
    notes,
    total,
)
from tests.templates.entry import Entry
from tests.templates.paper import Book, Paper, column_range

COVER = "封面"
LOW_ROW, LOW_PADDING = 17.5, 3.5
BLANK_ROWS = 24
FEW_BLANK_ROWS = 10
PROJECT_ROWS = 20
UNIT_ROWS = 6
COVER_WORDS = Entry("封面", "在“年”前填写四位预算年度，在“年”后填写单位的全称。")
CLASS_NAME = Entry("支出项目", "按功能分类的类填写，如“一、一般公共服务支出”，只列有预算的类。")
LISTED_UNIT = Entry("单位名称", "填写单位的全称。本行为该单位各项目的合计。")
PROJECT = Entry("项目名称", "与项目库中的项目名称一致，每个项目一行。")
CONTENT = Entry("项目内容", "写明支出内容和测算依据，算式的结果应与右侧金额一致。")
UNIT_CODE = Entry("部门（单位）代码", "填写预算单位代码。")
UNIT_LISTED = Entry("部门（单位）名称", "填写单位的全称，每个单位一行，不列小计行。")
SPECIAL = Entry("项目", "填写部门管理的专项资金名称，每项一行。")
UNIT_MONEY = ("事业收入", "事业单位经营收入", "上级补助收入", "附属单位上缴收入", "其他收入")
FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金")


def _sheet(book: Book, number: int, widths: tuple[float, ...]) -> Paper:
    paper = book.paper(f"表{number}", widths, landscape=True)
    paper.lowest_row, paper.padding = LOW_ROW, LOW_PADDING
    return paper


def _head(paper: Paper, title: str, number: int, blocks: tuple[str, str], last: str) -> None:
    unit, money = blocks
    source = "" if number == 1 else "'表1'!A3"
    heading = Heading(title, f"表{number}", (unit, "单位名称：", source), (money, "单位：万元"))
    head(paper, heading, last)


def cover(book: Book) -> None:
    """The cover: one line with year, unit and what the tables are."""
    paper = book.paper(COVER, (100,), landscape=True)
    paper.put("A1", "        年                    单位预算批复表", "open_cover", COVER_WORDS)
    paper.at_least(1, 200)


def income_and_expenditure(book: Book) -> None:
    """表1: income by source left, expenditure by class right."""
    paper = _sheet(book, 1, (40, 18, 40, 18))
    _head(paper, "收支预算总表", 1, ("A3:C3", "D3"), "D")
    paper.row(4, "A:B C:D", ("收 入", "支 出"), "label")
    paper.row(5, "A B C D", ("项 目", "预算数", "项 目", "预算数"), "label")
    income = (
        "一、一般公共预算拨款收入", "二、政府性基金预算拨款收入", "三、国有资本经营预算拨款收入",
        "四、财政专户管理资金收入", "五、单位资金收入", "（一）事业收入", "（二）事业单位经营收入",
        "（三）上级补助收入", "（四）附属单位上缴收入", "（五）其他收入", "本年收入合计", "上年结转结余",
        "收 入 总 计",
    )  # fmt: skip
    names_down(paper, "A", 6, income)
    names_down(paper, "C", 16, ("本年支出合计", "年终结转结余", "支 出 总 计"))
    for row in range(6, 16):
        paper.put(f"C{row}", None, "text", CLASS_NAME)
        amounts(paper, row, "D" if row == 10 else "B D")
    amounts(paper, 17, "B D")
    total(paper, "B10", "B11:B15")
    total(paper, "B16", "B6:B10")
    total(paper, "D16", "D6:D15")
    for column in "BD":
        total(paper, f"{column}18", f"{column}16:{column}17")
    paper.repeat(1, 5)


def income_by_unit(book: Book) -> None:
    """表2: income of each unit, this year's and carried over, by kind of money."""
    paper = _sheet(book, 2, (12, 26, *(11,) * 17))
    _head(paper, "收入预算总表", 2, ("A3:P3", "Q3:S3"), "S")
    for column, name in (("A", "部门（单位）代码"), ("B", "部门（单位）名称"), ("C", "合计")):
        paper.put(f"{column}4:{column}5", name, "label")
    paper.put("D4:M4", "本年收入", "label")
    paper.put("N4:S4", "上年结转结余", "label")
    paper.row(5, "D E F G H I J K L M", ("小计", *FUNDS[:-1], *UNIT_MONEY), "label")
    paper.row(5, "N O P Q R S", ("小计", *FUNDS), "label")
    paper.row(6, "A B", (None, "合计"), "label")
    last = 6 + UNIT_ROWS
    typed = "EFGHIJKLMOPQRS"
    for row in range(7, last + 1):
        paper.put(f"A{row}", None, "code", UNIT_CODE)
        paper.put(f"B{row}", None, "text", UNIT_LISTED)
        amounts(paper, row, " ".join(typed))
    for column in typed:
        total(paper, f"{column}6", column_range(column, 7, last))
    for row in range(6, last + 1):
        total(paper, f"C{row}", f"D{row}", f"N{row}")
        total(paper, f"D{row}", f"E{row}:M{row}")
        total(paper, f"N{row}", f"O{row}:S{row}")
    paper.sheet.ignore_errors({"number_stored_as_text": f"A7:A{last}"})
    paper.repeat(1, 5)


def _by_fund(paper: Paper, whole: str, year: str, carried: str) -> None:
    """Headings 总计, 本年收入 and 上年结转结余 with the five kinds of money under each."""
    paper.put(f"{whole}4:{whole}5", "总计", "label")
    for columns, name in ((year, "本年收入"), (carried, "上年结转结余")):
        paper.put(f"{columns[0]}4:{columns[-1]}4", name, "label")
        for column, fund in zip(columns, ("合计", *FUNDS), strict=True):
            paper.put(f"{column}5", fund, "label")


def _fund_sums(paper: Paper, row: int, whole: str, year: str, carried: str) -> None:
    total(paper, f"{whole}{row}", f"{year[0]}{row}", f"{carried[0]}{row}")
    for columns in (year, carried):
        total(paper, f"{columns[0]}{row}", f"{columns[1]}{row}:{columns[-1]}{row}")


def expenditure_by_function(book: Book) -> None:
    """表3: expenditure by functional classification: basic (personnel, operating) and projects."""
    paper = _sheet(book, 3, (14, 44, 16, 16, 16, 16, 16))
    _head(paper, "支出预算总表", 3, ("A3:E3", "F3:G3"), "G")
    for column, name in (("A", "科目编码"), ("B", "科目名称"), ("C", "合计"), ("G", "项目支出")):
        paper.put(f"{column}4:{column}5", name, "label")
    paper.put("D4:F4", "基本支出", "label")
    paper.row(5, "D E F", ("小计", "人员经费", "公用经费"), "label")
    _function_rows(paper, 6)
    paper.repeat(1, 5)


def _function_rows(paper: Paper, top: int) -> None:
    """合计 and the blank rows of 表3 and 表5: C = D + G, D = E + F."""
    paper.row(top, "A B", (None, "合计"), "label")
    sums = (("C", ("D", "G")), ("D", ("E:F",)))
    code_rows(paper, CodeRows(top, BLANK_ROWS, "A", "B", "E F G", sums))


def fiscal_income_and_expenditure(book: Book) -> None:
    """表4: money from the budget, income left, expenditure by class right."""
    paper = _sheet(book, 4, (40, 18, 40, 18))
    _head(paper, "财政拨款收支预算总表", 4, ("A3:C3", "D3"), "D")
    paper.row(4, "A:B C:D", ("收 入", "支 出"), "label")
    paper.row(5, "A B C D", ("项 目", "预算数", "项 目", "预算数"), "label")
    funds = ("（一）一般公共预算拨款收入", "（二）政府性基金预算拨款收入", "（三）国有资本经营预算拨款收入")
    names_down(paper, "A", 6, ("一、本年收入", *funds, "二、上年结转", *funds, "", "收 入 总 计"))
    paper.put("C6", "一、本年支出", "name")
    names_down(paper, "C", 14, ("二、年终结转结余", "支 出 总 计"))
    for row in range(7, 14):
        paper.put(f"C{row}", None, "text", CLASS_NAME_IN_FOUR)
        amounts(paper, row, "D" if row == 10 else "B D")
    paper.put("B14", None, "name")
    amounts(paper, 14, "D")
    total(paper, "B6", "B7:B9")
    total(paper, "B10", "B11:B13")
    total(paper, "B15", "B6", "B10")
    total(paper, "D6", "D7:D13")
    total(paper, "D15", "D6", "D14")
    paper.repeat(1, 5)


CLASS_NAME_IN_FOUR = Entry("支出项目", "按功能分类的类填写，如“（一）一般公共服务支出”，只列有预算的类。")


def fiscal_expenditure(book: Book) -> None:
    """表5: expenditure of the general public budget, shaped as 表3."""
    paper = _sheet(book, 5, (14, 44, 16, 16, 16, 16, 16))
    _head(paper, "一般公共预算支出表", 5, ("A3:E3", "F3:G3"), "G")
    paper.put("A4:A6", "科目编码", "label")
    paper.put("B4:B6", "科目名称", "label")
    paper.put("C4:G4", "本年一般公共预算支出", "label")
    paper.put("C5:C6", "合计", "label")
    paper.put("D5:F5", "基本支出", "label")
    paper.put("G5:G6", "项目支出", "label")
    paper.row(6, "D E F", ("小计", "人员经费", "公用经费"), "label")
    _function_rows(paper, 7)
    paper.repeat(1, 6)


def basic_expenditure(book: Book) -> None:
    """表6: basic expenditure of the general public budget by economic classification."""
    paper = _sheet(book, 6, (14, 44, 18, 18, 18))
    _head(paper, "一般公共预算基本支出表", 6, ("A3:C3", "D3:E3"), "E")
    paper.row(4, "A:B C:E", ("部门预算支出经济分类科目", "本年一般公共预算基本支出"), "label")
    paper.row(5, "A B C D E", ("科目编码", "科目名称", "合计", "人员经费", "公用经费"), "label")
    paper.row(6, "A B", (None, "合计"), "label")
    code_rows(paper, CodeRows(6, BLANK_ROWS, "A", "B", "D E", (("C", ("D:E",)),)))
    paper.repeat(1, 5)


def public_expenses(book: Book) -> None:
    """表7: the three public expenses in one line."""
    paper = _sheet(book, 7, (18, 20, 16, 20, 20, 16))
    _head(paper, "财政拨款预算“三公”经费支出表", 7, ("A3:D3", "E3:F3"), "F")
    paper.put("A4:A5", "“三公”经费合计", "label")
    paper.put("B4:B5", "因公出国（境）费", "label")
    paper.put("C4:E4", "公务用车购置及运行费", "label")
    paper.put("F4:F5", "公务接待费", "label")
    paper.row(5, "C D E", ("小计", "公务用车购置费", "公务用车运行费"), "label")
    amounts(paper, 6, "B D E F")
    total(paper, "A6", "B6:C6", "F6")
    total(paper, "C6", "D6:E6")
    paper.at_least(6, 30)


def fund_budget(book: Book) -> None:
    """表8: expenditure of government-managed funds."""
    paper = _sheet(book, 8, (14, 44, 18, 18, 18))
    _head(paper, "政府性基金预算支出表", 8, ("A3:C3", "D3:E3"), "E")
    paper.put("A4:A5", "科目编码", "label")
    paper.put("B4:B5", "科目名称", "label")
    paper.put("C4:E4", "本年政府性基金预算支出", "label")
    paper.row(5, "C D E", ("合计", "基本支出", "项目支出"), "label")
    paper.row(6, "A B", (None, "合计"), "label")
    rows = CodeRows(6, FEW_BLANK_ROWS, "A", "B", "D E", (("C", ("D:E",)),))
    code_rows(paper, rows)
    notes(paper, rows.last + 1, "E", ("备注：如此表为空表，则表示部门无政府性基金预算安排的支出。",))
    paper.repeat(1, 5)


def projects(book: Book) -> None:
    """表9: projects with their content and money by kind."""
    paper = _sheet(book, 9, (16, 22, 50, 11, 11, 11, *(10,) * 10))
    _head(paper, "项目支出预算表", 9, ("A3:N3", "O3:P3"), "P")
    for column, name in (("A", "单位名称"), ("B", "项目名称"), ("C", "项目内容")):
        paper.put(f"{column}4:{column}5", name, "label")
    _by_fund(paper, "D", "EFGHIJ", "KLMNOP")
    last = 7 + PROJECT_ROWS
    paper.row(6, "A B C", ("合计", None, None), "label")
    paper.put("A7", None, "text", LISTED_UNIT)
    paper.row(7, "B C", (None, None), "name")
    for row in range(8, last + 1):
        paper.put(f"A{row}", None, "name")
        paper.put(f"B{row}", None, "text", PROJECT)
        paper.put(f"C{row}", None, "text", CONTENT)
        amounts(paper, row, "F G H I J L M N O P")
        _fund_sums(paper, row, "D", "EFGHIJ", "KLMNOP")
    for column in "FGHIJLMNOP":
        total(paper, f"{column}7", column_range(column, 8, last))
        total(paper, f"{column}6", f"{column}7")
    for row in (6, 7):
        _fund_sums(paper, row, "D", "EFGHIJ", "KLMNOP")
    paper.repeat(1, 5)


def special_funds(book: Book) -> None:
    """表18: special funds the department administers, allotted and not yet allotted."""
    paper = _sheet(book, 18, (40, 20, 20, 20))
    _head(paper, "部门管理专项资金预算表", 18, ("A3:C3", "D3"), "D")
    paper.row(4, "A B C D", ("项 目", "总计", "已分配数", "未分配数"), "label")
    paper.put("A5", "合 计", "label")
    last = 5 + FEW_BLANK_ROWS
    for row in range(6, last + 1):
        paper.put(f"A{row}", None, "text", SPECIAL)
        amounts(paper, row, "C D")
    for column in "CD":
        total(paper, f"{column}5", column_range(column, 6, last))
    for row in range(5, last + 1):
        total(paper, f"B{row}", f"C{row}:D{row}")
    paper.repeat(1, 4)


def budget(book: Book) -> None:
    """The cover and the tables in their order."""
    for table in (
        cover, income_and_expenditure, income_by_unit, expenditure_by_function,
        fiscal_income_and_expenditure, fiscal_expenditure, basic_expenditure, public_expenses,
        fund_budget, projects, special_funds,
    ):  # fmt: skip
        table(book)


TEMPLATES = {"单位预算批复表": budget}
