"""200 visitors at once on the real server with two processes, over a zone of 33,000 companies, and the memory that it takes.

Each visitor keeps one connection and asks for one public page after the other, without a pause. The goal: no error.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

from benchmarks.zone import NOW, YEARS, database, make_zone
from benchmarks.zone_pack import write_pack

COMPANIES = int(os.environ.get("HUIQI_BENCH_COMPANIES", "33000"))
VISITORS, SECONDS = 200, 30
PAGES = (
    "/",
    "/rulebook/find",
    "/rulebook/find?q=高新技术企业",
    "/rulebook/calculator",
    "/rulebook/compendium",
    "/account/login/",
)
COMMAND = "import sys; from huiqi.site.commands import main; sys.exit(main())"


def main() -> dict[str, object]:
    """Return requests a second, errors, milliseconds, and megabytes of the processes."""
    with tempfile.TemporaryDirectory(prefix="huiqi-bench-") as data, database():
        zone = make_zone(COMPANIES, years=YEARS)
        from huiqi.kernel.actor import system
        from huiqi.rulebook import services as rulebook

        rulebook.install_pack(zone=zone.id, folder=write_pack(Path(data)), actor=system("bench"), now=NOW)
        with (
            running(data, "worker") as (worker, _),
            running(data, "serve", "--port", "8700", "--workers", "2") as (server, port),
        ):
            figures: dict[str, object] = {
                "visitors": VISITORS,
                "seconds": SECONDS,
                "memory_idle_mb": memory_mb(server.pid),
            }
            figures |= asyncio.run(visited(port))
            return figures | {"memory_server_mb": memory_mb(server.pid), "memory_worker_mb": memory_mb(worker.pid)}


@contextmanager
def running(data: str, *words: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run a command of the product meanwhile; give it with the port that it says, 0 where it says none."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HUIQI_", "DJANGO_"))}
    paths = os.pathsep.join(path for path in sys.path if path)
    child = subprocess.Popen(
        [sys.executable, "-c", COMMAND, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=kept | {"HUIQI_DATA": data, "PYTHONPATH": paths},
    )
    try:
        said = ""
        if words[0] == "serve":
            assert child.stdout is not None, "it was asked for"
            said = child.stdout.readline()
        found = re.search(r":(\d+)/", said)
        time.sleep(3)
        yield child, int(found[1]) if found else 0
    finally:
        child.send_signal(signal.SIGINT)
        child.communicate(timeout=30)


async def visited(port: int) -> dict[str, object]:
    """Let all visitors ask until the time is over."""
    # Each process reads its rules once, at the first request.
    for page in PAGES * 3:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await ask(reader, writer, page)
        writer.close()
    seen: Counter[str] = Counter()
    waited: list[float] = []
    end = time.perf_counter() + SECONDS
    begun = time.perf_counter()
    await asyncio.gather(*(visitor(port, number, end, seen, waited) for number in range(VISITORS)))
    lasted = time.perf_counter() - begun
    waited.sort()
    return {
        "requests": len(waited),
        "requests_a_second": len(waited) / lasted,
        "errors": sum(count for what, count in seen.items() if what != "200"),
        "answers": dict(seen),
        "median_milliseconds": waited[len(waited) // 2] * 1000,
        "p95_milliseconds": waited[int(len(waited) * 0.95)] * 1000,
        "longest_milliseconds": waited[-1] * 1000,
    }


async def visitor(port: int, number: int, end: float, seen: Counter[str], waited: list[float]) -> None:
    """Ask for one page after the other over one connection; whatever is not a page is counted as what it is."""
    pages = islice(cycle(PAGES), number, None)
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < end:
            begun = time.perf_counter()
            status = await asyncio.wait_for(ask(reader, writer, next(pages)), timeout=60)
            waited.append(time.perf_counter() - begun)
            seen[str(status)] += 1
        writer.close()
    except (OSError, EOFError, TimeoutError) as error:
        seen[type(error).__name__] += 1


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, page: str) -> int:
    """Ask for a page, read all of it, and return its status."""
    from urllib.parse import quote

    writer.write(f"GET {quote(page, safe='/?=')} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = re.search(r"content-length: (\d+)", head)
    if length:
        await reader.readexactly(int(length[1]))
    else:
        while size := int((await reader.readline()).strip() or b"0", 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return int(head.split(" ", 2)[1])


def memory_mb(parent: int) -> int:
    """Return the memory of a process and all below it, what they share counted once."""
    family, grown = {parent}, True
    while grown:
        grown = False
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                text = stat.read_text(encoding="utf-8")
            except OSError:
                continue
            pid, above = int(stat.parent.name), int(text.rpartition(")")[2].split()[1])
            if above in family and pid not in family:
                family.add(pid)
                grown = True
    total = 0
    for pid in family:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8"), re.MULTILINE)
        total += int(found[1]) if found else 0
    return total // 1024
