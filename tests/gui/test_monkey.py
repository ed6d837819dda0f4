"""A few hundred random steps in every run; `python -m tests.gui.monkey` takes twenty thousand."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.gui.workbench import Workbench
from tests.gui.monkey import Monkey

STEPS = 150
Opener = Callable[..., Workbench]


@pytest.mark.parametrize("seed", [1, 2])
def test_random_keys_and_edits_raise_nothing_and_undo_gives_the_first_bytes(
    open_files: Opener, sample: Path, tmp_path: Path, seed: int
) -> None:
    folder = tmp_path / "表"
    shutil.copytree(sample, folder)
    monkey = Monkey(open_files(folder), seed)
    monkey.play(STEPS)
    monkey.settle()
    saved = tmp_path / "存"
    saved.mkdir()
    assert monkey.undo_all(saved) == []
