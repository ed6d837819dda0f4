"""Limits that hold before any parser sees a file, and the one place that words their refusals.

Real workbooks stay far below: of 2,500 tried the largest unzipped to 60 MB at a ratio of 69.
"""

from perfdesk.core.fault import FileFault

MAX_FILE_BYTES = 50 * 2**20
MAX_MEMBERS = 2_000
MAX_TOTAL_BYTES = 256 * 2**20
MAX_PART_BYTES = 64 * 2**20
MAX_READ_BYTES = 40 * 2**20
"""Largest part that is unpacked; what is only copied, such as a picture, may be larger."""
MAX_TOKEN_BYTES = 4 * 2**20
"""Most bytes of a part without a tag ending; the longest honest ones are pictures within VML attributes."""
MAX_TREE_ELEMENTS = 150_000
"""Most elements of a part that is kept as a tree (styles, workbook, drawings), some 900 bytes each."""
MAX_TREE_DEPTH = 250
MAX_RATIO = 100
RATIO_FREE_BYTES = 16 * 2**20
MAX_CELLS = 360_000
MAX_FILLED_CELLS = 150_000
"""Most cells with content in a workbook: each takes some 800 bytes once read, and a form has 5,000."""
MAX_TABLE_CELLS = 60_000
"""Most cells of the tables of a Word file, a web page or a text; each costs thrice what a workbook's does."""
MAX_ROWS = 300_000
"""Most rows a sheet may store, empty ones with a format or a height included."""
MAX_MERGES = 20_000
MAX_MERGED_ROWS = 250_000
"""Most rows that the merges of a sheet cover in sum, as each row keeps a list of the merges that cross it."""
MAX_SHEETS = 1_000
MAX_MERGED_CELLS = 600_000
"""Most cells that the merges of a sheet cover in sum; a new workbook writes each of them."""
MAX_TEXT_BYTES = 32 * 2**20
"""Most characters the cells of one sheet may show in all; shared strings can be repeated at no cost."""
MAX_SHARED_FORMULA_BYTES = 3 * 2**20
"""Most characters of formulas that a sheet's shared formulas stand for; each is written out for its cell."""
MAX_SIZED_COLUMNS = 400_000
"""Most columns that an XML workbook sizes or hides in sum: a thousand sheets of the 256 its Excel has."""
MAX_STYLES = 70_000
"""Most styles of a workbook in XML; Excel keeps up to 65,490 cell formats, in its XML far fewer."""
MAX_STRINGS = 400_000
"""Most shared strings: more than there may be cells serve none."""
MAX_RELATIONS = 70_000
"""Most relations of a part; a sheet of Excel has up to 65,530 hyperlinks, each of which is one."""
SILENT_SECONDS = 4.0
"""How long a drive may stay silent before it is given up; a piece of a megabyte is a sign of life."""
FOREIGN_MEMORY_BYTES = 288 * 2**20
"""Most memory of the child process in which other people's parsers run."""
FOREIGN_SECONDS, FOREIGN_SECONDS_PER_MB, MOST_FOREIGN_SECONDS = 4, 8, 60
"""How long that child may compute: so long, and longer by the size of the file, up to the last."""
FOREIGN_PATIENCE = 3
"""How many times as long the child may take by the clock, where others use the machine too."""

COPY_FROM_WORD = "请把其中的表格复制到 Excel 并另存为 .xlsx"
RE_SAVE = "请用 WPS 或 Excel 打开后另存为 .xlsx"


def corrupt(what: str) -> FileFault:
    """The fault for a damaged file; `what` names the damage in Chinese."""
    remedy = "请向报送单位重新索取，或用 Excel、WPS 打开修复后另存为 .xlsx"
    return FileFault("corrupt", f"文件已损坏（{what}），{remedy}。")


def unsafe(what: str) -> FileFault:
    """The fault for a file that is built to do harm or cannot be trusted."""
    remedy = "请核实来源，或用 Excel、WPS 另存为新的 .xlsx 后再试"
    return FileFault("unsafe", f"为安全起见拒绝打开（{what}），{remedy}。")


def too_large(what: str) -> FileFault:
    """The fault for a file beyond the limits."""
    remedy = "请删去与自评无关的内容后另存为 .xlsx 再试"
    return FileFault("too_large", f"文件超出可处理的大小（{what}），{remedy}。")


def unsupported(what: str, remedy: str) -> FileFault:
    """The fault for a file of another kind; `remedy` says what to do."""
    return FileFault("unsupported", f"{what}，{remedy}。")
