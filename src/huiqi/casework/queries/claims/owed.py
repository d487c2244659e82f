"""What is owed of claims: promised, decided, on notice, confirmed, owed, overdue, paid; by policy, payer, year or age; and what is stuck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, F, Func, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from huiqi.casework.domain.claims.listed import AUTOMATIC
from huiqi.casework.domain.claims.states import ENDED, OWING, PROMISED, State
from huiqi.casework.queries.claims.confirming import due_by, with_due
from huiqi.casework.queries.claims.rounds import claims
from huiqi.casework.queries.claims.sharing import of_lines, of_other_lines, part_of_lines, part_of_payer
from huiqi.casework.queries.owing import (
    NOBODY,
    OTHERS,
    Money,
    Part,
    age_of,
    age_words,
    money_of,
    named_by_payer,
    payers_of,
)
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china

_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Payouts:
    """What was paid: payouts counted (家次), distinct companies (家), the money, and how much of it without an application."""

    payouts: int
    companies: int
    money: Decimal
    automatic: Decimal

    @property
    def automatic_percent(self) -> Decimal | None:
        """Return the share that was paid without an application, in percent with one decimal; None where nothing was paid."""
        return round(self.automatic * 100 / self.money, 1) if self.money else None

    @property
    def mean(self) -> Decimal | None:
        """Return the mean a company, in yuan; None where nobody was paid."""
        return round(self.money / self.companies, 2) if self.companies else None


def claims_in_all(actor: Actor, *, now: datetime) -> Money:
    """Return the money of all claims within reach."""
    return money_of(aged(actor, now=now).aggregate(**sums()))


def claims_by(actor: Actor, *, way: str, now: datetime) -> list[Part]:
    """Return the money of the claims within reach by `policy`, `payer`, `year` or `age`."""
    rows = aged(actor, now=now)
    match way:
        case "year":
            return [Part(str(row["year"]), (str(row["year"]),) * 2, money_of(row)) for row in grouped(rows, "year")]
        case "payer":
            whole = grouped(rows.filter(borne=None).annotate(line=F("round__line")), "line")
            shared = rows.filter(borne__isnull=False).annotate(line=F("round__payers__line"))
            return named_by_payer(actor, [*whole, *grouped(shared, "line", of=part_of_payer())], "line")
        case "age":
            found = grouped(rows.filter(approved_at__isnull=False), "age")
            return [Part(row["age"], age_words(row["age"]), money_of(row)) for row in found]
        case _:
            zh, en = "round__policy_zh", "round__policy_en"
            return [Part(row[zh], (row[zh], row[en]), money_of(row)) for row in grouped(rows, zh, en)]


def unpaid(actor: Actor) -> QuerySet[Any]:
    """Return what is decided and not paid, with the day by which it is, the longest waiting first (inventory XA-06)."""
    waiting = sorted(state.value for state in (PROMISED | {State.HELD}) - {State.PAID})
    found = with_due(claims(actor)).filter(state__in=waiting).order_by("approved_at", "pk")
    return found.annotate(worth=F("amount"))


def unpaid_in(rows: QuerySet[Any], actor: Actor, *, way: str, key: str, now: datetime) -> QuerySet[Any]:
    """Return those claims of some that are in a part of the table (`claims_by`), by its key; none where there is no such part.

    Of what several pay, a payer's part alone is what it is `worth` there.
    """
    match way:
        case "year":
            return rows.filter(year=int(key)) if key.isdecimal() else rows.none()
        case "age":
            aged_rows: QuerySet[Any] = rows.annotate(age=age_of("approved_at", now=now))
            return aged_rows.filter(age=key)
        case _ if key == NOBODY:
            return rows.filter(round__line=None).exclude(round__payers__line__isnull=False)
        case _ if key == OTHERS:
            seen = [line for one in payers_of(actor) for line in one.lines]
            rest = F("amount") - Coalesce(part_of_lines(seen), Value(_NOTHING))
            beyond: QuerySet[Any] = rows.filter(of_other_lines(seen)).annotate(worth=rest)
            return beyond
        case _:
            lines = [line for one in payers_of(actor) if one.key == key for line in one.lines]
            theirs: QuerySet[Any] = rows.filter(of_lines(lines)).annotate(worth=part_of_lines(lines))
            return theirs


def payouts(actor: Actor) -> Payouts:
    """Return what was paid of the claims within reach."""
    found = claims(actor).filter(state=State.PAID.value)
    row = found.aggregate(
        payouts=Count("pk"), companies=Count("company", distinct=True), money=Sum("amount"),
        automatic=Sum("amount", filter=Q(round__delivery=AUTOMATIC, round__run__intake=None)),
    )  # fmt: skip
    return Payouts(row["payouts"], row["companies"], row["money"] or _NOTHING, row["automatic"] or _NOTHING)


def aged(actor: Actor, *, now: datetime) -> QuerySet[Any]:
    """Return the claims within reach that have not come to nothing, with `pay_due` and how old their approval is."""
    ended = sorted(state.value for state in ENDED)
    found = (
        claims(actor)
        .exclude(state__in=ended)
        .order_by()
        .annotate(pay_due=due_by("pay"), today=Value(day_in_china(now)))
    )
    return found.annotate(age=age_of("approved_at", now=now))


def grouped(rows: QuerySet[Any], *keys: str, of: str | Func = "amount") -> Sequence[Mapping[str, Any]]:
    """Return the sums of claims by keys: of their amounts, or of a part of each."""
    return list(rows.values(*keys).annotate(**sums(of)))


def sums(of: str | Func = "amount") -> dict[str, Sum]:
    """Return what is summed: one sum for each figure of `Money`."""
    late = Q(state__in=values(OWING)) & Q(pay_due__lt=F("today"))
    paid = {State.PAID}
    filters = {
        "promised": Q(),
        "decided": Q(state__in=values(PROMISED | {State.HELD})),
        "noticed": Q(state__in=values({State.NOTICED, State.OBJECTED})),
        "offered": Q(state__in=values({State.OFFERED})),
        "confirmed": Q(state__in=values(OWING | paid | {State.CONFIRMED})),
        "owed": Q(state__in=values(OWING)),
        "overdue": late,
        "paid": Q(state__in=values(paid)),
    }
    assert set(filters) == {one.name for one in fields(Money)}, "a figure has its sum"
    return {name: Sum(of, filter=condition) for name, condition in filters.items()}


def values(states: frozenset[State] | set[State]) -> list[str]:
    """Return states as the database holds them."""
    return sorted(state.value for state in states)
