"""A disk that fails at a chosen step: every call that changes a disk is counted, and one of them goes wrong.

The steps are the system's own (`os.open`, `os.write` …), which the writers use and nothing else; a
write is two steps, before it and when half of it is on the disk.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

CHANGING = ("open", "write", "fsync", "replace", "rename", "link", "unlink", "mkdir", "chmod", "chown")
Act = Callable[[str], None]


@contextmanager
def failing_at(step: int | None, act: Act) -> Iterator[list[str]]:
    """Within the block `act` is called at the step of that number, from 0; yields the steps taken."""
    taken: list[str] = []

    def note(name: str) -> None:
        taken.append(name)
        if len(taken) - 1 == step:
            act(name)

    with pytest.MonkeyPatch.context() as patch:
        for name in CHANGING:
            if hasattr(os, name):
                patch.setattr(os, name, _noted(name, getattr(os, name), note))
        yield taken


def _noted(name: str, real: Callable[..., Any], note: Act) -> Callable[..., Any]:
    def call(*words: Any, **options: Any) -> Any:
        note(name)
        if name != "write" or len(words[1]) < 2:
            return real(*words, **options)
        descriptor, data = words
        half = real(descriptor, data[: len(data) // 2])
        note("half written")
        return half + real(descriptor, data[half:])

    return call
