"""Contacts at an organisation, for those who have to speak to it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from huiqi.kernel.actor import Actor
from huiqi.register.domain.rights import SEE_CONTACTS
from huiqi.register.models import Contact
from huiqi.register.queries.looking import note_look
from huiqi.register.queries.reach import CannotSee, within_reach


def contacts(actor: Actor, *, organisation: UUID) -> QuerySet[Contact]:
    """Return the contacts of an organisation that are so now; none where the actor may not see them."""
    place = within_reach(actor, *SEE_CONTACTS).filter(pk=organisation).first()
    if place is None:
        return Contact.objects.none()
    note_look(actor, organisations=[place], names=(), marked={"contacts"})
    return Contact.objects.filter(organisation=place, ended_at=None)


def contact(actor: Actor, *, id: UUID, organisation: UUID | None = None) -> Contact:
    """Return one contact that is so now, of the organisation where one is named; raises CannotSee."""
    rows = Contact.objects.filter(pk=id, organisation__in=within_reach(actor, *SEE_CONTACTS), ended_at=None)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    found = rows.first()
    if found is None:
        raise CannotSee("not_found", what="contact", id=id)
    return found
