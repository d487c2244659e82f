"""Filing: the whole pack of each finished claim goes into the archive once as it stands, and can be verified by its hash ever after."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, ClassVar, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from huiqi.casework import queries
from huiqi.casework.domain.claims.archive import FINISHED, Retention, last_day
from huiqi.casework.domain.claims.rights import FILE_RECORDS, OPEN_RECORDS
from huiqi.casework.domain.packs import layout
from huiqi.casework.domain.packs.checking import verify
from huiqi.casework.domain.packs.opening import CannotOpen
from huiqi.casework.models import ArchiveRecord, Claim
from huiqi.casework.queries import packs
from huiqi.casework.queries.claims import archive as known
from huiqi.casework.services.claims.writing_packs import write_pack
from huiqi.kernel import audit, jobs
from huiqi.kernel.actor import Actor, system
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.kernel.jobs import Progress
from huiqi.kernel.models import Job
from huiqi.register import queries as register

KIND: Final = "casework.filing"
# A record is whole, whoever files it; who may open it is asked then.
_ARCHIVE: Final = system("archive")
_PIECE: Final = 1 << 20


class CannotFile(Cannot):
    """The records cannot be filed or opened like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": ("{actor}无权在这里这样做。", "{actor} may not do this here."),
        "nothing": ("没有办结而未归档的事项。", "nothing is finished and not filed yet."),
        "gone": (
            "档案文件不在了：{number}。请管理员从备份恢复。",
            "the file of {number} is gone: have it restored from a backup.",
        ),
    }


@dataclass(frozen=True, slots=True)
class Proof:
    """What verifying a record found: nothing, or everything that does not hold, in both languages."""

    files: int
    problems: tuple[tuple[str, str], ...]


@transaction.atomic
def start_filing(*, round: UUID, retention: Retention, actor: Actor, now: datetime) -> Job:
    """Ask for the finished claims of a round to be filed; a worker does it. Raises CannotFile, CannotSeeClaim."""
    made = queries.round_of(actor, id=round)
    allowed(made.scope_id, actor=actor)
    if not known.to_file(made).exists():
        raise CannotFile("nothing")
    job = jobs.open_job(
        kind=KIND, title=(f"归档 {made.zh} {made.day}", f"Filing {made.en} {made.day}"), actor=actor, now=now
    )
    jobs.put_into_queue(
        "huiqi.casework.tasks.file_round",
        round=str(round), retention=retention.value, job=str(job.pk), person=str(actor.person),
    )  # fmt: skip
    return job


def file_round(*, id: UUID, retention: Retention, actor: Actor, now: datetime, progress: Progress | None = None) -> int:
    """File the finished claims of a round, each whole or not at all; one that stopped in between goes on. Return how many were filed."""
    made = queries.round_of(actor, id=id)
    allowed(made.scope_id, actor=actor)
    ids = list(known.to_file(made).values_list("pk", flat=True))
    count = 0
    for done, key in enumerate(ids, start=1):
        count += file_claim(id=key, retention=retention, actor=actor, now=now) is not None
        if progress is not None:
            progress(done, len(ids))
    return count


@transaction.atomic
def file_claim(*, id: UUID, retention: Retention, actor: Actor, now: datetime) -> ArchiveRecord | None:
    """File the pack of a finished claim as it stands; None where it is filed already or goes on. Raises CannotReadSnapshot."""
    claim = Claim.objects.select_for_update(of=("self",), no_key=True).select_related("round").get(pk=id)
    is_filed = ArchiveRecord.objects.filter(claim=claim, version=claim.version).exists()
    if is_filed or claim.state not in {state.value for state in FINISHED}:
        return None
    with tempfile.TemporaryFile(prefix="huiqi-filing-") as packed:
        digest = write_pack(packs.sight_of_claim(_ARCHIVE, id=id), packed, now=now)
        record = record_of(claim, packed, manifest=digest, retention=retention, actor=actor, now=now)
        put_away(known.file_of(record), packed)
    record.save(force_insert=True)
    audit.record(
        "casework.archive.filed",
        actor=actor, subject_kind="archive", subject=record.pk, organisation=claim.round.scope_id, now=now,
        after={"number": record.number, "claim": claim.pk, "sha256": record.sha256, "manifest": digest},
    )  # fmt: skip
    return record


def record_of(
    claim: Claim, packed: IO[bytes], *, manifest: str, retention: Retention, actor: Actor, now: datetime
) -> ArchiveRecord:
    """Return the row of a claim's pack, under the next number of its zone and year."""
    audit.locked_head()
    zone, day = claim.round.zone_id, day_in_china(now)
    last = ArchiveRecord.objects.filter(zone=zone, year=day.year).aggregate(last=Max("serial"))["last"] or 0
    return ArchiveRecord(
        id=new_id(now), zone_id=zone, claim=claim, version=claim.version, year=day.year, serial=last + 1,
        number=f"DF-{day.year}-{last + 1:06d}", name=claim.name, credit_code=claim.credit_code, zh=claim.round.zh,
        en=claim.round.en, amount=claim.amount, state=claim.state, keep_years=retention.years,
        keep_until=last_day(day, retention.years), sha256=hash_of(packed), manifest=manifest,
        size_bytes=packed.seek(0, os.SEEK_END), index=index_of(packed), filed_at=now, filed_by=actor.person, filed_by_name=actor.name,
    )  # fmt: skip


def hash_of(file: IO[bytes]) -> str:
    """Return the SHA-256 of a file."""
    file.seek(0)
    found, chunk = sha256(), b"-"
    while chunk:
        chunk = file.read(_PIECE)
        found.update(chunk)
    return found.hexdigest()


def index_of(file: IO[bytes]) -> list[list[object]]:
    """Return what is in a pack, by its manifest: names, bytes, hashes."""
    with zipfile.ZipFile(file) as packed:
        files = json.loads(packed.read(layout.MANIFEST))["files"]
    return [[name, said["bytes"], said["sha256"]] for name, said in sorted(files.items())]


def put_away(path: Path, content: IO[bytes]) -> None:
    """Write a file so that it is there whole or not at all, and for reading alone.

    One that is there already was left by a filing whose row was rolled back: nothing names it, so it gives way.
    """
    content.seek(0)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".part")
    aside.unlink(missing_ok=True)
    with aside.open("xb") as file:
        shutil.copyfileobj(content, file)
        file.flush()
        os.fsync(file.fileno())
    aside.chmod(0o440)
    aside.replace(path)


def verify_record(*, id: UUID, actor: Actor, now: datetime) -> Proof:
    """Verify a record by its hashes and its content; that it was done, and what was found, is written down. Raises CannotSeeRecord."""
    record = known.archive_record(actor, id=id)
    path = known.file_of(record)
    problems: list[tuple[str, str]] = []
    files = 0
    if not path.is_file():
        problems.append(("档案文件不在了", "the file is gone"))
    else:
        with path.open("rb") as file:
            if hash_of(file) != record.sha256:
                problems.append(("文件的SHA-256与归档时不同", "the file has another SHA-256 than when it was filed"))
        try:
            found = verify(path, kept=record.manifest)
            files = found.files
            problems += [(one.said(english=False), one.said(english=True)) for one in found.problems]
        except CannotOpen as error:
            problems.append((error.said(english=False), error.said(english=True)))
    with transaction.atomic():
        audit.record(
            "casework.archive.verified",
            actor=actor, subject_kind="archive", subject=record.pk, organisation=record.claim.round.scope_id, now=now,
            after={"number": record.number, "problems": len(problems)},
        )  # fmt: skip
    return Proof(files, tuple(problems))


def open_record(*, id: UUID, actor: Actor, now: datetime) -> tuple[str, IO[bytes]]:
    """Return the name and the open file of a record for those who may see all of it; raises CannotFile, CannotSeeRecord."""
    record = known.archive_record(actor, id=id)
    scope = record.claim.round.scope_id
    if not register.within_reach(actor, *OPEN_RECORDS).filter(pk=scope).exists():
        raise CannotFile("not_allowed", actor=actor.name)
    register.note_look(actor, organisations=[record.claim.company], names=(), marked={"archive", "bank_account"})
    try:
        file = known.file_of(record).open("rb")
    except FileNotFoundError as error:
        raise CannotFile("gone", number=record.number) from error
    with transaction.atomic():
        audit.record(
            "casework.archive.opened",
            actor=actor, subject_kind="archive", subject=record.pk, organisation=scope, now=now,
            after={"number": record.number},
        )  # fmt: skip
    return f"{record.number}.zip", file


def allowed(scope: UUID, *, actor: Actor) -> None:
    """Refuse one who does not file the records of a place; raises CannotFile."""
    if not register.within_reach(actor, *FILE_RECORDS).filter(pk=scope).exists():
        raise CannotFile("not_allowed", actor=actor.name)
