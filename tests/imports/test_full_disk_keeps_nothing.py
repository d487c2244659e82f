"""A disk that is full while a sheet comes in: a page that says so, no file and no row of it, and it goes on when there is room."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from django.urls import reverse

from huiqi.imports import services, tasks
from huiqi.imports.models import SheetFile, SheetImport
from huiqi.imports.services import receiving
from huiqi.kernel.clock import read_clock
from huiqi.kernel.models import Job
from tests.cast import NORTH_CODE, visit
from tests.imports.desk import HEADER, Desk, workbook

ROWS = (HEADER, (NORTH_CODE, "重庆长安科技有限公司", 120, "30万元"))


class SmallDisk(FileSystemStorage):
    """A folder with room for so many bytes: like a real disk, it keeps what was written before it was full."""

    room = 1000

    def _save(self, name: str, content: File[bytes]) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = content.read()
        path.write_bytes(whole[: self.room])
        if len(whole) > self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return name


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallDisk:
    found = SmallDisk(location=tmp_path / "files")
    monkeypatch.setattr(receiving, "default_storage", found)
    return found


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def files(disk: SmallDisk) -> list[Path]:
    return [one for one in Path(disk.location).rglob("*") if one.is_file()]


def sent(client: Client, desk: Desk) -> object:
    client.raise_request_exception = False
    file = SimpleUploadedFile("年报.xlsx", workbook(ROWS))
    return client.post(reverse("imports:new"), {"place": str(desk.cast.zone.pk), "source": "年报", "file": file})


def test_a_sheet_that_does_not_fit_leaves_nothing(desk: Desk, disk: SmallDisk) -> None:
    client = visit(desk.officer)
    answer = sent(client, desk)
    assert answer.status_code == 503
    assert "磁盘已满" in answer.content.decode()
    assert files(disk) == []
    assert not SheetImport.objects.exists()
    assert not SheetFile.objects.exists()
    disk.room = 1_000_000
    assert sent(client, desk).status_code == 302
    assert len(files(disk)) == SheetImport.objects.count() == 1


def test_an_upload_that_does_not_fit_is_taken_away_at_once(
    desk: Desk, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visit(desk.officer)
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", full)
    answer = sent(client, desk)
    assert (answer.status_code, list(tmp_path.iterdir())) == (503, [])
    assert not SheetImport.objects.exists()


def test_work_that_found_the_disk_full_says_so_to_its_owner(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    found = desk.receive(workbook(ROWS))
    desk.say(found)
    job = services.start_work(sheet=found.pk, work="check", actor=desk.officer, now=read_clock())
    monkeypatch.setitem(tasks._WORK, "check", full)  # what the task calls
    with pytest.raises(OSError, match="No space"):
        tasks.work(job=str(job.pk), sheet=str(found.pk), work="check", person=str(desk.officer.person))
    kept = Job.objects.get(pk=job.pk)
    assert (kept.state, "磁盘已满" in kept.problem, "disk is full" in kept.problem) == ("failed", True, True)
