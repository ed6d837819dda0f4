"""Where this user's settings lie: corrections, own profiles, what was open, how the window looks.

Apart from what is kept there, so that the window can ask for its look before the rest is read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

FOLDER_VARIABLE = "PERFDESK_SETTINGS"


def settings_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Where this user's settings lie; the folder need not exist."""
    known = os.environ if environment is None else environment
    if known.get(FOLDER_VARIABLE):
        return Path(known[FOLDER_VARIABLE])
    if sys.platform == "win32" and known.get("APPDATA"):
        return Path(known["APPDATA"]) / "PerfDesk"
    base = known.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "perfdesk"
