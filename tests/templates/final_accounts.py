"""部门决算公开表: the nine tables 公开01 to 公开09 in one workbook."""

from __future__ import annotations

from tests.templates.account_paper import (
    CodeRows,
    Heading,
    amounts,
    balance,
    code_rows,
    head,
    names_down,
    notes,
    numbered,
    total,
)
from tests.templates.economic_codes import OPERATING_LEFT, OPERATING_RIGHT, PERSONNEL, Account
from tests.templates.paper import Book, Paper, column_range

FIRST = "公开01表"
ROUNDED = "本表金额转换成万元时，因四舍五入可能存在尾差。"
EMPTY = "如本表为空，则我部门本年度无此类资金收支余。"
BLANK_ROWS = 30
FEW_BLANK_ROWS = 10
LOW_ROW, LOW_PADDING = 16.0, 2.0
EXPENDITURE = (
    "一、一般公共服务支出",
    "二、外交支出",
    "三、国防支出",
    "四、公共安全支出",
    "五、教育支出",
    "六、科学技术支出",
    "七、文化旅游体育与传媒支出",
    "八、社会保障和就业支出",
    "九、卫生健康支出",
    "十、节能环保支出",
    "十一、城乡社区支出",
    "十二、农林水支出",
    "十三、交通运输支出",
    "十四、资源勘探工业信息等支出",
    "十五、商业服务业等支出",
    "十六、金融支出",
    "十七、援助其他地区支出",
    "十八、自然资源海洋气象等支出",
    "十九、住房保障支出",
    "二十、粮油物资储备支出",
    "二十一、国有资本经营预算支出",
    "二十二、灾害防治及应急管理支出",
    "二十三、其他支出",
    "二十四、债务还本支出",
    "二十五、债务付息支出",
    "二十六、抗疫特别国债安排的支出",
)


def _sheet(book: Book, number: str, widths: tuple[float, ...], *, landscape: bool = True) -> Paper:
    paper = book.paper(f"公开{number}表", widths, landscape=landscape)
    paper.lowest_row, paper.padding = LOW_ROW, LOW_PADDING
    return paper


def _head(paper: Paper, title: str, number: str, blocks: tuple[str, str, str]) -> None:
    """The lines above a table; unit and year come from the first sheet."""
    unit, year, money = blocks
    is_first = number == "01"
    heading = Heading(
        title,
        f"公开{number}表",
        (unit, "部门：", "" if is_first else f"'{FIRST}'!A3"),
        (money, "金额单位：万元"),
        (year, "" if is_first else f"'{FIRST}'!C3"),
    )
    head(paper, heading, money.split(":")[-1][0])


def _counted(paper: Paper, column: str, top: int, first: int, last: int) -> None:
    """行次 down a column."""
    for row, number in enumerate(range(first, last + 1), start=top):
        paper.put(f"{column}{row}", number, "label")


def income_and_expenditure(book: Book) -> None:
    """公开01表: income left, expenditure by class right, 行次 1 to 62."""
    paper = _sheet(book, "01", (36, 6, 15, 36, 6, 15), landscape=False)
    _head(paper, "收入支出决算总表", "01", ("A3:B3", "C3:D3", "E3:F3"))
    paper.row(4, "A:C D:F", ("收入", "支出"), "heading")
    paper.row(5, "A B C D E F", ("项目", "行次", "金额", "项目", "行次", "金额"), "heading")
    paper.row(6, "A B C D E F", ("栏次", None, 1, "栏次", None, 2), "label")
    income = (
        "一、一般公共预算财政拨款收入", "二、政府性基金预算财政拨款收入",
        "三、国有资本经营预算财政拨款收入", "四、上级补助收入", "五、事业收入", "六、经营收入",
        "七、附属单位上缴收入", "八、其他收入", *("",) * 18,
        "本年收入合计", "使用非财政拨款结余（含专用结余）", "年初结转和结余", "", "总计",
    )  # fmt: skip
    names_down(paper, "A", 7, income)
    names_down(
        paper, "D", 7, (*EXPENDITURE, "本年支出合计", "结余分配", "年末结转和结余", "", "总计")
    )  # fmt: skip
    _counted(paper, "B", 7, 1, 31)
    _counted(paper, "E", 7, 32, 62)
    for row in (*range(7, 15), 34, 35):
        amounts(paper, row, "C")
    for row in (*range(7, 33), 34, 35):
        amounts(paper, row, "F")
    for row in (*range(15, 33), 36):
        paper.put(f"C{row}", None, "name")
    paper.put("F36", None, "name")
    total(paper, "C33", "C7:C14")
    total(paper, "F33", "F7:F32")
    total(paper, "C37", "C33:C35")
    total(paper, "F37", "F33:F35")
    shown = "注：本表反映部门本年度的总收支和年末结转结余情况。本套报表金额单位转换万元时可能存在尾数误差。"
    notes(paper, 38, "F", (shown, EMPTY))
    paper.repeat(1, 6)


def income_by_function(book: Book) -> None:
    """公开02表: income by functional classification and by source."""
    paper = _sheet(book, "02", (5, 5, 6, 34, 14, 14, 14, 14, 14, 14, 14))
    _head(paper, "收入决算表", "02", ("A3:D3", "E3:H3", "I3:K3"))
    _coded_headings(
        paper,
        "E4:E7 F4:F7 G4:G7 H4:H7 I4:I7 J4:J7 K4:K7",
        (
            "本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入",
            "其他收入",
        ),
    )  # fmt: skip
    numbered(paper, 8, "E F G H I J K")
    rows = CodeRows(9, BLANK_ROWS, "C", "D", "F G H I J K", (("E", ("F:K",)),))
    _coded_rows(paper, rows, "K", "注：本表反映部门本年度取得的各项收入情况。")


def expenditure_by_function(book: Book) -> None:
    """公开03表: expenditure by functional classification and by kind."""
    paper = _sheet(book, "03", (5, 5, 6, 34, 14, 14, 14, 14, 14, 14))
    _head(paper, "支出决算表", "03", ("A3:D3", "E3:G3", "H3:J3"))
    _coded_headings(
        paper,
        "E4:E7 F4:F7 G4:G7 H4:H7 I4:I7 J4:J7",
        ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"),
    )
    numbered(paper, 8, "E F G H I J")
    rows = CodeRows(9, BLANK_ROWS, "C", "D", "F G H I J", (("E", ("F:J",)),))
    _coded_rows(paper, rows, "J", "注：本表反映部门本年度各项支出情况。")


def _coded_headings(paper: Paper, places: str, names: tuple[str, ...]) -> None:
    """The headings of a table of functional classification, in rows 4 to 7, and 栏次 in row 8."""
    paper.put("A4:D4", "项目", "heading")
    paper.put("A5:C7", "功能分类科目编码", "heading")
    paper.put("D5:D7", "科目名称", "heading")
    for place, name in zip(places.split(), names, strict=True):
        paper.put(place, name, "heading")
    paper.put("A8:D8", "栏次", "label")
    paper.put("A9:D9", "合计", "label")
    paper.repeat(1, 8)


def _coded_rows(paper: Paper, rows: CodeRows, last: str, note: str) -> None:
    code_rows(paper, rows)
    notes(paper, rows.last + 1, last, (note, ROUNDED, EMPTY))


def fiscal_income_and_expenditure(book: Book) -> None:
    """公开04表: money from the budget, income left, expenditure by class and kind of fund right."""
    paper = _sheet(book, "04", (31, 6, 14, 33, 6, 14, 15, 15, 15))
    _head(paper, "财政拨款收入支出决算总表", "04", ("A3:C3", "D3:F3", "G3:I3"))
    paper.row(4, "A:C D:I", ("收     入", "支     出"), "heading")
    headings = (
        "项目", "行次", "金额", "项目", "行次", "合计", "一般公共预算财政拨款",
        "政府性基金预算财政拨款", "国有资本经营预算财政拨款",
    )  # fmt: skip
    for column, name in zip("ABCDEFGHI", headings, strict=True):
        paper.put(f"{column}5:{column}6", name, "heading")
    paper.row(7, "A B C D E F G H I", ("栏次", None, 1, "栏次", None, 2, 3, 4, 5), "label")
    income = (
        "一、一般公共预算财政拨款", "二、政府性基金预算财政拨款", "三、国有资本经营财政拨款",
        *("",) * 23, "本年收入合计", "年初财政拨款结转和结余", "一般公共预算财政拨款",
        "政府性基金预算财政拨款", "国有资本经营预算财政拨款", "总计",
    )  # fmt: skip
    names_down(paper, "A", 8, income)
    closing = ("本年支出合计", "年末财政拨款结转和结余", "", "", "", "总计")
    names_down(paper, "D", 8, (*EXPENDITURE, *closing))
    _counted(paper, "B", 8, 1, 32)
    _counted(paper, "E", 8, 33, 64)
    _fiscal_amounts(paper)
    shown = (
        "注：本表反映部门本年度一般公共预算财政拨款、政府性基金预算财政拨款和国有资本经营预算财政拨款的"
        "总收支和年末结转结余情况。"
    )
    notes(paper, 40, "I", (shown, ROUNDED, EMPTY))
    paper.repeat(1, 7)


def _fiscal_amounts(paper: Paper) -> None:
    for row in (8, 9, 10, 36, 37, 38):
        amounts(paper, row, "C")
    for row in range(11, 34):
        paper.put(f"C{row}", None, "name")
    for row in (*range(8, 34), 35):
        amounts(paper, row, "G H I")
        total(paper, f"F{row}", f"G{row}:I{row}")
    for row in (36, 37, 38):
        paper.row(row, "F G H I", (None, None, None, None), "name")
    total(paper, "C34", "C8:C10")
    total(paper, "C35", "C36:C38")
    total(paper, "C39", "C34:C35")
    for column in "GHI":
        total(paper, f"{column}34", column_range(column, 8, 33))
        total(paper, f"{column}39", column_range(column, 34, 35))
    for row in (34, 39):
        total(paper, f"F{row}", f"G{row}:I{row}")


def fiscal_expenditure(book: Book) -> None:
    """公开05表: expenditure of the general public budget by functional classification."""
    paper = _sheet(book, "05", (5, 5, 6, 40, 18, 18, 18), landscape=False)
    _head(paper, "一般公共预算财政拨款支出决算表", "05", ("A3:D3", "E3:F3", "G3"))
    _coded_headings(paper, "E4:G4 E5:E7 F5:F7 G5:G7", ("本年支出", "小计", "基本支出", "项目支出"))
    numbered(paper, 8, "E F G")
    rows = CodeRows(9, BLANK_ROWS, "C", "D", "F G", (("E", ("F:G",)),))
    _coded_rows(paper, rows, "G", "注：本表反映部门本年度一般公共预算财政拨款支出情况。")


def basic_expenditure(book: Book) -> None:
    """公开06表: basic expenditure of the general public budget by economic classification."""
    paper = _sheet(book, "06", (8, 30, 12, 8, 24, 12, 8, 40, 12))
    _head(paper, "一般公共预算财政拨款基本支出决算表", "06", ("A3:C3", "D3:F3", "G3:I3"))
    paper.row(4, "A:C D:I", ("人员经费", "公用经费"), "heading")
    for column, name in zip("ABCDEFGHI", ("科目编码", "科目名称", "决算数") * 3, strict=True):
        paper.put(f"{column}5:{column}6", name, "heading")
    for columns, accounts in (("ABC", PERSONNEL), ("DEF", OPERATING_LEFT), ("GHI", OPERATING_RIGHT)):
        _accounts(paper, columns, accounts)
    paper.put("A39:B39", "人员经费合计", "label")
    total(paper, "C39", "C7", "C21")
    paper.put("D39:H39", "公用经费合计", "label")
    total(paper, "I39", "F7", "I7", "I10", "I27", "I33")
    shown = "注：本表反映部门本年度一般公共预算财政拨款基本支出明细情况。"
    notes(paper, 40, "I", (shown, ROUNDED, EMPTY))
    paper.repeat(1, 6)


def _accounts(paper: Paper, columns: str, accounts: tuple[Account, ...]) -> None:
    """Codes, names and amounts down three columns to row 38; a class is the sum of its accounts."""
    code, name, amount = columns
    for row, account in enumerate(accounts, start=7):
        paper.put(f"{code}{row}", account.code, "label")
        paper.put(f"{name}{row}", account.name, "name")
        below = sum(len(other.code) > 3 and other.code.startswith(account.code) for other in accounts)
        if len(account.code) > 3:
            amounts(paper, row, amount)
        else:
            total(paper, f"{amount}{row}", column_range(amount, row + 1, row + below))
    for row in range(7 + len(accounts), 39):
        paper.row(row, f"{code} {name} {amount}", (None, None, None), "name")


def public_expenses(book: Book) -> None:
    """公开07表: the three public expenses, budget and accounts."""
    paper = _sheet(book, "07", (60, 24, 24))
    _head(paper, "财政拨款“三公”经费支出决算表", "07", ("A3", "B3", "C3"))
    paper.row(4, "A B C", ("项    目", "预算数", "决算数"), "heading")
    paper.put("A5", "合    计", "label")
    names = (
        "1、因公出国（境）费", "2、公务接待费", "3、公务用车购置及运行费",
        "其中:（1）公务用车运行维护费", "（2）公务用车购置费",
    )  # fmt: skip
    names_down(paper, "A", 6, names)
    for column in "BC":
        total(paper, f"{column}5", f"{column}6:{column}8")
        total(paper, f"{column}8", f"{column}9:{column}10")
    for row in (6, 7, 9, 10):
        amounts(paper, row, "B C")
    for row in range(4, 11):
        paper.at_least(row, 26)
    shown = (
        "注：本表反映部门本年度财政拨款“三公”经费支出预决算情况。",
        "其中：预算数为年初预算数；决算数是包括当年财政拨款和以前年度结转资金安排的实际支出。",
    )
    notes(paper, 11, "C", (*shown, ROUNDED, EMPTY))
    paper.repeat(1, 4)


def fund_budget(book: Book) -> None:
    """公开08表: income, expenditure and balances of government-managed funds."""
    paper = _sheet(book, "08", (5, 5, 6, 34, 15, 15, 15, 15, 15, 15))
    _head(paper, "政府性基金预算财政拨款收入支出决算表", "08", ("A3:D3", "E3:G3", "H3:J3"))
    _coded_headings(
        paper,
        "E4:E7 F4:F7 G4:I4 G5:G7 H5:H7 I5:I7 J4:J7",
        ("年初结转和结余", "本年收入", "本年支出", "小计", "基本支出", "项目支出", "年末结转和结余"),
    )
    numbered(paper, 8, "E F G H I J")
    rows = CodeRows(9, FEW_BLANK_ROWS, "C", "D", "E F H I", (("G", ("H:I",)),))
    note = "注：本表反映部门本年度政府性基金预算财政拨款收入、支出及结转和结余情况。"
    _coded_rows(paper, rows, "J", note)
    for row in range(rows.total, rows.last + 1):
        balance(paper, f"J{row}", (f"E{row}", f"F{row}"), f"G{row}")


def capital_budget(book: Book) -> None:
    """公开09表: expenditure of the state capital budget by functional classification."""
    paper = _sheet(book, "09", (5, 5, 6, 40, 18, 18, 18))
    _head(paper, "国有资本经营预算财政拨款收入支出决算表", "09", ("A3:D3", "E3:F3", "G3"))
    _coded_headings(paper, "E4:G4 E5:E7 F5:F7 G5:G7", ("本年支出", "合计", "基本支出", "项目支出"))
    numbered(paper, 8, "E F G")
    rows = CodeRows(9, FEW_BLANK_ROWS, "C", "D", "F G", (("E", ("F:G",)),))
    _coded_rows(paper, rows, "G", "注：本表反映部门本年度国有资本经营预算财政拨款支出情况。")


def final_accounts(book: Book) -> None:
    """The nine tables in their order."""
    for table in (
        income_and_expenditure, income_by_function, expenditure_by_function,
        fiscal_income_and_expenditure, fiscal_expenditure, basic_expenditure, public_expenses,
        fund_budget, capital_budget,
    ):  # fmt: skip
        table(book)


TEMPLATES = {"部门决算公开表": final_accounts}
