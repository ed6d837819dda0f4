"""Shared strings: rich text made plain, phonetic runs dropped, escapes resolved."""

from __future__ import annotations

import pytest

from perfdesk.reading.shared_string import read_shared_strings, unescape


def test_rich_text_phonetic_runs_and_empty_items_keep_the_order() -> None:
    part = (
        '<x:sst xmlns:x="m"><x:si><x:t xml:space="preserve"> 甲 </x:t></x:si><x:si/>\n'
        "<x:si><x:r><x:rPr><x:b/></x:rPr><x:t>富</x:t></x:r><x:r><x:t>文&amp;本</x:t></x:r>"
        "<x:rPh sb='0' eb='1'><x:t>fu</x:t></x:rPh><x:phoneticPr fontId='1'/></x:si>"
        "<x:si><x:t>一\r\n二</x:t></x:si></x:sst>"
    ).encode()
    assert read_shared_strings(part, "part") == [" 甲 ", "", "富文&本", "一\n二"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a_x000A_b", "a\nb"),
        ("_x005F_x000A_", "_x000A_"),
        ("_x7EE9__x6548_", "绩效"),
        ("_xD83D__xDE00_", "\U0001f600"),
        ("_xD83D_", "�"),
        ("_x00_ _xGGGG_ x_x", "_x00_ _xGGGG_ x_x"),
    ],
)
def test_escapes_are_resolved_as_excel_does(text: str, plain: str) -> None:
    assert unescape(text) == plain
