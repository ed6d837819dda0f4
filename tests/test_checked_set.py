"""What is renewed after an edit is what judging everything anew would say, and nothing else is touched."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from perfdesk.core.fault import CallFault
from perfdesk.core.form import Form
from perfdesk.core.grid import address
from perfdesk.judging import Checked
from perfdesk.rules.tie_check import check_ties, tie_codes
from perfdesk.rules.tie_family import families, kinship
from perfdesk.session import Session, load

EDITS = 25
SETS = ("panjin2023", "fushun2021", "fushun2026", "mingguang2021", "chenxi2022")


def told(documents: Iterable[Checked]) -> dict[str, tuple[object, object]]:
    """What ties say of each document."""
    codes = tie_codes()
    return {
        checked.path: (
            [finding for finding in checked.findings if finding.rule in codes],
            [item for item in checked.not_checked if item.rule in codes],
        )
        for checked in documents
    }


def told_anew(documents: Iterable[Checked]) -> dict[str, tuple[object, object]]:
    """What the ties say over everything at once, without families."""
    forms = [(checked.path, checked.document.forms) for checked in documents]
    findings, not_checked = check_ties(forms)
    return {
        path: (
            [f for f in findings if f.place.path == path],
            [n for n in not_checked if n.place.path == path],
        )
        for path, _ in forms
    }


def values_of(form: Form) -> list[str]:
    """The cells whose content binds a form to others or is compared with theirs."""
    cells = [value.cell for value in (*form.fields.values(), *form.headers.values())]
    cells += [value.cell for line in (*form.lines, *form.tasks) for value in line.amounts.values()]
    cells += [(task.project or task.name).cell for task in form.tasks]
    cells += [value.cell for line in form.accounts for value in line.amounts]
    return [cell for cell in cells if cell]


def edit_at_random(session: Session, chance: random.Random) -> None:
    """Change a figure or a name that ties look at, close nothing, undo now and then."""
    if session.history.done and chance.random() < 0.25:
        session.undo()
        return
    checked = chance.choice([item for item in session.documents if item.document.forms])
    form = chance.choice(checked.document.forms)
    cells = values_of(form) or [address(form.block.top, form.block.left)]
    other = chance.choice([item for item in session.documents if item.document.forms]).document.forms[0]
    names = [value.raw for value in other.headers.values()]
    text = chance.choice([str(chance.randrange(1000)), f"{chance.randrange(90)}.5", "", *names])
    session.edit(checked.path, form.sheet, chance.choice(cells), text)


@pytest.mark.parametrize("name", SETS)
def test_renewing_one_family_says_what_judging_all_of_it_again_says(
    shared: Path, sample: Path, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "样例"
    shutil.copytree(sample, folder)
    files = [*sorted((shared / "cases" / name).glob("*.xlsx")), *sorted(folder.glob("*.xlsx"))]
    session, chance = Session(), random.Random(name)
    session.add(load(files))
    for number in range(EDITS):
        edit_at_random(session, chance)
        assert told(session.documents) == told_anew(session.documents), number
    closed = session.documents[0].path
    session.close(closed)
    assert told(session.documents) == told_anew(session.documents)


def test_an_edit_leaves_the_documents_of_other_families_the_very_same(sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / "样例"
    shutil.copytree(sample, folder)
    session = Session()
    session.add(load(sorted(folder.glob("*.xlsx"))))
    for item in session.documents:
        for form in item.document.forms:
            session.edit(item.path, form.sheet, form.headers["unit"].cell, f"单位{item.path[-30:]}")
    before = session.documents
    assert session.documents is before
    kin = {item.path: kinship(item.path, item.document.forms) for item in before}
    assert len(families(kin)) == len(before)
    first = before[0]
    form = first.document.forms[0]
    assert session.edit(first.path, form.sheet, form.fields["executed"].cell, "7.77")
    assert session.documents[0] is not first
    assert all(now is then for now, then in zip(session.documents[1:], before[1:], strict=True))


def test_a_waiver_changes_its_own_folder_alone(sample: Path, tmp_path: Path) -> None:
    for name in "甲乙":
        shutil.copytree(sample, tmp_path / name)
    session = Session()
    session.add(load(sorted(tmp_path.rglob("*.xlsx"))))
    before = session.documents
    item = next(item for item in before if item.findings)
    session.waive(item.path, item.findings[0], "属实", "王", "2026-03-02")
    assert session.document(item.path).findings[0].waiver is not None
    for now, then in zip(session.documents, before, strict=True):
        assert now is then or Path(now.path).parent == Path(item.path).parent
    assert session.unwaive(item.path, session.document(item.path).findings[0])
    assert session.document(item.path).findings[0].waiver is None
    with pytest.raises(CallFault):
        session.waive(item.path, item.findings[0], " ", "王", "2026-03-02")
