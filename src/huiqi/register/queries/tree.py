"""How a zone is laid out, for whoever gives roles for its parts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from huiqi.kernel.actor import Actor
from huiqi.register.domain.rights import GIVE_ROLES
from huiqi.register.models import Organisation
from huiqi.register.queries.reach import within_reach


@dataclass(frozen=True, slots=True)
class Branch:
    """A zone or a part of one, as the tree shows it: how deep it lies, and how many companies are in it."""

    id: UUID
    kind: str
    name: str
    depth: int
    companies: int


def tree(actor: Actor) -> tuple[Branch, ...]:
    """Return zones, parks, departments and institutions for which the actor gives roles, each before what is in it."""
    reach = within_reach(actor, *GIVE_ROLES)
    rows = {row.pk: row for row in reach.exclude(kind=Organisation.Kind.COMPANY).order_by("name_key", "id")}
    companies = reach.filter(kind=Organisation.Kind.COMPANY).order_by().values_list("parent__within")
    counts: Counter[UUID] = Counter()
    for above, count in companies.annotate(count=Count("pk")):
        counts.update(dict.fromkeys(above, count))
    order = {pk: place for place, pk in enumerate(rows)}
    # By the places of all that it lies in: what is in a park follows the park.
    paths = {pk: tuple(order.get(above, -1) for above in row.within) for pk, row in rows.items()}
    top = min((len(row.within) for row in rows.values()), default=0)
    return tuple(
        Branch(pk, rows[pk].kind, rows[pk].name, len(rows[pk].within) - top, counts[pk])
        for pk in sorted(rows, key=paths.__getitem__)
    )
