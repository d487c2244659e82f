"""Records that may be one company are looked for, and a pair that somebody has looked at is laid aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.register import queries
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.models import DuplicatePair
from huiqi.register.queries.duplicates import Why, likely_pairs
from huiqi.register.services.allowing import allowed


class CannotDecide(Cannot):
    """The pair cannot be decided like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "decided_already": ("{name}已经处理了这一对。", "{name} has decided about this pair already.")
    }


@transaction.atomic
def find_duplicates(*, actor: Actor, now: datetime) -> int:
    """Look for records that may be one company; return how many pairs are open now.

    A pair that was said to be two companies stays so, unless there is a reason that was not there then.
    """
    found = likely_pairs(actor)
    reach = queries.within_reach(actor, *KEEP_REGISTER)
    kept = {
        (one.first_id, one.second_id): one for one in DuplicatePair.objects.filter(first__in=reach, second__in=reach)
    }
    added, changed = [], []
    for pair, why in found.items():
        reasons = written(why)
        known = kept.get(pair)
        if known is None:
            added.append(DuplicatePair(first_id=pair[0], second_id=pair[1], reasons=reasons, found_at=now))
        elif known.reasons != reasons:
            news = {one["reason"] for one in reasons} - {one["reason"] for one in known.reasons}
            if news and known.state == DuplicatePair.State.APART:
                known.state, known.found_at = DuplicatePair.State.OPEN, now
            known.reasons = reasons
            changed.append(known)
    gone = [one.pk for pair, one in kept.items() if pair not in found and one.state == DuplicatePair.State.OPEN]
    DuplicatePair.objects.filter(pk__in=gone).delete()
    DuplicatePair.objects.bulk_create(added, batch_size=1000)
    DuplicatePair.objects.bulk_update(changed, ("reasons", "state", "found_at"), batch_size=1000)
    count = queries.duplicates(actor).filter(state=DuplicatePair.State.OPEN).count()
    audit.record(
        "register.duplicates.looked_for",
        actor=actor, subject_kind="register", subject="duplicates", now=now,
        after={"open": count, "added": len(added), "gone": len(gone)},
    )  # fmt: skip
    return count


@transaction.atomic
def keep_apart(*, pair: int, actor: Actor, now: datetime) -> DuplicatePair:
    """Say that two records are two companies; raises CannotDecide, CannotSee, CannotKeep."""
    seen = queries.duplicate(actor, id=pair)
    for one in sorted((seen.first_id, seen.second_id)):
        allowed(one, actor=actor, roles=KEEP_REGISTER)
    found = DuplicatePair.objects.select_for_update().get(pk=pair)
    if found.state != DuplicatePair.State.OPEN:
        raise CannotDecide("decided_already", name=found.decided_by_name)
    found.state, found.decided_at, found.decided_by_name = DuplicatePair.State.APART, now, actor.name
    found.save(update_fields=("state", "decided_at", "decided_by_name"))
    audit.record(
        "register.duplicates.kept_apart",
        actor=actor, subject_kind="company", subject=found.first_id, organisation=found.first_id, now=now,
        after={"other": found.second_id, "reasons": found.reasons},
    )  # fmt: skip
    return found


def written(why: Sequence[Why]) -> list[dict[str, str]]:
    """Return reasons as they are kept."""
    return [{"reason": one.reason.value, "zh": one.zh, "en": one.en} for one in why]
