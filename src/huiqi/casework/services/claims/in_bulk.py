"""Acts on very many claims: a worker does them, with the rights of who asked, who watches the bar meanwhile.

A request does by itself what takes less than two seconds, with the answer on the spot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from huiqi.casework.domain.claims.rights import MAKE_PAYMENTS
from huiqi.casework.models import BankResult
from huiqi.casework.services.claims.asking import ask_missing
from huiqi.casework.services.claims.comparing import Terms, open_round
from huiqi.casework.services.claims.deciding import decide
from huiqi.casework.services.claims.matching_bank import book_result, keep_file
from huiqi.casework.services.claims.noticing import post
from huiqi.casework.services.claims.paying import make_batch_of_all, ready
from huiqi.kernel import audit, jobs
from huiqi.kernel.actor import Actor
from huiqi.kernel.ids import new_id
from huiqi.kernel.models import Job
from huiqi.kernel.words import Pair

# Claims, or lines of a bank's result, that a request still takes at once.
MANY: Final = 2_000
_KIND: Final = "claims.in_bulk"


@transaction.atomic
def start_in_bulk(act: str, *, title: Pair, actor: Actor, now: datetime, **said: Any) -> Job:
    """Ask for an act (`ACTS`) to be done by a worker; `said` is what it takes besides, as JSON can hold it."""
    assert act in ACTS, f"{act} is nothing that a worker does in bulk"
    job = jobs.open_job(kind=_KIND, title=title, actor=actor, now=now)
    jobs.put_into_queue(
        "huiqi.casework.tasks.do_in_bulk", act=act, said=said, job=str(job.pk), person=str(actor.person)
    )
    return job


@transaction.atomic
def start_result(*, zone: UUID, content: bytes, actor: Actor, now: datetime, name: str = "") -> BankResult:
    """Keep a bank's result and have a worker book it. Raises CannotPay."""
    ready(zone, *MAKE_PAYMENTS, actor=actor)
    key = new_id(now)
    job = start_in_bulk("result", title=("银行回单入账", "Book a bank result"), file=str(key), actor=actor, now=now)
    file = keep_file(zone, content, name=name, actor=actor, now=now, id=key, job=job.pk)
    audit.record(
        "casework.result.received",
        actor=actor, subject_kind="result", subject=zone, organisation=zone, now=now, after={"file": file.sha256},
    )  # fmt: skip
    return file


def do_in_bulk(act: str, *, said: Mapping[str, Any], actor: Actor, now: datetime) -> str:
    """Do an act whole or not at all, and return the address of what came of it. Raises what the act raises."""
    return ACTS[act](actor=actor, now=now, **said)


def _decide(*, round: str, deed: str, seen: Mapping[str, int], **said: Any) -> str:
    decide(round=UUID(round), act=deed, seen={UUID(key): version for key, version in seen.items()}, **said)
    return _at(round)


def _open(*, run: str, policy: str, clause: str, terms: Mapping[str, Any], **said: Any) -> str:
    return _at(open_round(run=UUID(run), policy=policy, clause=clause, terms=Terms(**terms), **said).pk)


def _post(*, round: str, **said: Any) -> str:
    post(round=UUID(round), **said)
    return _at(round)


def _ask(*, round: str, **said: Any) -> str:
    ask_missing(round=UUID(round), **said)
    return _at(round)


def _batch(*, zone: str, seal: str, **said: Any) -> str:
    return reverse("casework:batch", args=[make_batch_of_all(zone=UUID(zone), seal=seal, **said).pk])


def _result(*, file: str, **said: Any) -> str:
    return reverse("casework:bank_result", args=[book_result(id=UUID(file), **said).pk])


def _at(round: object) -> str:
    return reverse("casework:round", args=[round])


ACTS: Final[Mapping[str, Callable[..., str]]] = {
    "decide": _decide,
    "open": _open,
    "post": _post,
    "ask": _ask,
    "batch": _batch,
    "result": _result,
}
