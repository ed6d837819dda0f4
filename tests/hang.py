"""Breaks a hang off, so that a hostile input fails its test instead of stopping the run.

No speed is asserted: the limit is far above what any machine needs, and only a loop without end meets it.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

LIMIT = 120.0


@contextmanager
def broken_off(seconds: float = LIMIT) -> Iterator[None]:
    """Within the block a hang ends in an AssertionError; where there is no such timer, nothing happens."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"hangs for more than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
