"""Companies are put into grids: one, one handed over, or many from a list in one act that can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.register import queries
from huiqi.register.models import GridPlace, KeyCompany, PlacementBatch, Scheme
from huiqi.register.queries.placing import Change
from huiqi.register.services.grids import locked_grid
from huiqi.register.services.schemes import end_place, locked_scheme

_NAMES_SHOWN = 10


class CannotPlace(Cannot):
    """The company cannot be put into the grid like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_key": ("{name}不在这项责任制的服务名单里。", "{name} is not one of the companies of this scheme."),
        "placed_already": (
            "{name}已在“{grid}”。一家企业只能在一个网格里，要换网格请用移交。",
            "{name} is in “{grid}” already. A company is in one grid; hand it over to change that.",
        ),
        "same_grid": ("{name}本来就在“{grid}”。", "{name} is in “{grid}” already."),
        "plan_wrong": ("名单里还有不对的行，什么都没有改变。", "some lines are wrong; nothing was changed."),
        "plan_changed": (
            "您看过之后名单的情况变了，请再看一遍。",
            "things have changed since you looked; look at the list once more.",
        ),
        "undone_already": ("这次划分已经撤销过。", "this act was undone already."),
        "changed_since": (
            "之后又有变动，不能整批撤销：{names}。",
            "these were changed since, so the act cannot be undone as a whole: {names}.",
        ),
    }


@transaction.atomic
def place_company(*, company: UUID, grid: UUID, actor: Actor, now: datetime) -> GridPlace:
    """Put a company into a grid that is in none; a second grid is refused. Raises CannotPlace, CannotKeep, CannotSee."""
    return move(company, grid, hand_over=False, actor=actor, now=now)


@transaction.atomic
def hand_over_company(*, company: UUID, grid: UUID, actor: Actor, now: datetime) -> GridPlace:
    """Put a company into another grid; where it was is history. Raises CannotPlace, CannotKeep, CannotSee."""
    return move(company, grid, hand_over=True, actor=actor, now=now)


def move(company: UUID, grid: UUID, *, hand_over: bool, actor: Actor, now: datetime) -> GridPlace:
    """Put a company into a grid, out of the one where it is only if that is meant."""
    target = locked_grid(grid, actor=actor)
    found = queries.organisation(actor, id=company)
    if not KeyCompany.objects.filter(scheme=target.scheme, company=found, period__contains=now).exists():
        raise CannotPlace("not_key", name=found.name)
    current = GridPlace.objects.filter(scheme=target.scheme, company=found, period__contains=now, undone_at=None)
    there = current.select_related("grid").first()
    if there is not None:
        if there.grid_id == target.pk:
            raise CannotPlace("same_grid", name=found.name, grid=there.grid.name)
        if not hand_over:
            raise CannotPlace("placed_already", name=found.name, grid=there.grid.name)
        end_place(there, now=now)
    added = GridPlace.objects.create(
        id=new_id(now), scheme=target.scheme, company=found, grid=target, period=DateTimeTZRange(now, None)
    )
    audit.record(
        "register.company.placed",
        actor=actor, subject_kind="company", subject=found.pk, organisation=found.pk, now=now,
        before={"grid": there.grid_id if there else None}, after={"scheme": target.scheme_id, "grid": target.pk},
    )  # fmt: skip
    return added


@transaction.atomic
def place_many(*, scheme: UUID, text: str, digest: str, actor: Actor, now: datetime) -> PlacementBatch:
    """Do what a list says that was looked at before; raises CannotPlace("plan_wrong", "plan_changed"), CannotKeep, CannotSee."""
    target = locked_scheme(scheme, actor=actor)
    plan = queries.placement_plan(actor, scheme=target, text=text, at=now)
    if not plan.may_be_done:
        raise CannotPlace("plan_wrong")
    if plan.digest != digest:
        raise CannotPlace("plan_changed")
    made = PlacementBatch.objects.create(
        id=new_id(now), scheme=target, made_at=now, made_by=actor.person, made_by_name=actor.name
    )
    for place in GridPlace.objects.filter(pk__in=[line.place for line in plan.of(Change.MOVED) if line.place]):
        place.ended_by = made
        end_place(place, now=now)
    period = DateTimeTZRange(now, None)
    new = [
        GridPlace(id=new_id(now), scheme=target, company_id=line.company, grid_id=line.grid, period=period, batch=made)
        for line in (*plan.of(Change.NEW), *plan.of(Change.MOVED))
        if line.company and line.grid
    ]
    GridPlace.objects.bulk_create(new, batch_size=1000)
    record("companies_placed", made, target, actor=actor, now=now, after={"companies": [one.company_id for one in new]})
    return made


@transaction.atomic
def undo_placement(*, batch: UUID, actor: Actor, now: datetime) -> PlacementBatch:
    """Take back an act as if it had never been; refused where a company was moved since. Raises CannotPlace, CannotKeep, CannotSee."""
    seen = queries.batch(actor, id=batch)
    target = locked_scheme(seen.scheme_id, actor=actor)
    made = PlacementBatch.objects.select_for_update().get(pk=batch)
    if made.undone_at is not None:
        raise CannotPlace("undone_already")
    placed = GridPlace.objects.filter(batch=made, undone_at=None).select_related("company")
    later = [one.company.name for one in placed if one.period.upper is not None]
    if later:
        raise CannotPlace("changed_since", names="、".join(later[:_NAMES_SHOWN]))
    placed.update(undone_at=now)
    for place in GridPlace.objects.filter(ended_by=made):
        place.period = DateTimeTZRange(place.period.lower, None)
        place.undone_at = place.ended_by = None
        place.save(update_fields=("period", "undone_at", "ended_by"))
    made.undone_at, made.undone_by_name = now, actor.name
    made.save(update_fields=("undone_at", "undone_by_name"))
    record("placement_undone", made, target, actor=actor, now=now, before={"made_at": made.made_at})
    return made


def record(
    done: str, batch: PlacementBatch, scheme: Scheme, *, actor: Actor, now: datetime, **told: Mapping[str, object]
) -> None:
    """Write the audit row."""
    audit.record(
        f"register.scheme.{done}",
        actor=actor, subject_kind="placement", subject=batch.pk, organisation=scheme.organisation_id, now=now, **told,
    )  # fmt: skip
