"""The figures of the opened forms, found by the words a report uses for them.

Stands between recognized forms and the checks of claims: `account` finds lines of the final
accounts, `projects` and `units` the self-evaluations. No address, no unit name: only the words
that the official tables print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.core.finding import Place
from perfdesk.core.form import AccountLine, Form
from perfdesk.core.prose import Measure, even
from perfdesk.core.value import Value, plain

POWERS = {"元": 0, "千元": 3, "万元": 4, "亿元": 8}


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of a form: its amount in 元 (or its plain number), where it stands, what it is called."""

    amount: Decimal
    place: Place
    words: str
    is_blank: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line and a column of a final-accounts table, by the words printed there.

    `which` picks among lines of the same name: 0 the first, -1 the last (income stands left).
    """

    kind: str
    line: str
    column: str = ""
    which: int = 0


def _accounts(number: int) -> str:
    return f"final_accounts_{number:02}"


BUDGETS = ("budget_05", "budget_03")
"""Budget tables that hold the functional items, likeliest first."""
_REVENUES = "上级补助收入|事业收入|经营收入|附属单位上缴收入|其他收入"
_OUTLAYS = "上缴上级支出|经营支出|对附属单位补助支出"
WANTED: tuple[tuple[str, tuple[Wanted, ...]], ...] = (
    ("收入总计", (Wanted(_accounts(1), "总计"),)),
    ("支出总计", (Wanted(_accounts(1), "总计", which=-1),)),
    ("本年收入(?:合计)?", (Wanted(_accounts(1), "本年收入合计"),)),
    ("本年支出(?:合计)?", (Wanted(_accounts(1), "本年支出合计"),)),
    ("今年收入", (Wanted(_accounts(1), "总计"),)),
    ("今年支出", (Wanted(_accounts(1), "总计", which=-1),)),
    ("一般公共预算财政拨款收入",
     (Wanted(_accounts(1), "一般公共预算财政拨款收入"), Wanted(_accounts(4), "一般公共预算财政拨款"))),
    ("政府性基金预算财政拨款收入",
     (Wanted(_accounts(1), "政府性基金预算财政拨款收入"), Wanted(_accounts(4), "政府性基金预算财政拨款"))),
    ("国有资本经营预算财政拨款收入", (Wanted(_accounts(1), "国有资本经营预算财政拨款收入"),)),
    (f"(?P<same>{_REVENUES})", (Wanted(_accounts(1), ""),)),
    ("使用非财政拨款结余", (Wanted(_accounts(1), "使用非财政拨款结余"),)),
    ("(?:上年|年初)结转和?结余", (Wanted(_accounts(1), "年初结转和结余"),)),
    ("结余分配", (Wanted(_accounts(1), "结余分配"),)),
    ("年末结转和?结余|今年结转和?结余", (Wanted(_accounts(1), "年末结转和结余"),)),
    ("(?<!预算)财政拨款收入", (Wanted(_accounts(2), "合计", "财政拨款收入"),)),
    (f"(?P<same>{_OUTLAYS})", (Wanted(_accounts(3), "合计", "="),)),
    ("一般公共预算财政拨款基本支出", (Wanted(_accounts(5), "合计", "基本支出"),)),
    ("一般公共预算财政拨款项目支出", (Wanted(_accounts(5), "合计", "项目支出"),)),
    ("基本支出", (Wanted(_accounts(3), "合计", "基本支出"), Wanted(_accounts(5), "合计", "基本支出"))),
    ("项目支出", (Wanted(_accounts(3), "合计", "项目支出"), Wanted(_accounts(5), "合计", "项目支出"))),
    ("政府性基金预算财政拨款支出", (Wanted(_accounts(8), "合计", "本年支出"),)),
    ("国有资本经营预算财政拨款支出", (Wanted(_accounts(9), "合计", "本年支出"),)),
    ("一般公共预算财政拨款支出",
     (Wanted(_accounts(5), "合计"), Wanted(_accounts(4), "本年支出合计", "一般公共预算"))),
    ("(?<!预算)财政拨款支出", (Wanted(_accounts(4), "本年支出合计"), Wanted(_accounts(5), "合计"))),
    ("(?P<same>工资福利支出|商品和服务支出|对个人和家庭的补助|资本性支出)", (Wanted(_accounts(6), ""),)),
    ("人员经费", (Wanted(_accounts(6), "人员经费合计"),)),
    ("(?:日常)?公用经费", (Wanted(_accounts(6), "公用经费合计"),)),
    ("“?三公”?经费支出", (Wanted(_accounts(7), "合计", "决算数"),)),
    ("因公出国（境）费用?", (Wanted(_accounts(7), "因公出国（境）费", "决算数"),)),
    ("公务接待费", (Wanted(_accounts(7), "公务接待费", "决算数"),)),
    ("公务用车购置及运行(?:维护)?费", (Wanted(_accounts(7), "公务用车购置及运行(?:维护)?费", "决算数"),)),
    ("公务用车运行维护费", (Wanted(_accounts(7), "公务用车运行维护费", "决算数"),)),
    ("公务用车购置费", (Wanted(_accounts(7), "公务用车购置费", "决算数"),)),
)  # fmt: skip
"""Words of the 决算情况说明 and the line and column of the official tables they stand for."""

_BY_KIND = ("基本支出", "项目支出")
_PROJECT_KINDS = frozenset({"project_self_evaluation", "special_fund_self_evaluation"})
_LEVELS = re.compile(
    r"(?:(?P<category>[^（）]+)（类）)?(?:(?P<group>[^（）]+)（款）)?(?P<item>[^（）]+)（项）$"
)


class Ledger:
    """What the opened forms of one year hold."""

    def __init__(self, forms: Sequence[tuple[str, Form]]) -> None:
        tables = [form for _, form in forms if form.accounts and form.year is not None]
        told = [form for form in tables if form.kind.startswith("final_accounts")] or tables
        self.year = max((form.year for form in told if form.year is not None), default=None)
        self.forms = tuple(forms)
        self.projects = tuple(entry for entry in forms if entry[1].kind in _PROJECT_KINDS)
        self.units = tuple(entry for entry in forms if entry[1].kind == "unit_self_evaluation")
        self.evaluations = tuple(entry for entry in forms if entry[1].kind == "key_evaluation")
        self._tables = tuple(entry for entry in forms if entry[1].accounts)

    def accounts(self, subject: str, *, is_last_year: bool = False) -> tuple[Fact, ...]:
        """The figures of the final accounts that the end of the words names, likeliest first."""
        subject = re.sub(r"(?:决算数?|金额|总额|共计|合计|[为是约共])$", "", subject.replace(" ", "").strip())
        by_level = self._by_level(subject, is_last_year=is_last_year)
        if by_level:
            return by_level
        for pattern, wanted in WANTED:
            match = re.search(rf"(?:{pattern})$", subject)
            if match is not None:
                same = match.groupdict().get("same") or ""
                found = tuple(fact for want in wanted for fact in self._wanted(want, same, is_last_year))
                is_all = pattern in _BY_KIND and not is_last_year
                return (*found, *self._fiscal(pattern)) if is_all else found
        return ()

    def budget(self, subject: str) -> Fact | None:
        """The budget of a public expense, beside what was spent, or of a functional item, in its table."""
        facts = self.accounts(subject)
        if not facts:
            return None
        return self._public_budget(facts[0]) or self._functional_budget(facts[0])

    def _public_budget(self, executed: Fact) -> Fact | None:
        for path, form, line in self._lines_at(executed.place):
            if form.kind == _accounts(7):
                return self._fact(path, form, line, "预算数")
        return None

    def _functional_budget(self, executed: Fact) -> Fact | None:
        codes = [
            line.code for _, _, line in self._lines_at(executed.place) if line.code and len(line.code) == 7
        ]
        for kind in BUDGETS if codes else ():
            for path, form in self._tables:
                if form.kind != kind or form.year not in (self.year, None):
                    continue
                for line in form.accounts:
                    if line.code == codes[0] and line.amounts:
                        return self._fact(path, form, line, "")
        return None

    def _lines_at(self, place: Place) -> Iterator[tuple[str, Form, AccountLine]]:
        """The line of a table that holds the cell."""
        for path, form in self._tables:
            if (path, form.sheet) != (place.path, place.sheet):
                continue
            for line in form.accounts:
                if place.cell in {value.cell for value in line.amounts}:
                    yield path, form, line

    def fiscal_parts(self, kind: str) -> tuple[Fact, ...]:
        """基本支出 or 项目支出 of the general budget, the government funds and the state capital."""
        tables = (self._wanted(Wanted(_accounts(number), "合计", kind), "", False) for number in (5, 8, 9))
        return tuple(fact for table in tables for fact in tuple(table)[:1])

    def _fiscal(self, kind: str) -> tuple[Fact, ...]:
        parts = [fact for fact in self.fiscal_parts(kind) if fact.amount]
        if not parts:
            return ()
        added = " + ".join(plain(fact.amount.scaleb(-4)) for fact in parts)
        whole = sum((fact.amount for fact in parts), Decimal(0))
        return (Fact(whole, parts[0].place, f"各类财政拨款{kind}之和{added}"),)

    def is_booked_as(self, subject: str, column: str) -> bool:
        """Whether the accounts book a functional item wholly as 基本支出 or wholly as 项目支出."""
        whole, part = self._by_level(subject, is_last_year=False), self._by_level(subject, column=column)
        return bool(whole) and bool(part) and part[0].amount == whole[0].amount != 0

    def _by_level(self, subject: str, column: str = "", *, is_last_year: bool = False) -> tuple[Fact, ...]:
        match = _LEVELS.search(subject)
        kinds = (_accounts(5), _accounts(3))
        found = []
        for kind, path, form in self._forms(kinds, is_last_year):
            names = {line.code: _name(line) for line in form.accounts if line.code}
            for line in form.accounts:
                code = line.code or ""
                if match is None:
                    is_it = len(code) == 3 and subject.endswith(_name(line)) and len(_name(line)) > 3
                else:
                    groups = match["group"], match["category"]
                    above = names.get(code[:5]), names.get(code[:3])
                    is_it = len(code) == 7 and _name(line) == match["item"].strip() and all(
                        said is None or name == said.strip() for said, name in zip(groups, above, strict=True)
                    )  # fmt: skip
                fact = self._fact(path, form, line, column) if is_it and kind else None
                found += [fact] if fact is not None else []
        return tuple(found)

    def _forms(self, kinds: Sequence[str], is_last_year: bool) -> Iterator[tuple[str, str, Form]]:
        for kind in kinds:
            for path, form in self._tables:
                if form.kind == kind and self._is_of(form, is_last_year):
                    yield kind, path, form

    def _is_of(self, form: Form, is_last_year: bool) -> bool:
        if self.year is None or form.year is None:
            return not is_last_year
        return form.year == self.year - 1 if is_last_year else form.year == self.year

    def _wanted(self, want: Wanted, same: str, is_last_year: bool) -> Iterator[Fact]:
        name, column = want.line or same, same if want.column == "=" else want.column
        for _, path, form in self._forms((want.kind,), is_last_year):
            lines = [line for line in form.accounts if re.fullmatch(f"(?:{name})(?:（.*）)?", _name(line))]
            if lines:
                fact = self._fact(path, form, lines[want.which], column)
                if fact is not None:
                    yield fact

    def _fact(self, path: str, form: Form, line: AccountLine, column: str) -> Fact | None:
        power = POWERS.get(form.amount_unit, 4)
        for heading, value in zip(line.columns, line.amounts, strict=True):
            if column and not any(column in even(label) for label in heading.labels):
                continue
            words = f"{form.title.text or ''}“{_name(line)}”"
            place = Place(path, form.sheet, value.cell)
            if value.number is None:
                return Fact(Decimal(0), place, words, is_blank=True) if value.is_blank else None
            return Fact(value.number.scaleb(power), place, words)
        return None


def _name(line: AccountLine) -> str:
    """The printed name without its number and 其中."""
    name = even("".join((line.name.text or "").split()))
    name = re.sub(r"^其中：", "", name)
    return re.sub(
        r"^(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[、.．]|（\d{1,2}）|（[一二三四五六七八九十]{1,3}）)",
        "",
        name,
    )


def form_fact(
    path: str, form: Form, value: Value | None, words: str, *, is_money: bool = True
) -> Fact | None:
    """A field of a form as a fact; amounts in 元, None where it holds no number."""
    if value is None or value.number is None:
        return None
    power = POWERS.get(form.amount_unit, 4) if is_money else 0
    return Fact(value.number.scaleb(power), Place(path, form.sheet, value.cell), words)


def in_scale(amount: Decimal, figure: Measure) -> Decimal:
    """An amount in 元 in the scale the text writes it in."""
    return amount.scaleb(-figure.power)
