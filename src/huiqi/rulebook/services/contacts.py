"""Whom to call about a policy, and who explains it: said by an officer of the zone at any time, without a new text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.rulebook import queries
from huiqi.rulebook.domain.rights import DRAFT
from huiqi.rulebook.models import CataloguedPolicy
from huiqi.rulebook.services.allowing import allowed


@dataclass(frozen=True, slots=True)
class Contact:
    """The office to call, its telephone, and the spokesperson of a policy; empty where there is none."""

    office: str = ""
    phone: str = ""
    spokesperson: str = ""


@transaction.atomic
def name_contact(*, zone: UUID, policy: str, contact: Contact, actor: Actor, now: datetime) -> CataloguedPolicy:
    """Say whom to call about a policy and who explains it; raises CannotChange("not_allowed"), CannotFindBook."""
    allowed(zone, actor=actor, roles=DRAFT)
    found = queries.policy_of(actor, zone=zone, policy=policy, day=day_in_china(now))
    row = CataloguedPolicy.objects.select_for_update().get(pk=found.pk)
    before = {"office": row.office, "phone": row.phone, "spokesperson": row.spokesperson}
    row.office, row.phone, row.spokesperson = contact.office, contact.phone, contact.spokesperson
    row.contact_is_own = True
    row.save(update_fields=("office", "phone", "spokesperson", "contact_is_own"))
    after = {"office": row.office, "phone": row.phone, "spokesperson": row.spokesperson}
    audit.record(
        "rulebook.contact.named",
        actor=actor, subject_kind="policy", subject=policy, organisation=zone, now=now, before=before, after=after,
    )  # fmt: skip
    return row
