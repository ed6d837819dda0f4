"""A rendered report as pages: the room's door to the PDF and to the preview on screen.

`print_report` carries a Word file of `render` through `page_source`, `page_flow` and `pdf`.
"""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.narrative.annex import NONE, Annexes, with_annexes
from perfdesk.narrative.contents import bind, numbered
from perfdesk.narrative.face import FaceBook
from perfdesk.narrative.face_search import same_faces
from perfdesk.narrative.page import Link
from perfdesk.narrative.page_line import Breaker
from perfdesk.narrative.page_source import read_manuscript
from perfdesk.narrative.pdf import write_pdf
from perfdesk.narrative.report_choice import Wish


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """A report on paper.

    Attributes:
        content: the bytes of the PDF.
        sizes: width and height of each page in points.
        links: where figures stand, by page; their numbers are those the report was rendered with.
        faces: which face was used for each that the layout names, such as 仿宋_GB2312 → FangSong.
        left_out: how many pictures and drawings of the Word file are not in the PDF.
    """

    content: bytes
    sizes: tuple[tuple[float, float], ...]
    links: tuple[tuple[Link, ...], ...]
    faces: tuple[tuple[str, str], ...]
    left_out: int = 0

    @property
    def remarks(self) -> tuple[str, ...]:
        """Sentences on faces that others stand in for, and on pictures the PDF does without."""
        stood_in: dict[str, list[str]] = {}
        for wanted, used in self.faces:
            if used.casefold() not in {name.casefold() for name in same_faces(wanted)}:
                stood_in.setdefault(used, []).append(wanted)
        parts = [f"用“{used}”代替{'、'.join(wanted)}" for used, wanted in stood_in.items()]
        faces = (f"本机缺少公文字体，PDF 中{'，'.join(parts)}。",) if parts else ()
        if not self.left_out:
            return faces
        words = f"有 {self.left_out} 处图片或图形没有写入 PDF：需要时请生成 .docx，再用 Word 另存为 PDF。"
        return (*faces, words)


def print_report(
    content: bytes,
    faces: FaceBook | None = None,
    *,
    contents: Wish = "never",
    annexes: Annexes = NONE,
) -> PrintedReport:
    """The report as a PDF.

    Args:
        content: a rendered .docx.
        faces: the faces to print with; those of this machine where not given.
        contents: whether a table of contents stands in front.
        annexes: what follows the report on pages of its own.

    Raises:
        CallFault: the machine has no Chinese face.
    """
    book = faces if faces is not None else FaceBook()
    manuscript = with_annexes(read_manuscript(content), annexes)
    breaker = Breaker(book)
    pages = numbered(bind(manuscript, breaker, contents), manuscript, breaker)
    data = write_pdf(pages, manuscript.title)
    used = tuple((wanted, face.name) for wanted, face in sorted(book.chosen.items()))
    sizes = tuple((page.paper.width, page.paper.height) for page in pages)
    return PrintedReport(data, sizes, tuple(tuple(page.links) for page in pages), used, manuscript.left_out)
