"""Checking many files: in their order, whatever the number of processes, and stopped when asked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from perfdesk.core.fault import CallFault
from perfdesk.desks.batch import _results, check_files
from perfdesk.session import Checked, load_one
from tests.hang import broken_off


@pytest.fixture
def files(sample: Path, tmp_path: Path) -> list[Path]:
    """The sample with a broken and a missing file among it, in an order of its own."""
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    first, *others = sorted(sample.glob("*.xlsx"), reverse=True)
    return [first, broken, *others, tmp_path / "无.xlsx"]


def without_grids(checked: Checked) -> tuple[object, ...]:
    fault = checked.document.fault
    told = None if fault is None else (fault.kind, fault.message)
    return checked.path, checked.document.forms, told, checked.findings, checked.not_checked


def test_processes_change_nothing_but_the_time(files: list[Path]) -> None:
    alone, together = (check_files(files, jobs=jobs) for jobs in (1, 2))
    assert [without_grids(checked) for checked in alone] == [without_grids(checked) for checked in together]
    assert [checked.path for checked in alone] == [str(path) for path in files]
    assert [checked.document.fault.kind for checked in together if checked.document.fault] == [
        "corrupt",
        "not_found",
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_work_that_is_called_off_stops_and_keeps_what_is_done(files: list[Path], jobs: int) -> None:
    told: list[tuple[int, int, str]] = []

    def two_are_enough(done: int, total: int, name: str) -> bool:
        told.append((done, total, name))
        return done < 2

    checked = check_files(files, jobs=jobs, progress=two_are_enough)
    assert [one.path for one in checked] == [str(path) for path in files[:2]]
    assert told == [(number, len(files), files[number].name) for number in range(3)]


def dies_over_it(path: Path) -> Checked:
    """Checks a file in the child; the one named so ends its process as an abort or the system would."""
    if path.name == "死.xlsx":
        os._exit(1)
    return load_one(path)


def test_a_process_that_dies_over_a_file_takes_no_other_file_down(files: list[Path]) -> None:
    deadly = files[0].with_name("死.xlsx")
    wanted = [*files[:2], deadly, *files[2:], deadly]
    with broken_off():
        checked = list(_results(wanted, dies_over_it, 2))
    assert [one.path for one in checked] == [str(path) for path in wanted]
    died = [one.document.fault for one in checked if one.path == str(deadly)]
    assert [fault is not None and "死.xlsx 时程序中途停止" in fault.message for fault in died] == [True, True]
    assert sum(bool(one.document.forms) for one in checked) == len(files) - 2


def test_an_unknown_profile_is_refused_even_without_files() -> None:
    with pytest.raises(CallFault, match="atlantis"):
        check_files([], "atlantis")


def test_no_files_give_no_documents() -> None:
    assert check_files([]) == ()
