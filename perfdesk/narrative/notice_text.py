"""The words of the return notice and of the inspection report as they ship in `resources/notices/`.

`template_builder` makes the Word files; run this module after changing the words or the layout.
"""

from __future__ import annotations

from collections.abc import Mapping

from perfdesk.narrative.notice import INSPECTION, NOTICE, shipped
from perfdesk.narrative.template_block import Block, Table
from perfdesk.narrative.template_builder import build_template

_REMARK: tuple[Block, ...] = (
    ("", "{{ 项.序号 }}．“{{ 项.文件 }}”{{ 项.工作表 }}!{{ 项.单元格 }}：{{ 项.问题 }}{{ 项.数字 }}"),
    ("", "处理意见：{{ 项.处理 }}{% if 项.依据 %}依据：{{ 项.依据 }}{% endif %}（规则{{ 项.规则 }}）"),
)
_RETURN_NOTICE: tuple[Block, ...] = (
    ("Title", "绩效自评材料退回意见书"),
    ("", ""),
    ("", "{{ 单位 }}："),
    (
        "",
        "你单位报送的绩效自评材料收悉。经审核，共发现需改正的错误{{ 错误 | length }}处、"
        "需核实或说明的事项{{ 待说明 | length }}处，现予退回。请于{{ 期限 }}改正、说明后重新报送。"
        "{% if 提示数 %}另有{{ 提示数 }}处仅属四舍五入等提示，不需处理。{% endif %}"
        "{% if 已说明数 %}已有核实性说明的{{ 已说明数 }}处未列入。{% endif %}",
    ),
    ("Heading1", "收到的材料"),
    Table(
        (12, 50, 58, 18, 18),
        ("序号", "文件", "内容", "错误", "待说明"),
        (
            ("{%tr for 表 in 收到的表 %}", "", "", "", ""),
            ("{{ 表.序号 }}", "{{ 表.文件 }}", "{{ 表.内容 }}", "{{ 表.错误数 }}", "{{ 表.警告数 }}"),
            ("{%tr endfor %}", "", "", "", ""),
        ),
    ),
    ("", "{%p if 错误 %}"),
    ("Heading1", "需改正的错误"),
    ("", "{%p for 项 in 错误 %}"),
    *_REMARK,
    ("", "{%p endfor %}"),
    ("", "{%p endif %}"),
    ("", "{%p if 待说明 %}"),
    ("Heading1", "需核实或说明的事项"),
    ("", "{%p for 项 in 待说明 %}"),
    *_REMARK,
    ("", "{%p endfor %}"),
    ("", "{%p endif %}"),
    ("", "{%p if 未核对 %}"),
    ("Heading1", "未能核对的内容"),
    ("", "以下内容因材料所限未能核对，不表示没有问题，请自行复核。"),
    ("", "{%p for 项 in 未核对 %}"),
    ("", "“{{ 项.文件 }}”{{ 项.工作表 }}!{{ 项.单元格 }}：{{ 项.原因 }}"),
    ("", "{%p endfor %}"),
    ("", "{%p endif %}"),
    ("", ""),
    ("", "审核单位（盖章）：____________　　审核人：________"),
    ("", "____年__月__日"),
    ("", "单位签收人：________　　签收日期：____年__月__日"),
)


def _chart(heading: str, names: str) -> Table:
    """A table whose last column is a bar as long as the count, readable in any program and in plain text."""
    return Table(
        (40, 18, 24, 74),
        (heading, "表数", "占比", "分布"),
        (
            (f"{{%tr for 项 in {names} %}}", "", "", ""),
            ("{{ 项.名称 }}", "{{ 项.个数 }}", "{{ 项.占比 }}", "{{ 项.图 }}"),
            ("{%tr endfor %}", "", "", ""),
        ),
    )


_INSPECTION: tuple[Block, ...] = (
    ("Title", "绩效自评审核报告"),
    ("", ""),
    ("Heading1", "一、总体情况"),
    (
        "",
        "本次审核共收到文件{{ 文件数 }}个，涉及{{ 单位数 }}个单位、{{ 表数 }}张自评表；"
        "项目预算合计{{ 预算合计 }}万元，执行{{ 执行合计 }}万元，合计执行率{{ 总执行率 }}；"
        "自评平均得分{{ 平均分 }}，按预算加权{{ 加权平均分 }}。",
    ),
    (
        "",
        "共发现错误{{ 错误数 }}处、警告{{ 警告数 }}处、提示{{ 提示数 }}处，"
        "另有{{ 未核对数 }}项未能核对。已有核实性说明的不计。",
    ),
    ("", "{%p for 文件 in 无法读取 %}"),
    ("", "无法读取：{{ 文件 }}"),
    ("", "{%p endfor %}"),
    ("Heading1", "二、分单位情况"),
    Table(
        (12, 50, 16, 16, 16, 46),
        ("序号", "单位", "错误", "警告", "提示", "错误分布"),
        (
            ("{%tr for 项 in 单位列表 %}", "", "", "", "", ""),
            (
                "{{ 项.序号 }}", "{{ 项.名称 }}", "{{ 项.错误数 }}", "{{ 项.警告数 }}", "{{ 项.提示数 }}",
                "{{ 项.图 }}",
            ),
            ("{%tr endfor %}", "", "", "", "", ""),
        ),
    ),
    ("Heading1", "三、分规则情况"),
    Table(
        (22, 94, 20, 20),
        ("规则", "问题", "程度", "处数"),
        (
            ("{%tr for 项 in 规则列表 %}", "", "", ""),
            ("{{ 项.规则 }}", "{{ 项.名称 }}", "{{ 项.程度 }}", "{{ 项.个数 }}"),
            ("{%tr endfor %}", "", "", ""),
        ),
    ),
    ("Heading1", "四、得分等级分布"),
    _chart("等级", "等级"),
    ("Heading1", "五、执行率分布"),
    _chart("执行率", "执行率分档"),
)  # fmt: skip

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
