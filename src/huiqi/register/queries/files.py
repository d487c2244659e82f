"""Evidence files: read by those who see the facts of whose evidence they are."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import QuerySet

from huiqi.kernel.actor import Actor
from huiqi.register.domain.rights import SEE_EVIDENCE
from huiqi.register.models import EvidenceFile
from huiqi.register.queries.looking import note_look
from huiqi.register.queries.reach import CannotSee, within_reach


def evidence_file(actor: Actor, *, id: UUID) -> EvidenceFile:
    """Return what is known of a file; raises CannotSee."""
    found = EvidenceFile.objects.filter(pk=id, organisation__in=within_reach(actor, *SEE_EVIDENCE)).first()
    if found is None:
        raise CannotSee("not_found", what="file", id=id)
    return found


def evidence_content(actor: Actor, *, id: UUID) -> tuple[EvidenceFile, File[bytes]]:
    """Return a file with its content, opened; raises CannotSee."""
    found = evidence_file(actor, id=id)
    note_look(actor, organisations=[found.organisation], names=(), marked={"evidence"})
    opened = default_storage.open(found.stored_as, "rb")
    return found, opened


def evidence_files(actor: Actor, *, ids: Collection[UUID] | QuerySet[Any]) -> list[EvidenceFile]:
    """Return those of some files that the actor may read, to be read at once: the look is noted."""
    seen = EvidenceFile.objects.filter(pk__in=ids, organisation__in=within_reach(actor, *SEE_EVIDENCE))
    found = list(seen.select_related("organisation").order_by("pk"))
    note_look(actor, organisations=[one.organisation for one in found], names=(), marked={"evidence"})
    return found


def opened_evidence(found: EvidenceFile) -> File[bytes]:
    """Return the content of a file that the actor was let in to, opened; raises FileNotFoundError where the storage has lost it."""
    return default_storage.open(found.stored_as, "rb")


def has_content(found: EvidenceFile) -> bool:
    """Return whether the storage still has the content of a file that the actor was let in to."""
    return default_storage.exists(found.stored_as)
