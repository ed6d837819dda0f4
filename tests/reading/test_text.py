"""Published texts are read from .txt in the encodings of Windows and from .docx."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from perfdesk.core.fault import FileFault
from perfdesk.reading.text import read_text

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(path: Path, body: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        )
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_the_encodings_people_save(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "说明.txt"
    path.write_bytes("收入总计10万元\n支出总计10万元".encode(encoding))
    assert read_text(path) == ("收入总计10万元", "支出总计10万元")


def test_a_row_of_a_word_table_is_one_line(tmp_path: Path) -> None:
    def cell(*paragraphs: str) -> str:
        return f"<w:tc>{''.join(f'<w:p><w:r><w:t>{words}</w:t></w:r></w:p>' for words in paragraphs)}</w:tc>"

    rows = f"<w:tr>{cell('库房维护')}{cell('10')}{cell('')}</w:tr><w:tr>{cell('甲', '乙')}{cell('丙')}</w:tr>"
    path = docx(tmp_path / "说明.docx", f"<w:tbl>{rows}</w:tbl>")
    assert read_text(path) == ("库房维护\t10\t", "甲", "乙", "丙")


def test_a_markdown_file_is_read_without_its_signs(tmp_path: Path) -> None:
    path = tmp_path / "说明.md"
    path.write_text("## 一、综述\n\n收入\\_合计10万元\n", "utf-8")
    assert read_text(path) == ("一、综述", "", "收入_合计10万元")


def test_paragraphs_of_a_word_file_are_lines(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>收入</w:t></w:r><w:r><w:t>10万元</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>"
    assert read_text(docx(tmp_path / "说明.docx", body)) == ("收入10万元", "", "甲", "乙")


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    picture = tmp_path / "图.txt"
    picture.write_bytes(b"\x89PNG\0\0")
    with pytest.raises(FileFault) as fault:
        read_text(picture)
    assert fault.value.kind == "unsupported"
