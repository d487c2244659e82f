"""Issuing the compendium: what is handed out is kept as it was, with the number of printed copies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id
from huiqi.rulebook.domain.pack_files import digest_of
from huiqi.rulebook.domain.rights import DRAFT
from huiqi.rulebook.models import Content, Edition, PackVersion
from huiqi.rulebook.services.allowing import allowed


@dataclass(frozen=True, slots=True)
class Issue:
    """What is issued: its title, the file, the day and number of its policies, the number of the version that they come from.

    `copies` are those that are printed; None where that is not known.
    """

    title: str
    file: bytes
    day: date
    policies: int
    version: int
    copies: int | None = None


@transaction.atomic
def issue_edition(*, zone: UUID, issue: Issue, actor: Actor, now: datetime) -> Edition:
    """Keep an edition of the zone's compendium for good; raises CannotChange("not_allowed")."""
    allowed(zone, actor=actor, roles=DRAFT)
    digest = digest_of(issue.file)
    Content.objects.bulk_create([Content(digest=digest, content=issue.file)], ignore_conflicts=True)
    edition = Edition.objects.create(
        id=new_id(now),
        zone=zone,
        title=issue.title,
        day=issue.day,
        policies=issue.policies,
        version=PackVersion.objects.get(zone=zone, number=issue.version),
        copies=issue.copies,
        content_id=digest,
        issued_at=now,
        issued_by=actor.person,
        issued_by_name=actor.name,
    )
    audit.record(
        "rulebook.edition.issued",
        actor=actor, subject_kind="edition", subject=edition.pk, organisation=zone, now=now,
        after={"title": issue.title, "day": f"{issue.day}", "policies": issue.policies, "copies": issue.copies, "digest": digest},
    )  # fmt: skip
    return edition
