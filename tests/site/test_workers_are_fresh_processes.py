"""Whoever answers is a process of its own start: a forked one hung on its first PDF file where its parent had set one."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator

import granian
import pytest

from huiqi.site.commands.serve import listen


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    before = multiprocessing.get_start_method()
    yield
    multiprocessing.set_start_method(before, force=True)


def test_server_starts_workers_without_forking(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []

    class Server:
        def __init__(self, target: str, **named: object) -> None:
            self.target = target

        def serve(self) -> None:
            started.append((self.target, multiprocessing.get_start_method()))

    monkeypatch.setattr(granian, "Granian", Server)
    multiprocessing.set_start_method("fork", force=True)
    listen("127.0.0.1", 8000, workers=2)
    assert started == [("huiqi.site.wsgi:warmed", "spawn")]
