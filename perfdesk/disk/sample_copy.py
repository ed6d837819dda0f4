"""Copies of the embedded sample to look at and play with; the originals are never opened to be edited.

Stands just above core.
"""

from __future__ import annotations

from pathlib import Path

from perfdesk.core.resource import resource
from perfdesk.disk.whole_file import write_whole


def copy_sample(folder: Path) -> list[Path]:
    """Put the sample's workbooks into the folder; returns them in order. Raises FileFault."""
    copies = []
    for source in sorted(resource("sample").glob("*.xlsx")):
        target = folder / source.name
        write_whole(target, source.read_bytes())
        copies.append(target)
    return copies
