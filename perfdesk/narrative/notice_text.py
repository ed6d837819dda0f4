"""The words of the return notice and of the inspection report as they ship in `resources/notices/`.

`template_builder` makes the Word files; run this module after changing the words or the layout.
"""

from __future__ import annotations

from collections.abc import Mapping

from perfdesk.narrative.notice import INSPECTION, NOTICE, shipped
from perfdesk.narrative.template_block import Block, Table, each_of, rows_of, when
from perfdesk.narrative.template_builder import build_template

_REMARKS = Table(
    (14, 23, 74, 27, 18),
    ("序号", "单元格", "问题和算式", "处理要求", "依据"),
    rows_of(
        "项 in 表.问题",
        "{{ 项.序号 }}",
        "{{ 项.位置 }}",
        "{{ 项.问题 }}（规则{{ 项.规则 }}）\n{%p if 项.算式 %}\n算式：{{ 项.算式 }}\n{%p endif %}",
        "{{ 项.处理 }}",
        "{{ 项.依据 }}",
    ),
    texts=frozenset({2}),
)
_RETURN_NOTICE: tuple[Block, ...] = (
    ("Title", "绩效自评材料退回意见书"),
    ("", ""),
    ("Addressee", "{{ 单位 }}："),
    (
        "",
        "你单位报送的{{ 年度 }}绩效自评材料收悉。经审核，"
        "{% if 错误数 %}发现须改正的错误{{ 错误数 }}处{% if 待说明数 %}、{% endif %}{% endif %}"
        "{% if 待说明数 %}{% if not 错误数 %}发现{% endif %}须核实或说明的事项{{ 待说明数 }}处{% endif %}"
        "{% if not 错误数 and not 待说明数 %}有文件无法读取{% endif %}，现予退回。"
        "请按下列意见逐项处理后，在期限内重新报送。",
    ),
    ("Addressee", "　　报送期限：{{ 期限 }}"),
    ("Heading1", "一、收到的材料"),
    Table(
        (14, 56, 50, 18, 18),
        ("序号", "文件", "内容", "须改正", "须说明"),
        rows_of(
            "表 in 收到的表",
            "{{ 表.序号 }}",
            "{{ 表.文件 }}",
            "{{ 表.内容 }}",
            "{{ 表.错误数 }}",
            "{{ 表.待说明数 }}",
        ),
        texts=frozenset({1, 2}),
    ),
    *when(
        "错误数 or 待说明数",
        ("Heading1", "二、审核发现的问题"),
        (
            "",
            "同一单元格的问题合为一处，“依据”栏的数字是文末审核依据的序号。"
            "{% if 提示数 %}另有{{ 提示数 }}处仅因四舍五入与算式略有出入，不需处理。{% endif %}"
            "{% if 已说明数 %}已有核实性说明的{{ 已说明数 }}处未列入。{% endif %}",
        ),
        *each_of(
            "表 in 收到的表",
            *when("表.问题", ("Heading2", "（{{ 表.标号 }}）{{ 表.文件 }}"), _REMARKS),
        ),
    ),
    *when(
        "未核对",
        ("Heading1", "{% if 错误数 or 待说明数 %}三{% else %}二{% endif %}、未能核对的内容"),
        ("", "以下内容因材料所限未能核对，不表示没有问题，请自行复核。"),
        Table(
            (50, 40, 66),
            ("文件", "单元格", "原因"),
            rows_of("项 in 未核对", "{{ 项.文件 }}", "{{ 项.工作表 }}!{{ 项.单元格 }}", "{{ 项.原因 }}"),
            texts=frozenset({0, 1, 2}),
        ),
    ),
    (
        "Heading1",
        "{{ ['二', '三', '四'][(1 if 错误数 or 待说明数 else 0) + (1 if 未核对 else 0)] }}、报送要求",
    ),
    (
        "",
        "1．处理要求为“按算式改正”“核对改正”的，请改正所列单元格和受其影响的其他单元格；"
        "认为填写无误的，附书面理由。",
    ),
    ("", "2．处理要求为“核实说明”“补充填写”的，有误的改正，漏填的补填，属实的附书面说明。"),
    ("Kept", "3．无法读取的文件，请重新保存或换一种格式后报送。"),
    *when(
        "审核依据",
        (
            "Heading1",
            "{{ ['三', '四', '五'][(1 if 错误数 or 待说明数 else 0) + (1 if 未核对 else 0)] }}、审核依据",
        ),
        *each_of(
            "依据 in 审核依据",
            *when(
                "loop.last",
                ("Kept", "{{ loop.index }}．{{ 依据 }}"),
                otherwise=(("", "{{ loop.index }}．{{ 依据 }}"),),
            ),
        ),
    ),
    ("Kept", ""),
    ("Sender", "审核单位（盖章）"),
    ("Sender", "____年__月__日"),
    ("Addressee", "审核人：________　联系电话：____________"),
    ("Addressee", "签收人：________　签收日期：____年__月__日"),
)


def _charted(chart: str) -> tuple[Block, ...]:
    """A chart with its caption, where it has something to show."""
    return when(f"{chart}.有数据", ("Figure", f"{{{{ {chart} }}}}"), ("Caption", f"{{{{ {chart}.题注 }}}}"))


def _shares(heading: str, names: str) -> Table:
    return Table(
        (76, 40, 40),
        (heading, "自评表（张）", "占比"),
        rows_of(f"项 in {names}", "{{ 项.名称 }}", "{{ 项.个数 }}", "{{ 项.占比 }}"),
        is_kept=True,
    )


_INSPECTION: tuple[Block, ...] = (
    ("Title", "{{ 年度 }}绩效自评审核报告"),
    ("", ""),
    ("Heading1", "一、总体情况"),
    (
        "",
        "本次审核共收到文件{{ 文件数 }}个，涉及{{ 单位数 }}个单位、{{ 表数 }}张表。"
        "{% if 总执行率 %}各项目预算合计{{ 预算合计 }}万元，执行{{ 执行合计 }}万元，"
        "合计执行率{{ 总执行率 }}。{% endif %}{% if 平均分 %}有总得分的自评表平均{{ 平均分 }}分"
        "{% if 加权平均分 %}，按项目预算加权平均{{ 加权平均分 }}分{% endif %}。{% endif %}",
    ),
    (
        "",
        "{% if 错误数 or 警告数 %}共发现错误{{ 错误数 }}处、警告{{ 警告数 }}处"
        "{% if 提示数 %}，另有四舍五入等提示{{ 提示数 }}处{% endif %}。"
        "{% else %}没有发现错误和警告{% if 提示数 %}，有四舍五入等提示{{ 提示数 }}处{% endif %}。{% endif %}"
        "{% if 未核对数 %}有{{ 未核对数 }}项因材料所限未能核对，不表示没有问题。{% endif %}"
        "{% if 已说明数 %}已有核实性说明的{{ 已说明数 }}处不计在内。{% endif %}",
    ),
    (
        "",
        "{% if not 退回单位数 %}各单位都没有需退回的问题，未发退回意见书。{% else %}"
        "需退回修改的单位{{ 退回单位数 }}个{% if 未退回单位 %}；{{ 未退回单位[:10] | join('、') }}"
        "{% if 未退回单位 | length > 10 %}等{{ 未退回单位 | length }}个单位{% endif %}"
        "没有需退回的问题，未发退回意见书{% endif %}。{% endif %}",
    ),
    *when(
        "无法读取",
        ("", "下列文件无法读取，未能审核："),
        *each_of("文件 in 无法读取", ("", "{{ loop.index }}．{{ 文件 }}")),
    ),
    ("Heading1", "二、自评得分和预算执行"),
    *when(
        "等级",
        ("Heading2", "（一）得分等级"),
        _shares("等级", "等级"),
        *_charted("等级图"),
        ("Heading2", "（二）预算执行率"),
        _shares("执行率", "执行率分档"),
        *_charted("执行率图"),
        otherwise=(("", "本次收到的材料中没有已填写的自评表，没有得分和执行率可统计。"),),
    ),
    ("Heading1", "三、审核发现的问题"),
    ("Heading2", "（一）按单位"),
    *_charted("单位图"),
    Table(
        (14, 54, 16, 16, 16, 16, 24),
        ("序号", "单位", "表数", "错误", "警告", "提示", "结论"),
        rows_of(
            "项 in 单位列表",
            "{{ 项.序号 }}",
            "{{ 项.名称 }}",
            "{{ 项.表数 }}",
            "{{ 项.错误数 }}",
            "{{ 项.警告数 }}",
            "{{ 项.提示数 }}",
            "{{ 项.结论 }}",
        ),
        texts=frozenset({1}),
    ),
    *when(
        "规则列表",
        ("Heading2", "（二）按检查规则"),
        *_charted("规则图"),
        Table(
            (22, 94, 20, 20),
            ("规则", "问题", "程度", "处数"),
            rows_of(
                "项 in 规则列表",
                "{{ 项.规则 }}",
                "{{ 项.名称 }}",
                "{{ 项.程度 }}",
                "{{ 项.个数 }}",
            ),
            texts=frozenset({1}),
        ),
    ),
)

TEMPLATES: Mapping[str, tuple[str, tuple[Block, ...]]] = {
    NOTICE: ("绩效自评材料退回意见书", _RETURN_NOTICE),
    INSPECTION: ("绩效自评审核报告", _INSPECTION),
}
"""Title and words of each template by name."""


def write_templates() -> None:
    """Write the templates into `resources/notices/`."""
    for name, (title, blocks) in TEMPLATES.items():
        target = shipped(name)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(build_template(blocks, title))


if __name__ == "__main__":
    write_templates()
