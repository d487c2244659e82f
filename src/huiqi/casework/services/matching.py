"""What each company can get, kept up to date: where a fact or a policy changes, only what it touches is assessed again.

Answers are the company's own: rankings, quotas and budgets depend on others and are settled in runs. Many companies are matched in
parts; each part is kept whole, with its news, or not at all, and a batch that is done again says nothing twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

from django.db import connection, transaction

from huiqi.casework.domain.news import REFUSED, State, Turned
from huiqi.casework.models import Match, Matched
from huiqi.casework.services.claims.listed.waking import wake_listed
from huiqi.casework.services.own_answers import own_answers
from huiqi.casework.services.pushing import keep_news
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.planner import count_after
from huiqi.rulebook.queries import Book
from huiqi.rulebook.services import evaluating
from huiqi.rulebook.services.evaluating import ClauseHead

Key: TypeAlias = tuple[UUID, str, str]

AT_ONCE: Final = 4_000
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


def match(
    *, book: Book, zone: UUID, companies: Sequence[UUID], policies: Collection[str], batch: UUID, now: datetime
) -> int:
    """Assess companies of a zone again under some policies, or all, and keep what changed; return how many have news."""
    return sum(
        match_part(
            book=book,
            zone=zone,
            companies=companies[start : start + AT_ONCE],
            policies=policies,
            batch=batch,
            now=now,
        )
        for start in range(0, len(companies), AT_ONCE)
    )


@transaction.atomic
def match_part(
    *, book: Book, zone: UUID, companies: Sequence[UUID], policies: Collection[str], batch: UUID, now: datetime
) -> int:
    """Match companies in one transaction, with their news."""
    lock(zone)
    heads = evaluating.clauses_in_force(book, day=day_in_china(now), policies=policies)
    before = kept(companies, policies)
    turned = [*changed(book, heads, companies, before, now=now), *withdrawn(heads, before)]
    keep(turned, zone=zone, now=now)
    wake_listed(turned, zone=zone)
    if not policies:
        mark_matched(companies, book=book, now=now)
    return keep_news(turned, batch=batch, now=now)


def changed(
    book: Book, heads: Sequence[ClauseHead], companies: Sequence[UUID], before: Mapping[Key, State], *, now: datetime
) -> Iterator[Turned]:
    """Yield the answers that changed; one that was never kept was a refusal."""
    for company, head, after in own_answers(book, heads, companies, now=now):
        was = before.get((company, head.policy, head.clause), REFUSED)
        if was != after:
            yield Turned(company, head.policy, head.clause, was, after)


def withdrawn(heads: Sequence[ClauseHead], before: Mapping[Key, State]) -> Iterator[Turned]:
    """Yield the answers under clauses that are no longer in force: they are refusals now."""
    known = {(head.policy, head.clause) for head in heads}
    for (company, policy, clause), was in before.items():
        if (policy, clause) not in known and was != REFUSED:
            yield Turned(company, policy, clause, was, REFUSED)


def kept(companies: Sequence[UUID], policies: Collection[str]) -> dict[Key, State]:
    """Return the answers that are kept, under some policies or all."""
    rows = Match.objects.filter(company__in=companies)
    if policies:
        rows = rows.filter(policy__in=policies)
    fields = ("company", "policy", "clause", "outcome", "low", "high", "missing")
    return {
        (company, policy, clause): State(outcome, low, high, tuple(missing))
        for company, policy, clause, outcome, low, high, missing in rows.values_list(*fields)
    }


def keep(turned: Sequence[Turned], *, zone: UUID, now: datetime) -> None:
    """Keep the answers that changed."""
    if not turned:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _UPSERT,
            {
                "zone": zone, "now": now, "companies": [one.company for one in turned],
                "policies": [one.policy for one in turned], "clauses": [one.clause for one in turned],
                "outcomes": [one.after.outcome for one in turned], "lows": [one.after.low for one in turned],
                "highs": [one.after.high for one in turned], "missing": [",".join(one.after.missing) for one in turned],
            },
        )  # fmt: skip
    count_after(len(turned))


def mark_matched(companies: Sequence[UUID], *, book: Book, now: datetime) -> None:
    """Note that companies were matched with all policies."""
    rows = [Matched(company_id=company, at=now, pack_hash=book.hash) for company in companies]
    Matched.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("company",), update_fields=("at", "pack_hash"), batch_size=AT_ONCE
    )


def lock(zone: UUID) -> None:
    """Let one part of a zone be matched at a time: two would both see the answers before."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('casework match ' || %s, 0))", [str(zone)])


def unmatched(companies: Sequence[UUID]) -> list[UUID]:
    """Return the companies that were never matched with all policies."""
    known = set(Matched.objects.filter(company__in=companies).values_list("company", flat=True))
    return [company for company in companies if company not in known]
