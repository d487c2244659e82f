"""Organisations: added, renamed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id
from huiqi.register.domain import credit_code as codes
from huiqi.register.domain import names
from huiqi.register.domain.rights import KEEP_REGISTER, KEEP_TREE, keepers
from huiqi.register.models import FormerName, Organisation, Subject
from huiqi.register.services.allowing import CannotKeep, allowed, tidy
from huiqi.register.services.searching import index_organisations
from huiqi.register.services.standing import refresh


@transaction.atomic
def add_organisation(
    *, kind: str, name: str, actor: Actor, now: datetime, parent: UUID | None = None, credit_code: str = ""
) -> Organisation:
    """Add a zone (the system alone does), or what is in one; raises CannotKeep, CannotReadCode."""
    above = allowed_parent(kind, parent, actor=actor)
    code = codes.read(credit_code) if credit_code else None
    if kind == Organisation.Kind.COMPANY and code is None:
        raise CannotKeep("code_missing")
    holder = Organisation.objects.filter(credit_code=code).first() if code else None
    if holder is not None and above is not None and holder.kind == kind and is_taken_out(holder):
        return taken_back(holder, name, above, actor=actor, now=now)
    if holder is not None:
        raise CannotKeep("code_taken", code=code, name=(holder.merged_into or holder).name)
    added = Organisation(id=new_id(now), kind=kind, parent=above, credit_code=code, added_at=now)
    added.within = [*(above.within if above else ()), added.pk]
    call(added, name)
    try:
        with transaction.atomic():
            added.save(force_insert=True)
    except IntegrityError as error:
        # Somebody added the same code between the look and the write.
        raise CannotKeep("code_taken", code=code, name=name) from error
    Subject.objects.create(id=added.pk, kind=kind, organisation=added)
    index_organisations([added.pk])
    after = {"kind": kind, "name": added.name, "credit_code": code, "parent": above.pk if above else None}
    audit.record(
        "register.organisation.added",
        actor=actor, subject_kind=kind, subject=added.pk, organisation=added.pk, now=now, after=after,
    )  # fmt: skip
    return added


@transaction.atomic
def rename_organisation(*, id: UUID, name: str, actor: Actor, now: datetime) -> Organisation:
    """Give a new name and keep the old one to be found by; raises CannotKeep."""
    renamed = allowed(id, actor=actor, roles=(*KEEP_REGISTER, *KEEP_TREE))
    allowed(id, actor=actor, roles=keepers(renamed.kind))
    before = renamed.name
    call(renamed, name)
    if renamed.name == before:
        raise CannotKeep("same_name", name=before)
    renamed.save(update_fields=("name", "name_key", "name_initials"))
    FormerName.objects.create(organisation=renamed, name=before, until=now)
    index_organisations([id])
    audit.record(
        "register.organisation.renamed",
        actor=actor, subject_kind=renamed.kind, subject=id, organisation=id, now=now,
        before={"name": before}, after={"name": renamed.name},
    )  # fmt: skip
    return renamed


def is_taken_out(organisation: Organisation) -> bool:
    """Return whether an organisation was taken out of the register, and not merged into another."""
    return organisation.gone_at is not None and organisation.merged_into_id is None


def taken_back(
    organisation: Organisation, name: str, above: Organisation, *, actor: Actor, now: datetime
) -> Organisation:
    """Put what was taken out of the register, and is added once more, back in its place with all that was known of it."""
    before = {"name": organisation.name, "gone_at": organisation.gone_at}
    call(organisation, name)
    organisation.gone_at, organisation.parent = None, above
    organisation.within = [*above.within, organisation.pk]
    organisation.save()
    index_organisations([organisation.pk])
    refresh([organisation.pk], now=now)
    audit.record(
        "register.organisation.returned",
        actor=actor, subject_kind=organisation.kind, subject=organisation.pk, organisation=organisation.pk, now=now,
        before=before, after={"name": organisation.name, "parent": above.pk},
    )  # fmt: skip
    return organisation


def allowed_parent(kind: str, parent: UUID | None, *, actor: Actor) -> Organisation | None:
    """Return what the new organisation is in, if the actor may add there; raises CannotKeep."""
    if kind == Organisation.Kind.ZONE:
        if parent is not None:
            raise CannotKeep("zone_in_zone")
        if not actor.is_system:
            raise CannotKeep("not_allowed", actor=actor.name, organisation="a new zone")
        return None
    if parent is None:
        raise CannotKeep("no_parent", kind=kind)
    return allowed(parent, actor=actor, roles=keepers(kind))


def call(organisation: Organisation, name: str) -> None:
    """Set a name with its keys; raises CannotKeep("bad_name")."""
    organisation.name = tidy(name)
    organisation.name_key = names.sort_key(organisation.name)
    organisation.name_initials = names.initials(organisation.name)
