"""Guards the pin of Qt: PySide6 6.12.0 on Linux loses references and aborts Python 3.11.

Its wheel drops one reference to None for every call that returns one, so a table of empty
cells kills the process after some thousand calls. Whoever raises the pin meets this test.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

LOOP = """
import sys
from PySide6.QtWidgets import QApplication
application = QApplication([])
before = sys.getrefcount(None)
for _ in range(100_000):
    QApplication.focusWidget()
assert before - sys.getrefcount(None) < 1_000, "references to None are lost"
"""


def test_a_hundred_thousand_empty_answers_of_qt_do_not_kill_the_process() -> None:
    pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)
    done = subprocess.run([sys.executable, "-c", LOOP], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_the_version_installed_is_the_version_pinned() -> None:
    project = tomllib.loads((Path(__file__).resolve().parents[1] / "pyproject.toml").read_text("utf-8"))
    pins = dict(line.split("==") for line in project["project"]["dependencies"])
    assert {name: metadata.version(name) for name in pins} == pins
