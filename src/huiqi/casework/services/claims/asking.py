"""Asking the companies that a clause cannot decide on for the facts that are missing: all of them in one message each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from huiqi.casework import queries
from huiqi.casework.domain.claims.rights import REVIEW
from huiqi.casework.models import Round
from huiqi.casework.queries.clause_rows import ClauseRow, clause_rows
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.messages.services import Said, tell_each
from huiqi.register import queries as register

_NAMED_MOST: Final = 20


@transaction.atomic
def ask_missing(*, round: UUID, actor: Actor, now: datetime) -> int:
    """Tell every company that is unknown under the clause what is missing; return how many could be told. Raises CannotClaim."""
    seen = queries.round_of(actor, id=round)
    if not register.within_reach(actor, *REVIEW).filter(pk=seen.scope_id).exists():
        raise CannotClaim("not_allowed", actor=actor.name)
    made = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=seen.pk)
    if made.asked_at is not None:
        raise CannotClaim("asked_already")
    clause = queries.clause_of(made.run, policy=made.policy, clause=made.clause)
    rows = list(clause_rows(queries.companies_of(made.run), queries.answers_of(clause)).narrow("unknown"))
    if not rows:
        raise CannotClaim("nobody_unknown")
    people = register.people_acting_for([UUID(row.company) for row in rows], at=now)
    reached = [(persons, row) for row in rows if (persons := people.get(UUID(row.company)))]
    tell_each([(persons, said(made, row, clause.words)) for persons, row in reached], now=now)
    made.asked_at, made.asked = now, (told := len(reached))
    made.save(update_fields=("asked_at", "asked"))
    audit.record(
        "casework.round.asked",
        actor=actor, subject_kind="round", subject=made.pk, organisation=made.scope_id, now=now,
        after={"unknown": len(rows), "told": told},
    )  # fmt: skip
    return told


def said(made: Round, row: ClauseRow, words: Mapping[str, Sequence[str]]) -> Said:
    """Return what a company is told: the clause, and everything that is missing."""
    # What a limit waits for is not the company's to give.
    pairs = [tuple(words.get(name, (name, name))) for name in row.missing if not name.startswith("§")][:_NAMED_MOST]
    zh, en = "、".join(pair[0] for pair in pairs), ", ".join(pair[1] for pair in pairs)
    return Said(
        kind="claim.missing",
        key=f"round:{made.pk}:{row.company}",
        title=(f"补充数据后可能享受：{made.zh}", f"You may get: {made.en}"),
        body=(
            f"还缺：{zh}。补充后会自动重新判断。",
            f"Missing: {en}. Once they are there, it is decided again by itself.",
        ),
        link=reverse("companies:portrait", args=[row.company]),
    )
