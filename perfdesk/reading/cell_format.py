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
    is_listing = False
    is_choice = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside, is_listing, is_choice
        tag = local_name(tag) if ":" in tag else tag
        if tag == "xf":
            # Of an AlternateContent the fallback counts, as other makers' choices are not understood.
            if inside and not is_choice:
                identifiers.append(attributes.get("numFmtId", "0"))
        elif tag == "numFmts":
            is_listing = True
        # Formats of conditional formats give built-in numbers codes of their own, for them alone.
        elif tag == "numFmt" and is_listing:
            codes.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", ""))
        elif tag == "cellXfs":
            inside = True
        elif tag == "Choice":
            is_choice = True

    def end(tag: str) -> None:
        nonlocal inside, is_listing, is_choice
        if is_choice and local_name(tag) == "Choice":
            is_choice = False
        if inside and local_name(tag) == "cellXfs":
            inside = False
        elif is_listing and local_name(tag) == "numFmts":
            is_listing = False

    parse_part(data, name, start, end)
    return tuple(codes.get(identifier) or builtin_format(identifier) for identifier in identifiers)
