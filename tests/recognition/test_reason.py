"""Every part of a form says why it was taken, and is doubted where its label was only understood."""

from __future__ import annotations

import pytest

from perfdesk.core.form import Reason
from perfdesk.recognition.recognizer import recognize
from perfdesk.rules.example import LIAONING_2023, PROJECT, sheet
from tests.recognition.layout_file import NAMES, load


def test_a_field_of_a_table_names_its_heading_and_its_line() -> None:
    reasons = recognize(sheet(PROJECT))[0].reasons
    assert reasons["fields.executed"] == Reason("表头“全年执行数（B）”（E4）与行“年度资金总额”相交")
    assert reasons["fields.total_score"] == Reason("标签“总分”（A16）右边")
    assert reasons["indicators.actual"] == Reason("表头“实际完成值”（F10）下的一列")


def test_a_field_beside_its_label_names_the_label() -> None:
    reasons = recognize(sheet(LIAONING_2023))[0].reasons
    assert reasons["fields.executed"] == Reason("标签“全年执行数”（C4）右边")
    assert reasons["headers.unit"] == Reason("标签“实施单位”右边")


def test_a_label_that_is_no_word_of_the_vocabulary_is_a_doubt() -> None:
    text = PROJECT.replace("全年预算数（A）", "全年财政核定预算数")
    (form,) = recognize(sheet(text))
    assert form.fields["full_year_budget"].cell == "D5"
    assert form.fields["full_year_budget"].doubt == "词汇表中没有“全年财政核定预算数”，按字面推断"


def test_a_unit_that_is_nowhere_said_is_a_doubt() -> None:
    plausible = recognize(sheet(PROJECT.replace("（万元）", "")))[0]
    assert (plausible.amount_unit, plausible.is_unit_stated) == ("万元", False)
    assert plausible.reasons["amount_unit"].doubt
    in_yuan = PROJECT.replace("（万元）", "").replace(
        "| 10 | 10 | 10 | 10", "| 1000000 | 1000000 | 1000000 | 10"
    )
    assert recognize(sheet(in_yuan))[0].amount_unit == "元"
    assert recognize(sheet(PROJECT))[0].reasons["amount_unit"].doubt is None


def test_a_form_without_a_title_is_known_by_its_columns_and_doubted() -> None:
    (form,) = recognize(sheet("\n".join(PROJECT.strip().splitlines()[2:])))
    assert form.kind == "project_self_evaluation"
    assert form.reasons["kind"].doubt


@pytest.mark.parametrize("name", NAMES)
def test_every_field_and_header_of_every_layout_has_a_reason(name: str) -> None:
    form = recognize(load(name).grids[0])[0]
    assert {f"fields.{field}" for field in form.fields} <= form.reasons.keys()
    assert {f"headers.{header}" for header in form.headers} <= form.reasons.keys()
    assert all(reason.why for reason in form.reasons.values())
