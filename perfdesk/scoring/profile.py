"""Scoring profiles: the rules of one place and year, as data with a source for every value.

The files lie in `resources/profiles/`. A profile may extend another; it is chosen from
the form itself and can be overruled by the user.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import cast

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Severity
from perfdesk.core.form import Form
from perfdesk.core.interval import Rounding, RoundingMode
from perfdesk.core.resource import resource
from perfdesk.scoring.profile_table import ProfileTable, Switch, parse_profile


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of a profile: `value` as TOML gives it, its source, whether it is inferred (推定)."""

    value: object
    source: str
    is_inferred: bool = False


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier of qualitative indicators: from `low` to `high` as shares of the weight."""

    words: str
    high: Decimal
    low: Decimal


@dataclass(frozen=True)
class Profile:
    """The scoring rules of one place and year.

    Attributes:
        id: the name used on the command line.
        name: the name shown.
        kinds: kinds of form it is made for.
        features: features of the layout that speak for it.
        settings: every value by dotted name, inherited ones included.
        switches: rules that are off or count less under it, by code.
    """

    id: str
    name: str
    kinds: frozenset[str]
    features: frozenset[str]
    settings: Mapping[str, Setting]
    switches: Mapping[str, Switch] = field(default_factory=dict)

    def is_off(self, code: str) -> bool:
        """Whether a rule is switched off under this profile."""
        return self.switches.get(code) == "off"

    def lowered(self, code: str, severity: Severity) -> Severity:
        """How grave a finding of the rule counts under this profile; a switch never makes it graver."""
        switch = self.switches.get(code)
        if switch == "hint" or (switch == "warning" and severity == "error"):
            return switch
        return severity

    def setting(self, name: str) -> Setting | None:
        """One value with its source, or None where the profile does not set it."""
        return self.settings.get(name)

    def decimal(self, name: str) -> Decimal | None:
        """A number of the profile (points, ratio), or None where it sets none."""
        found = self.settings.get(name)
        return None if found is None else Decimal(str(found.value))

    def source(self, name: str) -> str:
        """The source of a value, marked 推定 where it is inferred; empty where it is not set."""
        found = self.settings.get(name)
        if found is None:
            return ""
        return f"{found.source}（推定）" if found.is_inferred else found.source

    def decimals(self, name: str, default: int = 2) -> int:
        """Decimals of a figure; for rates and completions, of the fraction (4 is two of a percent)."""
        found = self.settings.get(name)
        return default if found is None else int(str(found.value))

    @cached_property
    def execution_weight(self) -> Decimal:
        """Points of the execution rate."""
        return self._required("execution.weight")

    @cached_property
    def denominators(self) -> tuple[str, ...]:
        """Fields that may be A of the execution rate B/A, in order of preference."""
        value = self.settings["execution.denominator"].value
        return tuple(str(name) for name in value) if isinstance(value, list) else ()

    @cached_property
    def tiers(self) -> tuple[Tier, ...]:
        """The tiers of qualitative indicators, best first."""
        value = self.settings["tiers"].value
        rows = value if isinstance(value, list) else []
        return tuple(Tier(str(words), Decimal(str(high)), Decimal(str(low))) for words, high, low in rows)

    @cached_property
    def rounding(self) -> Rounding:
        """How the place rounds and what it tolerates."""
        mode = cast("RoundingMode", self.settings["rounding.mode"].value)
        return Rounding(mode, self._required("rounding.tolerance"))

    @cached_property
    def grades(self) -> tuple[tuple[str, Decimal], ...]:
        """Labels of the grades with the least score of each, best first."""
        return self._pairs("grades")

    @cached_property
    def group_weights(self) -> tuple[tuple[str, Decimal], ...]:
        """Points of each level-1 group; empty where the layout leaves them free."""
        return self._pairs("weights")

    @cached_property
    def spread_groups(self) -> tuple[tuple[str, Decimal], ...]:
        """Points that the groups of a project form share evenly; groups that share are joined by 、."""
        return self._pairs("spread.groups") or self.group_weights

    @cached_property
    def unit_spread_groups(self) -> tuple[tuple[str, Decimal], ...]:
        """The same for a unit form."""
        return self._pairs("spread.unit_groups")

    @cached_property
    def spread_rest(self) -> tuple[tuple[str, str, str], ...]:
        """Where the rest of even shares goes: level-1 group, level-2 group or blank, first or last row."""
        found = self.settings.get("spread.rest")
        rows = found.value if found is not None and isinstance(found.value, list) else []
        return tuple((str(level1), str(level2), str(end)) for level1, level2, end in rows)

    def grade_of(self, score: Decimal) -> str | None:
        """The label of a total score, or None where the profile has no grades."""
        return next((label for label, least in self.grades if score >= least), None)

    @property
    def has_scores(self) -> bool:
        """Whether forms of this profile are scored at all."""
        return self.settings["score.quantitative"].value != "none"

    @property
    def scores_from_completion(self) -> bool:
        """Whether a printed completion is what the score is computed from."""
        return self.settings["score.from_completion"].value is True

    def _pairs(self, name: str) -> tuple[tuple[str, Decimal], ...]:
        found = self.settings.get(name)
        rows = found.value if found is not None and isinstance(found.value, list) else []
        return tuple((str(label), Decimal(str(number))) for label, number in rows)

    def _required(self, name: str) -> Decimal:
        value = self.decimal(name)
        if value is None:
            raise CallFault(f"评分规则 {self.id} 缺少 {name}：请在规则文件中补上这一项。")
        return value


@cache
def _shipped_tables() -> Mapping[str, ProfileTable]:
    tables: dict[str, ProfileTable] = {}
    for path in sorted(resource("profiles").glob("*.toml"), key=lambda path: path.stem):
        table = parse_profile(path.read_text("utf-8"), path.name, path.stem)
        tables[table.id] = table
    return tables


@cache
def load_profiles() -> Mapping[str, Profile]:
    """All shipped profiles by id, in order of id."""
    tables = _shipped_tables()
    return {name: _profile(name, table, tables) for name, table in tables.items()}


def _profile(identifier: str, table: ProfileTable, tables: Mapping[str, ProfileTable]) -> Profile:
    settings: dict[str, Setting] = {}
    switches: dict[str, Switch] = {}
    for ancestor in _lineage(table, tables):
        settings.update({name: Setting(*entry) for name, entry in ancestor.settings.items()})
        switches.update(ancestor.switches)
    return Profile(
        id=identifier,
        name=table.name,
        kinds=frozenset(table.kinds),
        features=frozenset(table.features),
        settings=settings,
        switches=switches,
    )


def _lineage(table: ProfileTable, tables: Mapping[str, ProfileTable]) -> list[ProfileTable]:
    """The profiles it extends, the most general first, and itself last."""
    line = [table]
    while line[0].extends is not None:
        parent = tables.get(line[0].extends)
        if parent is None or parent in line:
            raise CallFault(
                f"评分规则 {table.id} 的 extends 写的是“{line[0].extends}”，没有这套规则或首尾相接。"
                f"可用的有：{'、'.join(tables)}。"
            )
        line.insert(0, parent)
    return line


def profile_from_file(path: Path) -> Profile:
    """A user's own profile; raises CallFault with line and reason where the file is broken."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise CallFault(f"没有找到评分规则文件 {path}：请核对文件名和文件夹。") from None
    except (OSError, UnicodeDecodeError):
        raise CallFault(f"评分规则文件 {path} 无法读取：请确认它是 UTF-8 编码的文本文件。") from None
    return _parsed(str(path), text)


def profile_from_text(text: str, file: str) -> Profile:
    """The profile that the text of a file declares; raises CallFault with line and reason."""
    return _parsed(file, text)


@lru_cache(maxsize=32)
def _parsed(file: str, text: str) -> Profile:
    table = parse_profile(text, file, Path(file).stem)
    if table.extends is None:
        table = dataclasses.replace(table, extends="national")
    return _profile(file, table, _shipped_tables())


def is_profile_file(identifier: str) -> bool:
    """Whether the words name a file rather than a shipped profile."""
    return identifier.lower().endswith(".toml")


def known_profile(identifier: str) -> Profile:
    """The profile of that id, or in that `.toml` file; raises CallFault naming the known ones."""
    if is_profile_file(identifier):
        return profile_from_file(Path(identifier))
    profiles = load_profiles()
    if identifier not in profiles:
        raise CallFault(
            f"没有名为“{identifier}”的评分规则。可用的有：{'、'.join(profiles)}；也可以写一个 .toml 文件。"
        )
    return profiles[identifier]


def choose_profile(form: Form) -> tuple[str, str]:
    """The id of the profile that fits the form best, and why, in Chinese."""
    features = form_features(form)
    best, best_score = "national", 1  # one feature alone does not make a layout
    for profile in load_profiles().values():
        if form.kind not in profile.kinds or (not profile.has_scores and _is_scored(form)):
            continue
        if not profile.features:
            score = 0 if profile.id == "national" else 2
        else:
            score = 2 * len(profile.features & features) - len(profile.features - features)
        if score > best_score:
            best, best_score = profile.id, score
    profile = load_profiles()[best]
    found = [FEATURE_NAMES[name] for name in sorted(profile.features & features)]
    reason = f"表中有{'、'.join(found)}" if found else "按表的种类选用"
    return best, reason


def _is_scored(form: Form) -> bool:
    """Whether the form gives points: some places score transfer payments as they do projects."""
    return any(row.weight is not None and row.score is not None for row in form.indicators)


FEATURE_NAMES = {
    "adjusted_budget": "调整后预算数",
    "advice": "结果应用建议",
    "cause_ticks": "分项原因列",
    "completion_column": "完成程度列",
    "cost_group": "成本指标（一级）",
    "deduction": "减分项",
    "execution_20": "预算执行20分",
    "finance_lines": "收支情况",
    "initial_budget_only": "以年初预算数为分母",
    "method_column": "得分计算方法列",
    "task_scores": "任务得分",
    "total_of_c_and_d": "C+D计总分",
}


def form_features(form: Form) -> frozenset[str]:
    """The features of the form's layout, by their names in profiles."""
    fields, columns = form.fields, form.column_cells
    lined = any(len(group.parts) > 1 and group.whole.score is None for group in form.fund_groups)
    execution = fields.get("execution_weight")
    present = {
        "adjusted_budget": "adjusted_budget" in columns,
        "cost_group": any((row.level1.text or "").startswith("成本") for row in form.indicators),
        "execution_20": execution is not None and execution.number == 20,
        "advice": bool(form.advice),
        "cause_ticks": "cause" in columns,
        "completion_column": "completion" in columns,
        "deduction": "deduction" in fields,
        "finance_lines": lined and form.kind == "unit_self_evaluation",
        "initial_budget_only": "initial_budget" in fields and "full_year_budget" not in fields,
        "method_column": "method" in columns,
        "task_scores": any(task.score is not None for task in form.tasks),
        "total_of_c_and_d": "repeated_execution_score" in fields,
    }
    return frozenset(name for name, is_there in present.items() if is_there)
