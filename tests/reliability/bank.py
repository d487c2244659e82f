"""A bank that pays what it is told, each reference once, and answers each file in two parts that overlap."""

from __future__ import annotations

import csv
import io
import time
import zlib
from pathlib import Path

from tests.reliability.worker import put

HEAD = "参考号,金额,结果,原因"


def serve(folder: Path) -> None:
    """Answer every file, until killed."""
    answered: dict[str, bytes] = {}
    while True:
        for order in sorted((folder / "out").glob("*.csv")):
            content = order.read_bytes()
            if order.name in answered and answered[order.name] != content:
                put(folder / "changed", order.name.encode())
            elif order.name not in answered:
                answered[order.name] = content
                answer(order, content, folder)
        time.sleep(0.002)


def answer(order: Path, content: bytes, folder: Path) -> None:
    """Pay and say so: the second part repeats the last line of the first, as banks' files do."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    lines = [f"{row['参考号']},{row['金额']},{'失败,户名不符' if fails(row) else '成功,'}" for row in rows]
    with (folder / "paid").open("a", encoding="utf-8") as book:
        book.writelines(f"{row['参考号']},{row['收款账号']},{row['金额']}\n" for row in rows if not fails(row))
    half = max(1, len(lines) // 2)
    for part, some, encoding in (("a", lines[:half], "gb18030"), ("b", lines[half - 1 :], "utf-8-sig")):
        put(folder / "back" / f"{order.stem}{part}.csv", "\r\n".join([HEAD, *some]).encode(encoding))


def fails(row: dict[str, str]) -> bool:
    """Return whether the bank refuses a payment: one in eight, by its reference."""
    return zlib.crc32(row["参考号"].encode()) % 8 == 0
