"""The user's own scoring profiles: copied from a shipped one, checked, tried on the sample, kept.

Stands above the session, beside the other desks; the window uses it. On the command line the same
file is given as `--profile FILE.toml`.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfdesk.core.fault import CallFault, Fault, FileFault
from perfdesk.core.finding import SEVERITIES, SEVERITY_NAMES, Severity
from perfdesk.core.resource import resource
from perfdesk.disk.user_folder import settings_folder
from perfdesk.disk.whole_file import write_whole
from perfdesk.scoring.profile import Profile, known_profile, load_profiles, profile_from_text
from perfdesk.scoring.profile_table import Switch
from perfdesk.session import Checked, load

SETTING_NAMES = {
    "adjustment.explain_from": "预算调整须说明的幅度",
    "amount.decimals": "金额小数位数",
    "ceiling.zero_execution": "未执行时的最高得分",
    "completion.decimals": "完成程度小数位数（按小数计）",
    "execution.denominator": "执行率的分母",
    "execution.score_decimals": "执行率得分小数位数",
    "execution.weight": "预算执行率分值",
    "grades": "评价等级",
    "overshoot.explain_from": "超额完成须说明的倍数",
    "overshoot.factor": "超额完成的扣分系数",
    "overshoot.full_to": "超额完成仍得满分的倍数",
    "overshoot.reduced_from": "超额完成开始扣分的倍数",
    "rate.decimals": "执行率小数位数（按小数计）",
    "rate.explain_below": "执行率低于此数须说明",
    "rounding.mode": "舍入方式",
    "rounding.tolerance": "允许的误差",
    "score.decimals": "得分小数位数",
    "score.from_completion": "得分按填报的完成程度计算",
    "score.quantitative": "定量指标计分方法",
    "spread.decimals": "分配分值时保留的小数位数",
    "spread.groups": "分配分值：各类指标平分的分数",
    "spread.rest": "分配分值：余数落在哪一行",
    "spread.unit_groups": "分配分值：整体自评表各类指标平分的分数",
    "subtotal.decimals": "小计小数位数",
    "tiers": "定性指标分档",
    "total.project": "项目自评表总分",
    "total.unit_indicators": "整体自评表指标总分",
    "total.unit_tasks": "整体自评表任务总分",
    "weights": "一级指标分值",
}
"""What the settings of a profile are called on screen."""

_WORDS = {
    "proportional": "按比例计分",
    "none": "不计分",
    "full_year_budget": "全年预算数",
    "initial_budget": "年初预算数",
    "half_up": "四舍五入",
    "half_even": "四舍六入五成双",
    "down": "截尾",
}
_NAME_LINE = re.compile(r"^name\s*=.*$", re.MULTILINE)
_ID_LINE = re.compile(r"^id\s*=.*\n", re.MULTILINE)
_RULES_LINE = re.compile(r"\s*\[\s*rules\s*\]")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class Choice:
    """A profile that can be chosen: its identifier, its name, what is wrong with its file if anything."""

    identifier: str
    name: str
    is_own: bool = False
    fault: str = ""


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One value of a profile for people."""

    name: str
    key: str
    value: str
    source: str
    is_inferred: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """Findings of the sample by severity: by the rules each form suggests, and by those on trial."""

    before: dict[Severity, int]
    after: dict[Severity, int]

    @property
    def words(self) -> str:
        """Both counts in one Chinese sentence."""
        return f"样例按各表推荐的规则：{_counts_text(self.before)}；按这套规则：{_counts_text(self.after)}。"


def profile_folder() -> Path:
    """Where the user's own profiles lie; the folder need not exist."""
    return settings_folder() / "profiles"


def choices() -> tuple[Choice, ...]:
    """The shipped profiles, then the user's own."""
    shipped = [Choice(profile.id, profile.name) for profile in load_profiles().values()]
    return (*shipped, *(_own(path) for path in sorted(profile_folder().glob("*.toml"))))


def _own(path: Path) -> Choice:
    try:
        return Choice(str(path), known_profile(str(path)).name, True)
    except Fault as fault:
        return Choice(str(path), path.stem, True, fault.message)


def setting_lines(profile: Profile) -> Iterator[SettingLine]:
    """The values of a profile with their sources, in order of key."""
    for key, setting in sorted(profile.settings.items()):
        name = SETTING_NAMES.get(key, key)
        yield SettingLine(name, key, _shown(setting.value), setting.source, setting.is_inferred)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        mark = " " if value and not isinstance(value[0], (list, tuple)) else "；"
        return mark.join(_shown(part) for part in value) or "（无）"
    return _WORDS.get(str(value), str(value))


def copied_text(identifier: str, name: str) -> str:
    """The file of a profile under another name, to be edited; raises CallFault for an unknown one."""
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    text = _ID_LINE.sub("", source_text(identifier), count=1)
    return _NAME_LINE.sub(lambda match: f'name = "{quoted}"', text, count=1)


def source_text(identifier: str) -> str:
    """The file of a profile as it stands; raises CallFault for an unknown one."""
    own = Path(identifier)
    known_profile(identifier)
    if identifier not in load_profiles():
        return own.read_text("utf-8-sig")
    for path in sorted(resource("profiles").glob("*.toml")):
        text = path.read_text("utf-8")
        if _declares(text, identifier):
            return text
    raise CallFault(f"没有找到评分规则 {identifier} 的文件，请重新安装程序。")


def _declares(text: str, identifier: str) -> bool:
    return re.search(rf'^id\s*=\s*"{re.escape(identifier)}"', text, re.MULTILINE) is not None


def new_path(name: str) -> Path:
    """The file for a new profile of that name; raises CallFault for a name no file can have or one taken."""
    stem = _FORBIDDEN.sub("", name).strip(" .")
    if not stem:
        raise CallFault("规则名称不能为空，也不能全是标点：请写一个名称，例如“本县2025”。")
    path = profile_folder() / f"{stem}.toml"
    if path.exists():
        raise CallFault(f"已有名为“{stem}”的规则：请换一个名称，或直接编辑那一套。")
    return path


def profile_named(words: str) -> str:
    """The identifier of a profile by the name of one of the user's own; other words stay as they are."""
    if words in load_profiles():
        return words
    own = [choice for choice in choices() if choice.is_own]
    named = (one.identifier for one in own if words in (one.name, Path(one.identifier).stem))
    return next(named, words)


def own_path(identifier: str) -> Path:
    """The file of one of the user's own profiles; raises CallFault for any other."""
    if not any(choice.is_own and choice.identifier == identifier for choice in choices()):
        raise CallFault(f"“{identifier}”不是自己的规则，不能改：请先复制成自己的规则。")
    return Path(identifier)


def copy_profile(identifier: str, name: str) -> Path:
    """Copy a profile to the user's own under a name; raises CallFault and FileFault."""
    path = new_path(name)
    keep(copied_text(identifier, name.strip()), path)
    return path


def take_over(source: Path) -> Path:
    """Add a colleague's profile to the user's own under its file's name; raises CallFault and FileFault."""
    path = new_path(source.stem)
    keep(own_text(source), path)
    return path


def export(identifier: str, target: Path) -> None:
    """Write a profile where the user wants it; raises CallFault and FileFault."""
    write_whole(target, source_text(identifier).encode("utf-8"))


def check_text(text: str, path: Path) -> Profile:
    """The profile the text declares; raises CallFault with line and reason where it is none."""
    return profile_from_text(text, path.name)


def own_text(path: Path) -> str:
    """The text of one of the user's profiles; raises FileFault."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileFault("no_permission", f"无法读取 {path}：请检查文件是否还在、能否读取。") from error


def keep(text: str, path: Path) -> Profile:
    """Check and write one of the user's profiles; raises CallFault and FileFault."""
    check_text(text, path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileFault("no_permission", f"无法建立文件夹 {path.parent}：请检查权限。") from error
    write_whole(path, text.encode("utf-8"))
    return known_profile(str(path))


def switched_text(text: str, code: str, switch: Switch | None) -> str:
    """The text with a rule switched in its `[rules]`, or as usual again for None; all else as it is."""
    lines = text.splitlines()
    line = f'{code} = "{switch}"'
    begin = next((at for at, each in enumerate(lines) if _RULES_LINE.match(each)), None)
    if begin is None:
        return text if switch is None else "\n".join([*lines, "", "[rules]", line, ""])
    heads = (at for at in range(begin + 1, len(lines)) if lines[at].lstrip().startswith("["))
    end = next(heads, len(lines))
    own = re.compile(rf"\s*{re.escape(code)}\s*=")
    kept = [each for each in lines[begin + 1 : end] if not own.match(each)]
    new = [] if switch is None else [line]
    return "\n".join([*lines[: begin + 1], *new, *kept, *lines[end:], ""])


def switch_rule(path: Path, code: str, switch: Switch | None) -> Profile:
    """Switch a rule in one of the user's profiles, or back; raises CallFault and FileFault."""
    return keep(switched_text(own_text(path), code, switch), path)


def drop(path: Path) -> None:
    """Delete one of the user's profiles; raises FileFault."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise FileFault("no_permission", f"无法删除 {path}：请检查权限。") from error


def trial(text: str, progress: Callable[[int, int, str], bool] | None = None) -> Trial:
    """The sample judged by its forms' own rules and by this text; raises CallFault for a broken one."""
    check_text(text, Path("试用.toml"))
    files = sorted(resource("sample").glob("*.xlsx"))
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "试用.toml"
        draft.write_text(text, "utf-8")
        before = load(files, None, progress)
        return Trial(_counts(before), _counts(load(files, str(draft), progress)))


def _counts(documents: Sequence[Checked]) -> dict[Severity, int]:
    found = [finding.severity for checked in documents for finding in checked.findings]
    return {severity: found.count(severity) for severity in SEVERITIES}


def _counts_text(counts: dict[Severity, int]) -> str:
    return "，".join(f"{SEVERITY_NAMES[severity]} {counts[severity]}" for severity in SEVERITIES)
