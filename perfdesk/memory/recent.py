"""What the user had open: files and folders lately opened, and those open when the window was closed.

Stands beside settings, in whose folder it is kept. Losing it loses no work, so a file that cannot be
read or written is passed over in silence.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from perfdesk.core.fault import FileFault
from perfdesk.disk.user_folder import settings_folder
from perfdesk.disk.whole_file import write_whole

MOST = 10
_FILE = "recent.json"


@dataclass(frozen=True, slots=True)
class Recent:
    """Absolute paths, the latest first; `last` are those that were open at the end."""

    opened: tuple[str, ...] = ()
    last: tuple[str, ...] = ()

    def with_opened(self, paths: Sequence[str]) -> Recent:
        """The same after something was opened."""
        return Recent(tuple(dict.fromkeys((*paths, *self.opened)))[:MOST], self.last)

    def with_last(self, paths: Sequence[str]) -> Recent:
        """The same after a window was closed with these documents open."""
        return Recent(self.opened, tuple(paths))


def read_recent() -> Recent:
    """What is remembered; nothing where the file is missing or damaged."""
    try:
        table = json.loads((settings_folder() / _FILE).read_bytes())
        return Recent(_texts(table["opened"])[:MOST], _texts(table["last"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Recent()


def remember(recent: Recent) -> None:
    """Keep it for the next start."""
    content = json.dumps({"opened": recent.opened, "last": recent.last}, ensure_ascii=False, indent=1)
    with contextlib.suppress(FileFault):
        write_whole(settings_folder() / _FILE, content.encode("utf-8", "backslashreplace"))


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise TypeError
    return tuple(value)
