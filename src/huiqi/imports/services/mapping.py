"""What the columns of a source's sheets mean is said, and remembered in versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.imports.domain.states import Codeless, State
from huiqi.imports.models import MapVersion, SheetImport
from huiqi.imports.queries.mapping import book_for, faults_in, latest_version
from huiqi.imports.services.allowing import CannotImport, allowed
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id
from huiqi.rulebook.domain.sheet_maps import SheetMap, map_from


@transaction.atomic
def save_map(
    *,
    sheet: UUID,
    said: SheetMap,
    seen: int,
    codeless: Codeless,
    takes_names: bool,
    actor: Actor,
    now: datetime,
) -> SheetImport:
    """Say what the columns mean, for this import and later ones of its source; `seen` is the version that was looked at.

    What the sheet of a file is called is not remembered. Raises CannotImport, with everything that is wrong with the map.
    """
    said = replace(said, sheet="")
    found = allowed(sheet, actor=actor, states=(State.RECEIVED, State.CHECKED))
    faults = faults_in(found, said, book_for(found, now=now))
    if faults:
        zh, en = (
            "\n".join(f"· {text}" for text in texts) for texts in ([f.zh for f in faults], [f.en for f in faults])
        )
        raise CannotImport("map_wrong", count=len(faults), zh=zh, en=en)
    latest = latest_version(found.source)
    if latest is not None and latest.number != seen and map_from(latest.content) != said:
        raise CannotImport("map_changed", name=latest.made_by_name, number=latest.number)
    found.map = version(found, said, latest, actor=actor, now=now)
    found.codeless, found.takes_names, found.state = codeless.value, takes_names, State.RECEIVED.value
    found.save(update_fields=("map", "codeless", "takes_names", "state"))
    audit.record(
        "imports.map.said",
        actor=actor, subject_kind="import", subject=sheet, organisation=found.organisation_id, now=now,
        before={"version": latest.number if latest else None},
        after={"version": found.map.number, "codeless": codeless, "takes_names": takes_names, "map": said.written()},
    )  # fmt: skip
    return found


def version(
    found: SheetImport, said: SheetMap, latest: MapVersion | None, *, actor: Actor, now: datetime
) -> MapVersion:
    """Return the version that says so: the latest one, or one more."""
    if latest is not None and map_from(latest.content) == said:
        return latest
    return MapVersion.objects.create(
        id=new_id(now),
        source=found.source,
        number=latest.number + 1 if latest is not None else 1,
        content=said.written(),
        made_at=now,
        made_by=actor.person,
        made_by_name=actor.name,
    )
