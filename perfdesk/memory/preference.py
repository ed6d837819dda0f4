"""How the user wants the window to look: its theme and the size of its letters.

Stands beside what was open lately, in the folder of settings. Losing it loses no work, so a file that
cannot be read or written is passed over in silence. Read before the first window: it imports little.
"""

from __future__ import annotations

from typing import NamedTuple

from perfdesk.disk.user_folder import settings_folder

SYSTEM = "system"
"""The theme of the system, whatever it is at the moment."""
LETTER_SIZES = (100, 125, 150)
"""Percent of the size that letters of menus, lists and panes have by themselves."""
_FILE = "window.json"


class Preference(NamedTuple):
    """`theme` is the key of a theme, or `SYSTEM`; `letters` one of `LETTER_SIZES`."""

    theme: str = SYSTEM
    letters: int = LETTER_SIZES[0]


def read_preference() -> Preference:
    """What the user wants; the plain way where the file is missing or damaged."""
    try:
        content = (settings_folder() / _FILE).read_bytes()
    except OSError:
        return Preference()
    import json

    try:
        table = json.loads(content)
        theme, letters = table["theme"], table["letters"]
    except (ValueError, KeyError, TypeError):
        return Preference()
    if not isinstance(theme, str) or letters not in LETTER_SIZES:
        return Preference()
    return Preference(theme, int(letters))


def keep_preference(preference: Preference) -> None:
    """Keep it for every window and the next start."""
    import contextlib
    import json

    from perfdesk.core.fault import FileFault
    from perfdesk.disk.whole_file import write_whole

    content = json.dumps({"theme": preference.theme, "letters": preference.letters}, indent=1)
    with contextlib.suppress(FileFault):
        write_whole(settings_folder() / _FILE, content.encode())
