"""What changed for one company under the policies, batch by batch: also what no message was sent about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from huiqi.casework.domain.news import KIND_NAMES
from huiqi.casework.domain.rights import SEE_NEWS
from huiqi.casework.models import MatchNews
from huiqi.casework.queries.matches import matched_clauses
from huiqi.kernel.actor import Actor
from huiqi.kernel.words import Pair
from huiqi.register import queries as register


@dataclass(frozen=True, slots=True)
class CompanyNews:
    """The news of a company, the latest first, with what its clauses are called, by policy and clause."""

    name: str
    rows: QuerySet[MatchNews]
    clauses: Mapping[tuple[str, str], Pair]


def company_news(actor: Actor, *, company: UUID, now: datetime) -> CompanyNews:
    """Return what changed for a company; raises CannotSee."""
    found = register.within_reach(actor, *SEE_NEWS).filter(pk=company, kind="company").first()
    if found is None:
        raise register.CannotSee("not_found", what="company", id=company)
    heads = (one for one in matched_clauses(actor, now=now) if one.zone == found.within[0])
    clauses = {(one.policy, one.clause): one.name for one in heads}
    return CompanyNews(found.name, MatchNews.objects.filter(company=found).order_by("-at", "-id"), clauses)


def lines_of(row: MatchNews, clauses: Mapping[tuple[str, str], Pair]) -> tuple[tuple[Pair, tuple[Pair, ...]], ...]:
    """Return what happened in a piece of news, and the names of the clauses; one in force no more is called by its id."""
    return tuple(
        (words, tuple(clauses.get((one["policy"], one["clause"]), (one["clause"],) * 2) for one in row.content[kind]))
        for kind, words in KIND_NAMES.items()
        if kind in row.content
    )


def telling_of(rows: QuerySet[MatchNews], text: str, clauses: Mapping[tuple[str, str], Pair]) -> QuerySet[MatchNews]:
    """Narrow to news of clauses whose names hold a text: what people read stands in the rules, not in the row."""
    told = Q(pk=None)
    for (policy, clause), names in clauses.items():
        if any(text.casefold() in name.casefold() for name in names):
            for kind in KIND_NAMES:
                told |= Q(**{f"content__{kind}__contains": [{"policy": policy, "clause": clause}]})
    return rows.filter(told)
