"""The PDF of a notice is made once, by the worker when it is posted: readers get what lies there, and the same bytes."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huiqi.casework import services, tasks
from huiqi.kernel.clock import read_clock
from huiqi.ui import pdf
from tests.casework.claims.made import Crew
from tests.cast import visit


@pytest.fixture
def posted(crew: Crew) -> str:
    """The address of a notice that the worker has set."""
    made = crew.approved(crew.round())
    notice = services.post(round=made.pk, actor=crew.officer, now=read_clock())
    asked = ProcrastinateJob.objects.get(task_name="huiqi.casework.tasks.set_notice")
    tasks.set_notice(**asked.args)
    return f"/casework/notices/{notice.pk}/pdf"


@pytest.fixture
def nobody_sets(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """What makes it an error to set a PDF from now on."""

    def refuse(*_: object, **__: object) -> bytes:
        raise AssertionError("it was set already")

    return lambda: monkeypatch.setattr(pdf, "pdf_here", refuse)


def test_readers_of_both_languages_get_what_was_set(crew: Crew, posted: str, nobody_sets: Callable[[], None]) -> None:
    nobody_sets()
    client = visit(crew.officer)
    first = client.get(posted).content
    client.cookies["django_language"] = "en"
    second = client.get(posted).content
    assert first[:4] == second[:4] == b"%PDF"
    assert first != second


def test_a_long_one_is_set_in_a_process_of_its_own(
    crew: Crew, posted: str, nobody_sets: Callable[[], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    client = visit(crew.officer)
    here = client.get(posted).content
    for path in (tmp_path / "pdf").iterdir():
        path.unlink()
    monkeypatch.setattr(pdf, "_LARGE_CHARACTERS", 0)
    nobody_sets()
    assert client.get(posted).content == here


def test_what_changes_is_set_anew(crew: Crew, posted: str) -> None:
    client = visit(crew.officer)
    before = client.get(posted).content
    crew.cast.zone.name = "改名高新区"
    crew.cast.zone.save()
    assert client.get(posted).content != before


def test_what_nobody_asks_for_is_removed(crew: Crew, posted: str, tmp_path: Path) -> None:
    kept = sorted((tmp_path / "pdf").glob("*.pdf"))
    assert len(kept) == 2
    long_ago = (read_clock() - timedelta(days=40)).timestamp()
    os.utime(kept[0], (long_ago, long_ago))
    assert pdf.remove_old(now=read_clock()) == 1
    assert sorted((tmp_path / "pdf").glob("*")) == kept[1:]


def test_one_that_was_over_before_needs_none(crew: Crew, nobody_sets: Callable[[], None]) -> None:
    made = crew.approved(crew.round())
    services.post(round=made.pk, actor=crew.officer, now=read_clock() - timedelta(days=60))
    asked = ProcrastinateJob.objects.get(task_name="huiqi.casework.tasks.set_notice")
    nobody_sets()
    tasks.set_notice(**asked.args)
    assert not [*(Path(os.environ["HUIQI_DATA"]) / "pdf").glob("*")]
