"""Published versions of a zone's pack: all of them, what one changed, and in which a policy changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db.models import QuerySet

from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import NotVisible, Words
from huiqi.rulebook.domain.differences import PolicyChanges, differences
from huiqi.rulebook.domain.merging import Line, compare
from huiqi.rulebook.domain.rights import STAFF
from huiqi.rulebook.models import Draft, PackFile, PackVersion
from huiqi.rulebook.queries.books import Book, book_of_version
from huiqi.rulebook.queries.reach import zone_of


class CannotSeeVersion(NotVisible):
    """There is no such version for this actor."""

    messages: ClassVar[dict[str, Words]] = {"not_found": ("没有这个版本。", "there is no such version.")}


@dataclass(frozen=True, slots=True)
class VersionPage:
    """A version, the one it is compared with (none: it is the first), and what differs in words and as text."""

    version: PackVersion
    against: PackVersion | None
    changes: tuple[PolicyChanges, ...]
    lines: tuple[tuple[str, tuple[Line, ...]], ...]
    drafts: tuple[Draft, ...]


def published_versions(actor: Actor) -> QuerySet[PackVersion]:
    """Return the versions of the actor's zone, the last first."""
    if not actor.is_system and not actor.holds(*STAFF):
        return PackVersion.objects.none()
    return PackVersion.objects.filter(zone=zone_of(actor)).order_by("-number")


def version_page(actor: Actor, *, number: int, against: int | None, day: date) -> VersionPage:
    """Return a version and what differs from another, from the one before where none is named. Raises CannotSeeVersion."""
    rows = published_versions(actor)
    version = rows.filter(number=number).first()
    other = rows.filter(number=number - 1 if against is None else against).first()
    if version is None or (against is not None and other is None):
        raise CannotSeeVersion("not_found")
    new, old = book_of_version(version), book_of_version(other) if other else None
    return VersionPage(
        version=version,
        against=other,
        changes=differences(old.engine.checked, new.engine.checked, day) if old else (),
        lines=tuple(text_changes(old, new)) if old else (),
        drafts=tuple(Draft.objects.filter(version=version).order_by("started_at")),
    )


def text_changes(old: Book, new: Book) -> list[tuple[str, tuple[Line, ...]]]:
    """Return the files that differ, each with its lines; a sheet that is no text is named alone."""
    found = []
    for path in sorted({*old.files, *new.files}):
        before, after = old.files.get(path, b""), new.files.get(path, b"")
        if before != after:
            found.append((path, compare(before.decode(errors="replace"), after.decode(errors="replace"))))
    return found


def versions_of_policy(actor: Actor, *, zone: UUID, path: str) -> tuple[PackVersion, ...]:
    """Return the versions in which the file of a policy changed, the last first."""
    rows = PackFile.objects.filter(version__zone=zone, path=path, version__in=published_versions(actor))
    changed: list[PackVersion] = []
    before = ""
    for row in rows.select_related("version").order_by("version__number"):
        if row.content_id != before:
            changed.append(row.version)
        before = row.content_id
    return tuple(reversed(changed))
