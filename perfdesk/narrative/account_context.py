"""The final accounts as a report tells them: totals, shares, change on last year, share of the budget.

Built from the tables 公开01 to 09 of one year, and those of the year before and the budget tables where
they were given. Lines are found by the words `ledger` knows, the same by which a published text is checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from perfdesk.core.finding import Place
from perfdesk.core.form import AccountLine, Form
from perfdesk.core.interval import round_half_up
from perfdesk.core.value import Value, plain
from perfdesk.narrative import amount
from perfdesk.narrative.figure import Figure, Mark, Named, Notebook
from perfdesk.narrative.ledger import BUDGETS, Fact, Ledger
from perfdesk.narrative.wording import one_line

NOT_GIVEN = "（表中未列）"
_ZERO_TEXT = "0.00"
_INCOME = (
    "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入",
    "使用非财政拨款结余", "上年结转和结余",
)  # fmt: skip
_FISCAL_INCOME = ("一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "国有资本经营预算财政拨款收入")
_OUTLAY = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
_LEFT_OVER = ("结余分配", "年末结转和结余")
_ECONOMIC = ("工资福利支出", "商品和服务支出", "对个人和家庭的补助", "资本性支出")
_PERSONNEL = ("301", "303")
_OPERATING = ("302", "307", "309", "310", "311", "312", "313", "399")
_PUBLIC = ("因公出国（境）费", "公务接待费", "公务用车购置及运行费")
_VEHICLE = ("公务用车购置费", "公务用车运行维护费")
_WAN = Decimal(10000)


@dataclass(frozen=True, slots=True)
class Account(Named):
    """One amount of the final accounts in 万元 with what it is compared with.

    Attributes:
        name: what the amount is called, such as 基本支出 or …（类）…（款）…（项）.
        share: of the total of its list; `budget` and `last_year` are missing where not given.
        budget_rate: the amount divided by `budget`; missing where there is none or it is zero.
        change: 增加1.00万元，增长2.00%, or 持平; missing without last year.
        items: the lines it is made of.
    """

    name: str
    amount: Figure
    share: Figure
    budget: Figure
    budget_rate: Figure
    last_year: Figure
    change: Figure
    items: tuple[Account, ...] = ()

    chinese: ClassVar[Mapping[str, str]] = {
        "名称": "name", "金额": "amount", "占比": "share", "预算数": "budget", "预算完成率": "budget_rate",
        "上年数": "last_year", "增减": "change", "各项": "items",
    }  # fmt: skip


class AccountLines(Named):
    """Any line of the accounts tables by its code or printed name, such as 科目["30201"]."""

    def __init__(self, lines: Mapping[str, Figure]) -> None:
        self._lines = lines

    def __getitem__(self, name: str) -> object:
        return self._lines[name]

    def items_told(self) -> Iterator[tuple[str, Figure]]:
        """Every line with the name it is asked by."""
        yield from self._lines.items()


@dataclass(frozen=True, slots=True)
class Accounts(Named):
    """The final accounts of one unit and year; see `chinese` for the Chinese names.

    Attributes:
        is_given: at least one table of the final accounts was given.
        has_last_year: so were tables of the year before; `has_budget`: budget tables.
        categories: general-budget expenditure by functional category, its items within.
        three_public: the three public expenses; its items are the three kinds.
        lines: every line by code or name.
    """

    is_given: bool
    has_last_year: bool
    has_budget: bool
    year: Figure
    income: Account
    fiscal_income: Account
    outlay: Account
    economic: tuple[Account, ...]
    closing: Account
    fiscal_outlay: Account
    fiscal_basic: Account
    fiscal_project: Account
    general: Account
    fund: Account
    capital: Account
    basic: Account
    personnel: Account
    operating: Account
    three_public: Account
    vehicles: tuple[Account, ...]
    lines: AccountLines

    chinese: ClassVar[Mapping[str, str]] = {
        "有决算": "is_given", "有上年": "has_last_year", "有预算": "has_budget", "年度": "year",
        "收入总计": "income", "财政拨款收入": "fiscal_income", "支出总计": "outlay", "经济分类": "economic",
        "年末结转结余": "closing", "财政拨款支出": "fiscal_outlay", "财政拨款基本支出": "fiscal_basic",
        "财政拨款项目支出": "fiscal_project", "一般公共预算支出": "general", "政府性基金支出": "fund",
        "国有资本经营支出": "capital", "基本支出": "basic", "人员经费": "personnel", "公用经费": "operating",
        "三公经费": "three_public", "公务用车": "vehicles", "科目": "lines",
    }  # fmt: skip


class _Teller:
    """Makes the amounts of one set of tables."""

    def __init__(self, forms: Sequence[tuple[str, Form]], notebook: Notebook) -> None:
        self.ledger = Ledger(forms)
        self._notebook = notebook
        self._forms = forms
        self._values = {
            Place(path, form.sheet, value.cell): (value, form.amount_unit)
            for path, form in forms
            for line in form.accounts
            for value in line.amounts
        }

    def account(self, name: str, words: str = "", whole: Account | None = None) -> Account:
        """The amount that the words name, compared with all that is known."""
        words = words or name
        now = self._first(self.ledger.accounts(words))
        then = self._first(self.ledger.accounts(words, is_last_year=True))
        budget = self.ledger.budget(words)
        return self._compared(name, now, then, budget, whole)

    def left_over(self, whole: Account) -> tuple[Account, ...]:
        """What of the total was not spent, so that the parts make the whole; only where there is some."""
        return tuple(each for each in self.accounts(_LEFT_OVER, whole) if each.amount.number)

    def fiscal(self, kind: str) -> Account:
        """基本支出 or 项目支出 of all fiscal money; its cell where one kind of money is all there is."""
        parts = [self._figure(kind, fact) for fact in self.ledger.fiscal_parts(kind) if fact.amount]
        known = self.account(kind, f"一般公共预算财政拨款{kind}")
        if len(parts) < 2:
            return replace(known, amount=parts[0]) if parts else known
        number = sum((part.number or Decimal(0) for part in parts), Decimal(0))
        decimals = max(len(part.text.partition(".")[2]) for part in parts)
        text = self._notebook.amount(f"{number:.{decimals}f}")
        return replace(known, amount=Figure(text, None, number, _inherited(*parts)))

    def kinds(self, codes: tuple[str, ...]) -> Iterator[Account]:
        """The economic items under these codes that money was spent on, such as 基本工资 under 301."""
        year = self.ledger.year
        for path, form in self._forms:
            for line in (
                form.accounts if form.kind == "final_accounts_06" and form.year in (year, None) else ()
            ):
                figure = (
                    self._line(path, form, line) if line.code and len(line.code) > len(codes[0]) else None
                )
                if figure is not None and figure.number and (line.code or "").startswith(codes):
                    yield _only(one_line(line.name.text or ""), figure)

    def accounts(self, names: Sequence[str], whole: Account | None = None) -> tuple[Account, ...]:
        """The amounts that the tables hold of these names."""
        told = (self.account(name, whole=whole) for name in names)
        return tuple(each for each in told if not each.amount.is_missing)

    def _first(self, facts: Sequence[Fact]) -> Fact | None:
        return facts[0] if facts else None

    def _compared(
        self, name: str, now: Fact | None, then: Fact | None, budget: Fact | None, whole: Account | None
    ) -> Account:
        amount_now, amount_then = self._figure(name, now), self._figure(f"上年{name}", then)
        planned = self._figure(f"{name}预算", budget)
        return Account(
            name=name,
            amount=amount_now,
            share=_quotient(amount_now, whole.amount) if whole is not None else _missing(),
            budget=planned,
            budget_rate=_quotient(amount_now, planned),
            last_year=amount_then,
            change=self._change(amount_now, amount_then),
        )

    def _change(self, now: Figure, then: Figure) -> Figure:
        """How the amount changed, in the words of the accounts."""
        if now.number is None or then.number is None:
            return _missing()
        difference, mark = now.number - then.number, _inherited(now, then)
        if not difference:
            return Figure("持平", None, difference, mark)
        decimals = max(len(text.partition(".")[2]) for text in (now.text, then.text))
        moved = "增加" if difference > 0 else "减少"
        text = f"{moved}{self._notebook.amount(f'{abs(difference):.{decimals}f}')}万元"
        if then.number:
            word = "增长" if difference > 0 else "降低"
            text += f"，{word}{_percent(abs(difference / then.number))}"
        else:
            text += "，上年为零"
        return Figure(text, None, difference, mark)

    def _figure(self, label: str, fact: Fact | None) -> Figure:
        """The amount in 万元 with the decimals its cell prints; a blank cell stands for none."""
        if fact is None:
            return _missing()
        value, unit = self._values[fact.place]
        number = fact.amount / _WAN
        mark = self._notebook.error_mark(f"决算“{label}”", fact.place)
        return Figure(self._notebook.amount(_digits(value, unit, number)), fact.place, number, mark)

    def categories(self, whole: Account) -> tuple[Account, ...]:
        """The functional categories of general-budget expenditure, each with its items."""
        form = self._functional()
        if form is None:
            return ()
        names = {line.code: one_line(line.name.text or "") for line in form.accounts if line.code}
        found = []
        for line in form.accounts:
            if line.code is not None and len(line.code) == 3:
                category = self.account(names[line.code], whole=whole)
                found.append(_with_items(category, self._items_of(form, line.code, names)))
        return tuple(found)

    def _items_of(self, form: Form, code: str, names: Mapping[str, str]) -> Iterator[Account]:
        for line in form.accounts:
            if line.code is None or len(line.code) != 7 or not line.code.startswith(code):
                continue
            group = names.get(line.code[:5], "")
            told = self.account(f"{names[code]}（类）{group}（款）{names[line.code]}（项）")
            if told.amount.number or told.budget.number or told.last_year.number:
                yield told

    def _functional(self) -> Form | None:
        years = (self.ledger.year, None)
        found = (form for _, form in self._forms if form.kind == "final_accounts_05" and form.year in years)
        return next(found, None)

    def lines(self) -> AccountLines:
        """Every line of this year's tables; the first amount of a line is the one told."""
        told: dict[str, Figure] = {}
        for path, form in self._forms:
            if form.kind.startswith("final_accounts") and form.year in (self.ledger.year, None):
                for line in form.accounts:
                    for name in (line.code, one_line(line.name.text or "")):
                        if name and name not in told and (figure := self._line(path, form, line)) is not None:
                            told[name] = figure
        return AccountLines(told)

    def _line(self, path: str, form: Form, line: AccountLine) -> Figure | None:
        value = next((each for each in line.amounts if each.number is not None), None)
        if value is None:
            return None
        number, place = amount.in_wan(value, form.amount_unit), Place(path, form.sheet, value.cell)
        mark = self._notebook.errors.get(place) and self._notebook.error_mark(
            f"决算“{one_line(line.name.text or '')}”", place
        )
        text = self._notebook.amount(_digits(value, form.amount_unit, number))
        return Figure(text, place, number, mark or None)


def build_accounts(forms: Sequence[tuple[str, Form]], notebook: Notebook) -> Accounts:
    """The final accounts among the forms; everything is missing where there are none."""
    tables = [(path, form) for path, form in forms if form.accounts]
    teller = _Teller(tables, notebook)
    income, outlay = teller.account("收入总计"), teller.account("支出总计")
    fiscal_income = teller.account("财政拨款收入", whole=income)
    general = teller.account("一般公共预算财政拨款支出")
    public = teller.account("“三公”经费支出")
    vehicles = teller.accounts(_VEHICLE)
    year = teller.ledger.year
    accounts = [form for _, form in tables if form.kind.startswith("final_accounts")]
    return Accounts(
        is_given=bool(accounts),
        has_last_year=any(year is not None and form.year == year - 1 for form in accounts),
        has_budget=any(form.kind in BUDGETS for _, form in tables),
        year=Figure(str(year) if year is not None else NOT_GIVEN, is_missing=year is None),
        income=_with_items(income, teller.accounts(_INCOME, income)),
        fiscal_income=_with_items(fiscal_income, teller.accounts(_FISCAL_INCOME)),
        outlay=_with_items(outlay, (*teller.accounts(_OUTLAY, outlay), *teller.left_over(outlay))),
        economic=teller.accounts(_ECONOMIC),
        closing=teller.account("年末结转和结余"),
        fiscal_outlay=teller.account("财政拨款支出"),
        fiscal_basic=teller.fiscal("基本支出"),
        fiscal_project=teller.fiscal("项目支出"),
        general=_with_items(general, teller.categories(general)),
        fund=teller.account("政府性基金预算财政拨款支出"),
        capital=teller.account("国有资本经营预算财政拨款支出"),
        basic=teller.account("一般公共预算财政拨款基本支出"),
        personnel=_with_items(teller.account("人员经费"), teller.kinds(_PERSONNEL)),
        operating=_with_items(teller.account("公用经费"), teller.kinds(_OPERATING)),
        three_public=_with_items(public, teller.accounts(_PUBLIC, public)),
        vehicles=vehicles,
        lines=teller.lines(),
    )


def _with_items(account: Account, items: Iterable[Account]) -> Account:
    return replace(account, items=tuple(items))


def _only(name: str, figure: Figure) -> Account:
    """An amount that is compared with nothing."""
    unknown = _missing()
    return Account(name, figure, unknown, unknown, unknown, unknown, unknown)


def _missing() -> Figure:
    return Figure(NOT_GIVEN, is_missing=True)


def _digits(value: Value, unit: str, number: Decimal) -> str:
    if value.number is None:
        return _ZERO_TEXT
    if amount.amount_unit_of(value, unit) != "万元" or value.decimals is None:
        return plain(number)
    return f"{round_half_up(number, value.decimals):.{value.decimals}f}"


def _inherited(*figures: Figure) -> Mark | None:
    return next((figure.mark for figure in figures if figure.mark is not None), None)


def _percent(fraction: Decimal) -> str:
    """Two decimals always, as final accounts print shares."""
    return f"{round_half_up(fraction * 100, 2):.2f}%"


def _quotient(part: Figure, whole: Figure) -> Figure:
    fraction = amount.ratio(part.number, whole.number)
    if fraction is None:
        return _missing()
    return Figure(_percent(fraction), None, fraction, _inherited(part, whole))
