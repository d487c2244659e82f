"""Opening lines and payers. A line holds nothing until money is set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id
from huiqi.kernel.words import Pair
from huiqi.ledger.domain.kinds import Kind
from huiqi.ledger.domain.rights import MAKE
from huiqi.ledger.models import Cover, Line, Payer
from huiqi.ledger.services.allowing import CannotKeep, allowed


@dataclass(frozen=True, slots=True)
class LineSaid:
    """A line as it is to be opened: `within` are the places it belongs to, the zone first; `code` says what it is for."""

    within: tuple[UUID, ...]
    code: str
    title: Pair
    year: int | None
    kind: Kind = Kind.LINE
    payer: UUID | None = None
    pool: UUID | None = None
    ceilings: Sequence[UUID] = ()


@transaction.atomic
def open_line(*, said: LineSaid, actor: Actor, now: datetime) -> Line:
    """Open a line with its six accounts, under the ceilings that count it; raises CannotKeep."""
    allowed(said.within, actor=actor, roles=MAKE)
    zone = said.within[0]
    audit.locked_head()
    check(said, zone=zone)
    line = Line.objects.create(
        id=new_id(now), zone=zone, within=list(said.within), kind=said.kind.value, year=said.year, code=said.code,
        title_zh=said.title[0], title_en=said.title[1], payer_id=said.payer, pool_id=said.pool,
        made_at=now, made_by=actor.person, made_by_name=actor.name,
    )  # fmt: skip
    Cover.objects.bulk_create([Cover(line=line, ceiling_id=ceiling) for ceiling in said.ceilings])
    after = {"kind": said.kind.value, "year": said.year, "code": said.code, "title": said.title[0]}
    audit.record(
        "ledger.line.opened", actor=actor, subject_kind="ledger_line", subject=line.pk, organisation=said.within[-1],
        after=after, now=now,
    )  # fmt: skip
    return line


def check(said: LineSaid, *, zone: UUID) -> None:
    """Pass where the line can be opened as said; raises CannotKeep."""
    if (said.kind is Kind.FUND) is (said.year is not None):
        raise CannotKeep("year")
    here = Line.objects.filter(zone=zone)
    if said.payer and not Payer.objects.filter(zone=zone, pk=said.payer).exists():
        raise CannotKeep("no_payer")
    if said.pool and not here.filter(pk=said.pool, kind=Kind.POOL.value, year=said.year).exists():
        raise CannotKeep("no_pool", pool=said.pool)
    known = set(here.filter(pk__in=said.ceilings, kind=Kind.CEILING.value).values_list("pk", flat=True))
    for ceiling in said.ceilings:
        if ceiling not in known:
            raise CannotKeep("no_ceiling", ceiling=ceiling)
    same = here.filter(year=said.year, kind=said.kind.value, code=said.code, payer=said.payer)
    if same.exists():
        raise CannotKeep("exists")


@transaction.atomic
def add_payer(*, within: tuple[UUID, ...], name: Pair, actor: Actor, now: datetime) -> Payer:
    """Add an office whose money is spent; raises CannotKeep for a name that is there already."""
    allowed(within, actor=actor, roles=MAKE)
    zone = within[0]
    audit.locked_head()
    if Payer.objects.filter(zone=zone, name_zh=name[0]).exists():
        raise CannotKeep("payer_exists", name=name[0])
    payer = Payer.objects.create(id=new_id(now), zone=zone, name_zh=name[0], name_en=name[1])
    audit.record(
        "ledger.payer.added", actor=actor, subject_kind="ledger_payer", subject=payer.pk, organisation=zone,
        after={"name": name[0]}, now=now,
    )  # fmt: skip
    return payer
