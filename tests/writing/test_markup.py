"""Parts are cut open at byte offsets, never parsed and printed again."""

from __future__ import annotations

import pytest

from perfdesk.core.fault import FileFault
from perfdesk.writing.patching.markup import Markup, attribute_splices, quoted, splice, with_attributes

PART = b'<?xml version="1.0"?>\r\n<x:a  xmlns:x="u" q=\'1>2\'><!-- c --><x:b x:id="5" /><x:c d="&gt;">t</x:c></x:a>\n'


def test_elements_know_where_they_begin_and_end() -> None:
    markup = Markup(PART, "p")
    first, second = markup.root.children
    assert markup.source(first) == b'<x:b x:id="5" />'
    assert markup.source(second) == b'<x:c d="&gt;">t</x:c>'
    assert markup.source(markup.root) == PART[PART.index(b"<x:a") : -1]
    assert first.closes_itself
    assert not second.closes_itself
    assert (first.attributes, second.attributes) == ({"{u}id": "5"}, {"d": ">"})


def test_offsets_hold_behind_a_byte_order_mark() -> None:
    markup = Markup(b"\xef\xbb\xbf<a>\xe8\xa1\xa8<b/></a>", "p")
    assert markup.source(markup.root.children[0]) == b"<b/>"


def test_changes_leave_every_other_byte() -> None:
    markup = Markup(PART, "p")
    first, second = markup.root.children
    markup.append(first, b"<n/>")
    markup.append(second, b"<m/>")
    markup.set_attribute(markup.root, "q", '"')
    markup.place(markup.root, b"<z/>", frozenset({"c"}))
    assert markup.result() == (
        b'<?xml version="1.0"?>\r\n<x:a  xmlns:x="u" q="&quot;"><!-- c --><x:b x:id="5" ><n/></x:b><z/>'
        b'<x:c d="&gt;">t<m/></x:c></x:a>\n'
    )


def test_without_changes_the_part_is_the_same() -> None:
    assert Markup(PART, "p").result() == PART


def test_a_part_in_another_encoding_becomes_utf8() -> None:
    markup = Markup('<?xml version="1.0" encoding="GBK"?><表/>'.encode("gbk"), "p")
    assert markup.result() == '<?xml version="1.0" encoding="UTF-8"?><表/>'.encode()


@pytest.mark.parametrize(("data", "kind"), [(b"<a><b></a>", "corrupt"), (b"<!DOCTYPE a><a/>", "unsafe")])
def test_a_broken_or_harmful_part_is_refused(data: bytes, kind: str) -> None:
    with pytest.raises(FileFault) as caught:
        Markup(data, "xl/某.xml")
    assert caught.value.kind == kind
    assert "xl/某.xml" in caught.value.message


def test_attributes_are_set_added_and_taken_out() -> None:
    assert with_attributes(b'<c r="A1" s=\'4\' t="s"><v>1</v></c>', {"s": "9", "t": None}) == (
        b'<c r="A1" s="9"><v>1</v></c>'
    )
    assert with_attributes(b"<c/>", {"s": "9"}) == b'<c s="9"/>'
    assert attribute_splices(b"<c/>", {"s": None}) == []


def test_an_attribute_is_not_found_inside_the_value_of_another() -> None:
    assert with_attributes(b'<c note="a s=\'1\' b" s="2"/>', {"s": "3"}) == b'<c note="a s=\'1\' b" s="3"/>'


def test_overlapping_changes_are_a_bug_and_raise() -> None:
    with pytest.raises(ValueError, match="overlapping"):
        splice(b"abcdef", [(0, 3, b""), (2, 4, b"")])


def test_quoting_escapes_what_an_attribute_may_not_hold() -> None:
    assert quoted('<"&\n\x01>') == '"&lt;&quot;&amp;&#10;&gt;"'
