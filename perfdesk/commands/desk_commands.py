"""The commands on what the program goes by: `rules`, `profiles`, `words`, `templates`; and `recent`.

Stands just below `cli`; the work is the desks'.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from perfdesk.commands.console import ERRORS_FOUND, NOTHING_WRONG, say
from perfdesk.core.fault import CallFault
from perfdesk.core.finding import SEVERITY_NAMES
from perfdesk.desks import profile_desk, template_desk
from perfdesk.outlets.guide import profile_list, profile_page, rule_list, rule_page
from perfdesk.scoring.profile_table import SWITCHES, Switch

_USUAL = ("照常", "usual")


def carry_out(options: argparse.Namespace) -> int:
    """Carry out one of them; returns the exit status. Raises Fault."""
    if options.command == "templates" and (options.check or options.copy):
        _refuse_letter(options.name)
    if options.command == "templates" and options.check and options.name is not None:
        return _checked(template_desk.template_of(template_desk.template_named(options.name)).identifier)
    acts = {
        "rules": _rules,
        "profiles": _profiles,
        "words": _words,
        "templates": _templates,
        "recent": _recent,
    }
    say(acts[options.command](options))
    return NOTHING_WRONG


def _refuse_letter(name: str | None) -> None:
    """A notice's template is none of a report: it is exported, edited and checked where it is used."""
    if name in {each.identifier for each in template_desk.letter_templates()}:
        raise CallFault(
            f"“{name}”不是报告模板：请用 --export 文件.docx 导出，修改后用于 perfdesk return，"
            "使用前自动检查。"
        )


def _checked(identifier: str) -> int:
    slips = template_desk.check_template(identifier)
    say(_text(_slip_lines(slips)))
    return ERRORS_FOUND if slips else NOTHING_WRONG


def _rules(options: argparse.Namespace) -> str:
    """List the rules, tell of one, or try one on its examples; raises Fault."""
    if options.code is None:
        if options.tries:
            raise CallFault("请写明试哪一条规则，例如：perfdesk rules EX101 --try。")
        return rule_list()
    return _tried(options.code.upper()) if options.tries else rule_page(options.code)


def _tried(code: str) -> str:
    from perfdesk.desks.rule_desk import example_sheets, try_sheets

    lines = []
    for which, name in (("bad", "错例"), ("good", "正例")):
        found = try_sheets(example_sheets(code, "bad" if which == "bad" else "good"))
        lines.append(f"{name}：{'没有发现问题' if not found else f'{len(found)} 处'}")
        lines += [
            f"  {item.rule}  {SEVERITY_NAMES[item.severity]}  {item.place.cell}  {item.message}"
            for item in found
        ]
    return _text(lines)


def _profiles(options: argparse.Namespace) -> str:
    """List the profiles, tell of one, or keep the user's own; raises Fault."""
    desk = profile_desk
    if options.source is not None:
        return f"已导入评分规则：{desk.take_over(options.source)}。\n"
    acts = (options.copy, options.export, options.switch, options.tries, options.remove)
    if options.id is None:
        if any(acts):
            raise CallFault("请写明是哪一套评分规则，例如：perfdesk profiles national --copy 本县2025。")
        own = [f"{choice.name}（我的规则）{choice.fault}" for choice in desk.choices() if choice.is_own]
        return profile_list() + (_text(["", *own]) if own else "")
    identifier = desk.profile_named(options.id)
    if options.copy is not None:
        path = desk.copy_profile(identifier, options.copy)
        return f"已复制为“{path.stem}”，可用记事本修改：{path}。\n"
    if options.export is not None:
        desk.export(identifier, options.export)
        return f"已导出为 {options.export}。\n"
    if options.switch is not None:
        return _switched(identifier, options.switch)
    if options.tries:
        return f"{desk.trial(desk.source_text(identifier)).words}\n"
    if options.remove:
        desk.drop(desk.own_path(identifier))
        return f"已删除评分规则“{options.id}”。\n"
    return profile_page(identifier)


def _switched(identifier: str, words: str) -> str:
    code, equals, wanted = words.partition("=")
    chosen: dict[str, Switch | None] = dict.fromkeys(_USUAL)
    chosen |= {name: switch for switch, chinese in SWITCHES.items() for name in (switch, chinese)}
    if not equals or wanted not in chosen:
        raise CallFault(
            f"“{words}”不对：请写成 EX101=停用 的样子，可选 {'、'.join(SWITCHES.values())}、照常。"
        )
    profile_desk.switch_rule(profile_desk.own_path(identifier), code.strip().upper(), chosen[wanted])
    return f"已记下：{code.strip().upper()} {wanted}。\n"


def _words(options: argparse.Namespace) -> str:
    """List the vocabulary, or tell what a label would be taken for."""
    from perfdesk.desks.word_desk import SECTION_NAMES, concepts, found_of, senses

    listed = concepts()
    lines: list[str] = []
    if options.label is not None:
        found = senses(options.label)
        lines = [
            f"“{options.label}”在“{SECTION_NAMES[sense.section]}”里认作：{sense.name}"
            f"{'（按字面推断）' if sense.is_inferred else ''}"
            for sense in found
        ] or [f"词汇表里没有“{options.label}”，也推断不出。"]
        listed = found_of(listed, options.label)
    section = ""
    for concept in listed:
        if concept.section != section:
            section = concept.section
            lines += ["", f"{SECTION_NAMES[section]}："]
        lines.append(f"  {concept.name}：{'、'.join(concept.words)}")
    return _text(lines).lstrip("\n")


def _templates(options: argparse.Namespace) -> str:
    """List blank forms and report templates, tell of one, or keep the user's own; raises Fault."""
    desk = template_desk
    if options.tags:
        return desk.tag_guide()
    if options.source is not None:
        return _kept("导入", desk.take_over(options.source))
    if options.name is None:
        if options.check or options.copy or options.export or options.remove:
            raise CallFault("请写明是哪个模板，例如：perfdesk templates national --copy 本县自评。")
        return _text(_template_lines())
    form = next((each for each in desk.blank_forms() if each.name == options.name), None)
    if form is not None:
        return _of_form(form, options)
    identifier = desk.template_named(options.name)
    if options.copy is not None:
        return _kept("复制", desk.copy_template(identifier, options.copy))
    if options.export is not None:
        desk.export(identifier, options.export)
        return f"已导出为 {options.export}。\n"
    if options.remove:
        desk.drop(desk.template_of(identifier))
        return f"已删除模板“{options.name}”。\n"
    template = desk.template_of(identifier)
    return _text([template.title, str(template.path)])


def _of_form(form: template_desk.BlankForm, options: argparse.Namespace) -> str:
    if options.export is not None:
        template_desk.export_form(form, options.export)
        return f"已导出为 {options.export}。\n"
    if options.copy or options.check or options.remove:
        raise CallFault(f"“{form.name}”是空白表，只能导出；由它新建一张请用 perfdesk new。")
    told = (
        ("所依据的文件", form.follows),
        ("适用", form.scope),
        ("不同之处", form.differs),
        ("推定", form.inferred),
    )
    return _text([form.name, *(f"{name}：{words}" for name, words in told if words)])


def _template_lines() -> Iterator[str]:
    yield "空白表："
    for form in template_desk.blank_forms():
        yield f"  {form.name}  {form.scope}".rstrip()
    yield ""
    yield "报告模板："
    for template in template_desk.report_templates():
        name = (
            f"{template.title}（我的模板）" if template.is_own else f"{template.identifier}  {template.title}"
        )
        yield f"  {name}"
    yield ""
    yield "退回意见书和审核报告（用 --export 导出，修改后用于 perfdesk return）："
    for template in template_desk.letter_templates():
        yield f"  {template.identifier}  {template.title}"


def _kept(act: str, template: template_desk.ReportTemplate) -> str:
    slips = template_desk.check_template(template.identifier)
    lines = [f"已{act}为我的模板“{template.title}”：{template.path}", *_slip_lines(slips)]
    return _text(lines)


def _slip_lines(slips: Sequence[template_desk.Slip]) -> Iterator[str]:
    yield f"有 {len(slips)} 处要改：" if slips else "没有发现问题，已用样例生成过一份报告。"
    for slip in slips:
        yield f"  {' '.join(part for part in (slip.where, slip.text) if part)}".rstrip()
        yield from (f"    {line}" for line in slip.cure.splitlines())


def _recent(options: argparse.Namespace) -> str:
    """List what was opened lately, or forget it."""
    from perfdesk.memory.recent import Recent, read_recent, remember

    if options.clear:
        remember(Recent())
        return "已清除最近打开的记录。\n"
    kept = read_recent()
    if not kept.opened and not kept.last:
        return "还没有打开过文件。\n"
    return _text(["最近打开：", *_indented(kept.opened), "上次关闭时打开着：", *_indented(kept.last)])


def _indented(paths: tuple[str, ...]) -> list[str]:
    return [f"  {path}{'' if Path(path).exists() else '（已不在）'}" for path in paths] or ["  （无）"]


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
