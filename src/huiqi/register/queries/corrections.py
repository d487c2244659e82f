"""Corrections that companies ask for: seen by the company and by the officers of the place."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from huiqi.kernel.actor import Actor
from huiqi.register.domain.rights import SEE_EVIDENCE
from huiqi.register.models import Correction
from huiqi.register.queries.reach import CannotSee, within_reach


def corrections(actor: Actor, *, organisation: UUID | None = None) -> QuerySet[Correction]:
    """Return what was asked for, of all organisations within reach or of one; with the subject's organisation and the file."""
    found = Correction.objects.filter(subject__organisation__in=within_reach(actor, *SEE_EVIDENCE))
    if organisation is not None:
        found = found.filter(subject__organisation=organisation)
    return found.select_related("subject__organisation", "evidence")


def correction(actor: Actor, *, id: UUID) -> Correction:
    """Return one; raises CannotSee."""
    found = corrections(actor).filter(pk=id).first()
    if found is None:
        raise CannotSee("not_found", what="correction", id=id)
    return found
