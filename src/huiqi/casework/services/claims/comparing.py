"""Compare: the companies that meet a clause of a finished run become claims, with the facts as they stood and the lists checked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from huiqi.casework import queries
from huiqi.casework.domain.claims.credit import USUAL_LISTS, judge
from huiqi.casework.domain.claims.exceptions import Exceptional, exceptions, marked
from huiqi.casework.domain.claims.order import Order
from huiqi.casework.domain.claims.rights import REVIEW
from huiqi.casework.domain.claims.states import ENDED
from huiqi.casework.domain.snapshot_files import Cell, Column
from huiqi.casework.models import Claim, Round, Run, RunClause
from huiqi.casework.queries.clause_rows import ClauseRow, clause_rows
from huiqi.casework.services.applying.comparing import applicants, take_up
from huiqi.casework.services.claims.excluding import mark_exclusive
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.casework.services.claims.fitting import hold_limits, refuse_outgrown
from huiqi.casework.services.claims.nearness import near_rows
from huiqi.casework.services.claims.sharing import borne_by, make_payers
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.arrays import among
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.copying import copy_models
from huiqi.kernel.ids import new_id, new_ids
from huiqi.ledger import queries as ledger
from huiqi.register import queries as register
from huiqi.rulebook.services import evaluating
from huiqi.rulebook.services.evaluating import ClauseHead

DAYS_MOST: Final = 250
_ENDED: Final = tuple(sorted(state.value for state in ENDED))


@dataclass(frozen=True, slots=True)
class Terms:
    """What an officer says of a round: working days for confirming and, where the clause says nothing, for the notice; the order."""

    confirm_days: int
    notice_days: int | None = None
    order: str = Order.LISTED.value


@transaction.atomic
def open_round(
    *, run: UUID, policy: str, clause: str, terms: Terms, actor: Actor, now: datetime, again: bool = True
) -> Round:
    """Make a round of a run's clause, with a claim for each company that meets it; raises CannotClaim, CannotSeeRun.

    `again`: also for those of whose claim of the year nothing came, for an officer to look at first.
    """
    seen, found = payable(run, policy=policy, clause=clause, actor=actor)
    check_terms(terms)
    hold_limits([seen.scope.within[0]])
    head = head_of(seen, found)
    rows = list(clause_rows(queries.companies_of(seen), queries.answers_of(found)).narrow("met"))
    applied = applicants(seen)
    if applied is not None:
        served = {company: place for place, company in enumerate(applied)}
        rows = sorted((row for row in rows if UUID(row.company) in applied), key=lambda row: served[UUID(row.company)])
    had = had_already([UUID(row.company) for row in rows], found, year=seen.day.year, again=again)
    # Who meets the clause and has nothing left under a cap gets no claim of nothing.
    wanted = [row for row in rows if UUID(row.company) not in had and row.high != 0]
    if not wanted:
        raise CannotClaim("nobody")
    made = Round(
        id=new_id(now), run=seen, scope=seen.scope, zone_id=seen.scope.within[0], policy=policy, version=found.version,
        clause=clause, policy_zh=found.policy_zh, policy_en=found.policy_en, zh=found.zh, en=found.en,
        article=found.article, delivery=head.way, pack_hash=seen.pack_hash, day=seen.day, order=terms.order,
        notice_days=head.notice_days if head.notice_days is not None else terms.notice_days,
        confirm_days=terms.confirm_days, pay_days=None if is_fast(seen) else head.pay_within_days, met=found.met, not_met=found.not_met,
        unknown=found.unknown, had_already=len(had), made_at=now, made_by=actor.person, made_by_name=actor.name,
    )  # fmt: skip
    assert seen.snapshot is not None, "a finished run stands on a snapshot"
    made.snapshot_digest = seen.snapshot.digest
    made.save(force_insert=True)
    make_payers(made, found)
    claims = claims_of(made, found, head, wanted, applied=applied or {}, actor=actor, now=now)
    mark_again(claims, found, year=seen.day.year)
    if found.has_limits:
        refuse_outgrown(claims)
    copy_models(in_order(claims, Order(terms.order)))
    mark_exclusive(claims, now=now)
    take_up(seen, claims, actor=actor, now=now)
    audit.record(
        "casework.round.opened",
        actor=actor, subject_kind="round", subject=made.pk, organisation=made.scope_id, now=now,
        after={"run": seen.pk, "clause": f"{policy}/{clause}", "claims": len(claims), "had_already": len(had)},
    )  # fmt: skip
    return made


def payable(run: UUID, *, policy: str, clause: str, actor: Actor) -> tuple[Run, RunClause]:
    """Return a run and its clause if a round can be made of them; raises CannotClaim, CannotSeeRun."""
    seen = queries.run_of(actor, id=run)
    if not register.within_reach(actor, *REVIEW).filter(pk=seen.scope_id).exists():
        raise CannotClaim("not_allowed", actor=actor.name)
    if seen.is_trial:
        raise CannotClaim("a_trial")
    if seen.state != Run.State.DONE:
        raise CannotClaim("not_done")
    found = queries.clause_of(seen, policy=policy, clause=clause)
    if not found.has_money:
        raise CannotClaim("no_money")
    if not found.article.strip():
        raise CannotClaim("no_article", zh=found.zh, en=found.en)
    if seen.intake is not None and clause != seen.intake.clause:
        raise CannotClaim("not_applied_for")
    if Round.objects.filter(run=seen, policy=policy, clause=clause).exists():
        raise CannotClaim("made_already")
    return seen, found


def check_terms(terms: Terms) -> None:
    """Refuse terms that make no sense; raises CannotClaim."""
    if terms.order not in list(Order):
        raise CannotClaim("unknown_order", order=terms.order)
    for days in (terms.confirm_days, terms.notice_days):
        if days is not None and not 1 <= days <= DAYS_MOST:
            raise CannotClaim("no_days")


def head_of(run: Run, clause: RunClause) -> ClauseHead:
    """Return what the rules of a run say about one of its clauses."""
    heads = evaluating.clauses_in_force(queries.book_for(run), day=run.day, policies=[clause.policy])
    return next(one for one in heads if one.clause == clause.clause)


def is_fast(run: Run) -> bool:
    """Return whether the claims of a run are paid within some days of the acceptance of their applications."""
    return run.intake is not None and run.intake.pay_days is not None


def had_already(companies: Collection[UUID], clause: RunClause, *, year: int, again: bool) -> frozenset[UUID]:
    """Return the companies that have a claim under the clause for the year: one that has not come to nothing, or without `again` any."""
    found = claims_of_year(companies, clause, year=year)
    counted = found.exclude(state__in=_ENDED) if again else found
    return frozenset(counted.values_list("company_id", flat=True))


def mark_again(claims: Sequence[Claim], clause: RunClause, *, year: int) -> None:
    """Mark the claims of companies of whose earlier claim of the year nothing came: it was refused, revoked, declined or lapsed."""
    ended = claims_of_year([claim.company_id for claim in claims], clause, year=year).filter(state__in=_ENDED)
    companies = frozenset(ended.values_list("company_id", flat=True))
    for claim in claims:
        if claim.company_id in companies:
            claim.exceptions = marked([*claim.exceptions, Exceptional.AGAIN.value])


def claims_of_year(companies: Collection[UUID], clause: RunClause, *, year: int) -> QuerySet[Claim]:
    """Return the claims of companies under a clause for a year."""
    return Claim.objects.filter(policy=clause.policy, clause=clause.clause, year=year, company__in=among(companies))


def claims_of(
    made: Round, clause: RunClause, head: ClauseHead, rows: Sequence[ClauseRow], *, applied: Mapping[UUID, UUID],
    actor: Actor, now: datetime,
) -> list[Claim]:  # fmt: skip
    """Return the claims of a round, not kept yet: facts as they stood, lists checked, exceptions named.

    One of an application (by company, with its identifier) goes on under the identifier of that.
    """
    kept = {*head.facts, *USUAL_LISTS}
    columns = queries.snapshot_rows(made.snapshot_digest, [row.row for row in rows], names=kept)
    lists = [newest_first(columns, name) for name in USUAL_LISTS]
    values = evaluating.values_of(queries.book_for(made.run), [head], columns=columns, size=len(rows), day=made.day)
    ids = [row.company for row in rows]
    near = near_rows(
        queries.book_for(made.run), head, ids=ids, values=values, day=made.day, figures=queries.figures_for(made.run)
    )
    barred = ledger.banned(zone=made.zone_id, day=day_in_china(now), parties=[UUID(row.company) for row in rows])
    disputed = disputes(actor, [UUID(row.company) for row in rows], facts=head.facts)
    return [
        claim_of(
            applied.get(UUID(row.company), key), made, row,
            facts=facts_at(columns, at),
            cells=[latest(periods, at) for periods in lists],
            adjustments=clause.adjustments.get(str(row.row), []),
            borne=borne_by(clause, row.row),
            is_disputed=UUID(row.company) in disputed,
            is_near=at in near,
            is_barred=UUID(row.company) in barred,
            now=now,
        )
        for at, (key, row) in enumerate(zip(new_ids(now, len(rows)), rows, strict=True))
    ]  # fmt: skip


def claim_of(
    id: UUID, made: Round, row: ClauseRow, *, facts: dict[str, Cell], cells: Sequence[Cell],
    adjustments: list[Any], borne: list[Decimal] | None, is_disputed: bool, is_near: bool, is_barred: bool, now: datetime,
) -> Claim:  # fmt: skip
    """Return one claim, not kept yet."""
    credit = judge(cells)
    is_open = row.low is None or row.low != row.high
    marks = exceptions(
        credit, is_open=is_open, is_disputed=is_disputed, is_adjusted=bool(adjustments), is_near=is_near,
        is_barred=is_barred,
    )  # fmt: skip
    return Claim(
        id=id, round=made, company_id=UUID(row.company), policy=made.policy, clause=made.clause, year=made.day.year,
        name=row.name, credit_code=row.code or "", park=row.park, place=0, amount=None if is_open else row.low,
        low=row.low, high=row.high, borne=borne, adjustments=adjustments, facts=facts, credit=credit.value,
        exceptions=[one.value for one in marks], since=now,
    )  # fmt: skip


def in_order(claims: Iterable[Claim], order: Order) -> list[Claim]:
    """Return the claims with their places in the declared order; amounts that are open come last, ties stay as listed."""
    found = list(claims)
    match order:
        case Order.SMALL_FIRST:
            found.sort(key=lambda claim: (claim.amount is None, claim.amount or Decimal(0)))
        case Order.LARGE_FIRST:
            found.sort(key=lambda claim: (claim.amount is None, -(claim.amount or Decimal(0))))
    for place, claim in enumerate(found, start=1):
        claim.place = place
    return found


def disputes(actor: Actor, companies: Collection[UUID], *, facts: Collection[str]) -> frozenset[UUID]:
    """Return the companies that ask for a correction of a fact on which the clause stands."""
    found = register.corrections(actor).filter(status="open", name__in=facts, subject__organisation__in=companies)
    return frozenset(found.values_list("subject__organisation_id", flat=True))


def facts_at(columns: Mapping[str, Column], at: int) -> dict[str, Cell]:
    """Return what is known at a row, by name and period; what does not apply is left out like what is not known."""
    return {key: cell for key, column in columns.items() if (cell := column.cells[at]) is not None}


def newest_first(columns: Mapping[str, Column], name: str) -> list[Column]:
    """Return a fact's periods, the latest first."""
    keys = sorted((key for key in columns if key.partition("|")[0] == name), reverse=True)
    return [columns[key] for key in keys]


def latest(periods: Iterable[Column], at: int) -> Cell:
    """Return a fact's value of its latest period at a row; None where none is known."""
    return next((cell for one in periods if (cell := one.cells[at]) is not None), None)
