"""What is owed: promised, decided, on notice, confirmed, owed, overdue, paid; by policy, payer, year or age; and what is stuck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Sum, Value, When

from huiqi.casework.domain.claims.listed import AUTOMATIC
from huiqi.casework.domain.claims.states import ENDED, OWING, PROMISED, State
from huiqi.casework.queries.claims.confirming import due_by, with_due
from huiqi.casework.queries.claims.rounds import claims
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.ledger import queries as ledger

# Days since the approval, up to and with; the last has no end.
AGES: Final = (30, 60, 180)
_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Money:
    """Money of some claims by where they stand, in yuan; `promised` holds all that has not come to nothing."""

    promised: Decimal = _NOTHING
    decided: Decimal = _NOTHING
    noticed: Decimal = _NOTHING
    offered: Decimal = _NOTHING
    confirmed: Decimal = _NOTHING
    owed: Decimal = _NOTHING
    overdue: Decimal = _NOTHING
    paid: Decimal = _NOTHING

    @property
    def unpaid(self) -> Decimal:
        """Return what is decided and not paid: decided = paid + unpaid (inventory OR-04)."""
        return self.decided - self.paid


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the table: its key, its name in both languages, its money."""

    key: str
    name: tuple[str, str]
    money: Money


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


def owed_in_all(actor: Actor, *, now: datetime) -> Money:
    """Return the money of all claims within reach."""
    return Money(**{name: amount or _NOTHING for name, amount in aged(actor, now=now).aggregate(**sums()).items()})


def owed_by(actor: Actor, *, way: str, now: datetime) -> list[Part]:
    """Return the money of the claims within reach by `policy`, `payer`, `year` or `age`, the most unpaid first."""
    match way:
        case "year":
            rows = grouped(aged(actor, now=now), "year", now=now)
            return ordered(Part(str(row["year"]), (str(row["year"]), str(row["year"])), money(row)) for row in rows)
        case "payer":
            payers = payers_of(actor)
            rows = grouped(aged(actor, now=now), "round__line", now=now)
            return ordered(joined(Part("", payers.get(row["round__line"], NO_PAYER), money(row)) for row in rows))
        case "age":
            rows = grouped(aged(actor, now=now).filter(approved_at__isnull=False), "age", now=now)
            return sorted(
                (Part(row["age"], age_words(row["age"]), money(row)) for row in rows), key=lambda one: int(one.key)
            )
        case _:
            rows = grouped(aged(actor, now=now), "round__policy_zh", "round__policy_en", now=now)
            return ordered(
                Part(row["round__policy_zh"], (row["round__policy_zh"], row["round__policy_en"]), money(row))
                for row in rows
            )


def unpaid(actor: Actor) -> QuerySet[Any]:
    """Return what is decided and not paid, with the day by which it is, the longest waiting first (inventory XA-06)."""
    waiting = sorted(state.value for state in (PROMISED | {State.HELD}) - {State.PAID})
    return with_due(claims(actor)).filter(state__in=waiting).order_by("approved_at", "pk")


def payouts(actor: Actor) -> Payouts:
    """Return what was paid of the claims within reach."""
    found = claims(actor).filter(state=State.PAID.value)
    row = found.aggregate(
        payouts=Count("pk"), companies=Count("company", distinct=True), money=Sum("amount"),
        automatic=Sum("amount", filter=Q(round__delivery=AUTOMATIC, round__run__intake=None)),
    )  # fmt: skip
    return Payouts(row["payouts"], row["companies"], row["money"] or _NOTHING, row["automatic"] or _NOTHING)


NO_PAYER: Final = ("未指定资金来源", "no line named")


def payers_of(actor: Actor) -> Mapping[UUID | None, tuple[str, str]]:
    """Return who pays, by line: its payer where it has one, else the line itself."""
    return {
        line.pk: (line.payer.name_zh, line.payer.name_en) if line.payer else line.title for line in ledger.lines(actor)
    }


def aged(actor: Actor, *, now: datetime) -> QuerySet[Any]:
    """Return the claims within reach that have not come to nothing, with `pay_due` and how old their approval is."""
    ended = sorted(state.value for state in ENDED)
    found = (
        claims(actor)
        .exclude(state__in=ended)
        .order_by()
        .annotate(pay_due=due_by("pay"), today=Value(day_in_china(now)))
    )
    bounds = [When(approved_at__gte=now - timedelta(days=days + 1), then=Value(str(days))) for days in AGES]
    return found.annotate(age=Case(*bounds, default=Value("99999"), output_field=CharField()))


def grouped(rows: QuerySet[Any], *keys: str, now: datetime) -> Sequence[Mapping[str, Any]]:
    """Return the sums of claims by keys."""
    return list(rows.values(*keys).annotate(**sums()))


def sums() -> dict[str, Sum]:
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
    return {name: Sum("amount", filter=condition) for name, condition in filters.items()}


def values(states: frozenset[State] | set[State]) -> list[str]:
    """Return states as the database holds them."""
    return sorted(state.value for state in states)


def money(row: Mapping[str, Any]) -> Money:
    """Return the figures of a row."""
    return Money(**{one.name: row[one.name] or _NOTHING for one in fields(Money)})


def joined(parts: Any) -> list[Part]:
    """Return parts of one name as one."""
    found: dict[tuple[str, str], Money] = {}
    for part in parts:
        before = found.get(part.name, Money())
        both = {one.name: getattr(before, one.name) + getattr(part.money, one.name) for one in fields(Money)}
        found[part.name] = Money(**both)
    return [Part("", name, total) for name, total in found.items()]


def ordered(parts: Any) -> list[Part]:
    """Return parts with the most unpaid first."""
    return sorted(parts, key=lambda part: (-part.money.unpaid, part.name))


def age_words(key: str) -> tuple[str, str]:
    """Return an age in words."""
    if key == "99999":
        return f"超过{AGES[-1]}天", f"over {AGES[-1]} days"
    below = AGES[AGES.index(int(key)) - 1] + 1 if int(key) != AGES[0] else 0
    return f"{below}–{key}天", f"{below} to {key} days"
