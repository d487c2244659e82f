"""What accounts are used for: log-ins, refused ones, and what their holders change about them, in the audit trail."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import VISITOR, Actor
from huiqi.register.models import Account, Subject


@transaction.atomic
def record_log_in_event(*, account: UUID, code: str, address: str, now: datetime) -> None:
    """Write down what somebody did with the own account; `address` is where the request came from."""
    used = Account.objects.select_related("person").get(pk=account)
    write(used, code, actor=Actor(person=used.person_id, name=used.person.name), address=address, now=now)


@transaction.atomic
def record_refusal(*, username: str, address: str, now: datetime) -> None:
    """Write down that somebody was refused at an account; for a name that nobody has nothing is written."""
    found = Account.objects.select_related("person").filter(username=username.lower()).first()
    if found is not None:
        write(found, "register.account.refused", actor=VISITOR, address=address, now=now)


def write(account: Account, code: str, *, actor: Actor, address: str, now: datetime) -> None:
    """Add the row; it belongs to the organisation that the person belongs to."""
    home = Subject.objects.filter(pk=account.person_id).values_list("organisation_id", flat=True).first()
    audit.record(
        code,
        actor=actor, subject_kind="account", subject=account.pk, organisation=home, now=now,
        after={"login": account.username, "address": address},
    )  # fmt: skip
