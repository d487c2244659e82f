"""Grids and their people: opened, renamed, duties handed over with history."""

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
from huiqi.register.domain import names
from huiqi.register.domain.grid import DUTY_NAMES, Duty
from huiqi.register.models import Grid, GridDuty, Organisation
from huiqi.register.services.allowing import tidy
from huiqi.register.services.schemes import locked_scheme


class CannotKeepGrid(Cannot):
    """The grid cannot be like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "name_taken": ("已有叫“{name}”的网格。", "there is a grid called “{name}” already."),
        "no_department": ("{name}不是部门。", "{name} is no department."),
        "changed_meanwhile": (
            "有人刚刚改过“{name}”，您的更改没有保存。请重新打开后再改。",
            "somebody has just changed “{name}”; your change was not kept. Open it again.",
        ),
        "unknown_duty": ("没有{duty!r}这种职责。", "there is no duty {duty!r}."),
        "no_role": (
            "此人在这里没有园区工作人员的角色，不能担任{duty}。",
            "this person has no officer's role here and cannot be {duty}.",
        ),
        "held_already": ("{name}已经是{duty}。", "{name} is {duty} already."),
        "nobody": ("现在没有人是{duty}。", "nobody is {duty} now."),
    }


@transaction.atomic
def open_grid(*, scheme: UUID, name: str, department: UUID | None, actor: Actor, now: datetime) -> Grid:
    """Open a grid of a scheme; raises CannotKeepGrid, CannotKeep, CannotSee."""
    place = locked_scheme(scheme, actor=actor)
    opened = Grid(id=new_id(now), scheme=place, added_at=now)
    write(opened, name, department, actor=actor, now=now)
    opened.save(force_insert=True)
    note("opened", opened, actor=actor, now=now, after={"name": opened.name, "department": department})
    return opened


@transaction.atomic
def change_grid(
    *, id: UUID, name: str, department: UUID | None, seen_at: datetime, actor: Actor, now: datetime
) -> Grid:
    """Rename a grid or give it to another department; raises CannotKeepGrid, CannotKeep, CannotSee."""
    changed = locked_grid(id, actor=actor)
    if changed.changed_at != seen_at:
        raise CannotKeepGrid("changed_meanwhile", name=changed.name)
    before = {"name": changed.name, "department": changed.department_id}
    write(changed, name, department, actor=actor, now=now)
    changed.save()
    note(
        "changed", changed, actor=actor, now=now, before=before, after={"name": changed.name, "department": department}
    )
    return changed


@transaction.atomic
def appoint(*, grid: UUID, duty: str, person: UUID, actor: Actor, now: datetime) -> GridDuty:
    """Give a duty in a grid to a person from now on; who had it before hands it over. Raises as above."""
    place = locked_grid(grid, actor=actor)
    if duty not in list(Duty):
        raise CannotKeepGrid("unknown_duty", duty=duty)
    title = DUTY_NAMES[Duty(duty)][0]
    chosen = queries.eligible_people(place.scheme, at=now).filter(pk=person).first()
    if chosen is None:
        raise CannotKeepGrid("no_role", duty=title)
    held = current(place, duty, now=now)
    if held is not None and held.person_id == person:
        raise CannotKeepGrid("held_already", name=chosen.name, duty=title)
    if held is not None:
        end(held, now=now)
    added = GridDuty.objects.create(
        id=new_id(now), grid=place, duty=duty, person=chosen, period=DateTimeTZRange(now, None)
    )
    before = {"duty": duty, "person": held.person_id if held else None}
    note("handed_over", place, actor=actor, now=now, before=before, after={"duty": duty, "person": person})
    return added


@transaction.atomic
def relieve(*, grid: UUID, duty: str, actor: Actor, now: datetime) -> GridDuty:
    """End a duty now, with nobody after; raises CannotKeepGrid("nobody"), CannotKeep, CannotSee."""
    place = locked_grid(grid, actor=actor)
    held = current(place, duty, now=now)
    if held is None:
        raise CannotKeepGrid("nobody", duty=DUTY_NAMES[Duty(duty)][0] if duty in list(Duty) else duty)
    end(held, now=now)
    note("relieved", place, actor=actor, now=now, before={"duty": duty, "person": held.person_id})
    return held


def current(grid: Grid, duty: str, *, now: datetime) -> GridDuty | None:
    """Return who has a duty now."""
    return GridDuty.objects.filter(grid=grid, duty=duty, period__contains=now).first()


def end(held: GridDuty, *, now: datetime) -> None:
    """End a duty now; one that began this very moment never was."""
    if held.period.lower >= now:
        held.delete()
        return
    held.period = DateTimeTZRange(held.period.lower, now)
    held.save(update_fields=("period",))


def locked_grid(id: UUID, *, actor: Actor) -> Grid:
    """Return a grid that the actor may change, its zone or park locked; raises CannotSee, CannotKeep."""
    seen = queries.grid(actor, id=id)
    locked_scheme(seen.scheme_id, actor=actor)
    return Grid.objects.select_related("scheme__organisation").get(pk=id)


def write(row: Grid, name: str, department: UUID | None, *, actor: Actor, now: datetime) -> None:
    """Set name and department; raises CannotKeepGrid, CannotKeep, CannotSee."""
    row.name = tidy(name)
    row.name_key = names.sort_key(row.name)
    if Grid.objects.filter(scheme=row.scheme_id, name=row.name).exclude(pk=row.pk).exists():
        raise CannotKeepGrid("name_taken", name=row.name)
    row.department = None
    if department is not None:
        found = queries.organisation(actor, id=department)
        if found.kind != Organisation.Kind.DEPARTMENT:
            raise CannotKeepGrid("no_department", name=found.name)
        row.department = found
    row.changed_at = now


def note(done: str, row: Grid, *, actor: Actor, now: datetime, **told: Mapping[str, object]) -> None:
    """Write the audit row."""
    audit.record(
        f"register.grid.{done}",
        actor=actor, subject_kind="grid", subject=row.pk, organisation=row.scheme.organisation_id, now=now, **told,
    )  # fmt: skip
