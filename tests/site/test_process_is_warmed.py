"""A process does beforehand what its first page would wait for; what is in the way of that is written down, and no more."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import OperationalError
from django.template import engines

from huiqi.kernel.clock import read_clock
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook import services
from huiqi.rulebook.queries import books
from huiqi.site import warming
from huiqi_rules.packs import bundled_folder
from tests.cast import NOW, SYSTEM, Cast


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("HUIQI_DATA", str(tmp_path))
    books.BOOKS.clear()
    yield
    books.BOOKS.clear()
    gc.unfreeze()


def test_first_page_finds_rules_and_templates_ready(cast: Cast, django_assert_num_queries) -> None:
    services.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "ganzhou", actor=SYSTEM, now=NOW)
    books.BOOKS.clear()
    warming.warm()
    assert gc.get_freeze_count() > 0
    with django_assert_num_queries(1):
        book = rulebook.current_book(zone=cast.zone.pk, now=read_clock())
    assert rulebook.calculate(book, day=date(2026, 3, 2), facts={}).offers
    loader = engines["django"].engine.template_loaders[0]
    assert any("portrait.html" in str(key) for key in loader.get_template_cache)


def test_process_without_published_rules_is_warmed(cast: Cast) -> None:
    warming.warm()
    assert gc.get_freeze_count() > 0


def test_what_is_in_the_way_is_written_down(monkeypatch: pytest.MonkeyPatch, caplog) -> None:
    def gone() -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(warming, "compile_rules", gone)
    monkeypatch.setattr(warming.connection, "close", lambda: None)
    with caplog.at_level(logging.WARNING):
        warming.warm_apart()
    assert "starts cold" in caplog.text
