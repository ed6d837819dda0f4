"""Nothing that is remembered between edits is ever out of date: the session says what its files would say."""

from __future__ import annotations

import dataclasses
import gc
import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from perfdesk.core.grid import address
from perfdesk.core.remembered import Remembered
from perfdesk.judging import Checked
from perfdesk.session import Session, load

EDITS, LOOKS = 16, 2
PROFILES = (None, "national", "liaoning-2023")
TEXTS = ("", "0", "12.5", "50%", "≥95%", "100", "已完成", "本年支出合计", "7.77", "2019")


def edit_at_random(session: Session, chance: random.Random) -> None:
    """Type into any cell of any sheet, take a step back or forth, or judge by another profile."""
    act = chance.random()
    if act < 0.15:
        session.undo()
    elif act < 0.25:
        session.redo()
    elif act < 0.35:
        session.choose_profile(chance.choice(PROFILES), chance.choice(session.documents).path)
    else:
        document = chance.choice(session.documents).document
        grid = chance.choice([grid for grid in document.grids if grid.cells])
        place = grid.anchor(*chance.choice(sorted(grid.cells)))
        session.edit(document.path, grid.name, address(*place), chance.choice(TEXTS))


def saved_and_opened_anew(session: Session, folder: Path) -> Session:
    """What a session says that opens the files as they would be saved now."""
    fresh = Session()
    files = [folder / Path(checked.path).name for checked in session.documents]
    for checked, file in zip(session.documents, files, strict=True):
        session.save_as(checked.path, file)
    fresh.add(load(files))
    for checked, file in zip(session.documents, files, strict=True):
        if session.profile_of(checked.path) is not None:
            fresh.choose_profile(session.profile_of(checked.path), str(file))
    return fresh


def words(documents: Sequence[Checked]) -> list[str]:
    """All that is said of the documents, files by their names alone."""
    folders = {str(Path(checked.path).parent) for checked in documents}
    said = [
        f"{Path(checked.path).name}: {item}"
        for checked in documents
        for item in (*checked.findings, *checked.not_checked)
    ]
    for folder in folders:
        said = [line.replace(folder, "") for line in said]
    return said


@pytest.mark.parametrize("name", ["sample", "panjin2023", "fushun2026"])
def test_a_session_says_after_any_edits_what_its_files_would_say(
    shared: Path, sample: Path, tmp_path: Path, name: str
) -> None:
    source = sample if name == "sample" else shared / "cases" / name
    opened = tmp_path / "打开"
    opened.mkdir()
    for file in sorted(source.glob("*.xlsx")):
        shutil.copy(file, opened)
    session, chance = Session(), random.Random(name)
    session.add(load(sorted(opened.glob("*.xlsx"))))
    for look in range(LOOKS):
        for _ in range(EDITS):
            edit_at_random(session, chance)
        folder = tmp_path / f"另存{look}"
        folder.mkdir()
        assert words(session.documents) == words(saved_and_opened_anew(session, folder).documents)


@dataclasses.dataclass(frozen=True)
class Thing:
    """Something that results are kept for."""

    name: str


def test_a_result_is_kept_for_its_thing_and_terms_alone_and_no_longer_than_the_thing() -> None:
    remembered, worked = Remembered[Thing, str](), list[str]()

    def work(thing: Thing, terms: str) -> str:
        def carry_out() -> str:
            worked.append(thing.name + terms)
            return thing.name + terms

        return remembered.of(thing, (terms,), carry_out)

    first, alike = Thing("甲"), Thing("甲")
    assert [work(first, "1"), work(first, "1"), work(alike, "1")] == ["甲1", "甲1", "甲1"]
    assert worked == ["甲1", "甲1"], "an equal thing is another thing"
    assert work(first, "2") == "甲2"
    assert work(first, "1") == "甲1"
    assert worked[2:] == ["甲2", "甲1"], "only the last terms are kept"
    del first, alike
    gc.collect()
    assert not remembered._kept
