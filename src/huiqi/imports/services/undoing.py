"""An import taken back as a whole: what it said, whom it added, what it changed; what somebody changed after it stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.imports.domain.states import State
from huiqi.imports.models import SheetEffect, SheetImport
from huiqi.imports.queries.reach import sheet_import
from huiqi.imports.services.allowing import allowed, one_at_a_time
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id
from huiqi.kernel.jobs import Progress, part
from huiqi.register.domain.identifiers import Issued
from huiqi.register.queries.known import names_of
from huiqi.register.services.batch_companies import (
    Renamed,
    forget_former_names,
    name_as_before,
    take_codes,
    take_identifiers,
)
from huiqi.register.services.taking_back import ChangedAfter, take_back_batch, take_out

_TOLD_MOST = 1000


@transaction.atomic
def undo_sheet(*, sheet: UUID, actor: Actor, now: datetime, progress: Progress | None = None) -> SheetImport:
    """Take an import back; raises CannotImport("wrong_state"). What stays is told in `counts`. Twice is once."""
    seen = sheet_import(actor, id=sheet)
    if seen.state == State.UNDONE.value:
        return seen
    found = allowed(sheet, actor=actor, states=(State.APPLIED,))
    one_at_a_time(found)
    act = new_id(now)
    evidence = f"撤销导入：{found.file.name}"[:200]
    told_of = part(progress, 0, 95)
    told_of(1, 20)
    kept = take_back_batch(batch=found.pk, act=act, evidence=evidence, actor=actor, now=now, progress=told_of)
    staying = _companies(found, now=now)
    found.state, found.undone_at, found.undone_by_name = State.UNDONE.value, now, actor.name
    found.undo_batch = act
    found.counts = {
        **found.counts,
        "kept_facts": len(kept),
        "kept_companies": len(staying),
        "kept": told(kept),
        "staying": list(names_of(list(staying)[:_TOLD_MOST]).values()),
    }
    found.save(update_fields=("state", "undone_at", "undone_by_name", "undo_batch", "counts"))
    audit.record(
        "imports.sheet.undone",
        actor=actor, subject_kind="import", subject=sheet, organisation=found.organisation_id, now=now,
        before={"plan_digest": found.plan_digest},
        after={"batch": act, "kept_facts": len(kept), "kept_companies": len(staying)},
    )  # fmt: skip
    return found


def told(kept: tuple[ChangedAfter, ...]) -> list[dict[str, str]]:
    """Return what stays because somebody changed it after, as the page shows it: the first thousand."""
    some = kept[:_TOLD_MOST]
    names = names_of({one.subject for one in some})
    return [
        {
            "company": names.get(one.subject, ""), "id": str(one.subject), "fact": one.name, "period": one.period,
            "by": one.changed_by, "at": one.changed_at.isoformat(),
        }
        for one in some
    ]  # fmt: skip


def _companies(found: SheetImport, *, now: datetime) -> frozenset[UUID]:
    """Take back what was done to companies themselves; return those that stay in the register."""
    effects: dict[str, list[tuple[UUID, str, str]]] = {}
    for key, kind, before, after in SheetEffect.objects.filter(sheet=found).values_list(
        "company", "kind", "before", "after"
    ):
        effects.setdefault(kind, []).append((key, before, after))
    assert found.applied_at is not None, "what was not brought in cannot be taken back"
    renamed = [Renamed(key, before, after) for key, before, after in effects.get("name", ())]
    name_as_before(renamed, since=found.applied_at)
    forget_former_names([(key, name) for key, _, name in effects.get("former_name", ())], since=found.applied_at)
    take_codes({key: code for key, _, code in effects.get("code", ())})
    take_identifiers(_issued(effects))
    entered = [key for kind in ("added", "back") for key, _, _ in effects.get(kind, ())]
    return take_out(entered, now=now) if entered else frozenset()


def _issued(effects: Mapping[str, list[tuple[UUID, str, str]]]) -> list[tuple[UUID, Issued, str]]:
    return [(key, kind, value) for kind in Issued for key, _, value in effects.get(kind.value, ())]
