"""Who holds a file: a lock that ends with the process that took it, by whatever end.

Stands beside core and knows nothing else; what a killed process left behind is told by it.
"""

from __future__ import annotations

import errno
import os
from typing import Literal

LockState = Literal["taken", "held", "unknown"]
_HELD = frozenset({errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK})
# Far behind the end of any file of ours: the content stays readable to others.
_LOCKED_BYTE = 1 << 30


def take_lock(descriptor: int) -> LockState:
    """Hold an open file until it is closed.

    Returns:
        `taken`; `held` where a living process has it; `unknown` where the file system of a
        share or a stick knows no locks.
    """
    try:
        _lock(descriptor)
    except OSError as error:
        return "held" if error.errno in _HELD else "unknown"
    return "taken"


def _lock(descriptor: int) -> None:
    if os.name == "nt":
        import msvcrt

        place = os.lseek(descriptor, 0, os.SEEK_CUR)
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        finally:
            os.lseek(descriptor, place, os.SEEK_SET)
        return
    import fcntl

    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
