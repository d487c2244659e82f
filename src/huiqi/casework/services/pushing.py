"""Telling companies what changed for them: one piece of news a batch, and one message of it to those who act for the company."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.urls import reverse

from huiqi.casework.domain import news
from huiqi.casework.domain.news import Item, Turned
from huiqi.kernel import events
from huiqi.messages.services import Said, tell
from huiqi.register import queries as register

# One text for all: quoting thousands of them one by one takes longer than all the rest.
_INSERT = """
insert into casework_matchnews (batch, company_id, at, content)
select %(batch)s, (one ->> 0)::uuid, %(now)s, one -> 1 from jsonb_array_elements(%(news)s::jsonb) as one
on conflict do nothing
"""


def push(turned: Sequence[Turned], *, batch: UUID, now: datetime) -> int:
    """Keep one piece of news for each company and tell those who act for it; return how many companies have news."""
    found: dict[UUID, list[Item]] = {}
    for one in turned:
        if item := news.item_of(one):
            found.setdefault(one.company, []).append(item)
    if not found:
        return 0
    keep_news(found, batch=batch, now=now)
    pushed = [company for company, items in found.items() if news.is_pushed(items)]
    people = register.people_acting_for(pushed, at=now)
    for company in pushed:
        if acting := people.get(company):
            tell(persons=acting, said=message(company, found[company], batch=batch), now=now)
    events.announce("casework.matches.changed", batch=batch, companies=tuple(found))
    return len(found)


def keep_news(found: Mapping[UUID, Sequence[Item]], *, batch: UUID, now: datetime) -> None:
    """Keep the news; where a company has some of the batch already, that stays."""
    rows = [(str(company), news.content(items)) for company, items in found.items()]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, {"batch": batch, "now": now, "news": json.dumps(rows, ensure_ascii=False)})


def message(company: UUID, items: Sequence[Item], *, batch: UUID) -> Said:
    """Return the one message about a company's news."""
    title, body = news.said(items)
    return Said(
        kind="match.changed",
        key=f"match:{batch}:{company}",
        title=title,
        body=body,
        link=reverse("casework:own", args=[company]),
    )
