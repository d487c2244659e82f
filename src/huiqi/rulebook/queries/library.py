"""The library: the policies of a zone with where they stand on a day, searched in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, TypedDict
from uuid import UUID

from django.db.models import Case, CharField, Count, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from huiqi.kernel.actor import Actor
from huiqi.rulebook.domain.drafting import OPEN, State
from huiqi.rulebook.domain.plain_words import words_in
from huiqi.rulebook.domain.standing import EXPIRING_DAYS, Standing
from huiqi.rulebook.models import CataloguedPolicy, Draft
from huiqi.rulebook.queries.books import CannotFindBook
from huiqi.rulebook.queries.reach import sees_drafts, zone_of

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Stands(TypedDict):
        """What the library says of a policy on a day: a `domain.standing.Standing`."""

        standing: str
        draft_state: str

    StandingPolicy = WithAnnotations[CataloguedPolicy, Stands]

_CHINESE: Final = re.compile(r"[\u3400-\u9fff]+")
_UNSPOKEN: Final = Q(standing__in=(Standing.IN_FORCE, Standing.EXPIRING), spokesperson="")


def library(actor: Actor, *, day: date) -> QuerySet[StandingPolicy]:
    """Return the policies of the actor's zone as `policies_of` does; none where nothing was ever published."""
    try:
        zone = zone_of(actor)
    except CannotFindBook:
        return with_standing(CataloguedPolicy.objects.none(), day)
    return policies_of(actor, zone=zone, day=day)


def themes(rows: QuerySet[StandingPolicy]) -> list[str]:
    """Return the themes that policies have, in order."""
    return list(rows.exclude(theme="").order_by("theme").values_list("theme", flat=True).distinct())


def policies_of(actor: Actor, *, zone: UUID, day: date) -> QuerySet[StandingPolicy]:
    """Return the policies of a zone that the actor may see, each with its `standing` on the day."""
    rows = CataloguedPolicy.objects.filter(zone=zone)
    if not sees_drafts(actor, zone):
        rows = rows.filter(version__isnull=False)
    return with_standing(rows, day)


def policy_of(actor: Actor, *, zone: UUID, policy: str, day: date) -> StandingPolicy:
    """Return one policy; raises CannotFindBook."""
    found = policies_of(actor, zone=zone, day=day).filter(policy=policy).first()
    if found is None:
        raise CannotFindBook("no_such_policy", policy=policy)
    return found


def with_standing(rows: QuerySet[CataloguedPolicy], day: date) -> QuerySet[StandingPolicy]:
    """Return the policies with where they stand on a day, and how far their open draft is (empty: there is none)."""
    opened = Draft.objects.filter(zone=OuterRef("zone"), policy=OuterRef("policy"), state__in=OPEN).values("state")
    drafted = rows.annotate(draft_state=Coalesce(Subquery(opened[:1]), Value("")))
    return drafted.annotate(standing=standing_column(day))


def standing_column(day: date) -> Case:
    """Return where a policy stands on a day, as `domain.standing.standing_on` says it, for the database.

    What was never published stands where its draft does.
    """
    soon = day + timedelta(days=EXPIRING_DAYS)
    return Case(
        When(version=None, draft_state=State.IN_REVIEW.value, then=Value(Standing.IN_REVIEW.value)),
        When(version=None, then=Value(Standing.DRAFT.value)),
        When(repealed_on__lt=day, then=Value(Standing.REPEALED.value)),
        When(ends__lt=day, then=Value(Standing.EXPIRED.value)),
        When(starts__gt=day, then=Value(Standing.UPCOMING.value)),
        When(ends__lte=soon, then=Value(Standing.EXPIRING.value)),
        default=Value(Standing.IN_FORCE.value),
        output_field=CharField(),
    )


def looked_for(rows: QuerySet[StandingPolicy], text: str) -> QuerySet[StandingPolicy]:
    """Return the policies that hold every word of a search; a run of Chinese is found also where its parts stand apart."""
    for word in words_in(text):
        anywhere = Q(words__contains=word)
        parts = parts_of(word)
        if len(parts) > 1:
            together = Q()
            for part in parts:
                together &= Q(words__contains=part)
            anywhere |= together
        rows = rows.filter(anywhere)
    return rows


def parts_of(word: str) -> list[str]:
    """Return the pairs of characters that a run of Chinese is made of: 高新技术企业奖励 is 高新, 技术, 企业, 奖励."""
    if not _CHINESE.fullmatch(word) or len(word) <= 2:
        return [word]
    pairs = [word[at : at + 2] for at in range(0, len(word) - 1, 2)]
    return [*pairs, word[-2:]] if len(word) % 2 else pairs


@dataclass(frozen=True, slots=True)
class Warnings:
    """What of a library wants attention: how many policies end within 90 days, the first end, how many have no spokesperson."""

    expiring: int
    first_end: date | None
    unspoken: int


def warnings(actor: Actor, *, day: date) -> Warnings:
    """Return what of the actor's library wants attention on a day."""
    ending = Q(standing=Standing.EXPIRING)
    found = library(actor, day=day).aggregate(
        expiring=Count("pk", filter=ending),
        first_end=Min("ends", filter=ending),
        unspoken=Count("pk", filter=_UNSPOKEN),
    )
    return Warnings(**found)


def unspoken(rows: QuerySet[StandingPolicy]) -> QuerySet[StandingPolicy]:
    """Narrow to the policies in force, ending soon or not, that have no spokesperson."""
    return rows.filter(_UNSPOKEN)
