"""Telling companies what changed for them: news is kept with the answers, and told some minutes later in one message.

Ten facts that somebody types one after the other, or an import and a policy of the same hour, are one message to those who act for
the company.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse

from huiqi.casework.domain import news
from huiqi.casework.domain.news import Item, Named, Turned
from huiqi.casework.models import MatchNews
from huiqi.kernel import events
from huiqi.kernel.actor import system
from huiqi.kernel.clock import day_in_china
from huiqi.messages.services import Said, tell_each
from huiqi.register import queries as register
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.services import evaluating
from huiqi.rulebook.services.evaluating import ClauseHead

# So many pieces of news are told in one transaction.
TOLD_AT_ONCE: Final = 2_000
_SYSTEM = system("matching")
# One text for all: quoting thousands of them one by one takes longer than all the rest.
_INSERT = """
insert into casework_matchnews (batch, company_id, at, content)
select %(batch)s, (one ->> 0)::uuid, %(now)s, one -> 1 from jsonb_array_elements(%(news)s::jsonb) as one
on conflict do nothing
"""


def keep_news(turned: Sequence[Turned], *, batch: UUID, now: datetime) -> int:
    """Keep one piece of news for each company, where it has none of the batch yet; return how many companies have news."""
    found: dict[UUID, list[Turned]] = {}
    for one in turned:
        if news.turn(one.before, one.after):
            found.setdefault(one.company, []).append(one)
    if not found:
        return 0
    rows = [(str(company), news.content(changes)) for company, changes in found.items()]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, {"batch": batch, "now": now, "news": json.dumps(rows, ensure_ascii=False)})
    events.announce("casework.matches.changed", batch=batch, companies=tuple(found))
    return len(found)


def tell_news(*, now: datetime) -> int:
    """Tell all news that was not told yet, a message a company; return to how many companies something was said."""
    count = 0
    while (told := tell_some(now=now)) is not None:
        count += told
    return count


@transaction.atomic
def tell_some(*, now: datetime) -> int | None:
    """Tell some of the news, the oldest first; None where there is none."""
    waiting = MatchNews.objects.filter(told_at=None).select_for_update(skip_locked=True)
    companies = {row.company_id for row in waiting.order_by("pk")[:TOLD_AT_ONCE]}
    if not companies:
        return None
    people = {company: who for company, who in register.people_acting_for(companies, at=now).items() if who}
    by_company: dict[UUID, list[MatchNews]] = {}
    for row in waiting.filter(company__in=people).order_by("pk"):
        by_company.setdefault(row.company_id, []).append(row)
    words = clauses_of(by_company, now=now)
    sayings = []
    for company, rows in by_company.items():
        if items := news.gathered(row.content for row in rows):
            named = [named_as(item, words[company]) for item in items]
            sayings.append((people[company], message(company, named, key=f"match:{rows[-1].pk}")))
    tell_each(sayings, now=now)
    MatchNews.objects.filter(told_at=None, company__in=companies).update(told_at=now)
    return len(sayings)


def clauses_of(companies: Mapping[UUID, object], *, now: datetime) -> dict[UUID, Mapping[tuple[str, str], ClauseHead]]:
    """Return for companies the clauses in force in their zones, by policy and clause; none where no rules are published."""
    inside = dict(register.within_reach(_SYSTEM).filter(pk__in=list(companies)).values_list("pk", "within"))
    zones: dict[UUID, Mapping[tuple[str, str], ClauseHead]] = {}
    for zone in {within[0] for within in inside.values()}:
        try:
            book = rulebook.current_book(zone=zone, now=now)
        except rulebook.CannotFindBook:
            continue
        heads = evaluating.clauses_in_force(book, day=day_in_china(now))
        zones[zone] = {(head.policy, head.clause): head for head in heads}
    return {company: zones.get(inside[company][0], {}) if company in inside else {} for company in companies}


def named_as(item: Item, clauses: Mapping[tuple[str, str], ClauseHead]) -> Named:
    """Return an item with its names; what is in force no more is called by its id."""
    head = clauses.get((item.policy, item.clause))
    if head is None:
        return Named(item.kind, (item.clause, item.clause), tuple((name, name) for name in item.missing))
    return Named(item.kind, head.name, tuple(head.words.get(name, (name, name)) for name in item.missing))


def message(company: UUID, items: Sequence[Named], *, key: str) -> Said:
    """Return the one message about a company's news."""
    title, body = news.said(items)
    link = reverse("casework:own", args=[company])
    return Said(kind="match.changed", key=key, title=title, body=body, link=link)
