"""Files for the bank, and what the bank sends back. Pure text: docs/reference/bank-files.md says what stands where.

Out: a CSV in UTF-8, or lines of fixed width in GB18030 bytes. In: a CSV in either encoding; every line that does not fit is
reported, all at once, and never booked.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final
from unicodedata import category

from huiqi.kernel.words import Pair

HEADS: Final = ("参考号", "收款户名", "收款账号", "开户银行", "联行号", "金额", "用途")
# What the columns of a result may be called.
RESULT_HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "reference": ("参考号", "reference"),
    "amount": ("金额", "amount"),
    "result": ("结果", "result"),
    "reason": ("原因", "reason"),
}
PAID: Final = frozenset({"成功", "success", "s"})
FAILED: Final = frozenset({"失败", "failed", "f"})
# Paid, and taken back by the bank days after.
BOUNCED: Final = frozenset({"退票", "退汇", "returned", "r"})
# Twice what a batch can hold.
LINES_MOST: Final = 20_000
# Some spreadsheets take the wide forms for the narrow ones.
_DANGEROUS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_SHORTENED: Final = re.compile(r"\d(\.\d+)?E\+?\d+|\d{15}0", re.ASCII | re.IGNORECASE)
# Digits, thousands separated or not at all: what a spreadsheet made of a number (1E+05) is not taken for one.
_AMOUNT: Final = re.compile(r"[+-]?(\d{1,3}([,，]\d{3})+|\d+)(\.\d+)?")
# Widths in bytes: reference, number, holder, bank, branch, amount in fen, purpose.
WIDTHS: Final = (20, 32, 60, 60, 12, 18, 40)


class Flaw(StrEnum):
    """What may be wrong with a line of a result, or with the whole file."""

    ENCODING = "encoding"
    NO_HEAD = "no_head"
    HEAD_TWICE = "head_twice"
    TOO_LONG = "too_long"
    BROKEN = "broken"
    MORE_CELLS = "more_cells"
    NO_REFERENCE = "no_reference"
    BAD_AMOUNT = "bad_amount"
    BAD_RESULT = "bad_result"
    TWICE = "twice"
    UNKNOWN = "unknown"
    SHORTENED = "shortened"
    OTHER_AMOUNT = "other_amount"
    NOT_SENT = "not_sent"
    BOOKED_OTHERWISE = "booked_otherwise"
    BOOKED_ALREADY = "booked_already"

    @property
    def words(self) -> Pair:
        """Return what is wrong, in Chinese and in English."""
        return _FLAWS[self]


_FLAWS: Final[Mapping[Flaw, Pair]] = {
    Flaw.ENCODING: ("文件不是UTF-8或GB18030编码的文本", "the file is no text in UTF-8 or GB18030"),
    Flaw.NO_HEAD: (
        "第一行没有“参考号、金额、结果”三列",
        "the first line lacks the columns reference, amount and result",
    ),
    Flaw.HEAD_TWICE: (
        "第一行有两列同名，分不清用哪一列",
        "a column stands twice in the first line: which is meant cannot be told",
    ),
    Flaw.TOO_LONG: ("文件超过2万行", "the file has more than 20,000 lines"),
    Flaw.BROKEN: (
        "引号没有成对：从这一行起有几行连在一起，都没有读取",
        "a quotation mark is not closed: some lines from here on run together, and none of them was read",
    ),
    Flaw.MORE_CELLS: ("单元格比第一行的列多，对不上列", "more cells than the first line has columns"),
    Flaw.NO_REFERENCE: ("没有参考号", "no reference"),
    Flaw.BAD_AMOUNT: ("金额不是数字", "the amount is no number"),
    Flaw.BAD_RESULT: ("结果不是成功、失败或退票", "the result is neither success nor failure nor a return"),
    Flaw.TWICE: ("参考号在文件中重复", "the reference stands twice in the file"),
    Flaw.UNKNOWN: ("没有这个参考号", "there is no such reference"),
    Flaw.SHORTENED: (
        "参考号像是被表格软件改短了（16位数字只留15位）：请用文本编辑器，或把该列按文本导入后再存",
        "a spreadsheet seems to have shortened the reference (of 16 digits it keeps 15): use a text editor, or import the column as text",
    ),
    Flaw.OTHER_AMOUNT: ("金额与付款指令不符", "the amount is not that of the payment"),
    Flaw.NOT_SENT: ("这笔付款还没有送银行", "this payment was not sent to the bank"),
    Flaw.BOOKED_OTHERWISE: ("这笔付款已按另一结果入账", "this payment is booked with another result"),
    Flaw.BOOKED_ALREADY: ("这笔付款已经入账，没有重复入账", "this payment is booked already; it was not booked again"),
}


@dataclass(frozen=True, slots=True)
class Order:
    """One payment as the bank is told of it; the amount in yuan."""

    reference: str
    holder: str
    number: str
    bank: str
    branch: str
    amount: Decimal
    purpose: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a result that can be read: its number in the file, and what it says."""

    line: int
    reference: str
    amount: Decimal
    is_paid: bool
    reason: str
    is_bounced: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line; line 0 is the whole file. Amounts, in yuan: what the line says, and what it should have said."""

    line: int
    reference: str
    flaw: Flaw
    said: Decimal | None = None
    due: Decimal | None = None


def as_csv(orders: Iterable[Order]) -> bytes:
    """Return payments as a CSV in UTF-8 with its mark, so that Excel reads it; no cell begins like a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADS)
    for one in orders:
        cells = (one.reference, one.holder, one.number, one.bank, one.branch, f"{one.amount:.2f}", one.purpose)
        writer.writerow(safe(cell) for cell in cells)
    return text.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def as_fixed(number: str, orders: Sequence[Order]) -> bytes:
    """Return payments as lines of fixed width: a head, a line for each, a tail with their count and sum."""
    total = sum((one.amount for one in orders), Decimal(0))
    count = f"{len(orders):06d}{fen(total):018d}".encode()
    lines = [b"H" + fitted(number, 20) + count, *(b"D" + fixed(one) for one in orders), b"T" + count]
    return b"".join(line + b"\r\n" for line in lines)


def fixed(one: Order) -> bytes:
    """Return one payment in its widths."""
    texts = (one.reference, one.number, one.holder, one.bank, one.branch)
    head = b"".join(fitted(text, width) for text, width in zip(texts, WIDTHS, strict=False))
    return head + f"{fen(one.amount):0{WIDTHS[5]}d}".encode() + fitted(cut(one.purpose, WIDTHS[6]), WIDTHS[6])


def fitted(text: str, width: int) -> bytes:
    """Return a text in so many bytes of GB18030, filled with blanks; raises ValueError where it does not fit, or would break the line."""
    if any(category(character) == "Cc" for character in text):
        raise ValueError(text)
    content = text.encode("gb18030")
    if len(content) > width:
        raise ValueError(text)
    return content.ljust(width)


def cut(text: str, width: int) -> str:
    """Return a text without the characters that no longer fit: only for words that nobody matches by."""
    while len(text.encode("gb18030")) > width:
        text = text[:-1]
    return text


def is_shortened(reference: str) -> bool:
    """Return whether a reference looks as spreadsheets leave one of 16 digits: 2.02611E+15, or with 0 for its last digit."""
    return _SHORTENED.fullmatch(reference) is not None


def fen(amount: Decimal) -> int:
    """Return an amount in fen."""
    return int(amount.scaleb(2))


def read_result(content: bytes) -> tuple[list[Line], list[Problem]]:
    """Return the lines of a bank's result that can be read and stand once, and everything that is wrong with the others."""
    try:
        rows = numbered_rows(content)
        columns = found_columns(rows[0][1] if rows else ())
    except Unreadable as error:
        return [], [error.problem]
    width = len(rows[0][1])
    read = [read_line(number, row, columns, width=width) for number, row in rows[1:]]
    lines, problems = [one for one in read if isinstance(one, Line)], [one for one in read if isinstance(one, Problem)]
    times = Counter(one.reference for one in read)
    # Which of two is meant nobody can tell: neither is booked.
    problems += [Problem(one.line, one.reference, Flaw.TWICE) for one in lines if times[one.reference] > 1]
    return [one for one in lines if times[one.reference] == 1], sorted(problems, key=lambda one: one.line)


class Unreadable(Exception):
    """Nothing of the file can be read."""

    def __init__(self, flaw: Flaw, line: int = 0) -> None:
        super().__init__(flaw)
        self.problem = Problem(line, "", flaw)


def numbered_rows(content: bytes) -> list[tuple[int, list[str]]]:
    """Return the rows that are not blank, each with the number of its first line; raises Unreadable."""
    reader = csv.reader(io.StringIO(decoded(content), newline=""))
    rows, before = [], 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((before + 1, row))
            if len(rows) > LINES_MOST:
                raise Unreadable(Flaw.TOO_LONG)
            before = reader.line_num
    except csv.Error:
        # A cell without an end.
        raise Unreadable(Flaw.BROKEN, before + 1) from None
    return rows


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8 or GB18030; raises Unreadable where it is neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # UTF-16 without its mark, or a workbook: bytes that happen to be characters, but no text.
        if "\0" not in text:
            return text
    raise Unreadable(Flaw.ENCODING)


def found_columns(head: Sequence[str]) -> dict[str, int]:
    """Return where the known columns stand; raises Unreadable where one is missing or stands twice."""
    names = [cell.strip().lower() for cell in head]
    places = {key: [at for at, name in enumerate(names) if name in known] for key, known in RESULT_HEADS.items()}
    if any(len(found) > 1 for found in places.values()):
        raise Unreadable(Flaw.HEAD_TWICE)
    columns = {key: found[0] for key, found in places.items() if found}
    if not {"reference", "amount", "result"} <= set(columns):
        raise Unreadable(Flaw.NO_HEAD)
    return columns


def read_line(number: int, row: Sequence[str], columns: Mapping[str, int], *, width: int) -> Line | Problem:
    """Return what one line says, or what is wrong with it."""
    cells = {key: row[at].strip().lstrip("'") if at < len(row) else "" for key, at in columns.items()}
    reference = cells["reference"]
    if not reference:
        return Problem(number, "", Flaw.NO_REFERENCE)
    if any("\n" in cell or "\r" in cell for cell in row):
        return Problem(number, reference, Flaw.BROKEN)
    if any(cell.strip() for cell in row[width:]):
        return Problem(number, reference, Flaw.MORE_CELLS)
    if not _AMOUNT.fullmatch(cells["amount"]):
        return Problem(number, reference, Flaw.BAD_AMOUNT)
    amount = Decimal(cells["amount"].replace(",", "").replace("，", ""))
    result = cells["result"].lower()
    if result not in PAID | FAILED | BOUNCED:
        return Problem(number, reference, Flaw.BAD_RESULT)
    return Line(number, reference, amount, result in PAID, cells.get("reason", ""), result in BOUNCED)
