"""The text of a file that is no package: by its byte order mark, by what it declares, by what fits.

Chinese web systems write GBK and seldom say so rightly.
"""

from __future__ import annotations

import re

_DECLARED = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_.-]+)""", re.I)
_CHINESE = re.compile(r"gb[a-z0-9_-]*", re.I)
_KNOWN = re.compile(r"utf-?8|big5|utf-16(le|be)?|windows-\d+|iso-8859-\d+", re.I)


def decode_text(data: bytes) -> str:
    """The text in these bytes; letters that no encoding explains are shown as such."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if data[:3] == b"\xef\xbb\xbf":
        return data.decode("utf-8-sig", "replace")
    match = _DECLARED.search(data[:4096])
    declared = match.group(1).decode("ascii") if match else ""
    candidates = ["utf-8", "gb18030"]
    if _CHINESE.fullmatch(declared):
        candidates.insert(0, "gb18030")
    elif _KNOWN.fullmatch(declared):
        candidates.insert(0, declared)
    for encoding in candidates:
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeError):
            continue
    return data.decode(candidates[0] if _CHINESE.fullmatch(declared) else "gb18030", "replace")
