"""The embedded sample taken all the way: forms, findings, marked copies and the Word report in one folder.

Stands above the session; needs no file of the user, no network and no window.
"""

from __future__ import annotations

from pathlib import Path

from perfdesk.disk.sample_copy import copy_sample
from perfdesk.disk.whole_file import write_whole
from perfdesk.outlets.findings_json import findings_json
from perfdesk.outlets.findings_text import findings_text, summary_line
from perfdesk.session import Checked, load, write_marks, write_report

FORMS, MARKS = "自评表", "标注副本"
FINDINGS, OPINION, REPORT = "findings.json", "审核意见.txt", "自评报告.docx"


def make_demo(folder: Path) -> str:
    """Check the sample and write everything into the folder; returns what to open, in Chinese.

    Files of an earlier demo are replaced. Raises FileFault where the folder cannot be written.
    """
    documents = load(copy_sample(folder / FORMS))
    write_marks(documents, folder / MARKS)
    write_whole(folder / FINDINGS, findings_json(documents).encode())
    # The byte order mark tells an old Notepad that the text is UTF-8.
    write_whole(folder / OPINION, findings_text(documents).encode("utf-8-sig"))
    write_report(documents, "national", folder / REPORT)
    return _guide(folder, documents)


def _guide(folder: Path, documents: tuple[Checked, ...]) -> str:
    lines = (
        f"演示完成，结果在文件夹 {folder}：",
        f"  {FORMS}：一个虚构单位的自评表，里面有意留了各种错误",
        f"  {MARKS}：先打开这里的表——有问题的单元格已上色，批注写明错在哪里、应为多少",
        f"  {OPINION}：全部问题的清单，带算式和依据",
        f"  {REPORT}：由自评表生成的自评报告，用 Word 或 WPS 打开",
        f"  {FINDINGS}：同样的结果，供其他程序读取",
        summary_line(documents),
        f"在窗口里查看和修改：perfdesk gui {_quoted(folder / FORMS)}",
    )
    return "\n".join(lines) + "\n"


def _quoted(path: Path) -> str:
    text = str(path)
    return f'"{text}"' if " " in text else text
