"""The words of the report templates that ship: one tuple of paragraphs and tables for each.

`template_builder` makes Word files of them. A paragraph is a style and a text; a table is rows of cells,
its first row repeated on every page. What is said follows from the facts: a sentence for each case.
"""

from __future__ import annotations

from collections.abc import Mapping

from perfdesk.narrative.account_text import ACCOUNTS
from perfdesk.narrative.template_block import Block, Table, each_of, rows_of, when


def _doubts(heading: str) -> tuple[Block, ...]:
    """What was rounded, and the list of doubts: the end of every report."""
    return when("取舍说明", ("", "{{ 取舍说明 }}")) + when(
        "数据疑点",
        ("Heading1", heading),
        (
            "",
            "以下数据与自评表填写规则不符、前后不一致或未填写，正文引用处已用红字标出，"
            "请核实后修改自评表并重新生成本报告。",
        ),
        *each_of("疑点 in 数据疑点", ("Ragged", "{{ 疑点.序号 }}．{{ 疑点.说明 }}{{ 疑点.注号 }}。")),
    )


_FIGURES = (
    "{{ 项目.预算名称 }}为{{ 项目.预算数 }}万元，执行数为{{ 项目.执行数 }}万元，"
    "完成预算的{{ 项目.执行率 }}{{ 项目.换算说明 }}。"
)
_PROSE = (
    "项目绩效目标完成情况：{{ 项目.完成情况 }}。"
    "发现的主要问题及原因：{{ 项目.问题及原因 }}。下一步改进措施：{{ 项目.改进措施 }}。"
)
_SCORES: tuple[Block, ...] = when(
    "评分项目数",
    (
        "",
        "从评价情况看，{{ 评分项目数 }}个项目有自评得分，"
        "{% if 评分项目数 == 1 %}为{% else %}平均{% endif %}{{ 平均分 }}分；按优（90分及以上）、"
        "良（80分至90分）、中（60分至80分）、差（60分以下）划分，{{ 等级分布 }}。{{ 缺项说明 }}",
    ),
    otherwise=(("", "纳入自评的项目均无自评得分。{{ 缺项说明 }}"),),
)
NATIONAL: tuple[Block, ...] = (
    ("Title", "{{ 年度 }}年度{{ 单位 }}{{ 标题换行 }}项目绩效自评结果"),
    ("", ""),
    ("Heading1", "一、项目综述"),
    *when(
        "项目数",
        (
            "",
            "根据预算绩效管理要求，{{ 单位 }}组织对{{ 年度 }}年度项目支出开展了绩效自评，"
            "共{{ 项目数 }}个项目，涉及预算资金{{ 预算合计 }}万元，执行{{ 执行合计 }}万元，"
            "总体执行率{{ 总执行率 }}。",
        ),
        *_SCORES,
        otherwise=(("", "本次未提供{{ 单位 }}{{ 年度 }}年度项目绩效自评表，没有可综述的项目。"),),
    ),
    *each_of(
        "整体 in 整体自评",
        ("", "{{ 整体.名称 }}组织对部门整体支出开展了绩效自评，部门整体自评得分为{{ 整体.得分 }}分。"),
    ),
    *when(
        "项目数",
        ("Heading1", "二、项目绩效自评结果"),
        (
            "",
            "{{ 单位 }}在{{ 年度 }}年度部门决算中反映{{ 项目名单 }}{% if 项目数 > 1 %}等{% endif %}"
            "{{ 项目数 }}个项目绩效自评结果。",
        ),
        *each_of(
            "项目 in 项目列表",
            ("Heading2", "（{{ 项目.序号 }}）{{ 项目.标题 }}"),
            *when(
                "项目.已评分",
                (
                    "",
                    "{{ 项目.标题 }}绩效自评综述：根据年初设定的绩效目标，"
                    "项目绩效自评得分为{{ 项目.得分 }}分。"
                    f"{_FIGURES}{_PROSE}",
                ),
                otherwise=(
                    (
                        "",
                        "{{ 项目.标题 }}绩效自评综述：该项目使用的自评表不设得分，未评分。"
                        f"{_FIGURES}{_PROSE}",
                    ),
                ),
            ),
        ),
    ),
    *_doubts("{% if 项目数 %}三{% else %}二{% endif %}、数据疑点"),
)


def _performance(style: str, numbers: tuple[str, str, str, str]) -> tuple[Block, ...]:
    """整体, 项目, 单位重点评价, 财政重点评价, each with a sentence where there is none."""
    first, second, third, fourth = numbers
    return (
        (style, f"{first}整体绩效自评情况"),
        *each_of(
            "整体 in 单位列表",
            (
                "",
                "根据预算绩效管理要求，{{ 整体.名称 }}组织开展单位整体绩效自评工作"
                "{% if not 整体.综述.预算数.缺失 %}，涉及资金{{ 整体.综述.预算数 }}万元{% endif %}"
                "{% if not 整体.综述.得分.缺失 %}，自评得分{{ 整体.综述.得分 }}分{% endif %}。",
            ),
        ),
        *when("not 单位列表", ("", "{{ 年度 }}年度，{{ 单位 }}未开展单位整体绩效自评工作。")),
        (style, f"{second}项目绩效自评情况"),
        *when(
            "项目数",
            (
                "",
                "{{ 年度 }}年度{{ 单位 }}对{{ 项目名单 }}{% if 项目数 > 1 %}等{% endif %}{{ 项目数 }}个项目"
                "开展了绩效自评，涉及资金{{ 预算合计 }}万元，执行{{ 执行合计 }}万元。",
            ),
            *_SCORES,
            otherwise=(("", "{{ 年度 }}年度，{{ 单位 }}未开展项目绩效自评工作。"),),
        ),
        (style, f"{third}单位重点评价情况"),
        *each_of(
            "评价 in 重点评价",
            (
                "",
                "{{ 年度 }}年度，{{ 单位 }}对{{ 评价.综述.标题 }}开展重点评价工作，"
                "涉及金额{{ 评价.综述.预算数 }}万元，执行{{ 评价.综述.执行数 }}万元"
                "{% if not 评价.综述.得分.缺失 %}，评价得分{{ 评价.综述.得分 }}分{% endif %}。",
            ),
        ),
        *when("not 重点评价", ("", "{{ 年度 }}年度，{{ 单位 }}未开展单位重点评价工作。")),
        (style, f"{fourth}财政重点评价情况"),
        (
            "",
            "{{ 年度 }}年度，财政部门未对{{ 单位 }}开展财政重点评价工作。"
            "（自评表不载此项，如有请据实改写。）",
        ),
    )


LIAONING: tuple[Block, ...] = (
    ("Title", "{{ 年度 }}年度{{ 单位 }}{{ 标题换行 }}预算绩效情况"),
    ("", ""),
    *_performance("Heading1", ("一、", "二、", "三、", "四、")),
    *_doubts("五、数据疑点"),
)

_TOLD = (
    "{% if not 对象.综述.预算数.缺失 %}{{ 对象.综述.预算名称 }}为{{ 对象.综述.预算数 }}万元"
    "{% if not 对象.综述.执行数.缺失 %}，执行数为{{ 对象.综述.执行数 }}万元"
    "{% if not 对象.综述.执行率.缺失 %}，完成预算的{{ 对象.综述.执行率 }}{% endif %}{% endif %}"
    "{{ 对象.综述.换算说明 }}。{% endif %}"
)


def _of_units(items: str, words: str) -> tuple[Block, ...]:
    """A sentence on each unit whose form tells so."""
    return each_of(
        "对象 in 单位列表", *when(f"对象.综述.{items}", ("", "“{{ 对象.名称 }}”部门整体支出：" + words))
    )


SELF_EVALUATION: tuple[Block, ...] = (
    ("Title", "{{ 年度 }}年度{{ 单位 }}{{ 标题换行 }}绩效自评报告"),
    ("", ""),
    ("Heading1", "一、自评结论"),
    *each_of(
        "整体 in 整体自评",
        (
            "",
            "{{ 整体.名称 }}组织对部门整体支出开展了绩效自评，部门整体自评得分为{{ 整体.得分 }}分。",
        ),
    ),
    *when(
        "项目数",
        (
            "",
            "根据预算绩效管理要求，{{ 单位 }}组织对{{ 年度 }}年度项目支出开展了绩效自评，"
            "共{{ 项目数 }}个项目，涉及预算资金{{ 预算合计 }}万元，执行{{ 执行合计 }}万元，"
            "总体执行率{{ 总执行率 }}。",
        ),
        *_SCORES,
        otherwise=(("", "{{ 年度 }}年度，{{ 单位 }}未开展项目支出绩效自评工作。"),),
    ),
    ("Heading1", "二、预算执行情况"),
    *_of_units("预算数.数值 is not none", _TOLD),
    *each_of("项目 in 项目列表", ("", "{{ 项目.标题 }}：" + _FIGURES)),
    *when(
        "not 项目数 and not 单位列表|rejectattr('told.budget.is_missing')|list",
        ("", "自评表没有可汇总的预算执行数据。"),
    ),
    ("Heading1", "三、绩效目标完成情况"),
    *_of_units("完成情况各项", "{{ 对象.综述.完成情况 }}。"),
    *each_of("项目 in 项目列表", ("", "{{ 项目.标题 }}：{{ 项目.完成情况 }}。")),
    *when(
        "not 项目数 and not 单位列表|selectattr('told.achievement_items')|list",
        ("", "自评表没有填写绩效目标完成情况。"),
    ),
    ("Heading1", "四、存在的问题及原因"),
    *_of_units("问题各项", "{{ 对象.综述.问题及原因 }}。"),
    *each_of("项目 in 项目列表", *when("项目.问题各项", ("", "{{ 项目.标题 }}：{{ 项目.问题及原因 }}。"))),
    *when(
        "not 项目列表|selectattr('problem_items')|list "
        "and not 单位列表|selectattr('told.problem_items')|list",
        ("", "自评中没有扣分，预算执行率没有偏低的情况。"),
    ),
    ("Heading1", "五、改进措施"),
    *_of_units("措施各项", "{{ 对象.综述.改进措施 }}。"),
    *each_of("项目 in 项目列表", *when("项目.措施各项", ("", "{{ 项目.标题 }}：{{ 项目.改进措施 }}。"))),
    *when(
        "not 项目列表|selectattr('measure_items')|list "
        "and not 单位列表|selectattr('told.measure_items')|list",
        ("", "自评表没有需要说明的改进措施。"),
    ),
    ("Heading1", "六、结果应用"),
    (
        "",
        "自评结果将与预算安排相结合，作为完善政策、改进管理和编制以后年度预算的依据，并按要求随部门决算公开。",
    ),
    *_doubts("七、数据疑点"),
)

_SCORED = (
    "{% if not 对象.综述.得分.缺失 %}得分为{{ 对象.综述.得分 }}分。{% else %}总得分在表中未载明。{% endif %}"
)
_POINTS = Table(
    (22, 26, 44, 14, 14, 36),
    ("一级指标", "二级指标", "三级指标", "分值", "得分", "备注"),
    rows_of(
        "指标 in 对象.指标",
        "{{ 指标.一级指标 }}",
        "{{ 指标.二级指标 }}",
        "{{ 指标.三级指标 }}",
        "{{ 指标.分值 }}",
        "{{ 指标.得分 }}",
        "{{ 指标.原因 }}",
    ),
    texts=frozenset({2, 5}),
)
_REST: tuple[Block, ...] = (
    *when("对象.综述.完成情况各项", ("", "绩效目标完成情况：{{ 对象.综述.完成情况 }}。")),
    ("", "存在的主要问题及原因：{{ 对象.综述.问题及原因 }}。"),
    ("", "改进措施：{{ 对象.综述.改进措施 }}。"),
)

KEY_EVALUATION: tuple[Block, ...] = (
    ("Title", "{{ 年度 }}年度{{ 单位 }}{{ 标题换行 }}重点绩效评价报告"),
    ("", ""),
    *when(
        "not 重点评价",
        ("", "{{ 年度 }}年度，{{ 单位 }}未开展重点绩效评价工作。（未提供重点绩效评价表，如已开展请补充。）"),
    ),
    *each_of(
        "对象 in 重点评价",
        ("Heading1", "{{ 对象.综述.序号 }}、{{ 对象.名称 }}"),
        ("Heading2", "（一）基本情况"),
        ("", f"{{{{ 对象.综述.标题 }}}}{_TOLD}"),
        ("Heading2", "（二）评价结论"),
        ("", f"{{{{ 对象.综述.标题 }}}}绩效评价结论：{_SCORED}"),
        *when("对象.指标", ("", "各项指标分值与得分如下："), _POINTS),
        ("Heading2", "（三）绩效、问题和建议"),
        *_REST,
    ),
    *_doubts("数据疑点"),
)

UNIT_OVERVIEW: tuple[Block, ...] = (
    ("Title", "{{ 年度 }}年度{{ 单位 }}{{ 标题换行 }}部门整体绩效自评情况"),
    ("", ""),
    *when(
        "not 单位列表",
        (
            "",
            "{{ 年度 }}年度，{{ 单位 }}未开展部门整体绩效自评工作。"
            "（未提供部门整体绩效自评表，如已开展请补充。）",
        ),
    ),
    *each_of(
        "对象 in 单位列表",
        ("Heading1", "{{ 对象.综述.序号 }}、{{ 对象.名称 }}"),
        ("", f"{{{{ 对象.名称 }}}}组织对部门整体支出开展了绩效自评，部门整体自评{_SCORED}{_TOLD}"),
        *when(
            "对象.重点工作",
            ("", "重点工作资金安排和执行情况如下："),
            Table(
                (80, 38, 38),
                ("重点工作", "预算数（万元）", "执行数（万元）"),
                rows_of("工作 in 对象.重点工作", "{{ 工作.名称 }}", "{{ 工作.预算数 }}", "{{ 工作.执行数 }}"),
                texts=frozenset({0}),
            ),
        ),
        *_REST,
    ),
    *_doubts("数据疑点"),
)

FINAL_ACCOUNTS: tuple[Block, ...] = (
    ("Title", "{{ 年度 }}年度{{ 单位 }}{{ 标题换行 }}部门决算情况说明"),
    ("", ""),
    *when(
        "决算.有决算",
        *ACCOUNTS,
        ("Heading2", "（三）预算绩效情况"),
        *_performance("Heading3", ("1.", "2.", "3.", "4.")),
        otherwise=(("", "本次未提供部门决算公开表，没有可说明的决算数据。"),),
    ),
    *_doubts("数据疑点"),
)

TEMPLATES: Mapping[str, tuple[Block, ...]] = {
    "national": NATIONAL,
    "liaoning": LIAONING,
    "self_evaluation": SELF_EVALUATION,
    "key_evaluation": KEY_EVALUATION,
    "unit_overview": UNIT_OVERVIEW,
    "final_accounts": FINAL_ACCOUNTS,
}
TITLES: Mapping[str, str] = {
    "national": "项目绩效自评结果",
    "liaoning": "预算绩效情况",
    "self_evaluation": "绩效自评报告",
    "key_evaluation": "重点绩效评价报告",
    "unit_overview": "部门整体绩效自评情况",
    "final_accounts": "部门决算情况说明",
}
"""What each template is, for lists and for the title in the file's properties."""
