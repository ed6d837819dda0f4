"""Weights are dealt out as published forms deal them out, and always add up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.core.form import FormKind
from perfdesk.scoring.profile import known_profile, load_profiles
from perfdesk.scoring.spread import Row, spread_tasks, spread_weights, whole_points

PROJECT: FormKind = "project_self_evaluation"
UNIT: FormKind = "unit_self_evaluation"


def rows(*groups: tuple[str, str, int]) -> list[Row]:
    return [(level1, level2) for level1, level2, count in groups for _ in range(count)]


@pytest.mark.parametrize(
    ("profile", "groups", "weights"),
    [
        (
            "liaoning-2023",
            [("产出指标", "数量指标", 2), ("产出指标", "质量指标", 2), ("产出指标", "时效指标", 1), ("产出指标", "成本指标", 1),
             ("效益指标", "社会效益指标", 1), ("效益指标", "可持续影响指标", 1), ("满意度指标", "服务对象满意度指标", 1)],
            "8.3 8.3 8.3 8.5 8.3 8.3 13.4 13.3 13.3",
        ),
        ("liaoning-2023", [("产出指标", "数量指标", 3), ("产出指标", "质量指标", 2), ("效益指标", "社会效益", 2)], "10 10 10 10 10 20 20"),
        ("national", [("产出指标（50分）", "数量指标", 3), ("效益指标", "社会效益", 1), ("满意度指标", "", 1)], "16.8 16.6 16.6 30 10"),
        ("national", [("产出指标", "数量指标", 4), ("效益指标", "社会效益", 2)], "12.5 12.5 12.5 12.5 20 20"),
        ("national", [("满意度指标", "", 3)], "30 30 30"),
        ("national-101", [("成本指标", "经济成本指标", 1), ("产出指标", "数量指标", 2), ("效益指标", "", 1), ("满意度指标", "", 1)],
         "20 20 20 20 10"),
        ("hubei", [("产出指标", "数量指标", 2), ("效益指标", "社会效益", 1), ("满意度指标", "", 1)], "20 20 20 20"),
        ("sichuan", [("产出指标", "数量指标", 2), ("效益指标", "社会效益", 2)], "22.5 22.5 22.5 22.5"),
    ],
)  # fmt: skip
def test_weights_follow_the_groups_of_the_place(
    profile: str, groups: list[tuple[str, str, int]], weights: str
) -> None:
    found = spread_weights(known_profile(profile), PROJECT, rows(*groups))
    assert list(found) == [Decimal(weight) for weight in weights.split()]


def test_the_unit_form_deals_out_its_own_points() -> None:
    groups = rows(
        ("履职效能", "重点工作履行情况", 1), ("履职效能", "整体工作完成情况", 3), ("履职效能", "基础管理", 2),
        ("预算执行", "预算执行效率", 3), ("管理效率", "财务管理", 5), ("管理效率", "资产管理", 1), ("管理效率", "业务管理", 1),
        ("运行成本", "成本控制成效", 2), ("社会效应", "社会效益", 2), ("可持续性", "体制机制改革", 1),
    )  # fmt: skip
    found = spread_weights(known_profile("liaoning-2023"), UNIT, groups)
    assert " ".join(map(str, found)) == (
        "3.5 3.3 3.3 3.3 3.3 3.3 1.6 1.6 1.8 0.7 0.7 0.7 0.7 0.7 0.8 0.7 2.5 2.5 10.0 10.0 5.0"
    )


@pytest.mark.parametrize("profile", [name for name, each in load_profiles().items() if each.has_scores])
@pytest.mark.parametrize("kind", [PROJECT, UNIT])
def test_weights_always_add_up(profile: str, kind: FormKind) -> None:
    rules = known_profile(profile)
    for output in range(8):
        for outcome in range(8):
            for satisfaction in range(3):
                groups = rows(
                    ("产出指标", "数量指标", output),
                    ("效益指标", "社会效益", outcome),
                    ("满意度指标", "", satisfaction),
                )
                found = spread_weights(rules, kind, groups)
                assert sum(found) == (whole_points(rules, kind) if groups else 0)
                assert all(weight > 0 for weight in found)


def test_a_form_without_scores_has_no_weights() -> None:
    assert spread_weights(known_profile("special-fund"), PROJECT, rows(("产出指标", "数量指标", 2))) == ()


def test_tasks_share_their_points_and_the_last_takes_the_rest() -> None:
    found = spread_tasks(known_profile("liaoning-2023"), 3)
    assert [str(weight) for weight in found] == ["13.3", "13.3", "13.4"]
    assert spread_tasks(known_profile("national"), 3) == ()
