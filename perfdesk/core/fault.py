"""The two families of faults a user can meet; each message is a Chinese sentence.

Every message says what is wrong, where, and what to do next. Anything else that
is raised is a bug of the program and is never shown as if the file were at fault.
"""

from __future__ import annotations

from typing import Literal

FaultKind = Literal[
    "encrypted", "corrupt", "unsupported", "too_large", "not_found", "no_permission", "unsafe"
]


class Fault(Exception):
    """What went wrong, in a sentence made for the user."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class FileFault(Fault):
    """The user's file cannot be read or written; `kind` is the contract's `error.kind`."""

    def __init__(self, kind: FaultKind, message: str) -> None:
        super().__init__(message)
        self.kind: FaultKind = kind

    def __reduce__(self) -> tuple[type[FileFault], tuple[FaultKind, str]]:
        # An exception is pickled by its message alone; a fault must come back whole from a process.
        return type(self), (self.kind, self.message)


class CallFault(Fault):
    """The user's call is wrong: an unknown profile, a cell that cannot be edited, a bad option."""


# What stands in the way of a save, one class for each choice a screen can offer. The old file is whole.


class ChangedFault(CallFault):
    """The file is no longer what was opened: save under another name, or open it again."""


class LockedFault(FileFault):
    """Excel, WPS or another program holds the file: close it there and try again."""


class OwnedFault(LockedFault):
    """An owner file says that somebody has the file open; the caller may know better and go ahead."""


class ReadOnlyFault(FileFault):
    """The file or its folder may not be written: save elsewhere."""


class DiskFullFault(FileFault):
    """There is no room for the new file: make room, or save elsewhere."""


class VanishedFault(FileFault):
    """The file that was opened is gone: save under another name."""
