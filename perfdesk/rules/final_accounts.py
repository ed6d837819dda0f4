"""AC8: the relations inside the final-accounts tables 公开01 to 公开09.

Which lines and columns add up follows from their names, codes and headings; the numbers
of domain order (行次, 栏次) differ from year to year and decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.core.form import AccountLine
from perfdesk.rules.account_example import accounts
from perfdesk.rules.account_view import (
    Part,
    Table,
    amounts_of,
    books,
    depth,
    is_filled,
    is_of_which,
    line_key,
)
from perfdesk.rules.form_set import FormSet
from perfdesk.rules.relation import Amount, Relation
from perfdesk.rules.tie import Tied, TieOutcome, tie

CODED = ("02", "03", "05", "08", "09")
BALANCED = ("01", "04")
FUNDS = ("一般公共预算", "政府性基金", "国有资本经营")
_CARRIED = ("使用", "用事业基金", "年初", "年末", "上年", "年终", "结余分配", "结转下年")
PERSONNEL = ("301", "303")
OPERATING = ("302", "307", "309", "310", "311", "312", "313", "399")


def relation(whole: Amount, parts: list[Amount], words: str, *, minus: tuple[Amount, ...] = ()) -> Relation:
    """A relation within one table."""
    return Relation(whole, tuple(parts), words, minus)


def columns_add_up(part: Part, words: str) -> Iterator[Relation]:
    """Each line: its 合计 or 小计 column = the columns it stands for."""
    sums = list(part.column_sums())
    for line in part.lines:
        for whole, parts in sums:
            if is_filled([line.amounts[whole], *(line.amounts[index] for index in parts)]):
                yield relation(part.amount(line, whole), [part.amount(line, i) for i in parts], words)


def codes_add_up(part: Part) -> Iterator[Relation]:
    """Each column: 合计 = Σ类, 类 = Σ款, 款 = Σ项."""
    for whole, parts in part.sums_down():
        words = "合计=各类之和" if whole.code is None else "上级科目=所属下级科目之和"
        for index in part.numeric:
            if is_filled([line.amounts[index] for line in (whole, *parts)]):
                yield relation(part.amount(whole, index), [part.amount(line, index) for line in parts], words)


def outline_children(part: Part, whole: AccountLine) -> list[AccountLine]:
    """The lines numbered one level below a numbered line, up to the next of its own level."""
    level = depth(whole.name.raw)
    found: list[AccountLine] = []
    for line in part.lines[part.lines.index(whole) + 1 :]:
        below = depth(line.name.raw)
        if below <= level:
            break
        found.append(line)
    least = min((depth(line.name.raw) for line in found), default=0)
    return [line for line in found if depth(line.name.raw) == least and not is_of_which(line.name.raw)]


def side_adds_up(part: Part, year: AccountLine, grand: AccountLine | None) -> Iterator[Relation]:
    """One side of a table of income and expenditure: this year's total and the grand total."""
    at = part.lines.index(year)
    children = outline_children(part, year) if depth(year.name.raw) else []
    above = [line for line in part.lines[:at] if depth(line.name.raw) == 1]
    items = children or above
    name = line_key(year.name.raw)
    for index in part.numeric:
        amounts = [part.amount(line, index) for line in items]
        if is_filled([year.amounts[index], *(amount.value for amount in amounts)]) and items:
            yield relation(part.amount(year, index), amounts, f"{name}=所列各项之和")
    if grand is None:
        return
    after = [line for line in part.lines[at + 1 : part.lines.index(grand)] if _is_carried(line)]
    for index in part.numeric:
        amounts = [part.amount(line, index) for line in (year, *after)]
        words = "总计=" + "+".join(line_key(line.name.raw) for line in (year, *after))
        if is_filled([grand.amounts[index], *(amount.value for amount in amounts)]):
            yield relation(part.amount(grand, index), amounts, words)


def _is_carried(line: AccountLine) -> bool:
    return line_key(line.name.raw).startswith(_CARRIED)


def sides(table: Table) -> Iterator[tuple[Part, AccountLine, AccountLine | None]]:
    """Income and expenditure side: the part, this year's total line, the grand total line."""
    for name in ("收入", "支出"):
        part = table.side("income" if name == "收入" else "expenditure")
        year = part.line(f"本年{name}合计", f"本年{name}") if part is not None else None
        if part is not None and year is not None:
            yield part, year, part.line("总计", f"{name}总计")


def accounts_tables(forms: FormSet, *numbers: str) -> Iterator[Table]:
    """The opened final-accounts tables of these numbers."""
    for book in books(forms.account_groups, "final_accounts"):
        yield from (t for number in numbers if (t := book.get(f"final_accounts_{number}")) is not None)


@tie(
    "AC801",
    "决算表同一行的合计与分栏之和不符",
    why="每一行的合计（小计）栏必须等于它所含各栏相加。",
    needs=("公开02–05", "公开08", "公开09"),
    bad=accounts(
        "公开03表“21208”基本支出0+项目支出10=10万元，合计栏填11万元", {"03": {"C10": "11"}}, only=("03",)
    ),
    good=accounts("公开01至09表栏栏相符"),
)
def columns_disagree(forms: FormSet) -> Iterator[TieOutcome]:
    """c1 = Σ its columns, line by line: 02, 03, 05, 09; 08 小计 = 基本 + 项目; 04 row = its funds."""
    for table in accounts_tables(forms, *CODED, "04"):
        for part in table.parts:
            yield from part.said(columns_add_up, "本行合计=各分栏之和")


@tie(
    "AC802",
    "决算表上级科目与下级科目之和不符",
    why="类等于所属各款之和，款等于所属各项之和，合计等于各类之和。",
    needs=("公开02", "公开03", "公开05", "公开06", "公开08", "公开09"),
    bad=accounts("公开09表各类共5万元，合计填6万元", {"09": {"C4": "6", "E4": "6"}}, only=("09",)),
    good=accounts("公开01至09表类款项相符"),
)
def codes_disagree(forms: FormSet) -> Iterator[TieOutcome]:
    """合计 = Σ类, 类 = Σ款, 款 = Σ项; in 06 301 = Σ 301xx."""
    for table in accounts_tables(forms, *CODED):
        for part in table.parts:
            yield from part.said(codes_add_up)
    for table in accounts_tables(forms, "06"):
        yield from table.whole.said(codes_add_up)


@tie(
    "AC803",
    "收支决算总表的合计、总计与所列各项不符",
    why="本年收入（支出）合计等于所列各项相加，总计等于本年合计加结转结余。",
    needs=("公开01", "公开04"),
    bad=accounts("公开01表总计=150+2=152万元，填160万元", {"01": {"C13": "160", "F13": "160"}}, only=("01",)),
    good=accounts("公开01、04表合计、总计相符"),
)
def totals_disagree(forms: FormSet) -> Iterator[TieOutcome]:
    """01: r27 = Σ r1–r8, r58 = Σ r32–r57, r31, r62; 04 the same for each fund; 28 and 60 = their funds."""
    for table in accounts_tables(forms, *BALANCED):
        for part, year, grand in sides(table):
            yield from side_adds_up(part, year, grand)
            if grand is not None:
                yield from _carried_by_fund(part, year, grand)


def _carried_by_fund(part: Part, year: AccountLine, grand: AccountLine) -> Iterator[Relation]:
    """年初（年末）财政拨款结转和结余 = the funds listed under it."""
    between = part.lines[part.lines.index(year) + 1 : part.lines.index(grand)]
    whole = next((line for line in between if "财政拨款结转" in line_key(line.name.raw)), None)
    if whole is None:
        return
    funds = [line for line in between[between.index(whole) + 1 :] if not _is_carried(line)]
    for index in part.numeric:
        if is_filled(line.amounts[index] for line in funds):
            amounts = [part.amount(line, index) for line in funds]
            yield relation(part.amount(whole, index), amounts, "财政拨款结转和结余=各类拨款结转之和")


@tie(
    "AC804",
    "收入总计与支出总计不符",
    why="收支总表左右两边的总计必须相等；财政拨款表中每一类拨款也各自相等。",
    needs=("公开01", "公开04"),
    bad=accounts("公开01表收入总计152万元，支出总计150万元", {"01": {"F12": "", "F13": "150"}}, only=("01",)),
    good=accounts("公开01、04表收支总计都是150万元"),
)
def sides_disagree(forms: FormSet) -> Iterator[TieOutcome]:
    """r31 = r62 in 01, r32 = r64 in 04; in 04 opening + income = expenditure + closing for each fund."""
    for table in accounts_tables(forms, *BALANCED):
        found = list(sides(table))
        if len(found) != 2 or found[0][2] is None or found[1][2] is None:
            continue
        (income, _, left), (spent, _, right) = found
        if left is None or right is None:
            continue
        column = spent.column("合计", "金额") or 0
        if is_filled([left.amounts[0], right.amounts[column]]):
            pair = income.amount(left, 0), spent.amount(right, column)
            yield relation(pair[1], [pair[0]], "支出总计=收入总计")
        if table.entry.form.kind.endswith("04"):
            yield from _funds_balance(income, spent, right)


def _funds_balance(income: Part, spent: Part, grand: AccountLine) -> Iterator[Relation]:
    opening = next((line for line in income.lines if "结转" in line_key(line.name.raw)), None)
    at = income.lines.index(opening) if opening is not None else len(income.lines)
    for fund in FUNDS:
        column = next(
            (i for i in spent.numeric if line_key(spent.columns[i].labels[-1]).startswith(fund)), None
        )
        year = [line for line in income.lines[:at] if line_key(line.name.raw).startswith(fund)]
        carried = [line for line in income.lines[at:] if line_key(line.name.raw).startswith(fund)]
        is_split = bool(carried) or opening is None or not opening.amounts[0].number
        if column is None or not year or not is_split:
            continue
        amounts = [income.amount(line, 0) for line in (*year, *carried)]
        if is_filled([grand.amounts[column], *(amount.value for amount in amounts)]):
            yield relation(spent.amount(grand, column), amounts, f"{fund}拨款：支出加结转=收入加结转")


@tie(
    "AC805",
    "人员经费、公用经费合计与所列科目不符",
    why="人员经费合计=301类+303类，公用经费合计=302、307、310等各类之和。",
    needs=("公开06",),
    bad=accounts("人员经费301+303=54万元，合计填56万元", {"06": {"C10": "56"}}, only=("06",)),
    good=accounts("人员经费合计35万元"),
)
def basic_totals_disagree(forms: FormSet) -> Iterator[TieOutcome]:
    """人员经费 = 301 + 303; 公用经费 = 302 + 307 + 309 + 310 + 311 + 312 + 313 + 399."""
    for table in accounts_tables(forms, "06"):
        codes = table.whole.by_code()
        for name, listed in (("人员经费合计", PERSONNEL), ("公用经费合计", OPERATING)):
            line = table.whole.line(name)
            amounts = [table.whole.amount(codes[code], 0) for code in listed if code in codes]
            if line is not None and amounts:
                words = f"{name}={'+'.join(code for code in listed if code in codes)}"
                yield relation(table.whole.amount(line, 0), amounts, words)


@tie(
    "AC806",
    "“三公”经费合计与分项之和不符",
    why="合计=因公出国（境）费+公务接待费+公务用车购置及运行费；公务用车购置及运行费=购置费+运行维护费。",
    needs=("公开07",),
    bad=accounts("三项预算共3万元，合计填3.5万元", {"07": {"B4": "3.5"}}, only=("07",)),
    good=accounts("三项共2万元，合计2万元"),
)
def public_expenses_disagree(forms: FormSet) -> Iterator[TieOutcome]:
    """合计 = abroad + hospitality + vehicles; vehicles = purchase + running; budget and executed alike."""
    for table in accounts_tables(forms, "07"):
        part = table.whole
        if part.total is None:
            yield from columns_add_up(part, "合计=各分项之和")
        yield from three_expenses(part)


def expense(part: Part, start: str, headings: tuple[str, ...]) -> Amount | None:
    """One of the three public expenses, printed as a line or as a column under a heading."""
    line = _line_with(part, start)
    if line is not None:
        return amounts_of(part, line, part.column(*headings))
    for index, column in enumerate(part.columns):
        labels = [line_key(label) for label in column.labels]
        if labels and labels[-1].startswith(start) and labels[0].endswith(headings) and part.lines:
            return part.amount(part.lines[-1], index)
    return None


def three_expenses(part: Part) -> Iterator[Relation]:
    """The relations of the three public expenses printed as lines."""
    vehicles = _line_with(part, "公务用车购置及运行", "公务用车购置和运行")
    running, purchase = _line_with(part, "公务用车运行"), _line_with(part, "公务用车购置费")
    items = [_line_with(part, "因公出国"), _line_with(part, "公务接待费"), vehicles]
    lines = [line for line in items if line is not None]
    for index in part.numeric:
        if part.total is not None and len(lines) == 3:
            amounts = [part.amount(line, index) for line in lines]
            if is_filled([part.total.amounts[index], *(amount.value for amount in amounts)]):
                yield relation(part.amount(part.total, index), amounts, "“三公”经费合计=三项之和")
        if vehicles is not None and running is not None and purchase is not None:
            amounts = [part.amount(line, index) for line in (purchase, running)]
            if is_filled([vehicles.amounts[index], *(amount.value for amount in amounts)]):
                yield relation(
                    part.amount(vehicles, index), amounts, "公务用车购置及运行费=购置费+运行维护费"
                )


def _line_with(part: Part, *starts: str) -> AccountLine | None:
    return next((line for line in part.lines if line_key(line.name.raw).startswith(starts)), None)


@tie(
    "AC807",
    "“三公”经费决算数超过预算数",
    why="“三公”经费不得超预算支出；确有原因的应在决算说明中讲清。",
    severity="warning",
    needs=("公开07",),
    bad=accounts("公务接待费预算0.5万元，决算0.6万元", {"07": {"C6": "0.6", "C4": "2.6"}}, only=("07",)),
    good=accounts("决算数不超过预算数"),
)
def public_expenses_over_budget(forms: FormSet) -> Iterator[TieOutcome]:
    """Executed ≤ budget, line by line."""
    for table in accounts_tables(forms, "07"):
        part = table.whole
        planned, spent = part.column("预算数"), part.column("决算数")
        if planned is None or spent is None:
            continue
        for line in part.lines:
            budget, executed = line.amounts[planned], line.amounts[spent]
            if budget.number is None or executed.number is None or executed.number <= budget.number:
                continue
            yield Tied(
                table.entry.place(executed.cell),
                "doubtful",
                f"{part.amount(line, spent).what}{executed.printed}超过预算数{budget.printed}，"
                "请核对或在决算说明中讲明原因。",
                executed.printed,
                None,
                f"{executed.printed} > {budget.printed}",
                (table.entry.place(budget.cell),),
            )


@tie(
    "AC808",
    "政府性基金决算表年末结转与收支不符",
    why="年初结转和结余+本年收入-本年支出=年末结转和结余。",
    needs=("公开08",),
    bad=accounts("0+10-10=0万元，年末结转填1万元", {"08": {"H5": "1", "H6": "1"}}, only=("08",)),
    good=accounts("年初0+收入10-支出10=年末0"),
)
def fund_balance_disagrees(forms: FormSet) -> Iterator[TieOutcome]:
    """Opening + income − expenditure = closing, line by line."""
    for table in accounts_tables(forms, "08"):
        part = table.whole
        opening, income = part.column("年初结转和结余"), part.column("本年收入")
        closing, spent = part.column("年末结转和结余"), _spent_column(part)
        if opening is None or income is None or closing is None or spent is None:
            continue
        for line in part.lines:
            if is_filled(line.amounts):
                parts = [part.amount(line, opening), part.amount(line, income)]
                yield relation(
                    part.amount(line, closing),
                    parts,
                    "年末结转和结余=年初结转和结余+本年收入-本年支出",
                    minus=(part.amount(line, spent),),
                )


def _spent_column(part: Part) -> int | None:
    """本年支出, or its 小计 where it is split."""
    columns = [
        index for index, column in enumerate(part.columns) if "本年支出" in map(line_key, column.labels)
    ]
    totals = [i for i in columns if line_key(part.columns[i].labels[-1]) in ("小计", "合计", "本年支出")]
    return next(iter(totals or columns), None)


@tie(
    "AC809",
    "空表没有注明“无此类收支”",
    why="没有政府性基金或国有资本经营预算收支时，空表要公开，并注明本年度无此类收支，否则看不出是没有还是漏填。",
    severity="warning",
    basis="财政部《地方预决算公开操作规程》：没有数据的表格应当列出空表并说明",
    needs=("公开08", "公开09"),
    bad=accounts(
        "公开09表全空，没有附注", {"09": {"C4": "", "E4": "", "C5": "", "E5": "", "A6": ""}}, only=("09",)
    ),
    good=accounts("公开09表注明无此类收支", {"09": {"C4": "", "E4": "", "C5": "", "E5": ""}}, only=("09",)),
)
def empty_table_without_note(forms: FormSet) -> Iterator[TieOutcome]:
    """08 or 09 without any amount needs its empty-table note; budget table 8 as well."""
    for table in (*accounts_tables(forms, "08", "09"), *_budget_tables(forms, "08")):
        notes = [note.raw for note in table.entry.form.notes]
        if not table.is_empty or any("无" in note or "没有" in note for note in notes):
            continue
        line = table.parts[0].total or table.parts[0].lines[0]
        yield Tied(
            table.entry.place(line.amounts[0].cell),
            "missing",
            f"{table.name}没有任何数字，也没有注明本年度无此类收支，请补填数字或在表下加注。",
        )


def _budget_tables(forms: FormSet, *numbers: str) -> Iterator[Table]:
    for book in books(forms.account_groups, "budget"):
        yield from (t for number in numbers if (t := book.get(f"budget_{number}")) is not None)
