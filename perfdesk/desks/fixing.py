"""Carries out the fixes that findings offer, until nothing that may be mended is left.

Stands above the session; `edit_commands` prints what it did. Law 7: a fix that is safe is carried out,
one that asks only where its rule was named, one that only shows never. What was explained
(核实性说明) stands, and so does a formula, unless its rule was named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Edit, Finding
from perfdesk.core.grid import Cell, parse_address
from perfdesk.reading.entry import typed_text
from perfdesk.rules.tie import full_catalogue
from perfdesk.session import Checked, Session

MOST_ROUNDS = 12
_BLANK = "（空）"
_Spot = tuple[str, str, str]
"""Path, sheet and top left cell."""


@dataclass(frozen=True, slots=True)
class Mended:
    """One cell that was mended.

    Attributes:
        before: what it showed, or what was typed where both show the same.
        after: what it shows now.
        rule: code of the rule whose fix it was.
        reason: the arithmetic, or the finding's sentence.
    """

    path: str
    sheet: str
    cell: str
    before: str
    after: str
    rule: str
    reason: str


@dataclass(frozen=True)
class Fixed:
    """What fixing came to.

    Attributes:
        session: the documents as they now stand, with their unsaved edits.
        found: the documents as they were.
        mended: the cells mended, in the order of documents and fixes.
        left: findings whose fix still waits for consent, with the reason in Chinese.
    """

    session: Session
    found: tuple[Checked, ...]
    mended: tuple[Mended, ...]
    left: tuple[tuple[Finding, str], ...]

    def mended_of(self, path: str) -> tuple[Mended, ...]:
        """The cells mended in one document."""
        return tuple(each for each in self.mended if each.path == path)

    def edits_of(self, kept: Iterable[Mended]) -> dict[str, tuple[Edit, ...]]:
        """The edits that mend these cells alone, by document."""
        spots = {(each.path, each.sheet, each.cell) for each in kept}
        chosen = {
            checked.path: tuple(
                edit
                for edit in self.session.unsaved(checked.path)
                if (checked.path, edit.sheet, edit.cell) in spots
            )
            for checked in self.session.documents
        }
        return {path: edits for path, edits in chosen.items() if edits}

    def left_of(self, path: str) -> Counter[tuple[str, str]]:
        """How many fixes of one document wait, by rule and reason."""
        return Counter((finding.rule, reason) for finding, reason in self.left if finding.place.path == path)


def known_rules(codes: Iterable[str]) -> frozenset[str]:
    """The rules named, in capitals; raises CallFault for a code nobody has."""
    known = {rule.code for rule in full_catalogue()}
    named = frozenset(code.upper() for code in codes)
    if unknown := sorted(named - known):
        raise CallFault(f"没有代码为“{unknown[0]}”的规则。用 perfdesk rules 列出全部规则。")
    return named


def mend(session: Session, rules: frozenset[str] = frozenset()) -> Fixed:
    """Carry out, in the session alone, every fix that may be carried out; nothing is written.

    Args:
        session: the documents, opened and judged.
        rules: where any is named, only fixes of these rules count, those that ask included.
    """
    found = session.documents
    fixing = _Fixing(session, rules)
    for _ in range(MOST_ROUNDS):
        if not fixing.carry_out_round():
            break
    return Fixed(session, found, tuple(fixing.mended()), tuple(fixing.left()))


@dataclass
class _Fixing:
    session: Session
    rules: frozenset[str]
    had: dict[_Spot, set[str]] = field(default_factory=dict)
    first: dict[_Spot, Cell] = field(default_factory=dict)
    last: dict[_Spot, Finding] = field(default_factory=dict)

    def carry_out_round(self) -> bool:
        """Carry out what may be carried out now; False where there was nothing."""
        chosen: dict[str, list[Edit]] = {}
        taken: dict[_Spot, str] = {}
        for checked in self.session.documents:
            for finding in checked.findings:
                if self._reason_against(checked, finding, taken) is None:
                    chosen.setdefault(checked.path, []).extend(self._take(checked, finding, taken))
        return self.session.apply_all(chosen, "自动改正")

    def mended(self) -> Iterator[Mended]:
        """What has become of the cells that were touched."""
        places = {checked.path: number for number, checked in enumerate(self.session.documents)}
        for spot in sorted(self.last, key=lambda spot: places[spot[0]]):
            before, after = self.first[spot], _cell(self.session.document(spot[0]), spot)
            if before == after:
                continue
            shown = _shown(before), _shown(after)
            if shown[0] == shown[1]:
                shown = typed_text(before), typed_text(after)
            finding = self.last[spot]
            yield Mended(*spot, *shown, finding.rule, finding.formula or finding.message)

    def left(self) -> Iterator[tuple[Finding, str]]:
        """The findings whose fix was not carried out, and why."""
        for checked in self.session.documents:
            for finding in checked.findings:
                reason = self._reason_against(checked, finding, {})
                if reason:
                    yield finding, reason

    def _reason_against(self, checked: Checked, finding: Finding, taken: dict[_Spot, str]) -> str | None:
        """Why a fix is not carried out: empty where there is none to speak of, None where it may be."""
        fix = finding.fix
        if fix is None or not fix.edits or fix.safety == "show" or finding.waiver is not None:
            return ""
        if self.rules and finding.rule not in self.rules:
            return ""
        if fix.safety == "ask" and not self.rules:
            return "需人工确认"
        if any(checked.document.grid(edit.sheet).is_uncertain for edit in fix.edits):
            return "表格由 PDF 推断而来，须先核对"
        spots = [_spot(checked, edit) for edit in fix.edits]
        if not self.rules and any(_cell(checked, spot).formula is not None for spot in spots):
            return "原为公式，改正会以数值代替公式"
        for spot, edit in zip(spots, fix.edits, strict=True):
            if taken.get(spot, edit.value) != edit.value or edit.value in self.had.get(spot, ()):
                return "几条规则要求不同的值"
        return None

    def _take(self, checked: Checked, finding: Finding, taken: dict[_Spot, str]) -> Iterator[Edit]:
        for edit in finding.fix.edits if finding.fix is not None else ():
            spot = _spot(checked, edit)
            cell = _cell(checked, spot)
            taken[spot] = edit.value
            self.had.setdefault(spot, {typed_text(cell)}).add(edit.value)
            self.first.setdefault(spot, cell)
            self.last[spot] = finding
            yield Edit(edit.sheet, spot[2], edit.value)


def _spot(checked: Checked, edit: Edit) -> _Spot:
    block = checked.document.grid(edit.sheet).block_at(*parse_address(edit.cell))
    return checked.path, edit.sheet, block.address


def _cell(checked: Checked, spot: _Spot) -> Cell:
    return checked.document.grid(spot[1]).cell_at(*parse_address(spot[2]))


def _shown(cell: Cell) -> str:
    return cell.text or _BLANK


def open_errors(documents: Sequence[Checked]) -> list[Finding]:
    """The errors nobody has explained."""
    return [
        finding
        for checked in documents
        for finding in checked.findings
        if finding.severity == "error" and finding.waiver is None
    ]
