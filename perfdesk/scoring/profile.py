"""Scoring profiles: the rules of one place and year, as data with a source for every value.

The files lie in `resources/profiles/`. A profile may extend another; it is chosen from
the form itself and can be overruled by the user.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property

from perfdesk.core.fault import CallFault
from perfdesk.core.form import Form
from perfdesk.core.resource import resource


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
    """

    id: str
    name: str
    kinds: frozenset[str]
    features: frozenset[str]
    settings: Mapping[str, Setting]

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
        return tuple(Tier(str(words), Decimal(high), Decimal(low)) for words, high, low in rows)

    @property
    def has_scores(self) -> bool:
        """Whether forms of this profile are scored at all."""
        return self.settings["score.quantitative"].value != "none"

    @property
    def scores_from_completion(self) -> bool:
        """Whether a printed completion is what the score is computed from."""
        return self.settings["score.from_completion"].value is True

    def _required(self, name: str) -> Decimal:
        value = self.decimal(name)
        if value is None:
            raise CallFault(f"评分规则 {self.id} 缺少 {name}：请在规则文件中补上这一项。")
        return value


@cache
def load_profiles() -> Mapping[str, Profile]:
    """All shipped profiles by id, in order of id."""
    tables: dict[str, dict[str, object]] = {}
    for path in sorted(resource("profiles").glob("*.toml")):
        with path.open("rb") as file:
            table = tomllib.load(file)
        tables[str(table["id"])] = table
    return {name: _profile(name, tables) for name in tables}


def _profile(name: str, tables: Mapping[str, dict[str, object]]) -> Profile:
    table = tables[name]
    match = table.get("match")
    match = match if isinstance(match, dict) else {}
    settings: dict[str, Setting] = {}
    if isinstance(table.get("extends"), str):
        settings.update(_profile(str(table["extends"]), tables).settings)
    settings.update(_settings(table, ""))
    return Profile(
        id=name,
        name=str(table["name"]),
        kinds=frozenset(match.get("kinds", ())),
        features=frozenset(match.get("features", ())),
        settings=settings,
    )


def _settings(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, Setting]]:
    for key, entry in table.items():
        if not isinstance(entry, dict) or key == "match":
            continue
        if "value" in entry:
            yield prefix + key, Setting(entry["value"], entry["source"], bool(entry.get("inferred")))
        else:
            yield from _settings(entry, f"{prefix}{key}.")


def known_profile(identifier: str) -> Profile:
    """The profile of that id; raises CallFault naming the known ones."""
    profiles = load_profiles()
    if identifier not in profiles:
        raise CallFault(f"没有名为“{identifier}”的评分规则。可用的有：{'、'.join(profiles)}。")
    return profiles[identifier]


def choose_profile(form: Form) -> tuple[str, str]:
    """The id of the profile that fits the form best, and why, in Chinese."""
    features = form_features(form)
    best, best_score = "national", 1  # one feature alone does not make a layout
    for profile in load_profiles().values():
        if form.kind not in profile.kinds:
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


FEATURE_NAMES = {
    "advice": "结果应用建议",
    "cause_ticks": "分项原因列",
    "completion_column": "完成程度列",
    "deduction": "减分项",
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
    present = {
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
