"""What is owed of orders that are paid on their outcome: what they come to at most until it is confirmed, from then on what came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import ExtractYear

from huiqi.casework.domain.outcomes.states import OWING, Doing, Stage
from huiqi.casework.models import OutcomeStep
from huiqi.casework.queries.outcomes.orders import outcome_orders
from huiqi.casework.queries.owing import Money, Part, age_of, age_words, money_of, named_by_payer
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import CHINA, day_in_china

_OWED: Final = tuple(sorted(one.value for one in OWING))
_CONFIRMED: Final = (*_OWED, Stage.PAID.value)
_DECIDED: Final = (Stage.PROMISED.value, Stage.REPORTED.value, *_CONFIRMED)
_NOTHING: Final = (Stage.REFUSED.value, Stage.ENDED.value)


def orders_in_all(actor: Actor, *, now: datetime) -> Money:
    """Return the money of all orders within reach."""
    return money_of(worth(actor, now=now).aggregate(**sums()))


def orders_by(actor: Actor, *, way: str, now: datetime) -> list[Part]:
    """Return the money of the orders within reach by `policy`, `payer`, `year` (in which they were entered) or `age`."""
    rows = worth(actor, now=now)
    match way:
        case "year":
            return [Part(str(row["year"]), (str(row["year"]),) * 2, money_of(row)) for row in grouped(rows, "year")]
        case "payer":
            return named_by_payer(actor, grouped(rows, "line"), "line")
        case "age":
            found = grouped(rows.filter(approved_at__isnull=False), "age")
            return [Part(row["age"], age_words(row["age"]), money_of(row)) for row in found]
        case _:
            found = grouped(rows, "policy_zh", "policy_en")
            return [Part(row["policy_zh"], (row["policy_zh"], row["policy_en"]), money_of(row)) for row in found]


def worth(actor: Actor, *, now: datetime) -> QuerySet[Any]:
    """Return the orders within reach that have not come to nothing, with what they are `worth`, in yuan, their year, their age and `today`."""
    approved = OutcomeStep.objects.filter(order=OuterRef("pk"), doing=Doing.APPROVE.value).values("at")[:1]
    found = outcome_orders(actor).exclude(stage__in=_NOTHING).order_by()
    rows = found.annotate(
        worth=Case(When(stage__in=_CONFIRMED, then=F("amount")), default=F("most")),
        year=ExtractYear("entered_at", tzinfo=CHINA),
        approved_at=Subquery(approved),
        today=Value(day_in_china(now)),
    )
    aged: QuerySet[Any] = rows.annotate(age=age_of("approved_at", now=now))
    return aged


def grouped(rows: QuerySet[Any], *keys: str) -> Sequence[Mapping[str, Any]]:
    """Return the sums of orders by keys."""
    return list(rows.values(*keys).annotate(**sums()))


def sums() -> dict[str, Sum]:
    """Return what is summed; an order has no notice, and nothing to be confirmed by its payee."""
    filters = {
        "promised": Q(),
        "decided": Q(stage__in=_DECIDED),
        "confirmed": Q(stage__in=_CONFIRMED),
        "owed": Q(stage__in=_OWED),
        "overdue": Q(stage__in=_OWED, pay_due__lt=F("today")),
        "paid": Q(stage=Stage.PAID.value),
    }
    return {name: Sum("worth", filter=condition) for name, condition in filters.items()}
