"""The catalogue in words: rules, forms and profiles, for the console and for the generated help pages.

`python -m perfdesk.outlets.guide` writes the pages below `resources/help/`; a test fails when they are stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import SEVERITY_NAMES
from perfdesk.core.form import FORM_NAMES
from perfdesk.core.resource import resource, template_folder
from perfdesk.narrative.report import shipped_templates
from perfdesk.rules.need import needs_in_words
from perfdesk.rules.rule import Rule
from perfdesk.rules.tie import Tie, full_catalogue
from perfdesk.scoring.profile import Profile, Setting, known_profile, load_profiles
from perfdesk.scoring.profile_table import SWITCHES

_GENERATED = "本页由 `python -m perfdesk.outlets.guide` 生成，请勿手改。"
_SWITCHES = {True: "是", False: "否"}


def rule_list() -> str:
    """One line a rule: code, severity, title."""
    lines = [f"{rule.code}  {SEVERITY_NAMES[rule.severity]}  {rule.title}" for rule in full_catalogue()]
    return _text([*lines, "", f"共 {len(lines)} 条。查看一条规则的说明：perfdesk rules 规则代码"])


def rule_page(code: str) -> str:
    """All that is declared about one rule; raises CallFault for an unknown code."""
    for rule in full_catalogue():
        if rule.code == code.upper():
            return _text([f"{rule.code}  {rule.title}", *(f"{label}：{said}" for label, said in _said(rule))])
    raise CallFault(f"没有代码为“{code}”的规则。用 perfdesk rules 列出全部规则。")


def form_list() -> str:
    """Kinds of form that are recognized, and the blank forms and report templates that are shipped."""
    kinds = [f"  {kind}  {name}" for kind, name in FORM_NAMES.items() if kind != "unknown"]
    blanks = [f"  {path.name}" for path in sorted(template_folder().glob("*.xlsx"))]
    place = f"随附的空白表（在 {template_folder()}）："
    reports = f"随附的报告模板：{'、'.join(shipped_templates())}"
    how = "新建一张：perfdesk new 名称 --output 文件.xlsx，名称可只写一部分"
    return _text(["能识别的表种：", *kinds, "", place, *blanks, how, "", reports])


def profile_list() -> str:
    """One line a profile: id and name."""
    lines = [f"{profile.id}  {profile.name}" for profile in load_profiles().values()]
    return _text([*lines, "", "查看一套评分规则：perfdesk profiles 评分规则"])


def profile_page(identifier: str) -> str:
    """Every value of one profile with its source; raises CallFault for an unknown id."""
    profile = known_profile(identifier)
    lines = [
        f"  {name} = {_shown(setting.value)}{_inferred(setting)}\n      来源：{setting.source}"
        for name, setting in _settings(profile)
    ]
    kinds = "、".join(name for kind, name in FORM_NAMES.items() if kind in profile.kinds)
    switched = [f"  {SWITCHES[switch]} {code}" for code, switch in sorted(profile.switches.items())]
    return _text([f"{profile.id}  {profile.name}", f"适用：{kinds or '由用户指定'}", *lines, *switched])


def help_pages() -> dict[str, str]:
    """The generated help pages by file name, in Markdown."""
    return {"rules.md": _text(_rule_chapter()), "profiles.md": _text(_profile_chapter())}


def write_help_pages() -> None:
    """Write the help pages below `resources/help/` of the checkout."""
    folder = resource("help")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in help_pages().items():
        (folder / name).write_bytes(text.encode())


def _said(rule: Rule | Tie) -> Iterator[tuple[str, str]]:
    yield "级别", SEVERITY_NAMES[rule.severity]
    yield "为什么", rule.why
    yield "依据", rule.basis
    yield "需要", needs_in_words(rule.needs)
    yield "错例", rule.bad.says
    yield "正例", rule.good.says


def _rule_chapter() -> Iterator[str]:
    yield "# 检查规则"
    yield ""
    yield _GENERATED
    for rule in full_catalogue():
        yield ""
        yield f"## {rule.code} {rule.title}"
        yield ""
        yield f"`{rule.name}`"
        yield ""
        yield from (f"- **{label}**：{said}" for label, said in _said(rule))


def _profile_chapter() -> Iterator[str]:
    yield "# 评分规则"
    yield ""
    yield f"{_GENERATED}标“推定”的值没有公布的出处，由已公开的表推算。"
    for profile in load_profiles().values():
        yield ""
        yield f"## {profile.id} {profile.name}"
        yield ""
        yield "| 项目 | 值 | 来源 |"
        yield "|---|---|---|"
        for name, setting in _settings(profile):
            yield f"| `{name}` | {_shown(setting.value)}{_inferred(setting)} | {setting.source} |"


def _settings(profile: Profile) -> Iterable[tuple[str, Setting]]:
    return sorted(profile.settings.items())


def _inferred(setting: Setting) -> str:
    return "（推定）" if setting.is_inferred else ""


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _SWITCHES[value]
    if isinstance(value, list):
        return "；".join(_shown(part) for part in value)
    if isinstance(value, Mapping):
        return "；".join(f"{name} {_shown(part)}" for name, part in value.items())
    return str(value)


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    write_help_pages()
