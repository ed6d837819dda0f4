"""Fixing mends what arithmetic settles, asks for the rest, and mends nothing twice."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Finding
from perfdesk.core.grid import parse_address
from perfdesk.desks.fixed_file import replace_files, write_copies
from perfdesk.desks.fixing import Fixed, known_rules, mend, open_errors
from perfdesk.reading.document import find_files
from perfdesk.session import Checked, Session, load
from tests.writing import workbook


@pytest.fixture
def forms(sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample, tmp_path / "forms", ignore=shutil.ignore_patterns("*.md")))


def opened(*paths: Path) -> Session:
    session = Session()
    session.add(load(find_files(paths)))
    return session


def said(finding: Finding) -> tuple[str, str, str, str]:
    place = finding.place
    return Path(place.path).name, place.sheet, place.cell, finding.rule


def safe(documents: Sequence[Checked]) -> list[Finding]:
    return [
        finding
        for checked in documents
        for finding in checked.findings
        if finding.fix is not None and finding.fix.safety == "safe" and finding.waiver is None
    ]


def mended_figures(fixed: Fixed) -> list[tuple[str, str]]:
    return [(one.rule, f"{one.before} → {one.after}") for one in fixed.mended]


def test_the_sample_is_mended_where_arithmetic_settles_it(forms: Path) -> None:
    assert mended_figures(mend(opened(forms))) == [
        ("EX101", "98.00% → 96.00%"),
        ("FD504", "（空） → 66.67%"),
        ("TO402", "95.3 → 94.3"),
        ("SC204", "100% → 75%"),
        ("SC204", "100.00% → 86.54%"),
        ("TO402", "95.2 → 92.5"),
        ("EX101", "97.00% → 96.00%"),
        ("TO402", "99.47 → 98.47"),
    ]


def test_what_was_mended_is_found_no_more_and_no_new_error_appears(forms: Path) -> None:
    session = opened(forms)
    before = {said(finding) for finding in open_errors(session.documents)}
    mended = {said(finding) for finding in safe(session.documents)}
    mend(session)
    after = {
        said(finding)
        for checked in session.documents
        for finding in checked.findings
        if finding.verdict != "rounded"
    }
    assert mended
    assert mended & after == set()
    assert {said(finding) for finding in open_errors(session.documents)} < before


def test_fixing_in_place_twice_changes_nothing_the_second_time(forms: Path) -> None:
    mend_and_write(forms)
    once = {path.name: path.read_bytes() for path in forms.iterdir() if path.is_file()}
    second = mend(opened(forms))
    assert second.mended == ()
    assert [each.saved for each in replace_files(second.session)] == [None] * 5
    assert {path.name: path.read_bytes() for path in forms.iterdir() if path.is_file()} == once


def mend_and_write(forms: Path) -> None:
    written = replace_files(mend(opened(forms)).session)
    assert [each.fault for each in written] == [None] * 5
    assert sum(each.saved is not None for each in written) == 4


def test_the_published_forms_are_mended_without_a_new_error_and_once(shared: Path, tmp_path: Path) -> None:
    session = opened(shared / "cases")
    before = {said(finding) for finding in open_errors(session.documents)}
    fixed = mend(session)
    assert fixed.mended
    assert {said(finding) for finding in open_errors(session.documents)} <= before
    assert [said(finding) for finding in safe(session.documents)] == []
    written = write_copies(session, [shared / "cases"], tmp_path)
    assert [each.fault for each in written if each.fault is not None] == []
    assert mend(opened(tmp_path)).mended == ()


def test_every_part_that_needs_no_change_is_the_same_in_the_mended_copies(
    shared: Path, tmp_path: Path
) -> None:
    session = opened(shared / "cases")
    changed = {one.path for one in mend(session).mended}
    compared = 0
    for each in write_copies(session, [shared / "cases"], tmp_path):
        assert each.target is not None
        source = Path(each.path)
        if each.path not in changed:
            assert each.target.read_bytes() == source.read_bytes()
            continue
        old, new = workbook.raw_file(source), workbook.raw_file(each.target)
        differing = {name for name in old if new[name] != old[name]}
        sheets = {name for name in differing if name.startswith("xl/worksheets/sheet")}
        followers = {"xl/styles.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/calcChain.xml"}
        assert sheets
        assert differing - sheets <= followers
        compared += 1
    assert compared


def test_a_fix_that_asks_is_carried_out_only_where_its_rule_is_named(forms: Path) -> None:
    session = opened(forms)
    asking = {finding.rule for finding, reason in mend(opened(forms)).left if reason == "需人工确认"}
    assert "EX102" in asking
    fixed = mend(session, frozenset({"EX102"}))
    assert {one.rule for one in fixed.mended} == {"EX102"}
    assert all(
        finding.rule != "EX102" for finding in open_errors(session.documents) if finding.fix is not None
    )


def test_what_was_explained_is_left_alone(forms: Path) -> None:
    session = opened(forms)
    path, finding = next(
        (checked.path, finding)
        for checked in session.documents
        for finding in checked.findings
        if finding.rule == "EX101"
    )
    session.waive(path, finding, "已与国库支付记录核对", "", "2026-03-02")
    fixed = mend(session)
    assert said(finding) not in {(Path(one.path).name, one.sheet, one.cell, one.rule) for one in fixed.mended}
    assert finding.place.cell not in {one.cell for one in fixed.mended_of(path)}


def test_a_formula_is_left_alone_unless_its_rule_is_named(forms: Path) -> None:
    finding = next(f for f in safe(opened(forms).documents) if f.rule == "EX101")
    session = opened(forms)
    place = finding.place
    with_formula(session, place.path, place.sheet, place.cell)
    assert (place.path, place.cell) not in {(one.path, one.cell) for one in mend(session).mended}
    assert (place.path, place.cell) in {
        (one.path, one.cell) for one in mend(session, frozenset({"EX101"})).mended
    }


def with_formula(session: Session, path: str, sheet: str, cell: str) -> None:
    """Make a cell a formula with the result it shows, as if it had been opened so."""
    documents = []
    for checked in session.documents:
        grids = []
        for grid in checked.document.grids:
            if (checked.path, grid.name) == (path, sheet):
                place = parse_address(cell)
                made = dataclasses.replace(grid.cell_at(*place), formula="0.49*2")
                grid = dataclasses.replace(grid, cells={**grid.cells, place: made})
            grids.append(grid)
        document = dataclasses.replace(checked.document, grids=tuple(grids))
        documents.append(dataclasses.replace(checked, document=document))
    session.add(documents)


def test_a_rounded_figure_is_the_clerks_choice(shared: Path) -> None:
    session = opened(shared / "cases")
    offered = [
        finding.fix
        for checked in session.documents
        for finding in checked.findings
        if finding.verdict == "rounded" and finding.fix is not None
    ]
    assert offered
    assert {fix.safety for fix in offered} == {"ask"}


def test_a_rate_that_is_printed_without_its_sign_stays_one(shared: Path) -> None:
    session = opened(shared / "cases" / "panjin2023")
    fixed = mend(session, frozenset({"EX104"}))
    assert [(one.before, one.after) for one in fixed.mended] == [("100", "99.99")]


def test_a_rule_nobody_has_is_refused() -> None:
    assert known_rules(["ex101", "EX101"]) == {"EX101"}
    with pytest.raises(CallFault, match="没有代码为“XX999”的规则"):
        known_rules(["EX101", "xx999"])
