"""Files made to harm, to mislead, or broken on the way: each is refused, quickly, with its reason."""

from __future__ import annotations

import io
import os
import random
import struct
import threading
import zipfile
from pathlib import Path

import pytest

from perfdesk.core.fault import FaultKind, FileFault
from perfdesk.core.grid import Block, Grid
from perfdesk.reading.document import read_document, read_looks
from perfdesk.reading.package import open_package, parse_package
from perfdesk.reading.source import fetch
from tests.hang import broken_off
from tests.reading import workbook_maker as maker

ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
GOOD = maker.parts(maker.sheet(ONE_CELL))
DOCTYPE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def refusal(folder: Path, data: bytes, name: str = "某单位.xlsx") -> FileFault:
    path = maker.write(folder, data, name)
    with broken_off(), pytest.raises(FileFault) as caught:
        read_document(path)
    message = caught.value.message
    assert name in message
    assert message.count("。") == 1
    assert "请" in message
    return caught.value


def opened(folder: Path, rows: str, after: str = "") -> Grid:
    with broken_off():
        _, grids = read_document(maker.write_sheet(folder, rows, after))
        assert grids[0].used.top >= 1
    return grids[0]


def changed(**parts: maker.Part) -> bytes:
    names = {"types": "[Content_Types].xml", "root": "_rels/.rels", "book": "xl/workbook.xml",
             "sheet": "xl/worksheets/sheet1.xml", "links": "xl/_rels/workbook.xml.rels"}  # fmt: skip
    return maker.pack({**GOOD, **{names[key]: part for key, part in parts.items()}})


def old_workbook(*streams: str) -> bytes:
    """The head of an OLE2 file with directory entries of these names."""
    entries = b"".join(
        (name.encode("utf-16-le") + b"\0\0").ljust(64, b"\0")
        + struct.pack("<H", len(name) * 2 + 2).ljust(64, b"\0")
        for name in streams
    )
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


def zip_of(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind", "words"),
    [
        (b"", "空.xlsx", "corrupt", "0 字节"),
        (b"\0" * 900, "零.xlsx", "corrupt", "空字节"),
        (b"PK\x03\x04 cut off", "断.xlsx", "corrupt", "不完整"),
        (maker.pack(GOOD)[:-40], "断.xlsx", "corrupt", "不完整"),
        (b"\x01\x02\xff\xfe\x00\x9a" * 50, "乱.xlsx", "corrupt", "不是任何一种电子表格"),
        (old_workbook("EncryptionInfo", "EncryptedPackage"), "密.xlsx", "encrypted", "打开密码"),
        (old_workbook("Workbook"), "旧.xls", "corrupt", "旧版工作簿"),
        (old_workbook("Book"), "改名.xlsx", "corrupt", "旧版工作簿"),
        (old_workbook("WordDocument"), "文.xls", "unsupported", "Word"),
        (old_workbook("PowerPoint Document"), "片.xls", "unsupported", "没有工作簿"),
        (b"\x09\x08\x08\x00\x00\x05\x10\x00", "老.xls", "corrupt", "旧版工作簿"),
        (b"<html><body><p>none</p></body></html>", "网.xls", "unsupported", "没有表格"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n<html>", "网.xls", "unsupported", "没有表格"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "导.xls",
         "corrupt", "没有工作表"),
        (b'<?xml version="1.0"?><note/>', "导.xls", "unsupported", "XML"),
        ("自评工作总结。".encode("gbk"), "总结.xlsx", "unsupported", "纯文本"),
        (b"%PDF-1.7 ...", "表.xlsx", "corrupt", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "表.xlsx", "unsupported", "图片"),
        (zip_of(("readme.txt", b"x")), "包.xlsx", "unsupported", "压缩包"),
        (zip_of(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<a/>")),
         "表.ods", "unsupported", "OpenDocument"),
        (zip_of(), "空.zip", "unsupported", "压缩包"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_named_for_what_it_is(
    tmp_path: Path, data: bytes, name: str, kind: FaultKind, words: str
) -> None:
    fault = refusal(tmp_path, data, name)
    assert (fault.kind, words in fault.message) == (kind, True), fault.message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("wordprocessingml.document", "Word"),
        ("presentationml.presentation", "演示"),
        ("ms-excel.sheet.binary", "xlsb"),
    ],
)
def test_another_office_document_is_named_for_what_it_is(tmp_path: Path, content: str, words: str) -> None:
    types = maker.CONTENT_TYPES.replace("openxmlformats-officedocument.spreadsheetml.sheet", content)
    fault = refusal(tmp_path, changed(types=types))
    assert (fault.kind, words in fault.message) == ("unsupported", True), fault.message


@pytest.mark.parametrize("part", ["types", "root", "book", "sheet", "links"])
def test_a_doctype_is_refused_in_every_part_that_is_parsed(tmp_path: Path, part: str) -> None:
    names = {"types": "[Content_Types].xml", "root": "_rels/.rels", "book": "xl/workbook.xml",
             "sheet": "xl/worksheets/sheet1.xml", "links": "xl/_rels/workbook.xml.rels"}  # fmt: skip
    assert refusal(tmp_path, changed(**{part: DOCTYPE + str(GOOD[names[part]])})).kind == "unsafe"


def test_a_doctype_in_utf16_is_refused(tmp_path: Path) -> None:
    assert (
        refusal(tmp_path, changed(sheet=(DOCTYPE + maker.sheet(ONE_CELL)).encode("utf-16"))).kind == "unsafe"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_in_a_part_that_is_not_read_is_found_before_saving(encoding: str) -> None:
    package = parse_package(maker.pack({**GOOD, "docProps/app.xml": (DOCTYPE + "<a/>").encode(encoding)}))
    with pytest.raises(FileFault, match="DOCTYPE"):
        package.check_all_prologs()
    parse_package(
        maker.pack({**GOOD, "docProps/app.xml": "<a><![CDATA[<!DOCTYPE]]></a>"})
    ).check_all_prologs()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = maker.pack({**GOOD, "xl/sharedStrings.xml": b" " * (40 * 2**20)})
    assert len(bomb) < 60_000
    assert refusal(tmp_path, bomb).kind == "unsafe"


def test_an_outsized_part_is_refused(tmp_path: Path) -> None:
    data = bytearray(maker.pack({**GOOD, "a.bin": random.Random(1).randbytes(800_000)}))
    struct.pack_into("<L", data, data.rfind(b"PK\x01\x02") + 24, 65 * 2**20)
    assert refusal(tmp_path, bytes(data)).kind == "too_large"


def test_a_file_beyond_the_size_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    with path.open("wb") as file:
        file.truncate(51 * 2**20)
    with pytest.raises(FileFault, match="51 MB") as caught:
        read_document(path)
    assert caught.value.kind == "too_large"


def test_a_part_larger_than_it_declares_is_refused(tmp_path: Path) -> None:
    data = bytearray(maker.pack({**GOOD, "xl/worksheets/sheet1.xml": maker.sheet(ONE_CELL * 500)}))
    entry = data.find(b"xl/worksheets/sheet1.xml", data.find(b"PK\x01\x02")) - 46
    struct.pack_into("<L", data, entry + 24, 100)
    assert refusal(tmp_path, bytes(data)).kind == "unsafe"


def test_a_part_with_a_wrong_checksum_is_refused(tmp_path: Path) -> None:
    data = bytearray(maker.pack(GOOD))
    entry = data.find(b"xl/worksheets/sheet1.xml", data.find(b"PK\x01\x02")) - 46
    struct.pack_into("<L", data, entry + 16, 12345)
    fault = refusal(tmp_path, bytes(data))
    assert (fault.kind, "校验不符" in fault.message) == ("corrupt", True)


@pytest.mark.parametrize(
    "second", ["xl/worksheets/sheet1.xml", "XL/Worksheets/Sheet1.xml", "xl\\worksheets\\sheet1.xml"]
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_duplicate_members_are_refused(tmp_path: Path, second: str) -> None:
    members = [(name, str(content).encode()) for name, content in GOOD.items()]
    fault = refusal(tmp_path, zip_of(*members, (second, b"<worksheet/>")))
    assert (fault.kind, "重复" in fault.message) == ("unsafe", True)


@pytest.mark.parametrize("name", ["../evil.xml", "xl/../../evil.xml", "C:/evil.xml"])
def test_paths_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path, maker.pack({**GOOD, name: "x"})).kind == "unsafe"


def test_overlapping_members_are_refused(tmp_path: Path) -> None:
    data = bytearray(maker.pack({**GOOD, "a.bin": b"same", "b.bin": b"same"}))
    last = data.rfind(b"PK\x01\x02")
    before = data.rfind(b"PK\x01\x02", 0, last)
    data[last + 42 : last + 46] = data[before + 42 : before + 46]
    assert refusal(tmp_path, bytes(data)).kind == "unsafe"


def test_encrypted_members_are_refused_as_encrypted(tmp_path: Path) -> None:
    data = bytearray(maker.pack(GOOD))
    place = data.find(b"PK\x01\x02") + 8
    data[place] |= 1
    assert refusal(tmp_path, bytes(data)).kind == "encrypted"


def test_an_unknown_compression_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in GOOD.items():
            archive.writestr(name, content)
    assert refusal(tmp_path, buffer.getvalue()).kind == "unsupported"


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, maker.pack({f"{n}.xml": "" for n in range(2_001)})).kind == "too_large"


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("[Content_Types].xml", "内容类型"),
        ("xl/workbook.xml", "工作簿"),
        ("xl/_rels/workbook.xml.rels", "缺失"),
        ("xl/worksheets/sheet1.xml", "缺失"),
    ],
)
def test_a_missing_part_is_reported_as_damage(tmp_path: Path, missing: str, words: str) -> None:
    fault = refusal(tmp_path, maker.pack({name: part for name, part in GOOD.items() if name != missing}))
    assert (fault.kind, words in fault.message) == ("corrupt", True), fault.message


def test_missing_shared_strings_are_reported_where_a_text_needs_them(tmp_path: Path) -> None:
    data = changed(sheet=maker.sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'))
    assert "共享字符串" in refusal(tmp_path, data).message


def test_shared_strings_that_are_no_table_of_strings_are_damage(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    parts = maker.parts(maker.sheet(rows), f'<si xmlns="{maker.MAIN}"><si><t>甲</t></si></si>')
    assert "不是文字表" in refusal(tmp_path, maker.pack(parts)).message


def test_a_workbook_without_worksheets_is_damage(tmp_path: Path) -> None:
    assert "没有工作表" in refusal(tmp_path, changed(book=f'<workbook xmlns="{maker.MAIN}"/>')).message


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>',
        '<row r="1048577"/>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="ZZZZZZZ1"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1"/><c/></row>',
    ],
)
def test_cells_beyond_the_sheet_are_refused(tmp_path: Path, rows: str) -> None:
    assert refusal(tmp_path, changed(sheet=maker.sheet(rows))).kind == "too_large"


@pytest.mark.parametrize(
    "rows", ['<row r="x"/>', '<row r="1"><c r="1A"/></row>', '<row r="1"><c r="A1" s="-1"/></row>']
)
def test_addresses_that_make_no_sense_are_damage(tmp_path: Path, rows: str) -> None:
    assert refusal(tmp_path, changed(sheet=maker.sheet(rows))).kind == "corrupt"


def test_one_far_cell_stays_one_cell(tmp_path: Path) -> None:
    grid = opened(tmp_path, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    assert set(grid.cells) == {(1_048_576, 16_384)}


def test_a_merge_of_the_whole_sheet_is_cut_to_the_content(tmp_path: Path) -> None:
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    grid = opened(tmp_path, ONE_CELL, merges)
    assert grid.used.bottom < 1_000
    assert grid.used.right < 1_000
    assert grid.block_at(1, 5).address == "A1"


def test_overlapping_and_senseless_merges_are_left_out(tmp_path: Path) -> None:
    references = ("A1:B2", "B2:C3", "C1:D1", "D1:D4", "A3:A3", "nonsense", "A0:B1", "C2:E3")
    merges = "".join(f'<mergeCell ref="{reference}"/>' for reference in references)
    grid = opened(tmp_path, ONE_CELL, f"<mergeCells>{merges}</mergeCells>")
    assert grid.merges == (Block(1, 1, 2, 2), Block(1, 3, 1, 4), Block(2, 3, 3, 5))


def test_too_many_merges_are_refused(tmp_path: Path) -> None:
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 20_002))
    data = changed(sheet=maker.sheet(ONE_CELL, f"<mergeCells>{merges}</mergeCells>"))
    assert refusal(tmp_path, data).kind == "too_large"


def test_tall_merges_that_cover_the_sheet_many_times_are_refused(tmp_path: Path) -> None:
    merges = "".join(f'<mergeCell ref="{letter}1:{letter}1048576"/>' for letter in "ABCDEFGH")
    rows = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    data = changed(sheet=maker.sheet(rows, f"<mergeCells>{merges}</mergeCells>"))
    assert refusal(tmp_path, data).kind == "too_large"


def test_merges_that_cover_more_cells_than_any_form_has_are_refused(tmp_path: Path) -> None:
    merges = "".join(f'<mergeCell ref="A{row}:GZ{row}"/>' for row in range(1, 3_201))
    rows = ONE_CELL + '<row r="3200"><c r="A3200"><v>1</v></c></row>'
    data = changed(sheet=maker.sheet(rows, f"<mergeCells>{merges}</mergeCells>"))
    assert refusal(tmp_path, data).kind == "too_large"


def test_a_million_cells_in_a_small_file_are_refused(tmp_path: Path) -> None:
    # The ballast cannot be squeezed, so that the ratio passes for an honest one.
    row = "<row>" + "<c/>" * 16_000 + "</row>"
    ballast = random.Random(1).randbytes(400_000)
    worksheet = maker.sheet(row * 63)
    data = maker.pack({**GOOD, "xl/worksheets/sheet1.xml": worksheet, "a.bin": ballast})
    assert refusal(tmp_path, data).kind == "too_large"


def many_sheets(worksheet: str, targets: list[str]) -> bytes:
    listed = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r{n}"/>' for n, _ in enumerate(targets, 1))
    book = f'<workbook xmlns="{maker.MAIN}" xmlns:r="{maker.OFFICE}"><sheets>{listed}</sheets></workbook>'
    links = maker.relations(*((f"r{n}", "worksheet", target) for n, target in enumerate(targets, 1)))
    parts = {f"xl/{target}": worksheet for target in targets}
    ballast = random.Random(1).randbytes(400_000)
    return maker.pack(
        {**GOOD, "xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links, "a.bin": ballast, **parts}
    )


def test_cells_of_all_sheets_count_together(tmp_path: Path) -> None:
    worksheet = maker.sheet(("<row>" + "<c/>" * 16_000 + "</row>") * 12)
    assert refusal(tmp_path, many_sheets(worksheet, ["a.xml", "b.xml", "c.xml"])).kind == "too_large"


def test_sheets_that_share_a_part_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, many_sheets(maker.sheet(ONE_CELL), ["a.xml", "a.xml"])).kind == "unsafe"


def test_one_long_text_repeated_in_many_cells_is_refused(tmp_path: Path) -> None:
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 2_000))
    data = maker.pack(maker.parts(maker.sheet(cells), maker.strings("长" * 32_000)))
    assert refusal(tmp_path, data).kind == "too_large"


def test_deeply_nested_markup_is_read_without_recursion(tmp_path: Path) -> None:
    grid = opened(tmp_path, ONE_CELL, "<extLst>" * 100_000 + "</extLst>" * 100_000)
    assert grid.cells[1, 1].text == "1"


def test_a_part_that_goes_on_without_a_tag_ending_is_refused(tmp_path: Path) -> None:
    for rows in (f"<!--{'x' * 9_000_000}-->", f'<row x="{"x" * 9_000_000}"/>'):
        fault = refusal(tmp_path, changed(sheet=maker.sheet(rows)))
        assert (fault.kind, "4 MB" in fault.message) == ("too_large", True)


def test_a_part_too_large_to_be_unpacked_is_refused_and_a_picture_of_that_size_is_not(tmp_path: Path) -> None:
    ballast = random.Random(1).randbytes(600_000)
    large = maker.sheet(ONE_CELL + "<row/>" * 10 + "<a>" + "<b></b>" * 6_300_000 + "</a>")
    assert len(large) > 42 * 2**20
    assert (
        refusal(tmp_path, maker.pack({**GOOD, "xl/worksheets/sheet1.xml": large, "a.bin": ballast})).kind
        == "too_large"
    )
    picture = maker.pack({**GOOD, "xl/media/a.emf": bytes(42 * 2**20), "a.bin": ballast})
    assert read_document(maker.write(tmp_path, picture))[1]


def test_a_tree_with_too_many_or_too_deep_elements_is_refused(tmp_path: Path) -> None:
    for inside in ("<font/>" * 160_000, "<a>" * 300 + "</a>" * 300):
        style = (
            f'<styleSheet xmlns="{maker.MAIN}"><fonts>{inside}</fonts><cellXfs><xf/></cellXfs></styleSheet>'
        )
        parts = maker.parts(maker.sheet(ONE_CELL), style=style)
        path = maker.write(tmp_path, maker.pack(parts))
        assert read_document(path)[1]
        with broken_off(), pytest.raises(FileFault, match=r"styles\.xml"):
            read_looks(path)


def test_more_cells_with_content_than_the_limit_are_refused(tmp_path: Path) -> None:
    rows = ("<row>" + "<c><v>1</v></c>" * 100 + "</row>") * 1_501
    data = maker.pack({**changed_parts(rows), "a.bin": random.Random(1).randbytes(100_000)})
    assert refusal(tmp_path, data).kind == "too_large"


def changed_parts(rows: str) -> dict[str, maker.Part]:
    return {**GOOD, "xl/worksheets/sheet1.xml": maker.sheet(rows)}


def test_column_runs_that_contradict_each_other_are_left_out(tmp_path: Path) -> None:
    runs = (
        '<col min="1" max="3" width="9"/><col min="2" max="9" width="5"/><col min="9" max="99999" width="1"/>'
    )
    data = changed(sheet=maker.sheet(ONE_CELL, before=f"<cols>{runs}</cols>"))
    _, grids = read_document(maker.write(tmp_path, data))
    assert grids[0].column_widths == {1: 9.0, 2: 9.0, 3: 9.0}


def test_a_missing_file_and_a_folder_are_not_found(tmp_path: Path) -> None:
    for path in (tmp_path / "无.xlsx", tmp_path, tmp_path / "无.xlsx" / "表.xlsx"):
        with pytest.raises(FileFault) as caught:
            read_document(path)
        assert (caught.value.kind, path.name in caught.value.message) == ("not_found", True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_refused_before_it_is_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.xlsx")
    with pytest.raises(FileFault, match="不是普通文件"):
        read_document(tmp_path / "管道.xlsx")


def test_a_file_beyond_the_limit_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    with path.open("wb") as file:
        file.truncate(60 * 2**20)
    assert fetch(path) == (b"", 60 * 2**20)
    with pytest.raises(FileFault, match="60 MB") as caught:
        read_document(path)
    assert caught.value.kind == "too_large"


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = maker.write(tmp_path, maker.pack(GOOD))

    def locked(self: Path, mode: str) -> None:
        raise PermissionError(13, "locked", mode)

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(FileFault, match="独占打开") as caught:
        read_document(path)
    assert caught.value.kind == "no_permission"


def test_a_drive_that_does_not_answer_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = maker.write(tmp_path, maker.pack(GOOD))
    alive = threading.Event()
    monkeypatch.setattr("perfdesk.reading.limits.SILENT_SECONDS", 0.05)
    monkeypatch.setattr(Path, "stat", lambda self, **_: alive.wait() and os.stat(self))
    with broken_off(), pytest.raises(FileFault, match="没有响应") as caught:
        read_document(path)
    alive.set()
    assert (caught.value.kind, path.name in caught.value.message) == ("not_found", True)
    assert read_document(path)[1]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_file_that_becomes_a_device_before_it_is_opened_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = maker.write(tmp_path, maker.pack(GOOD))
    monkeypatch.setattr(Path, "open", lambda self, mode: open("/dev/zero", mode))  # noqa: SIM115
    with broken_off(), pytest.raises(FileFault, match="不是普通文件"):
        read_document(path)


def test_an_archive_with_bytes_in_front_and_64_bit_sizes_is_read(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in GOOD.items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(str(content).encode())
    path = maker.write(tmp_path, buffer.getvalue())
    assert open_package(path).read("xl/WORKBOOK.xml") == str(GOOD["xl/workbook.xml"]).encode()
    package = parse_package(b"PK\x03\x04 in front" + maker.pack(GOOD))
    assert package.read("_rels/.rels") == str(GOOD["_rels/.rels"]).encode()


@pytest.mark.parametrize(
    ("opening", "closing"), [("<is><t>甲", "</t></is>"), ("<v>1", "</v>"), ("<f>1", "</f>")]
)
def test_content_nested_in_itself_is_gathered_once(tmp_path: Path, opening: str, closing: str) -> None:
    kind = ' t="inlineStr"' if "<is>" in opening else ""
    nested = f'<row r="1"><c r="A1"{kind}>{opening * 60_000}{closing * 60_000}</c></row>'
    assert opened(tmp_path, nested + '<row r="2"><c r="A2"><v>7</v></c></row>').cell_at(2, 1).text == "7"


def test_a_long_formula_shared_by_many_cells_is_refused(tmp_path: Path) -> None:
    long = "A1+" * 1_000 + "A1"
    rows = "".join(f'<row r="{n}"><c r="B{n}"><f t="shared" si="0"/></c></row>' for n in range(2, 3_000))
    first = f'<row r="1"><c r="B1"><f t="shared" si="0" ref="B1:B3000">{long}</f></c></row>'
    fault = refusal(tmp_path, maker.pack(maker.parts(maker.sheet(first + rows))))
    assert (fault.kind, "共享公式过长" in fault.message) == ("too_large", True)


def test_more_relations_or_texts_than_any_workbook_has_are_refused(tmp_path: Path) -> None:
    many = maker.relations(*((f"rId{n}", "worksheet", "worksheets/sheet1.xml") for n in range(1, 70_010)))
    assert "引用超过" in refusal(tmp_path, changed(links=many)).message
    texts = maker.strings(*["甲"] * 400_010)
    ballast = random.Random(1).randbytes(400_000)
    data = maker.pack({**maker.parts(maker.sheet(ONE_CELL), texts), "xl/media/a.png": ballast})
    assert "的文字超过" in refusal(tmp_path, data).message
