"""Contacts at an organisation: added, corrected, ended; by officers, and by the company itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.register import queries
from huiqi.register.domain.contacts import Duty, is_phone
from huiqi.register.domain.rights import KEEP_CONTACTS
from huiqi.register.models import Contact
from huiqi.register.services.allowing import allowed, tidy


class CannotKeepContact(Cannot):
    """The contact cannot be kept like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "no_way": ("请填写电话或邮箱，否则无法联系。", "give a phone number or an e-mail address to be reached by."),
        "bad_phone": ("{phone!r}不是电话号码。", "{phone!r} is no phone number."),
        "unknown_duty": ("没有{duty!r}这项职责。", "there is no duty {duty!r}."),
        "changed_meanwhile": (
            "{name}刚刚更改了这位联系人，您的更改没有保存。请重新打开后再改。",
            "{name} has just changed this contact; your change was not kept. Open it again.",
        ),
    }


@dataclass(frozen=True, slots=True)
class ContactSaid:
    """What is said of a contact."""

    name: str
    duty: str
    position: str = ""
    phone: str = ""
    email: str = ""


@transaction.atomic
def add_contact(*, organisation: UUID, said: ContactSaid, actor: Actor, now: datetime) -> Contact:
    """Add a contact; raises CannotKeepContact, CannotKeep."""
    holder = allowed(organisation, actor=actor, roles=KEEP_CONTACTS)
    fields = checked(said)
    added = Contact.objects.create(
        id=new_id(now), organisation=holder, changed_at=now, changed_by_name=actor.name, **fields
    )
    note("added", added, actor=actor, now=now, after=fields)
    return added


@transaction.atomic
def correct_contact(*, id: UUID, said: ContactSaid, seen: datetime, actor: Actor, now: datetime) -> Contact:
    """Correct a contact; `seen` is when it was changed last, as the actor saw it. Raises CannotKeepContact, CannotKeep."""
    found = held(id, seen=seen, actor=actor)
    fields = checked(said)
    before = {name: getattr(found, name) for name in fields}
    for name, value in fields.items():
        setattr(found, name, value)
    found.changed_at, found.changed_by_name = now, actor.name
    found.save()
    note("corrected", found, actor=actor, now=now, before=before, after=fields)
    return found


@transaction.atomic
def end_contact(*, id: UUID, seen: datetime, actor: Actor, now: datetime) -> Contact:
    """Say that somebody is no contact any more; raises CannotKeepContact, CannotKeep."""
    found = held(id, seen=seen, actor=actor)
    found.ended_at = found.changed_at = now
    found.changed_by_name = actor.name
    found.save()
    note("ended", found, actor=actor, now=now, before={"name": found.name})
    return found


def held(id: UUID, *, seen: datetime, actor: Actor) -> Contact:
    """Return the contact as it was seen, its organisation locked; raises CannotSee, CannotKeep, CannotKeepContact."""
    organisation = queries.contact(actor, id=id).organisation_id
    allowed(organisation, actor=actor, roles=KEEP_CONTACTS)
    found = Contact.objects.get(pk=id)
    if found.changed_at != seen:
        raise CannotKeepContact("changed_meanwhile", name=found.changed_by_name)
    return found


def checked(said: ContactSaid) -> dict[str, str]:
    """Return the fields as they are kept; raises CannotKeepContact, CannotKeep("bad_name")."""
    if said.duty not in list(Duty):
        raise CannotKeepContact("unknown_duty", duty=said.duty)
    phone, email = said.phone.strip(), said.email.strip()
    if not phone and not email:
        raise CannotKeepContact("no_way")
    if phone and not is_phone(phone):
        raise CannotKeepContact("bad_phone", phone=phone[:40])
    return asdict(said) | {"name": tidy(said.name), "position": said.position.strip(), "phone": phone, "email": email}


def note(
    act: str,
    contact: Contact,
    *,
    actor: Actor,
    now: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Write the act into the audit trail."""
    audit.record(
        f"register.contact.{act}",
        actor=actor, subject_kind="contact", subject=contact.pk, organisation=contact.organisation_id, now=now,
        before=before, after=after,
    )  # fmt: skip
