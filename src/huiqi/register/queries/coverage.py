"""How well schemes are covered, counted without asking company by company: a scheme looks after thousands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Count, F, FilteredRelation, Q, QuerySet, When

from huiqi.kernel.actor import Actor
from huiqi.register.domain.grid import Coverage, Duty, Gap
from huiqi.register.domain.rights import OFFICERS, WATCH_WORK
from huiqi.register.models import Grid, GridDuty, KeyCompany, RoleGrant, Scheme
from huiqi.register.queries.grid import LACKS, Staffed, gaps_of, on_duty, schemes
from huiqi.register.queries.reach import reached_by


def coverages(actor: Actor, *, at: datetime, scheme: UUID | None = None) -> dict[UUID, Coverage]:
    """Count, scheme by scheme or of one, how many key companies lack nothing, and how many lack what; four queries."""
    seen = schemes(actor)
    if scheme is not None:
        seen = seen.filter(pk=scheme)
    known = {row.pk: row for row in seen}
    grids, granted = staffed(seen, known, at=at), grants(seen, at=at)
    found: dict[UUID, Counter[tuple[Gap, ...]]] = {}
    for own, grid, within, company, count in alike(actor, seen, granted, at=at):
        around = (company, *(within or ()))
        there = grid is not None and not granted.get(grids[grid].officer, frozenset()).isdisjoint(around)
        row = Staffed(known[own]) if grid is None else replace(grids[grid], officer_is_there=there)
        found.setdefault(own, Counter())[tuple(gaps_of(row))] += count
    return {own: coverage_from(lacking) for own, lacking in found.items()}


def coverage(actor: Actor, *, scheme: UUID, at: datetime) -> Coverage:
    """Return the coverage of one scheme; nothing is covered where there is no key company."""
    return coverages(actor, at=at, scheme=scheme).get(scheme) or coverage_from({})


def coverage_from(counts: Mapping[tuple[Gap, ...], int]) -> Coverage:
    """Return the coverage of companies counted by what they lack."""
    gaps = {gap: sum(count for lacking, count in counts.items() if gap in lacking) for gap in LACKS}
    return Coverage(sum(counts.values()), counts.get((), 0), gaps)


def alike(
    actor: Actor, seen: QuerySet[Scheme], granted: Mapping[UUID | None, frozenset[UUID]], *, at: datetime
) -> Iterator[tuple[UUID, UUID | None, list[UUID] | None, UUID | None, int]]:
    """Yield scheme, grid, what the company lies in, and how many companies are alike in that.

    A company for which itself somebody has a role stands alone: all others are reached through what they lie in.
    """
    there = {"scheme": F("scheme"), "period__contains": at, "undone_at": None}
    place = Q(**{f"company__grid_places__{name}": value for name, value in there.items()})
    named = frozenset[UUID]().union(*granted.values())
    rows = KeyCompany.objects.filter(
        reached_by(actor, *WATCH_WORK, through="company"), scheme__in=seen, period__contains=at
    )
    rows = rows.annotate(
        place=FilteredRelation("company__grid_places", condition=place),
        itself=Case(When(company__in=named, then=F("company")), default=None),
    ).order_by()
    same = ("scheme", "place__grid", "company__parent__within", "itself")
    yield from rows.values(*same).annotate(count=Count("pk")).values_list(*same, "count")


def staffed(seen: QuerySet[Scheme], known: Mapping[UUID, Scheme], *, at: datetime) -> dict[UUID, Staffed]:
    """Return the grids of schemes with who has their duties at a moment."""
    rows = Grid.objects.filter(scheme__in=seen).annotate(
        officer=on_duty("pk", Duty.OFFICER, "person", at=at),
        leader_name=on_duty("pk", Duty.LEADER, "person__name", at=at),
        deputy_name=on_duty("pk", Duty.DEPUTY, "person__name", at=at),
    )
    names = ("pk", "scheme", "department__name", "officer", "leader_name", "deputy_name")
    return {
        grid: Staffed(known[scheme], grid, department, officer, leader, deputy)
        for grid, scheme, department, officer, leader, deputy in rows.order_by().values_list(*names)
    }


def grants(seen: QuerySet[Scheme], *, at: datetime) -> dict[UUID | None, frozenset[UUID]]:
    """Return for what the officers of grids still have a role at a moment."""
    officers = GridDuty.objects.filter(grid__scheme__in=seen, duty=Duty.OFFICER.value, period__contains=at)
    roles = [role.value for role in OFFICERS]
    rows = RoleGrant.objects.filter(
        person__in=officers.values("person"), role__in=roles, period__contains=at
    ).order_by()
    found: dict[UUID | None, frozenset[UUID]] = {}
    for person, organisation in rows.values_list("person", "organisation"):
        found[person] = found.get(person, frozenset()) | {organisation}
    return found
