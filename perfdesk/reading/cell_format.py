"""Number formats by style index: the little of the styles that printing a number needs.

A separate cheap pass, tolerant of missing and odd styles; looks are read in `style.py`.
"""

from __future__ import annotations

from perfdesk.core.number_format import builtin_format
from perfdesk.reading.xml_part import local_name, parse_part


def read_number_formats(data: bytes, name: str) -> tuple[str, ...]:
    """The number format code of each cell format (`cellXfs`); raises FileFault for broken XML."""
    codes: dict[str, str] = {}
    identifiers: list[str] = []
    inside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        tag = local_name(tag) if ":" in tag else tag
        if tag == "xf":
            if inside:
                identifiers.append(attributes.get("numFmtId", "0"))
        elif tag == "numFmt":
            codes.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", ""))
        elif tag == "cellXfs":
            inside = True

    def end(tag: str) -> None:
        nonlocal inside
        if inside and local_name(tag) == "cellXfs":
            inside = False

    parse_part(data, name, start, end)
    return tuple(codes.get(identifier) or builtin_format(identifier) for identifier in identifiers)
