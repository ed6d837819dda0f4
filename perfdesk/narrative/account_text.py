"""The words of the 决算情况说明, whose sentences follow what the accounts tables hold.

Kept apart from the other templates for its length. What last year or the budget would tell is said only
where their tables were given; where they were not, that is said once.
"""

from __future__ import annotations

from perfdesk.narrative.template_block import Block, each_of, when


def _changed(account: str, called: str = "") -> str:
    """比上年…, where last year's tables hold the amount."""
    return (
        f"{{% if not {account}.增减.缺失 %}}与上年相比，{called}{{% if {account}.增减.数值 == 0 %}}持平"
        f"{{% else %}}{{{{ {account}.增减 }}}}{{% endif %}}。{{% endif %}}"
    )


def _budgeted(account: str, called: str = "年初预算") -> str:
    """，完成年初预算的…, where a budget is given."""
    return (
        f"{{% if not {account}.预算完成率.缺失 %}}，完成{called}的{{{{ {account}.预算完成率 }}}}，决算数"
        f"{{% if {account}.金额.数值 == {account}.预算数.数值 %}}与{called}数持平"
        f"{{% elif {account}.金额.数值 > {account}.预算数.数值 %}}大于{called}数"
        f"{{% else %}}小于{called}数{{% endif %}}"
        f"{{% elif not {account}.预算数.缺失 %}}，{called}为零{{% endif %}}"
    )


def _mainly(account: str) -> str:
    """，主要包括基本工资、津贴补贴等, where the table of economic items tells them."""
    return (
        f"{{% if {account}.各项 %}}，主要包括{{% for 其中项 in {account}.各项 %}}{{{{ 其中项.名称 }}}}"
        "{% if not loop.last %}、{% endif %}{% endfor %}等{% endif %}"
    )


def _none_or(account: str, name: str) -> tuple[Block, ...]:
    """The amount, or the sentence that there was none."""
    return when(
        f"{account}.金额.数值",
        ("", f"{{{{ 决算.年度 }}}}年度{name}{{{{ {account}.金额 }}}}万元。{_changed(account, name)}"),
        otherwise=(("", f"本部门{{{{ 决算.年度 }}}}年度无{name}。"),),
    )


_INCOME: tuple[Block, ...] = (
    ("Heading2", "（一）收入总计{{ 决算.收入总计.金额 }}万元，包括："),
    *each_of(
        "项 in 决算.收入总计.各项",
        (
            "",
            "{{ loop.index }}.{{ 项.名称 }}{{ 项.金额 }}万元"
            "{% if not 项.占比.缺失 %}，占收入总计的{{ 项.占比 }}"
            "{% endif %}。{% if 项.名称 == '财政拨款收入' and 决算.财政拨款收入.各项 %}其中："
            "{% for 其中项 in 决算.财政拨款收入.各项 %}{{ 其中项.名称 }}{{ 其中项.金额 }}万元"
            "{% if not loop.last %}，{% endif %}{% endfor %}。{% endif %}",
        ),
    ),
    *when("not 决算.收入总计.增减.缺失", ("", _changed("决算.收入总计", "今年收入总计"))),
)
_OUTLAY: tuple[Block, ...] = (
    ("Heading2", "（二）支出总计{{ 决算.支出总计.金额 }}万元，包括："),
    *each_of(
        "项 in 决算.支出总计.各项",
        (
            "",
            "{{ loop.index }}.{{ 项.名称 }}{{ 项.金额 }}万元"
            "{% if not 项.占比.缺失 %}，占支出总计的{{ 项.占比 }}"
            "{% endif %}。{% if 项.名称 == '基本支出' and 决算.经济分类 %}其中："
            "{% for 类 in 决算.经济分类 %}{{ 类.名称 }}{{ 类.金额 }}万元"
            "{% if not loop.last %}；{% endif %}{% endfor %}。{% endif %}",
        ),
    ),
    *when("not 决算.支出总计.增减.缺失", ("", _changed("决算.支出总计", "今年支出"))),
    ("Heading2", "（三）年末结转和结余{{ 决算.年末结转结余.金额 }}万元。"),
    *when("not 决算.年末结转结余.增减.缺失", ("", _changed("决算.年末结转结余", "今年结转结余"))),
)
_FISCAL: tuple[Block, ...] = (
    ("Heading1", "二、财政拨款支出决算情况说明"),
    ("Heading2", "（一）总体情况"),
    (
        "",
        "{{ 决算.年度 }}年度财政拨款支出{{ 决算.财政拨款支出.金额 }}万元，其中："
        "基本支出{{ 决算.财政拨款基本支出.金额 }}万元，项目支出{{ 决算.财政拨款项目支出.金额 }}万元。"
        + _changed("决算.财政拨款支出", "财政拨款支出"),
    ),
    ("Heading2", "（二）一般公共预算财政拨款支出情况"),
    (
        "",
        "{{ 决算.年度 }}年度一般公共预算财政拨款支出{{ 决算.一般公共预算支出.金额 }}万元。"
        "{% if 决算.一般公共预算支出.各项 %}按支出功能分类科目分，包括：{% endif %}",
    ),
    *each_of(
        "类 in 决算.一般公共预算支出.各项",
        (
            "",
            "{{ loop.index }}.{{ 类.名称 }}{{ 类.金额 }}万元"
            "{% if 类.各项 %}，具体包括：{% else %}。{% endif %}",
        ),
        *each_of(
            "项 in 类.各项",
            ("", "（{{ loop.index }}）{{ 项.名称 }}{{ 项.金额 }}万元" + _budgeted("项") + "。"),
        ),
    ),
    ("Heading2", "（三）政府性基金预算财政拨款支出情况"),
    *_none_or("决算.政府性基金支出", "政府性基金预算财政拨款支出"),
    ("Heading2", "（四）国有资本经营预算财政拨款支出情况"),
    *_none_or("决算.国有资本经营支出", "国有资本经营预算财政拨款支出"),
)
_PUBLIC: tuple[Block, ...] = (
    ("Heading1", "三、财政拨款“三公”经费支出决算情况说明"),
    *when(
        "决算.三公经费.金额.缺失",
        ("", "本次未提供“三公”经费支出决算表。"),
        otherwise=(
            (
                "",
                "{{ 决算.年度 }}年度财政拨款安排的“三公”经费支出{{ 决算.三公经费.金额 }}万元"
                + _budgeted("决算.三公经费", "预算")
                + "。"
                + "{% if 决算.三公经费.各项 %}其中：{% for 其中项 in 决算.三公经费.各项 %}{{ 其中项.名称 }}"
                "{{ 其中项.金额 }}万元{% if not loop.last %}，{% endif %}{% endfor %}。{% endif %}"
                + _changed("决算.三公经费", "“三公”经费支出"),
            ),
            *each_of(
                "项 in 决算.三公经费.各项",
                (
                    "",
                    "{{ loop.index }}.{{ 项.名称 }}{{ 项.金额 }}万元"
                    "{% if not 项.占比.缺失 %}，占“三公”经费支出的{{ 项.占比 }}{% endif %}"
                    + _budgeted("项", "预算")
                    + "。"
                    + _changed("项", "{{ 项.名称 }}"),
                ),
            ),
            *when(
                "决算.公务用车",
                (
                    "",
                    "其中：{% for 项 in 决算.公务用车 %}{{ 项.名称 }}{{ 项.金额 }}万元"
                    "{% if not loop.last %}，{% endif %}{% endfor %}。",
                ),
            ),
        ),
    ),
)
_REST: tuple[Block, ...] = (
    ("Heading1", "四、一般公共预算财政拨款基本支出决算情况说明"),
    (
        "",
        "{{ 决算.年度 }}年度一般公共预算财政拨款基本支出{{ 决算.基本支出.金额 }}万元，其中："
        "人员经费{{ 决算.人员经费.金额 }}万元"
        + _mainly("决算.人员经费")
        + "；公用经费{{ 决算.公用经费.金额 }}万元"
        + _mainly("决算.公用经费")
        + "。",
    ),
    ("Heading1", "五、其他重要事项的情况说明"),
    ("Heading2", "（一）机关运行经费支出情况"),
    ("", "公开01至09表不单列机关运行经费，请据实补写，并说明与上年相比增减的原因。"),
    ("Heading2", "（二）政府采购支出情况"),
    ("", "公开01至09表不列政府采购支出，请据实补写货物、工程、服务支出和授予中小企业的合同金额。"),
)
ACCOUNTS: tuple[Block, ...] = (
    ("Heading1", "一、收入支出决算总体情况说明"),
    *when("not 决算.有上年", ("", "（未提供上年部门决算公开表，本说明不作上年比较。）")),
    *when("not 决算.有预算", ("", "（未提供部门预算公开表，功能分类支出不作预算比较。）")),
    *_INCOME,
    *_OUTLAY,
    *_FISCAL,
    *_PUBLIC,
    *_REST,
)
"""Everything that the accounts tables tell, from 一 to 五（二）."""
