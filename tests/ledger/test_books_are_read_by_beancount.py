"""The books as text: beancount reads them, finds every entry balanced and every account at what the ledger keeps."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiqi.kernel.actor import Role
from huiqi.ledger import queries
from huiqi.ledger.models import Transfer
from huiqi.ledger.services import Kind, Step
from tests.cast import SYSTEM, Cast, visit
from tests.ledger.books import Books
from tests.ledger.test_corrections_are_new_transfers import correct

DAY = date(2026, 3, 2)


@pytest.fixture
def kept(books: Books) -> str:
    """Books with a ceiling, a pool, a correction and a cause that tries to break out of its quotes."""
    ceiling, pool = books.line(10_000, kind=Kind.CEILING), books.line(3000, kind=Kind.POOL)
    line, drawing = books.line(5000, ceilings=[ceiling], title=('带"引号"的\n预算', "")), books.line(pool=pool)
    entry = books.step(line, Step.RESERVE, amount="1200.50", cause='claim/"1"\\')
    correct(books, Transfer.objects.get(entry=entry, mirrors=None), "200.50")
    books.step(drawing, Step.RESERVE, Step.COMMIT, Step.OWE, Step.PAY, amount=700)
    return "".join(queries.plain_text(SYSTEM, day=DAY))


def said_by_beancount(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """What beancount says of a text: a program of its own, which the product never imports."""
    file = folder / "books.beancount"
    file.write_text(text, encoding="utf-8")
    check = [sys.executable, "-m", "beancount.scripts.check", str(file)]
    return subprocess.run(check, capture_output=True, text=True, check=False, timeout=300)


def test_beancount_agrees(kept: str, tmp_path: Path) -> None:
    said = said_by_beancount(tmp_path, kept)
    assert (said.returncode, said.stdout + said.stderr) == (0, "")
    assert kept.count(" * ") == 5


def test_a_changed_amount_is_found(kept: str, tmp_path: Path) -> None:
    said = said_by_beancount(tmp_path, kept.replace("700.00 CNY", "701.00 CNY", 1))
    assert said.returncode != 0


def test_auditors_fetch_them_and_a_park_gets_its_own(cast: Cast, books: Books) -> None:
    books.line(100, title=("全区预算", ""))
    Books(cast, cast.south.pk).line(100, title=("南园预算", ""))

    def fetched(place: object) -> str:
        answer = visit(cast.person("审计", (Role.AUDITOR, place))).get(reverse("ledger:books"))
        return b"".join(answer.streaming_content).decode()

    assert "南园预算" in fetched(cast.zone)
    assert "全区预算" not in fetched(cast.south)
    assert "南园预算" not in fetched(cast.north)


def test_the_download_begins_before_an_entry_is_read(cast: Cast, books: Books) -> None:
    books.step(books.line(900), Step.RESERVE, amount=700)
    answer = visit(cast.person("审计", (Role.AUDITOR, cast.zone))).get(reverse("ledger:books"))
    with CaptureQueriesContext(connection) as asked:
        assert next(iter(answer.streaming_content)).startswith(b'option "title"')
    assert not asked.captured_queries


@pytest.mark.django_db(transaction=True)
def test_what_is_booked_meanwhile_is_left_to_the_next_time(books: Books) -> None:
    line = books.line(900)
    books.step(line, Step.RESERVE, amount=100)
    with ThreadPoolExecutor(1) as reader:
        text = queries.plain_text(SYSTEM, day=DAY)
        seen = "".join(reader.submit(list, islice(text, 12)).result())
        books.step(line, Step.RESERVE, amount=200)
        seen += "".join(reader.submit(list, text).result())
        reader.submit(connections.close_all).result()
    assert seen.count("100.00 CNY") == 2 + 1, "an entry, and the balance that it leaves"
    assert "200.00 CNY" not in seen
