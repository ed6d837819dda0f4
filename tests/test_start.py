"""A light start: what a command does not need is not imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "PySide6", "argparse", "concurrent", "dataclasses", "decimal", "docx", "docxtpl", "inspect", "jinja2",
    "json", "lxml", "multiprocessing", "openpyxl", "pathlib", "re", "tempfile", "typing", "xlsxwriter",
}  # fmt: skip
LIBRARIES = {"PySide6", "docx", "docxtpl", "jinja2", "lxml", "openpyxl", "xlsxwriter"}

# `-S` leaves out site-packages' own start files, which import what they like.
START = """
import sys
sys.path.insert(0, {checkout!r})
before = set(sys.modules)
import perfdesk.cli
status = perfdesk.cli.main({words!r})
new = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(status, *sorted(new), file=sys.stderr)
"""


def imported_by(words: list[str], checkout: object, *flags: str) -> tuple[str, set[str], str]:
    """Exit status, top-level modules imported, and what was printed."""
    program = START.format(checkout=str(checkout), words=words)
    done = subprocess.run(
        [sys.executable, *flags, "-c", program], capture_output=True, encoding="utf-8", timeout=60
    )
    status, *modules = done.stderr.splitlines()[-1].split()
    return status, set(modules), done.stdout


def test_asking_for_the_version_imports_nothing_heavy(checkout: object) -> None:
    status, modules, printed = imported_by(["--version"], checkout, "-S")
    assert (status, modules & HEAVY) == ("0", set())
    assert printed.startswith("PerfDesk ")


def test_checking_a_form_imports_no_library_that_it_does_not_need(checkout: object, sample: object) -> None:
    status, modules, _ = imported_by(["check", str(sample), "--format", "json", "--jobs", "1"], checkout)
    assert (status, modules & LIBRARIES) == ("1", set())


@pytest.mark.parametrize("command", ["rules", "forms", "profiles"])
def test_the_catalogue_is_listed_without_any_library(command: str, checkout: object) -> None:
    status, modules, printed = imported_by([command], checkout)
    assert (status, modules & LIBRARIES) == ("0", set())
    assert printed
