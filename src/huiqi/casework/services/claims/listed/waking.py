"""A fact arrived and a company meets a clause on the list: its case is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from huiqi.casework.domain.news import Turned
from huiqi.casework.models import ListedClause, Match
from huiqi.casework.services.claims.listed.keeping import SERVE
from huiqi.kernel import jobs


def wake_listed(turned: Iterable[Turned], *, zone: UUID) -> None:
    """Ask for the cases of the clauses on a zone's list that a company has come to meet."""
    met = {(one.policy, one.clause) for one in turned if one.after.outcome == Match.Outcome.MET}
    if not met:
        return
    active = ListedClause.objects.filter(zone=zone, agreed_at__isnull=False, taken_off_at=None)
    for one in active.order_by("pk"):
        if (one.policy, one.clause) in met:
            jobs.put_into_queue(SERVE, listed=str(one.pk))
