"""Published versions of a zone's pack: a new one is added in one transaction, none is ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from django.db import connection, transaction

from huiqi.kernel import audit, events
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.rulebook.domain.pack_files import Files, digest_of, digest_of_all, files_of
from huiqi.rulebook.domain.reading import CannotRead, laid_out, read_folder
from huiqi.rulebook.models import Content, PackFile, PackVersion
from huiqi.rulebook.services.cataloguing import catalogue
from huiqi_rules.packs import load_pack

# One publication for a zone at a time: the lock is the transaction's.
_LOCK = "select pg_advisory_xact_lock(hashtextextended('rulebook ' || %s, 0))"


class CannotInstall(Cannot):
    """A pack cannot be put into the store like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": (
            "规则包只能由系统安装；政策的发布须经发布前审查。",
            "packs are installed by the system alone; a policy is published through the gate.",
        ),
    }


@transaction.atomic
def install_pack(*, zone: UUID, folder: Path, actor: Actor, now: datetime) -> PackVersion:
    """Put a pack folder, with the packs it needs, into the store as the zone's published pack; the same files again change nothing.

    Raises CannotInstall for anybody but the system, and CannotRead with all findings.
    """
    if not actor.is_system:
        raise CannotInstall("not_allowed")
    found = load_pack(folder).findings
    if found.errors:
        raise CannotRead("errors", tuple(found.items), count=len(found.errors), first=found.errors[0])
    lock_zone(zone)
    return add_version(zone=zone, pack=folder.resolve().name, files=files_of(folder), note="", actor=actor, now=now)


def lock_zone(zone: UUID) -> None:
    """Keep others from publishing for the zone until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [str(zone)])


def latest_version(zone: UUID) -> PackVersion | None:
    """Return the zone's latest version; only under its lock may the next one be built on it."""
    return PackVersion.objects.filter(zone=zone).order_by("-number").first()


def add_version(*, zone: UUID, pack: str, files: Files, note: str, actor: Actor, now: datetime) -> PackVersion:
    """Add a version under the zone's lock; the latest one where nothing differs. Raises CannotRead with all findings."""
    with laid_out(files) as place:
        read = read_folder(place, pack)
        read.engine()
    digests = {path: digest_of(content) for path, content in files.items()}
    last = latest_version(zone)
    if last is not None and (last.pack, last.digest) == (pack, digest_of_all(digests)):
        return last
    added = PackVersion.objects.create(
        id=new_id(now),
        zone=zone,
        pack=pack,
        number=last.number + 1 if last else 1,
        hash=read.loaded.rulebook.hash,
        digest=digest_of_all(digests),
        note=note,
        published_at=now,
        published_by=actor.person,
        published_by_name=actor.name,
    )
    keep(added, files, digests)
    catalogue(added, read.loaded, now=now)
    audit.record(
        "rulebook.pack.published",
        actor=actor, subject_kind="pack_version", subject=added.pk, organisation=zone, now=now,
        before={"number": last.number, "hash": last.hash} if last else None,
        after={"pack": pack, "number": added.number, "hash": added.hash, "digest": added.digest, "note": note},
    )  # fmt: skip
    events.announce("rulebook.pack.published", zone=zone, hash=added.hash, before=last.hash if last else None)
    return added


def keep(version: PackVersion, files: Files, digests: Mapping[str, str]) -> None:
    """Add the files of a version; contents that are there already are not written again."""
    contents = [Content(digest=digests[path], content=content) for path, content in files.items()]
    Content.objects.bulk_create(contents, ignore_conflicts=True, batch_size=500)
    rows = [PackFile(version=version, path=path, content_id=digest) for path, digest in sorted(digests.items())]
    PackFile.objects.bulk_create(rows, batch_size=1000)
