"""Audit packs: all of a claim or of a round in one file; that somebody took one is an act, with the hash of its manifest."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, ClassVar, Final
from uuid import UUID

from django.db import transaction

from huiqi.casework.queries import packs
from huiqi.casework.services.claims.writing_packs import write_pack
from huiqi.kernel import audit, jobs, looks
from huiqi.kernel.actor import Actor
from huiqi.kernel.environment import data_folder
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.jobs import Progress
from huiqi.kernel.models import Job
from huiqi.kernel.moments import one_moment

KIND: Final = "casework.pack"
# A pack can be made again at any time: its file is kept so long.
KEPT: Final = timedelta(days=30)
# What is being made; nobody is at it any more after so long.
PART: Final = ".part"
LEFT: Final = timedelta(days=1)


class CannotPack(Cannot):
    """The pack cannot be made just now."""

    messages: ClassVar[Mapping[str, Words]] = {
        "gone": ("审计包文件已经不在，请重新打包。", "the file of the pack is gone: make it again."),
        "not_done": ("审计包还没有做好。", "the pack is not done yet."),
    }


def pack_claim(*, id: UUID, actor: Actor, now: datetime) -> tuple[str, IO[bytes]]:
    """Return the name and the open file of the pack of one claim; the file has no name and goes when it is closed.

    Raises CannotSeeClaim, CannotReadSnapshot.
    """
    # Handed on to whoever sends it.
    file = tempfile.TemporaryFile(prefix="huiqi-pack-")  # noqa: SIM115
    try:
        with one_moment():
            sight = packs.sight_of_claim(actor, id=id)
            digest = write_pack(sight, file, now=now)
        settle(sight, digest, subject=("claim", id), actor=actor, now=now)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return f"audit-{sight.round.clause}-{id.hex[-8:]}.zip", file


@transaction.atomic
def start_round_pack(*, id: UUID, actor: Actor, now: datetime) -> Job:
    """Ask for the pack of a round; a worker makes it. Raises CannotSeeClaim."""
    made = packs.sight_of_round(actor, id=id).round
    job = jobs.open_job(
        kind=KIND, title=(f"审计包 {made.zh} {made.day}", f"Audit pack {made.en} {made.day}"), actor=actor, now=now
    )
    jobs.put_into_queue(
        "huiqi.casework.tasks.make_round_pack", round=str(id), job=str(job.pk), person=str(actor.person)
    )
    return job


def make_round_pack(*, id: UUID, job: UUID, actor: Actor, now: datetime, progress: Progress | None = None) -> Path:
    """Make the pack of a round as the file of a job; it is there whole or not at all. Raises CannotSeeClaim, CannotReadSnapshot."""
    path = path_of(job)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(PART)
    try:
        with part.open("w+b") as file:
            with looks.kept("audit pack"), one_moment():
                sight = packs.sight_of_round(actor, id=id)
                digest = write_pack(sight, file, now=now, progress=progress)
            file.flush()
            os.fsync(file.fileno())
        settle(sight, digest, subject=("round", id), actor=actor, now=now)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def pack_file(*, job: UUID, actor: Actor) -> tuple[str, IO[bytes]]:
    """Return the name and the open file of a pack that the actor asked for; raises CannotSeeJob, CannotPack."""
    found = jobs.job_of(actor, id=job)
    if found.kind != KIND:
        raise jobs.CannotSeeJob("not_found")
    if found.state != Job.State.DONE:
        raise CannotPack("not_done")
    try:
        return f"audit-{found.pk}.zip", path_of(job).open("rb")
    except FileNotFoundError as error:
        raise CannotPack("gone") from error


def remove_old_packs(*, now: datetime) -> int:
    """Remove the files of packs that nobody took for long, and what a killed worker left half done; return how many.

    What is filed in the archive lies elsewhere and stays.
    """
    count = 0
    for path in sorted((data_folder() / "packs").glob("*")):
        kept = LEFT if path.suffix == PART else KEPT
        if path.stat().st_mtime < (now - kept).timestamp():
            path.unlink(missing_ok=True)
            count += 1
    return count


@transaction.atomic
def settle(sight: packs.Sight, digest: str, *, subject: tuple[str, UUID], actor: Actor, now: datetime) -> None:
    """Write down that a pack was made, and by which hash it can be known again."""
    kind, key = subject
    audit.record(
        "casework.audit_pack.made",
        actor=actor, subject_kind=kind, subject=key, organisation=sight.round.scope_id, now=now,
        after={"manifest": digest, "claims": sight.count},
    )  # fmt: skip


def path_of(job: UUID) -> Path:
    """Return where the pack that a job made lies."""
    return data_folder() / "packs" / f"{job}.zip"
