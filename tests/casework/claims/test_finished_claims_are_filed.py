"""Finished claims go into the archive: whole, once as they stand, under a number; verified by hash, never changed."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.db import DatabaseError, connection, transaction

from huiqi.casework import services, tasks
from huiqi.casework.domain.claims.archive import Retention
from huiqi.casework.models import ArchiveRecord, Round
from huiqi.casework.queries.claims.archive import file_of, to_file
from huiqi.casework.services import CannotFile
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.models import Job
from tests.casework.claims.conftest import Desk
from tests.casework.claims.made import PASSED, Crew, claims
from tests.casework.claims.packed import paid_round
from tests.casework.claims.test_claims_are_paid import result_of, take
from tests.cast import visit


@pytest.fixture
def made(desk: Desk, crew: Crew) -> Round:
    return paid_round(desk, crew)


@pytest.fixture
def auditor(crew: Crew) -> Actor:
    return crew.cast.person("审计员", (Role.AUDITOR, crew.cast.zone))


def filed(crew: Crew, made: Round, retention: Retention = Retention.THIRTY) -> list[ArchiveRecord]:
    """The records of a round after the worker filed it."""
    job = services.start_filing(round=made.pk, retention=retention, actor=crew.officer, now=PASSED)
    tasks.file_round(round=str(made.pk), retention=retention.value, job=str(job.pk), person=str(crew.officer.person))
    assert Job.objects.get(pk=job.pk).state == "done"
    return list(ArchiveRecord.objects.order_by("serial"))


def test_what_is_finished_is_filed_and_what_goes_on_is_not(crew: Crew, made: Round) -> None:
    (record,) = filed(crew, made, Retention.TEN)
    assert record.claim == claims(made, "paid")[0], "the failed one goes on"
    assert record.number == f"DF-{record.filed_at.year}-000001"
    assert (record.keep_years, record.keep_until.year, record.keep_until.month) == (10, record.year + 10, 12)
    assert {"about.json", "index.html", "trail.jsonl"} <= {name for name, _, _ in record.index}
    with pytest.raises(CannotFile) as refused:
        services.start_filing(round=made.pk, retention=Retention.TEN, actor=crew.officer, now=PASSED)
    assert refused.value.code == "nothing"
    assert services.file_claim(id=record.claim_id, retention=Retention.EVER, actor=crew.officer, now=PASSED) is None


def test_what_goes_on_after_it_was_filed_is_filed_anew_beside_it(crew: Crew, made: Round) -> None:
    (first,) = filed(crew, made)
    reference = first.claim.payments.get().reference
    take(crew, result_of((reference, first.amount, "退票", "销户")))
    batch = services.make_batch(zone=crew.cast.zone.pk, claims=[first.claim_id], actor=crew.maker, now=PASSED)
    services.check_batch(id=batch.pk, actor=crew.checker, now=PASSED)
    services.send_batch(id=batch.pk, fixed=False, actor=crew.maker, now=PASSED)
    take(crew, result_of((batch.payments.get().reference, first.amount, "成功", "")))
    both = filed(crew, made)
    assert [one.serial for one in both] == [1, 2]
    assert both[0].sha256 != both[1].sha256


def test_a_record_verifies_and_gives_away_every_change(crew: Crew, made: Round, auditor: Actor) -> None:
    (record,) = filed(crew, made)
    proof = services.verify_record(id=record.pk, actor=auditor, now=PASSED)
    assert proof.problems == ()
    assert proof.files > 5
    path = file_of(record)
    assert path.stat().st_mode & 0o777 == 0o440, "for reading alone"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o640)
    path.write_bytes(content)
    client = visit(auditor)
    address = f"/casework/archive/{record.pk}"
    assert "文件的SHA-256与归档时不同" in client.post(address).content.decode()
    path.unlink()
    assert "档案文件不在了" in client.post(address).content.decode()
    assert client.get(f"{address}/file").status_code == 302


def test_the_database_refuses_to_change_a_record(crew: Crew, made: Round) -> None:
    filed(crew, made)
    for change in ("update casework_archiverecord set sha256 = ''", "delete from casework_archiverecord", "truncate casework_archiverecord"):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    assert ArchiveRecord.objects.get().sha256


def test_the_file_is_whole_and_for_those_who_may_see_all(crew: Crew, made: Round, auditor: Actor) -> None:
    (record,) = filed(crew, made)
    address = f"/casework/archive/{record.pk}/file"
    assert visit(crew.officer).get(address).status_code == 403
    content = b"".join(visit(auditor).get(address).streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        (claim,) = [json.loads(line) for line in packed.read("claims/00001.jsonl").splitlines()]
    assert not any(fact["withheld"] for fact in claim["facts"])
    assert claim["account"]["number"] == "6222000000001234"


def test_pages_of_the_archive(crew: Crew, made: Round) -> None:
    officer = visit(crew.officer)
    answer = officer.post(f"/casework/rounds/{made.pk}/file", {"retention": "ever"})
    assert answer.status_code == 302
    assert officer.get(answer.url).status_code == 200
    tasks.file_round(
        round=str(made.pk), retention="ever", job=answer.url.rsplit("/", 1)[1], person=str(crew.officer.person)
    )
    record = ArchiveRecord.objects.get()
    assert record.keep_until is None
    assert record.number in officer.get("/casework/archive", {"q": record.name}).content.decode()
    page = officer.get(f"/casework/archive/{record.pk}").content.decode()
    assert record.sha256 in page
    assert "claims/00001.jsonl" in page
    assert visit(crew.maker).get(f"/casework/rounds/{made.pk}/file").status_code == 403
    assert to_file(made).count() == 0
