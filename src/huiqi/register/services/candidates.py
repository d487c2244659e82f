"""Companies enter the pool for a title, are guided, apply or withdraw; many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.register import queries
from huiqi.register.domain.ladder import Stage
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.domain.titles import BY_KEY
from huiqi.register.models import Candidate
from huiqi.register.services.allowing import CannotKeep

_YEARS = range(1990, 2200)


class CannotNominate(Cannot):
    """The companies cannot be put down for a title like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "unknown_kind": ("没有{kind!r}这种称号。", "there is no title of the kind {kind!r}."),
        "unknown_stage": ("没有{stage!r}这一步。", "there is no stage {stage!r}."),
        "bad_year": ("{year}不是年份。", "{year} is no year."),
        "nobody": ("请至少写一家企业。", "name one company at least."),
    }


@transaction.atomic
def nominate(
    *, companies: Sequence[UUID], kind: str, year: int, stage: str, source: str, actor: Actor, now: datetime
) -> tuple[int, int]:
    """Put companies down for a title in a year at a stage, all or none; return how many are new and how many moved on.

    Raises CannotNominate, CannotKeep.
    """
    check(companies, kind=kind, year=year, stage=stage, source=source)
    reach = queries.within_reach(actor, *KEEP_REGISTER).filter(kind="company")
    seen = reach.select_for_update().in_bulk(list(companies))
    hidden = next((key for key in companies if key not in seen), None)
    if hidden is not None:
        raise CannotKeep("not_allowed", actor=actor.name, organisation=hidden)
    there = Candidate.objects.filter(company__in=seen, kind=kind, year=year)
    before = dict(there.values_list("company", "stage"))
    same = {"stage": stage, "source": source.strip(), "changed_at": now, "changed_by_name": actor.name}
    there.exclude(stage=stage).update(**same)
    new = [key for key in dict.fromkeys(companies) if key not in before]
    Candidate.objects.bulk_create(
        [Candidate(id=new_id(now), company_id=key, kind=kind, year=year, **same) for key in new], batch_size=1000
    )
    moved = [key for key, old in before.items() if old != stage]
    if new or moved:
        audit.record(
            "register.candidates.nominated",
            actor=actor, subject_kind="title", subject=f"{kind} {year}", now=now,
            before={"stages": {str(key): before[key] for key in moved}},
            after={"stage": stage, "new": new, "moved": moved, "source": source},
        )  # fmt: skip
    return len(new), len(moved)


def check(companies: Sequence[UUID], *, kind: str, year: int, stage: str, source: str) -> None:
    """Refuse what cannot be kept; raises CannotNominate, CannotKeep."""
    if not companies:
        raise CannotNominate("nobody")
    if kind not in BY_KEY:
        raise CannotNominate("unknown_kind", kind=kind)
    if stage not in list(Stage):
        raise CannotNominate("unknown_stage", stage=stage)
    if year not in _YEARS:
        raise CannotNominate("bad_year", year=year)
    if not source.strip():
        raise CannotKeep("no_source")
