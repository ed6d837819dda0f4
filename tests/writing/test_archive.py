"""The archive writer copies what is not touched as it lies in the source."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from perfdesk.reading.package import parse_package
from perfdesk.writing.patching import archive
from tests.writing import workbook

HELLO = "你好".encode()


def test_an_archive_without_changes_keeps_every_member_as_it_is(shared: Path) -> None:
    for path in workbook.real_workbooks(shared):
        before = parse_package(path.read_bytes())
        after = parse_package(archive.build_archive(before, {}))
        old, new = workbook.raw_members(before), workbook.raw_members(after)
        assert list(new.items()) == list(old.items()), path.name


def test_members_are_replaced_removed_and_added_in_order(shared: Path) -> None:
    path = shared / "corpus" / "easyexcel-1.xlsx"
    before = parse_package(path.read_bytes())
    names = [member.name for member in before.members]
    second, third = names[1], names[2]
    data = archive.build_archive(before, {"xl/新.xml": HELLO, second.upper(): b"<a/>"}, {third})
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        assert made.testzip() is None
        assert made.namelist() == [names[0], second, *names[3:], "xl/新.xml"]
        assert made.read("xl/新.xml") == HELLO
        assert made.read(second) == b"<a/>"
        assert made.getinfo("xl/新.xml").date_time == (1980, 1, 1, 0, 0, 0)
        with zipfile.ZipFile(path) as old:
            assert made.getinfo(second).date_time == old.getinfo(second).date_time


def test_members_streamed_with_a_data_descriptor_are_copied_whole() -> None:
    class Stream(io.RawIOBase):
        """A stream that cannot seek makes `zipfile` write data descriptors."""

        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.data += data  # type: ignore[arg-type]
            return len(data)  # type: ignore[arg-type]

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.xml", "<a/>" * 50)
        made.writestr("b.xml", "<b/>")
    before = parse_package(bytes(stream.data))
    assert before.members[0].flags & 8
    data = archive.build_archive(before, {"b.xml": b"<c/>"})
    with zipfile.ZipFile(io.BytesIO(data)) as again:
        assert again.testzip() is None
        assert again.read("a.xml") == b"<a/>" * 50
    assert workbook.raw_members(parse_package(data))["a.xml"] == workbook.raw_members(before)["a.xml"]


def test_the_comment_of_an_archive_stays() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("[Content_Types].xml", "<a/>")
        made.comment = "由某系统导出".encode()
    before = parse_package(buffer.getvalue())
    with zipfile.ZipFile(io.BytesIO(archive.build_archive(before, {"乙.xml": HELLO}))) as after:
        assert after.comment == "由某系统导出".encode()
        assert after.read("乙.xml") == HELLO
