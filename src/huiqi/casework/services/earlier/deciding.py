"""What an officer says of doubtful rows and of the zone's own names of clauses; the next check counts with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiqi.casework.domain.earlier.states import ENTER, OPEN, Outcome, State
from huiqi.casework.models import EarlierPayment
from huiqi.casework.queries.earlier.clauses import NOT_WANTED, clauses_for
from huiqi.casework.queries.earlier.companies import LEAVE
from huiqi.casework.services.earlier.failing import CannotBringIn, at_hand, note
from huiqi.casework.services.earlier.receiving import start_check
from huiqi.kernel.actor import Actor
from huiqi.kernel.models import Job
from huiqi.register.domain.likeness import same_key


@transaction.atomic
def decide_rows(*, file: UUID, choices: Mapping[int, str], only_one: bool, actor: Actor, now: datetime) -> Job:
    """Say of doubtful rows which company they are about (its identifier), or `leave`, and start the check again.

    `only_one`: all that nobody decided and that have one candidate are about that one. Raises CannotBringIn, CannotSeeEarlier.
    """
    found = at_hand(file, *ENTER, states=(State.CHECKED,), actor=actor)
    rows = {row.row: row for row in EarlierPayment.objects.filter(file=found).exclude(candidates=[])}
    said = dict(choices)
    if only_one:
        alone = (row for row in rows.values() if row.outcome == Outcome.DOUBTFUL and len(row.candidates) == 1)
        said = {row.row: row.candidates[0]["id"] for row in alone} | said
    for number, choice in said.items():
        row = rows.get(number)
        if row is None or choice not in {LEAVE, "", *(one["id"] for one in row.candidates)}:
            raise CannotBringIn("no_such_choice", row=number)
        row.choice = choice
    EarlierPayment.objects.bulk_update([rows[number] for number in said], ("choice",), batch_size=1000)
    note("rows_decided", found, actor=actor, now=now, rows={str(row): choice for row, choice in said.items()})
    return start_check(found, actor=actor, now=now)


@transaction.atomic
def say_clauses(*, file: UUID, said: Mapping[str, str], actor: Actor, now: datetime) -> Job:
    """Say which clause ("policy/clause"; none: not to be brought in) the zone means by its own names; it is remembered for the source.

    Starts the check again. Raises CannotBringIn, CannotSeeEarlier.
    """
    found = at_hand(file, *ENTER, states=OPEN, actor=actor)
    known = clauses_for(found.zone_id, said={}, now=now).names
    for clause in said.values():
        if clause not in known and clause != NOT_WANTED:
            raise CannotBringIn("no_such_clause", clause=clause)
    found.source.clauses = {**found.source.clauses, **{same_key(text): clause for text, clause in said.items()}}
    found.source.save(update_fields=("clauses",))
    note("clauses_said", found, actor=actor, now=now, clauses=dict(said))
    return start_check(found, actor=actor, now=now)
