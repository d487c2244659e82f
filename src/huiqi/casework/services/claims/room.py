"""A limit has room again: whoever it cut may get more, and officers are told in the background once the act is committed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from huiqi.casework.domain.claims.states import RAISABLE, State
from huiqi.casework.models import Claim
from huiqi.kernel import jobs

# Limits that look at what others have: what one of them took off may come back.
_CUTTING: Final = ("highest_only", "cap", "pool")
_TASK: Final = "huiqi.casework.tasks.tell_freed"


def look_for_room(fallen: Sequence[Claim]) -> None:
    """Ask in the background whether others may get more, now that these come to nothing or to less."""
    if cut_claims({claim.round.zone_id for claim in fallen}).exclude(pk__in=[claim.pk for claim in fallen]).exists():
        jobs.put_into_queue(_TASK, fallen=[str(claim.pk) for claim in fallen])


def cut_claims(zones: Collection[UUID]) -> QuerySet[Claim]:
    """Return the claims of zones that a limit cut because of others, and that their companies did not confirm yet."""
    cut = Q()
    for limit in _CUTTING:
        cut |= Q(adjustments__contains=[{"limit": limit}])
    states = sorted(state.value for state in RAISABLE | {State.OBJECTED})
    return Claim.objects.filter(cut, round__zone__in=zones, state__in=states, confirmed_at=None)
