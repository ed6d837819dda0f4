"""Project names of a text against the names of the opened forms: the same, alike, or paired by figures.

Part of the checks on self-evaluations: `project_claim` compares figures once the names are paired.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from perfdesk.core.finding import Place
from perfdesk.core.form import FieldName, Form
from perfdesk.core.prose import even
from perfdesk.narrative.claim import Claim, ClaimVerdict, Draft, Line
from perfdesk.narrative.ledger import Ledger
from perfdesk.narrative.wording import one_line, unit_name

QUOTED = re.compile(r"[“\"]([^”\"]{2,60})[”\"]")
_OF_PROJECTS = re.compile(
    r"(?:[、和及\s]*[“\"][^”\"]*[”\"])*\s*等?\s*\d*\s*个?\s*(?:项目|(?:绩效)?自评(?:结果)?综述)"
)
"""What follows a quoted project name: further names, 等5个, and the word 项目."""
_BEGUN = re.compile(
    r"\s*(?:注\d+：|〔注\d+〕)?(?:\d+\s*[.、]|（\d+）)?\s*“([^”]+)”(?!\s*[、和及“])(?!等\d*个?项目)"
)
"""A line that begins with one name in quotation marks, after its number or the number of its note."""
_PARAGRAPH = re.compile(
    r"\s*[“\"]([^”\"]+)[”\"](?:(?:项目)?(?:绩效)?自评(?:结果)?综述|项目[：:]|(?<=项目”)[：:])"
)
_TOLD = re.compile(r"\s*(?:（[^（）]{1,4}）|[\d一二三四五六七八九十百]+[.、])?“(?:[^”]+”项目|[^”]+项目”)")
"""A line that begins with the name of a project: a heading, or what is told of it."""
ALIKE = 0.55
_SAME_WORDS = 4
Entry = tuple[str, Form]


@dataclass(frozen=True, slots=True)
class Named:
    """A project that the text names, with its form and how far the name agrees."""

    name: str
    start: int
    line: Line
    entry: Entry | None
    is_same: bool
    how: str = ""


FIELDS: tuple[tuple[str, tuple[FieldName, ...]], ...] = (
    (r"得分[为是]?$", ("total_score",)),
    (r"年初预算数?[为是]?$", ("initial_budget",)),
    (r"预算?数[为是]?$", ("full_year_budget", "initial_budget")),
    (r"执行数?[为是]?$|支出[为是]?$", ("executed",)),
)


def project_paragraphs(draft: Draft) -> dict[int, str]:
    """Lines that tell of one project: “…”项目绩效自评综述, “…”项目：."""
    found = {}
    for line in draft.lines:
        match = _PARAGRAPH.match(line.text)
        if match is not None:
            found[line.number] = match[1]
    return found


def project_name(form: Form) -> str:
    """The form's project name, or its title where it has none."""
    return form.header_text("project") or form.title.text or ""


def form_name(form: Form) -> str:
    """What a report calls the form: its unit where it is one of a unit, else its project."""
    if form.kind == "unit_self_evaluation":
        return unit_name(form.header_text("unit") or form.header_text("department") or "")
    return one_line(project_name(form))


@lru_cache(maxsize=16384)
def bare_name(name: str) -> str:
    """A name without blanks, brackets' width and the word 项目 at its end."""
    return re.sub(r"(?:项目|资金)$", "", re.sub(r"[\s“”‘’'\"《》]", "", even(name)))


def likeness(left: str, right: str) -> float:
    """How far two names agree, from 0 to 1; for ranking only, never for a figure."""
    return SequenceMatcher(None, bare_name(left), bare_name(right), autojunk=False).ratio()


def paired(
    draft: Draft, ledger: Ledger, told: dict[int, str], agreement: Callable[[Line, Entry], int]
) -> dict[int, Named]:
    """Each paragraph with its form: by the same name, then by name alike, then by the same figures.

    A report may tell of a project in several paragraphs, and two projects may bear one name: of these
    the form counts with whose figures the paragraph agrees best, and one not yet told before others.
    """
    free = list(ledger.projects)
    pairs: dict[int, Named] = {}
    for step in ("same", "alike", "figures"):
        for number, name in told.items():
            if number in pairs:
                continue
            line = draft.lines[number - 1]
            if step == "same":
                called_so = [e for e in ledger.projects if bare_name(project_name(e[1])) == bare_name(name)]
                entry = max(called_so, key=lambda e: (agreement(line, e), e in free), default=None)
            else:
                entry = _partner(draft, line, name, free, step)
            if entry is not None:
                free = [each for each in free if each is not entry]
                how = "" if step != "figures" else "预算数、执行数和得分都相同"
                pairs[number] = Named(name, line.text.index(name), line, entry, step == "same", how)
    for number, name in told.items():
        line = draft.lines[number - 1]
        pairs.setdefault(number, Named(name, line.text.index(name), line, None, False))
    return pairs


def _partner(draft: Draft, line: Line, name: str, free: Sequence[Entry], step: str) -> Entry | None:
    if step == "alike":
        best = max(free, key=lambda e: likeness(name, project_name(e[1])), default=None)
        return best if best is not None and likeness(name, project_name(best[1])) >= ALIKE else None
    fits = [e for e in free if _same_figures(draft, line, e[1])]
    return fits[0] if len(fits) == 1 else None


def owners(ledger: Ledger, line: Line) -> tuple[Entry, ...]:
    """The forms that a line may tell of: whose name in quotation marks begins it, or is the heading above."""
    begun = _BEGUN.match(line.text)
    if begun is not None:
        return called(ledger, begun[1])
    for heading in reversed(line.headings):
        words = re.sub(r"^(?:（[^（）]{1,4}）|[\d一二三四五六七八九十百]+[.、])", "", heading)
        found = called(ledger, re.sub(r"项目$", "", words))
        if found:
            return found
    return ()


def called(ledger: Ledger, name: str) -> tuple[Entry, ...]:
    """The forms of that very name, else of that name without 项目 or 资金 at its end."""
    named = [(form_name(entry[1]), entry) for entry in (*ledger.evaluations, *ledger.projects, *ledger.units)]
    same = tuple(entry for words, entry in named if _quoted(words) == _quoted(name.strip("“”")))
    return same or tuple(entry for words, entry in named if bare_name(words) == bare_name(name))


def _quoted(name: str) -> str:
    """The name as it stands within quotation marks, where its own become single ones."""
    return re.sub(r"[“”‘’\"']", "'", even(name))


def _same_figures(draft: Draft, line: Line, form: Form) -> bool:
    found = []
    for mention in draft.of_line(line):
        for pattern, fields in FIELDS:
            if re.search(pattern, mention.subject):
                value = _field(form, fields)
                number = mention.figure.number
                found.append(value is not None and value == number)
                break
    return len(found) >= 3 and all(found)


def _field(form: Form, fields: Sequence[FieldName]) -> Decimal | None:
    for name in fields:
        value = form.named(name)
        if value is not None:
            return value.number
    return None


def check_names(draft: Draft, ledger: Ledger, pairs: dict[int, Named]) -> None:
    """Project names of the text against the forms' names, each name once."""
    if not ledger.projects and not ledger.evaluations:
        return
    by_name = {bare_name(named.name): named for named in pairs.values()}
    seen: set[str] = set()
    for line in draft.lines:
        if not is_evaluation(line) and line.number not in pairs and not _TOLD.match(line.text):
            continue
        for start, name in _project_names(line):
            if bare_name(name) in seen:
                continue
            seen.add(bare_name(name))
            draft.claims.append(_name_claim(ledger, line, start, name, by_name.get(bare_name(name))))


def _project_names(line: Line) -> Iterator[tuple[int, str]]:
    if re.search(r"项目", line.text):
        for match in QUOTED.finditer(line.text):
            is_file = re.search(r"\.(?:xlsx?|docx?|pdf|et)$", match[1]) is not None
            is_told = _TOLD.match(line.text) is not None and match[1].endswith("项目")
            if not is_file and (is_told or _OF_PROJECTS.match(line.text[match.end() :])):
                yield match.start(1), match[1]
    single = re.search(r"(?:对本单位|对本部门)([^，。“”]{4,40}?)项目(?:开展|进行)", line.text)
    if single is not None:
        yield single.start(1), single[1]


def _name_claim(ledger: Ledger, line: Line, start: int, name: str, named: Named | None) -> Claim:
    told = (*ledger.projects, *ledger.evaluations)
    same = next((e for e in told if bare_name(project_name(e[1])) == bare_name(name)), None)
    best = same or (named.entry if named is not None else None) or _nearest(ledger, name)
    there: str | None = None
    sources: tuple[Place, ...] = ()
    verdict: ClaimVerdict = "uncheckable"
    formula, note = "没有打开这个项目的自评表", ""
    if best is None:
        nearest = max(told, key=lambda e: likeness(name, project_name(e[1])))
        note = f"打开的表里没有这个项目，名称最接近的是“{project_name(nearest[1])}”"
    else:
        path, form = best
        value = form.headers.get("project") or form.title
        there, sources = project_name(form), (Place(path, form.sheet, value.cell),)
        verdict, formula = "exact", "与自评表的项目名称一致"
        if same is None:
            how = f"（{named.how}）" if named is not None and named.how else ""
            verdict, formula, note = (
                "wrong",
                f"自评表的项目名称是“{there}”{how}",
                "请核对是否同一项目，统一名称",
            )
    end = start + len(name)
    return Claim(
        line.number, start, end, line.given[start:end], "name", name, there, verdict, formula, sources, note
    )


def _nearest(ledger: Ledger, name: str) -> Entry | None:
    """The form whose name is alike, or the only one whose texts hold a long piece of the name."""
    entries = (*ledger.projects, *ledger.evaluations)
    best = max(entries, key=lambda e: likeness(name, project_name(e[1])))
    if likeness(name, project_name(best[1])) >= ALIKE:
        return best
    pieces = {bare_name(name)[i : i + _SAME_WORDS] for i in range(len(bare_name(name)) - _SAME_WORDS + 1)}
    holding = [e for e in ledger.projects if any(piece in _goal_text(e[1]) for piece in pieces)]
    return holding[0] if len(holding) == 1 else None


def _goal_text(form: Form) -> str:
    return "\n".join(goal.planned.text or "" for goal in form.goals)


def is_evaluation(line: Line) -> bool:
    """Whether the line speaks of an evaluation of performance."""
    speaks = re.search(r"自评|评价|涉及", line.text) is not None
    return speaks and (line.under("绩效|重点评价") or "自评" in line.text)
