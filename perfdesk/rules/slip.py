"""LY, NM, UN: slips of the pen that contradict another cell of the form: a word, an abbreviation, a sign.

Nothing here judges language by itself: each finding sets two cells of one form beside each other, or a
sign beside words that say which way is better.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from perfdesk.core.form import Form
from perfdesk.core.value import OPERATOR_SIGNS, Value
from perfdesk.rules.phrase import bare, half
from perfdesk.rules.rule import FORM_ITSELF, Example, Found, Outcome, rule
from perfdesk.rules.score import title_of
from perfdesk.scoring.profile import Profile

_ABBREVIATION = re.compile(r"[A-Z]{2,}")
_RISING = re.compile(
    r"(?:满意度|(?:合格|达标|完成|覆盖|及时|到位|知晓|准确|完好|有效|优良|普及|就业|入学|办结|响应|参保|保障)率"
    r"|(?:报销|补偿|支付|救助)比例)(?:\(.*\))?$"
)
_FALLING = re.compile(
    r"(?:投诉|差错|死亡|返工|流失|事故|违规|失信|退货|发病|漏报|误报)(?:发生)?率(?:\(.*\))?$"
)
_TURNED = re.compile("不|未|非|下降|降低|减少|压减|提高|提升|增长|控制|处理|办结|差异|偏差|变动")
_BRACKETED = re.compile(r"[（(]([^（()）]{6,})[)）]")
_LONG, _FLANK, _MOST = 12, 4, 4
"""Least length of a text, of what stays the same beside a changed word, and most letters of that word."""
_LONGEST = 1000  # letters beyond which two texts are not compared word by word
_TENSE = re.compile("[已将要拟了完成实现]")


@rule(
    "NM108",
    "指标名称与指标值说的不是一件事",
    why="名称写一个缩写，指标值和完成值写另一个，不知道考核的是哪一项工作。",
    severity="warning",
    basis=f"{FORM_ITSELF}：三级指标与指标值、完成值对应",
    needs=("level3", "target", "actual"),
    bad=Example(
        "liaoning_2023",
        "名称是OCR，指标值和完成值都是XML",
        {"D9": "完成OCR系统试点", "F9": "XML系统试点通过验收"},
    ),
    good=Example("liaoning_2023", "名称、指标值都不带缩写"),
)
def abbreviations_differ(form: Form, profile: Profile) -> Iterator[Outcome]:
    """The name has an abbreviation, target and actual have others, and none in common."""
    for indicator in form.indicators:
        named = set(_ABBREVIATION.findall(half(indicator.level3.text or "")))
        values = [value for value in (indicator.target, indicator.actual) if value is not None]
        told = {word for value in values for word in _ABBREVIATION.findall(half(value.text or ""))}
        if named and told and not named & told:
            one, other = "、".join(sorted(named)), "、".join(sorted(told))
            yield Found(
                indicator.level3.cell,
                "doubtful",
                f"“{title_of(indicator)}”的名称写{one}，指标值或完成值写{other}，请核对是哪一项工作。",
                indicator.level3.printed,
                related=tuple(value.cell for value in values if value.text),
            )


@rule(
    "UN110",
    "运算符号的方向与指标相反",
    why="合格率、满意度越高越好，写成“≤”就成了上限，做得越差越算完成。",
    severity="warning",
    basis="财预〔2020〕10号：正向指标用≥，反向指标用≤",
    needs=("level3", "operator", "target"),
    bad=Example("liaoning_2023", "满意度写成≤90%", {"E10": "<=", "H10": "90"}),
    good=Example("liaoning_2023", "满意度≥90%"),
)
def operator_points_the_wrong_way(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A share that should be high has a ceiling, or one that should be low has a floor."""
    for indicator in form.indicators:
        name, operator = half(indicator.level3.text or ""), indicator.operator
        if operator is None or _TURNED.search(name):
            continue
        is_ceiling, is_floor = operator in ("<=", "<"), operator in (">=", ">")
        if not (is_ceiling and _RISING.search(name)) and not (is_floor and _FALLING.search(name)):
            continue
        value = indicator.operator_cell or indicator.target
        if value is None:
            continue
        wanted = "≥" if is_ceiling else "≤"
        yield Found(
            value.cell,
            "doubtful",
            f"“{title_of(indicator)}”一般应为{wanted}，现用{OPERATOR_SIGNS[operator]}，请核对方向。",
            value.printed,
            wanted,
            related=(indicator.level3.cell,),
        )


@rule(
    "CP106",
    "完成情况抄目标时改了字",
    why="整段照目标写，只有中间几个字不同，多半是抄写时的笔误，意思就变了。",
    severity="warning",
    basis=f"{FORM_ITSELF}：目标与完成情况对应",
    needs=("goals", "target", "actual"),
    bad=Example(
        "liaoning_2023",
        "目标“档案目录管理办法”，完成情况写成“档案目录鼓励办法”",
        {
            "F9": "制定并印发全县机关档案目录管理办法，开展培训",
            "H9": "制定并印发全县机关档案目录鼓励办法，开展培训",
        },
    ),
    good=Example("liaoning_2023", "完成情况写完成了什么"),
)
def word_changed_in_copying(form: Form, profile: Profile) -> Iterator[Outcome]:
    """Planned and achieved words are the same save for a short word replaced in their middle."""
    pairs: list[tuple[Value | None, Value | None]] = [(goal.planned, goal.achieved) for goal in form.goals]
    pairs += [(row.target, row.actual) for row in form.indicators]
    for planned, achieved in pairs:
        if planned is None or achieved is None or not planned.text or not achieved.text:
            continue
        changed = _changed_word(bare(planned.text), bare(achieved.text))
        if changed is not None:
            yield Found(
                achieved.cell,
                "doubtful",
                f"这里写“{changed[1]}”，目标的同一处写“{changed[0]}”，请核对是不是抄写有误。",
                changed[1],
                changed[0],
                related=(planned.cell,),
            )


def _changed_word(planned: str, achieved: str) -> tuple[str, str] | None:
    """The word that was replaced, each with the letters beside it; None where more or nothing differs."""
    lengths = len(planned), len(achieved)
    if min(lengths) < _LONG or max(lengths) > _LONGEST or planned[:_FLANK] != achieved[:_FLANK]:
        return None
    steps = SequenceMatcher(None, planned, achieved, autojunk=False).get_opcodes()
    replaced = [index for index, step in enumerate(steps) if step[0] == "replace"]
    if len(replaced) != 1 or any(step[0] == "insert" for step in steps):
        return None
    index = replaced[0]
    _, i, j, k, m = steps[index]
    around = [steps[n] for n in (index - 1, index + 1) if 0 <= n < len(steps)]
    is_flanked = len(around) == 2 and all(
        step[0] == "equal" and step[2] - step[1] >= _FLANK for step in around
    )
    words = planned[i:j], achieved[k:m]
    if not is_flanked or max(map(len, words)) > _MOST or any(re.search(r"\d", word) for word in words):
        return None
    if any(_TENSE.search(word) for word in words):
        return None
    return planned[i - 2 : j + 2], achieved[k - 2 : m + 2]


@rule(
    "NM109",
    "项目名称与所引文件名称里的说法不同",
    why="项目名称括号里的内容应当与下达文件一致，差一个词就对不上文件。",
    severity="warning",
    basis="预算公开表“项目内容”栏：所引文件即项目的依据",
    needs=("accounts",),
    bad=Example(
        "budget_lines",
        "名称写“（目录编制提升部分）”，文件写“（目录编制建设部分）”",
        {
            "A5": "下达档案补助（目录编制提升部分）",
            "B5": "《关于下达档案补助（目录编制建设部分）的通知》6万元",
        },
    ),
    good=Example("budget_lines", "名称与所引文件一致"),
)
def name_differs_from_cited_notice(form: Form, profile: Profile) -> Iterator[Outcome]:
    """A bracketed part of the name stands in the line's text with a short word replaced."""
    for line in form.accounts:
        named = _BRACKETED.findall(half(line.name.text or ""))
        for text in (value for value in line.amounts if value.text and named):
            cited = _BRACKETED.findall(half(text.text or ""))
            for one, other in ((one, other) for one in named for other in cited if one != other):
                if _differs_in_a_word(one, other) and one not in cited:
                    yield Found(
                        text.cell,
                        "doubtful",
                        f"项目名称里是“{one}”，这里引的是“{other}”，请核对哪一个是文件的原文。",
                        other,
                        one,
                        related=(line.name.cell,),
                    )


def _differs_in_a_word(one: str, other: str) -> bool:
    """Whether two phrases of one length share their beginning and end and differ by two letters at most."""
    if len(one) != len(other) or re.search(r"[\d一二三四五六七八九十]", one + other):
        return False
    places = [index for index, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    return places[0] >= _FLANK and places[-1] - places[0] < 2 and places[-1] < len(one) - 1
