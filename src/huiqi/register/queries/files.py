"""Evidence files: read by those who see the facts of whose evidence they are."""

from __future__ import annotations

from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage

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
