"""What happens to accounts, in the audit trail: log-ins, refused ones, and what their holders change about them."""

from __future__ import annotations

from collections.abc import Mapping
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
    holder = Actor(person=used.person_id, name=used.person.name)
    write(used, code, actor=holder, now=now, after={"login": used.username, "address": address})


@transaction.atomic
def record_refusal(*, username: str, address: str, now: datetime) -> None:
    """Write down that somebody was refused at an account; for a name that nobody has nothing is written."""
    found = Account.objects.filter(username=username.lower()).first()
    if found is not None:
        after = {"login": found.username, "address": address}
        write(found, "register.account.refused", actor=VISITOR, now=now, after=after)


def write(
    account: Account,
    code: str,
    *,
    actor: Actor,
    now: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Add a row about an account; it belongs to the organisation that the person belongs to."""
    home = Subject.objects.filter(pk=account.person_id).values_list("organisation_id", flat=True).first()
    audit.record(
        code,
        actor=actor, subject_kind="account", subject=account.pk, organisation=home, now=now,
        before=before, after=after,
    )  # fmt: skip
