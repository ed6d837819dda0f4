"""Where a text ends and the forms annexed to it begin: forms are checked as forms, not as prose.

Before `verification`, which judges sentences. Lines keep their numbers, as a claim names its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_LISTING = re.compile(r"\s*附件\s*[：:]\s*\S")
_LISTED = re.compile(r"\s*\d{1,3}\s*[.．、].*表(?:（.*）)?\s*$")
_HEADING = re.compile(r"[#\s]*附件\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})?(?P<title>\s*|[\s：:].*)$")
_FORM = re.compile(r"表(?:（.*）)?\s*$")


def without_annexes(texts: Sequence[str]) -> list[str]:
    """The lines with those emptied that list annexed forms, and those of the forms themselves.

    An annexed form begins with a line such as 附件2　项目支出绩效自评表（…）, or with 附件2 and its title
    below, and ends with the next annex; an annex of another name, such as a report, is text and stays.
    """
    return list(_told(texts))


def _told(texts: Sequence[str]) -> Iterator[str]:
    is_listing = is_form = False
    for number, text in enumerate(texts):
        if _LISTING.match(text):
            is_listing, is_form = True, False
            yield "" if _FORM.search(text) else text
            continue
        is_listing = is_listing and bool(_LISTED.match(text))
        heading = _HEADING.match(text)
        if heading is not None:
            title = heading["title"].strip() or next(filter(str.strip, texts[number + 1 :]), "")
            is_form = bool(_FORM.search(title))
        yield "" if is_form or is_listing else text
