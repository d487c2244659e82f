"""What each company can get, kept up to date: where a fact or a policy changes, only what it touches is assessed again.

Answers are the company's own: rankings, quotas and budgets depend on others and are settled in runs. Whatever happens in one batch,
a company has at most one piece of news of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse

from huiqi.casework.domain import news
from huiqi.casework.domain.answers import WORDS as OUTCOMES
from huiqi.casework.domain.answers import answers_of, yuan
from huiqi.casework.domain.news import REFUSED, Item, State
from huiqi.casework.models import Match, Matched, MatchNews
from huiqi.kernel import events
from huiqi.kernel.clock import day_in_china
from huiqi.messages.services import Said, tell
from huiqi.register import queries as register
from huiqi.rulebook.queries import Book
from huiqi.rulebook.services import evaluating
from huiqi.rulebook.services.evaluating import ClauseHead

# From so many companies on, one query over all of them is quicker than one company after the other.
MANY: Final = 200
_UPSERT = """
insert into casework_match (company_id, zone, policy, clause, outcome, low, high, missing, since)
select said.company, %(zone)s, said.policy, said.clause, said.outcome, said.low, said.high,
    case when said.missing = '' then '{}' else string_to_array(said.missing, ',') end, %(now)s
from unnest(%(companies)s::uuid[], %(policies)s::text[], %(clauses)s::text[], %(outcomes)s::text[], %(lows)s::numeric[],
    %(highs)s::numeric[], %(missing)s::text[]) as said(company, policy, clause, outcome, low, high, missing)
on conflict (company_id, policy, clause) do update set outcome = excluded.outcome, low = excluded.low, high = excluded.high,
    missing = excluded.missing, zone = excluded.zone,
    since = case when casework_match.outcome = excluded.outcome then casework_match.since else excluded.since end
"""


@dataclass(frozen=True, slots=True)
class Turned:
    """A company's answer under a clause that changed."""

    company: UUID
    head: ClauseHead
    before: State
    after: State


@transaction.atomic
def match(
    *, book: Book, zone: UUID, companies: Sequence[UUID], policies: Collection[str], batch: UUID, now: datetime
) -> int:
    """Assess companies of a zone again under some policies, or all, and keep what changed; return how many have news.

    The same batch again gives no second piece of news.
    """
    day = day_in_china(now)
    heads = evaluating.clauses_in_force(book, day=day, policies=policies)
    lock(zone)
    turned = list(changes_of(book, heads, companies, now=now))
    turned += withdrawn(companies, heads, policies, zone=zone)
    keep(turned, zone=zone, now=now)
    return tell_news(turned, batch=batch, now=now)


def changes_of(
    book: Book, heads: Sequence[ClauseHead], companies: Sequence[UUID], *, now: datetime
) -> Iterator[Turned]:
    """Yield the answers that changed."""
    if not heads or not companies:
        return
    known = present(companies, heads)
    for company, head, after in answers(book, heads, companies, now=now):
        before = known.get((company, head.policy, head.clause), REFUSED)
        if before != after:
            yield Turned(company, head, before, after)


def answers(
    book: Book, heads: Sequence[ClauseHead], companies: Sequence[UUID], *, now: datetime
) -> Iterator[tuple[UUID, ClauseHead, State]]:
    """Yield every company's own answer under every clause."""
    day = day_in_china(now)
    columns = register.columns_of(companies, day=day, known_at=now)
    values = evaluating.values_of(book, heads, columns=columns, size=len(companies), day=day)
    if len(companies) < MANY:
        for row, company in enumerate(companies):
            facts = {name: cells[row] for name, cells in values.facts.items() if cells[row] is not None}
            for head, one in zip(heads, evaluating.assess_own(book, heads, facts=facts, day=day), strict=True):
                yield company, head, State(one.outcome, one.low, one.high, one.missing)
        return
    subjects = [str(company) for company in companies]
    found = evaluating.assess_register(book, heads, subjects=subjects, values=values, day=day, limits=False)
    for clause in found:
        held = answers_of(
            clause.outcomes, zip(clause.rows, clause.low_fen, clause.high_fen, strict=True), clause.reasons
        )
        for row, company in enumerate(companies):
            low, high = held.amount(row)
            missing = held.reasons[held.why[row]][1]
            ends = (None if low is None else yuan(low), None if high is None else yuan(high))
            yield company, clause.head, State(OUTCOMES[held.outcomes[row]], *ends, missing)


def present(companies: Sequence[UUID], heads: Sequence[ClauseHead]) -> dict[tuple[UUID, str, str], State]:
    """Return the answers that are kept; one that is not there is a refusal."""
    policies = {head.policy for head in heads}
    rows = Match.objects.filter(company__in=companies, policy__in=policies)
    fields = ("company", "policy", "clause", "outcome", "low", "high", "missing")
    return {
        (company, policy, clause): State(outcome, low, high, tuple(missing))
        for company, policy, clause, outcome, low, high, missing in rows.values_list(*fields)
    }


def withdrawn(
    companies: Sequence[UUID], heads: Sequence[ClauseHead], policies: Collection[str], *, zone: UUID
) -> list[Turned]:
    """Return the answers under clauses that are no longer in force."""
    known = {(head.policy, head.clause) for head in heads}
    rows = Match.objects.filter(company__in=companies, zone=zone).exclude(outcome=Match.Outcome.NOT_MET)
    if policies:
        rows = rows.filter(policy__in=policies)
    return [
        Turned(row.company_id, gone(row.policy, row.clause), State(row.outcome, row.low, row.high, tuple(row.missing)), REFUSED)
        for row in rows
        if (row.policy, row.clause) not in known
    ]  # fmt: skip


def gone(policy: str, clause: str) -> ClauseHead:
    """Return a clause that is not in force any more, by its ids alone."""
    return ClauseHead(
        policy=policy, version="", clause=clause, policy_name=(policy, policy), name=(clause, clause), article="",
        delivery=("", ""), has_money=False, is_published=False, has_limits=False, needs=(), facts=(), words={},
    )  # fmt: skip


def keep(turned: Sequence[Turned], *, zone: UUID, now: datetime) -> None:
    """Keep the answers that changed."""
    if not turned:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _UPSERT,
            {
                "zone": zone, "now": now, "companies": [one.company for one in turned],
                "policies": [one.head.policy for one in turned], "clauses": [one.head.clause for one in turned],
                "outcomes": [one.after.outcome for one in turned], "lows": [one.after.low for one in turned],
                "highs": [one.after.high for one in turned], "missing": [",".join(one.after.missing) for one in turned],
            },
        )  # fmt: skip


def mark_matched(companies: Sequence[UUID], *, book: Book, now: datetime) -> None:
    """Note that companies were matched with all policies."""
    rows = [Matched(company_id=company, at=now, pack_hash=book.hash) for company in companies]
    Matched.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("company",), update_fields=("at", "pack_hash"), batch_size=2000
    )


def tell_news(turned: Sequence[Turned], *, batch: UUID, now: datetime) -> int:
    """Keep one piece of news for each company and tell those who act for it; return how many companies have news."""
    by_company: dict[UUID, list[Item]] = {}
    for one in turned:
        if kind := news.turn(one.before, one.after):
            by_company.setdefault(one.company, []).append(item_of(kind, one))
    rows = [
        MatchNews(batch=batch, company_id=company, at=now, content=news.content(items))
        for company, items in by_company.items()
    ]
    MatchNews.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    pushed = [row for row in rows if news.is_pushed(row.content)]
    people = register.people_acting_for([row.company_id for row in pushed], at=now)
    for row in pushed:
        if acting := people.get(row.company_id):
            tell(persons=acting, said=message(row), now=now)
    if rows:
        events.announce("casework.matches.changed", batch=batch, companies=tuple(by_company))
    return len(rows)


def item_of(kind: str, one: Turned) -> Item:
    """Return a change as the news has it."""
    missing = tuple(one.head.words.get(name, (name, name)) for name in one.after.missing)
    return Item(kind, one.head.policy, one.head.clause, one.head.name, one.after.low, one.after.high, missing)


def message(row: MatchNews) -> Said:
    """Return the one message about a piece of news."""
    title, body = news.said(row.content)
    return Said(
        kind="match.changed",
        key=f"match:{row.batch}:{row.company_id}",
        title=title,
        body=body,
        link=reverse("casework:own", args=[row.company_id]),
    )


def lock(zone: UUID) -> None:
    """Let one batch of a zone work at a time: two would both see the answers before."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('casework match ' || %s, 0))", [str(zone)])


def unmatched(companies: Sequence[UUID]) -> list[UUID]:
    """Return the companies that were never matched with all policies."""
    known = set(Matched.objects.filter(company__in=companies).values_list("company", flat=True))
    return [company for company in companies if company not in known]


def touched_policies(book: Book, facts: Collection[str], *, now: datetime) -> tuple[str, ...]:
    """Return the policies that read one of the facts."""
    return evaluating.policies_reading(book, day=day_in_china(now), facts=facts)
