"""How well schemes are covered, counted without asking company by company: a scheme looks after thousands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from huiqi.kernel.actor import Actor
from huiqi.register.domain.grid import Coverage, Duty, Gap
from huiqi.register.domain.rights import OFFICERS, WATCH_WORK
from huiqi.register.models import Grid, GridDuty, GridPlace, KeyCompany, Organisation, RoleGrant, Scheme
from huiqi.register.queries.grid import LACKS, gaps_of, on_duty, schemes
from huiqi.register.queries.reach import within_reach


@dataclass(frozen=True, slots=True)
class Staffed:
    """A grid of a scheme as `gaps_of` reads it: who has its duties."""

    scheme: Scheme
    grid: UUID | None = None
    department_name: str | None = None
    officer: UUID | None = None
    leader_name: str | None = None
    deputy_name: str | None = None
    officer_is_there: bool = False


def coverages(actor: Actor, *, at: datetime) -> dict[UUID, Coverage]:
    """Count, scheme by scheme, how many key companies lack nothing, and how many lack what; six queries."""
    known = {row.pk: row for row in schemes(actor)}
    grids, places = staffed(actor, known, at=at), placed(actor, at=at)
    granted = grants(actor, at=at)
    rows = KeyCompany.objects.filter(scheme__in=schemes(actor), period__contains=at).order_by()
    rows = rows.filter(company__in=within_reach(actor, *WATCH_WORK))
    parents = Organisation.objects.filter(pk__in=rows.values("company__parent")).order_by()
    lies_in: dict[UUID | None, list[UUID]] = {pk: within for pk, within in parents.values_list("pk", "within")}  # noqa: C416  # mypy: a company may have no parent
    counts: Counter[tuple[UUID, UUID | None, bool]] = Counter()
    for scheme, company, parent in rows.values_list("scheme", "company", "company__parent"):
        grid = places.get((scheme, company))
        around = (company, *lies_in.get(parent, ()))
        there = grid is not None and not granted.get(grids[grid].officer, frozenset()).isdisjoint(around)
        counts[scheme, grid, there] += 1
    found: dict[UUID, Counter[tuple[Gap, ...]]] = {}
    for (scheme, grid, there), count in counts.items():
        row = Staffed(known[scheme]) if grid is None else replace(grids[grid], officer_is_there=there)
        found.setdefault(scheme, Counter())[tuple(gaps_of(row))] += count
    return {scheme: coverage_from(lacking) for scheme, lacking in found.items()}


def coverage(actor: Actor, *, scheme: UUID, at: datetime) -> Coverage:
    """Return the coverage of one scheme; nothing is covered where there is no key company."""
    return coverages(actor, at=at).get(scheme) or coverage_from({})


def coverage_from(counts: Mapping[tuple[Gap, ...], int]) -> Coverage:
    """Return the coverage of companies counted by what they lack."""
    gaps = {gap: sum(count for lacking, count in counts.items() if gap in lacking) for gap in LACKS}
    return Coverage(sum(counts.values()), counts.get((), 0), gaps)


def staffed(actor: Actor, known: Mapping[UUID, Scheme], *, at: datetime) -> dict[UUID, Staffed]:
    """Return the grids of schemes with who has their duties at a moment."""
    rows = Grid.objects.filter(scheme__in=schemes(actor)).annotate(
        officer=on_duty("pk", Duty.OFFICER, "person", at=at),
        leader_name=on_duty("pk", Duty.LEADER, "person__name", at=at),
        deputy_name=on_duty("pk", Duty.DEPUTY, "person__name", at=at),
    )
    names = ("pk", "scheme", "department__name", "officer", "leader_name", "deputy_name")
    return {
        grid: Staffed(known[scheme], grid, department, officer, leader, deputy)
        for grid, scheme, department, officer, leader, deputy in rows.order_by().values_list(*names)
    }


def placed(actor: Actor, *, at: datetime) -> dict[tuple[UUID, UUID], UUID]:
    """Return in which grid of a scheme each company is at a moment."""
    rows = GridPlace.objects.filter(scheme__in=schemes(actor), period__contains=at, undone_at=None).order_by()
    return {(scheme, company): grid for scheme, company, grid in rows.values_list("scheme", "company", "grid")}


def grants(actor: Actor, *, at: datetime) -> dict[UUID | None, frozenset[UUID]]:
    """Return for what the officers of grids still have a role at a moment."""
    officers = GridDuty.objects.filter(grid__scheme__in=schemes(actor), duty=Duty.OFFICER.value, period__contains=at)
    roles = [role.value for role in OFFICERS]
    rows = RoleGrant.objects.filter(
        person__in=officers.values("person"), role__in=roles, period__contains=at
    ).order_by()
    found: dict[UUID | None, frozenset[UUID]] = {}
    for person, organisation in rows.values_list("person", "organisation"):
        found[person] = found.get(person, frozenset()) | {organisation}
    return found
