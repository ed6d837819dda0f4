"""Accounts and budget tables of an invented unit with figures by chance, all tables agreeing with each other."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.core.grid import Cell, Grid
from perfdesk.rules.example import sheet

ZERO = Decimal(0)
# Category, group and item with their codes; what a unit may spend its money on.
ITEMS = (
    ("201", "一般公共服务支出", "20126", "档案事务", "2012601", "行政运行"),
    ("201", "一般公共服务支出", "20126", "档案事务", "2012602", "一般行政管理事务"),
    ("201", "一般公共服务支出", "20126", "档案事务", "2012604", "档案馆"),
    (
        "208",
        "社会保障和就业支出",
        "20805",
        "行政事业单位养老支出",
        "2080505",
        "机关事业单位基本养老保险缴费支出",
    ),
    ("208", "社会保障和就业支出", "20808", "抚恤", "2080801", "死亡抚恤"),
    ("210", "卫生健康支出", "21011", "行政事业单位医疗", "2101101", "行政单位医疗"),
    ("221", "住房保障支出", "22102", "住房改革支出", "2210201", "住房公积金"),
)
_BASIC_ONLY = ("2012601", "2080505", "2080801", "2101101", "2210201")
_NAMES = {
    code: name for row in ITEMS for code, name in ((row[0], row[1]), (row[2], row[3]), (row[4], row[5]))
}


@dataclass(frozen=True)
class Money:
    """What one unit received and spent in a year, in 万元.

    Attributes:
        items: general-budget expenditure by item: basic and project.
        fund: government-fund income, all spent; `capital` likewise; `other` other income, spent on 2012604.
        opening: carried over from the year before, not spent.
        public: budget and executed amount of travel, hospitality, running and purchase of vehicles.
    """

    items: Mapping[str, tuple[Decimal, Decimal]]
    fund: Decimal
    capital: Decimal
    other: Decimal
    opening: Decimal
    public: tuple[tuple[Decimal, Decimal], ...]

    @property
    def basic(self) -> Decimal:
        """General-budget basic expenditure."""
        return sum((basic for basic, _ in self.items.values()), ZERO)

    @property
    def project(self) -> Decimal:
        """General-budget project expenditure."""
        return sum((project for _, project in self.items.values()), ZERO)

    @property
    def general(self) -> Decimal:
        """General-budget expenditure."""
        return self.basic + self.project


def money(chance: random.Random) -> Money:
    """Figures by chance; some kinds of money are nothing."""
    chosen = sorted(chance.sample([row[4] for row in ITEMS], chance.randint(2, len(ITEMS))))
    items = {}
    for code in chosen:
        basic = _amount(chance) if code in _BASIC_ONLY or chance.random() < 0.3 else ZERO
        items[code] = (basic, ZERO if code in _BASIC_ONLY else _amount(chance))
    public = []
    for _ in range(4):
        planned = chance.choice([ZERO, _small(chance), _small(chance)])
        executed = chance.choice([planned, round(planned * chance.randint(1, 99) / 100, 2)])
        public.append((planned, ZERO if chance.random() < 0.2 else executed))
    return Money(
        items,
        fund=chance.choice([ZERO, _amount(chance)]),
        capital=chance.choice([ZERO, ZERO, _amount(chance)]),
        other=chance.choice([ZERO, _amount(chance)]),
        opening=chance.choice([ZERO, _small(chance)]),
        public=tuple(public),
    )


def moved(chance: random.Random, known: Money) -> Money:
    """The same kinds of money in the year before: more, less, the same, or nothing."""

    def other(amount: Decimal) -> Decimal:
        factor = chance.choice([Decimal(0), Decimal(1), Decimal(chance.randint(50, 150)) / 100])
        return round(amount * factor, 2)

    items = {code: (other(basic), other(project)) for code, (basic, project) in known.items.items()}
    public = tuple((other(planned), other(executed)) for planned, executed in known.public)
    return Money(
        items, other(known.fund), other(known.capital), other(known.other), other(known.opening), public
    )


def _amount(chance: random.Random) -> Decimal:
    return Decimal(chance.randint(1, 10 ** chance.randint(2, 6))) / 100


def _small(chance: random.Random) -> Decimal:
    return Decimal(chance.randint(1, 3000)) / 100


def accounts_book(known: Money, unit: str, year: int, blank: str = "") -> tuple[Grid, ...]:
    """公开01 to 09; `blank` is what stands for nothing, such as an empty cell or 0.00."""
    head = f"部门：{unit} | {year}年度 | 金额单位：万元"
    tables = {
        "01": _totals(known, head),
        "02": _income(known, head),
        "03": _outlay(known, head),
        "04": _fiscal(known, head),
        "05": _general(known, head),
        "06": _basic(known, head),
        "07": _public(known, head),
        "08": _fund(known, head),
        "09": _capital(known, head),
    }
    return tuple(_grid(f"公开{number}", text.replace("{}", blank)) for number, text in tables.items())


def budget_book(known: Money, unit: str, year: int) -> tuple[Grid, ...]:
    """表5 of the budget: the general budget by item."""
    head = f"单位名称：{unit} | {year}年度 | 单位：万元"
    lines = [
        f"{code} | {name} | {_shown(basic + project)} | {_shown(basic)} | {_shown(basic)} | {{}} | {_shown(project)}"
        for code, name, basic, project in _coded(known.items)
    ]
    total = f"{_shown(known.general)} | {_shown(known.basic)} | {_shown(known.basic)} | {{}} | {_shown(known.project)}"
    text = "\n".join((
        "一般公共预算支出表", head,
        "科目编码 | 科目名称 | 合计 | 基本支出 | < | < | 项目支出",
        "^ | ^ | ^ | 小计 | 人员经费 | 公用经费 | ^",
        f"| 合计 | {total}", *lines,
    ))  # fmt: skip
    return (_grid("表5", text.replace("{}", "")),)


def _grid(name: str, text: str) -> Grid:
    grid = sheet(text)
    cells = {place: _in_cents(cell) for place, cell in grid.cells.items()}
    return dataclasses.replace(grid, name=name, cells=cells)


def _in_cents(cell: Cell) -> Cell:
    """An amount with two decimals, as the official tables print it; codes and line numbers as they are."""
    if cell.number is None or cell.number.as_tuple().exponent != -2:
        return cell
    return dataclasses.replace(cell, text=f"{cell.number:.2f}", number_format="0.00")


def _shown(amount: Decimal) -> str:
    """Two decimals; nothing is left to `{}`, which each book fills in its own way."""
    return f"{amount:.2f}" if amount else "{}"


def _coded(items: Mapping[str, tuple[Decimal, Decimal]]) -> list[tuple[str, str, Decimal, Decimal]]:
    """Every code with its name and sums, categories over groups over items."""
    codes = sorted({code[:length] for code in items for length in (3, 5, 7)})
    found = []
    for code in codes:
        below = [amounts for item, amounts in items.items() if item.startswith(code)]
        found.append((code, _NAMES[code], _added(b for b, _ in below), _added(p for _, p in below)))
    return found


def _added(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


def _with_other(known: Money) -> dict[str, tuple[Decimal, Decimal]]:
    """All expenditure by item but funds and capital: other income is spent on the archive itself."""
    items = dict(known.items)
    if known.other:
        basic, project = items.get("2012604", (ZERO, ZERO))
        items["2012604"] = (basic, project + known.other)
    return items


def _totals(known: Money, head: str) -> str:
    spent = known.general + known.other + known.fund + known.capital
    whole = spent + known.opening
    income = (
        ("一、一般公共预算财政拨款收入", known.general), ("二、政府性基金预算财政拨款收入", known.fund),
        ("三、国有资本经营预算财政拨款收入", known.capital), ("四、上级补助收入", ZERO), ("五、事业收入", known.other),
        ("六、经营收入", ZERO), ("七、附属单位上缴收入", ZERO), ("八、其他收入", ZERO),
    )  # fmt: skip
    sums = {code: basic + project for code, _, basic, project in _coded(_with_other(known)) if len(code) == 3}
    outlay = [(f"{_NAMES[code]}", amount) for code, amount in sums.items()]
    outlay += [("城乡社区支出", known.fund), ("国有资本经营预算支出", known.capital)]
    outlay += [("", ZERO)] * (len(income) - len(outlay))
    lines = [
        f"{left} | {number} | {_shown(amount)} | {right} | {number + 12} | {_shown(other) if right else ''}"
        for number, ((left, amount), (right, other)) in enumerate(zip(income, outlay, strict=True), 1)
    ]
    return "\n".join((
        "收入支出决算总表", head, "收入 | < | < | 支出 | < | <", "项目 | 行次 | 金额 | 项目 | 行次 | 金额", *lines,
        f"本年收入合计 | 9 | {_shown(spent)} | 本年支出合计 | 21 | {_shown(spent)}",
        "使用非财政拨款结余 | 10 | {} | 结余分配 | 22 | {}",
        f"年初结转和结余 | 11 | {_shown(known.opening)} | 年末结转和结余 | 23 | {_shown(known.opening)}",
        f"总计 | 12 | {_shown(whole)} | 总计 | 24 | {_shown(whole)}",
    ))  # fmt: skip


def _income(known: Money, head: str) -> str:
    fiscal = known.general + known.fund + known.capital
    lines = [
        f"{code} | {name} | {_shown(basic + project)} | "
        f"{_shown(basic + project - (known.other if '2012604'.startswith(code) else ZERO))} | {{}} | "
        f"{_shown(known.other if '2012604'.startswith(code) else ZERO)}"
        for code, name, basic, project in _coded(_with_other(known))
    ]
    lines += [
        f"{code} | {name} | {_shown(amount)} | {_shown(amount)} | {{}} | {{}}"
        for code, name, amount in (
            ("212", "城乡社区支出", known.fund), ("223", "国有资本经营预算支出", known.capital)
        ) if amount
    ]  # fmt: skip
    return "\n".join((
        "收入决算表", head,
        "功能分类科目编码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 上级补助收入 | 事业收入",
        f"合计 | < | {_shown(fiscal + known.other)} | {_shown(fiscal)} | {{}} | {_shown(known.other)}", *lines,
    ))  # fmt: skip


def _by_kind(
    title: str, head: str, items: Mapping[str, tuple[Decimal, Decimal]], first: str, more: str = ""
) -> str:
    basic, project = (_added(each[place] for each in items.values()) for place in (0, 1))
    lines = [
        f"{code} | {name} | {_shown(own + other)} | {_shown(own)} | {_shown(other)}"
        for code, name, own, other in _coded(items)
    ]
    extra = [Decimal(each.split("|")[2]) for each in more.splitlines()]
    whole = f"{_shown(basic + project + _added(extra))} | {_shown(basic)} | {_shown(project + _added(extra))}"
    return "\n".join((
        title, head, f"功能分类科目编码 | 科目名称 | {first} | 基本支出 | 项目支出", f"合计 | < | {whole}", *lines,
        *more.splitlines(),
    ))  # fmt: skip


def _outlay(known: Money, head: str) -> str:
    rows = (("212", "城乡社区支出", known.fund), ("223", "国有资本经营预算支出", known.capital))
    more = "\n".join(f"{code} | {name} | {amount} | {{}} | {amount}" for code, name, amount in rows if amount)
    return _by_kind("支出决算表", head, _with_other(known), "本年支出合计", more)


def _general(known: Money, head: str) -> str:
    return _by_kind("一般公共预算财政拨款支出决算表", head, known.items, "小计")


def _fiscal(known: Money, head: str) -> str:
    sums = [(name, basic + project) for code, name, basic, project in _coded(known.items) if len(code) == 3]
    outlay = [f"{name} | {{}} | {_shown(amount)} | {_shown(amount)} | {{}} | {{}}" for name, amount in sums]
    outlay.append(f"城乡社区支出 | {{}} | {_shown(known.fund)} | {{}} | {_shown(known.fund)} | {{}}")
    capital = _shown(known.capital)
    outlay.append(f"国有资本经营预算支出 | {{}} | {capital} | {{}} | {{}} | {capital}")
    income = [
        ("一、一般公共预算财政拨款", known.general), ("二、政府性基金预算财政拨款", known.fund),
        ("三、国有资本经营预算财政拨款", known.capital),
    ]  # fmt: skip
    rows = max(len(income), len(outlay))
    left = [f"{name} | {{}} | {_shown(amount)}" for name, amount in income] + [" | | "] * (rows - len(income))
    right = outlay + [" | | | | | "] * (rows - len(outlay))
    spent = known.general + known.fund + known.capital
    each = f"{_shown(known.general)} | {_shown(known.fund)} | {_shown(known.capital)}"
    lines = "\n".join(f"{a} | {b}" for a, b in zip(left, right, strict=True))
    return "\n".join((
        "财政拨款收入支出决算总表", head, "收入 | < | < | 支出 | < | < | < | < | <",
        "项目 | 行次 | 金额 | 项目 | 行次 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 | 国有资本经营预算财政拨款",
        lines,
        f"本年收入合计 | | {_shown(spent)} | 本年支出合计 | | {_shown(spent)} | {each}",
        "年初财政拨款结转和结余 | | {} | 年末财政拨款结转和结余 | | {} | {} | {} | {}",
        f"总计 | | {_shown(spent)} | 总计 | | {_shown(spent)} | {each}",
    ))  # fmt: skip


def _basic(known: Money, head: str) -> str:
    """Nine tenths of the basic expenditure are for people."""
    pay = round(known.basic * Decimal("0.8"), 2)
    pension = round(known.basic * Decimal("0.1"), 2)
    goods = known.basic - pay - pension
    return "\n".join((
        "一般公共预算财政拨款基本支出决算表", head, "人员经费 | < | < | 公用经费 | < | <",
        "科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数",
        f"301 | 工资福利支出 | {_shown(pay)} | 302 | 商品和服务支出 | {_shown(goods)}",
        f"30101 | 基本工资 | {_shown(pay)} | 30201 | 办公费 | {_shown(goods)}",
        f"303 | 对个人和家庭的补助 | {_shown(pension)} | | |",
        f"人员经费合计 | < | {_shown(pay + pension)} | 公用经费合计 | < | {_shown(goods)}",
    ))  # fmt: skip


def _public(known: Money, head: str) -> str:
    abroad, guests, running, purchase = known.public
    vehicles = tuple(a + b for a, b in zip(running, purchase, strict=True))
    rows = (
        ("合计", *(a + b + c for a, b, c in zip(abroad, guests, vehicles, strict=True))),
        ("1、因公出国（境）费", *abroad), ("2、公务接待费", *guests), ("3、公务用车购置及运行费", *vehicles),
        ("其中：（1）公务用车运行维护费", *running), ("（2）公务用车购置费", *purchase),
    )  # fmt: skip
    lines = [
        f"{name} | {_shown(Decimal(planned))} | {_shown(Decimal(spent))}" for name, planned, spent in rows
    ]
    return "\n".join(("财政拨款“三公”经费支出决算表", head, "项目 | 预算数 | 决算数", *lines))


def _fund(known: Money, head: str) -> str:
    amount = _shown(known.fund)
    line = f" | {{}} | {amount} | {amount} | {{}} | {amount} | {{}}"
    lines = [f"合计 | <{line}"] + ([f"212 | 城乡社区支出{line}"] if known.fund else [])
    return "\n".join((
        "政府性基金预算财政拨款收入支出决算表", head,
        "功能分类科目编码 | 科目名称 | 年初结转和结余 | 本年收入 | 本年支出 | < | < | 年末结转和结余",
        "^ | ^ | ^ | ^ | 小计 | 基本支出 | 项目支出 | ^", *lines, "注：如本表为空，则本年度无此类资金收支。",
    ))  # fmt: skip


def _capital(known: Money, head: str) -> str:
    line = f" | {_shown(known.capital)} | {{}} | {_shown(known.capital)}"
    lines = [f"合计 | <{line}"] + ([f"223 | 国有资本经营预算支出{line}"] if known.capital else [])
    return "\n".join((
        "国有资本经营预算财政拨款支出决算表", head, "功能分类科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出",
        *lines, "注：如本表为空，则本年度无此类资金收支。",
    ))  # fmt: skip
