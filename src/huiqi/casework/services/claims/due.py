"""The clocks of claims: how long a notice stands, until when a company confirms, by when it is paid, when an objection is answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.urls import reverse

from huiqi.casework.domain.clocks import ClockSaid
from huiqi.casework.models import Claim, Notice, Objection, Round
from huiqi.casework.services.clocks import start_clocks, stop_clocks
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.words import Pair
from huiqi_clocks import Term

_TITLE_MOST = 200


def confirm_clock(claim: UUID) -> str:
    """Return what the clock is called by which a company confirms."""
    return f"claim/{claim}/confirm"


def pay_clock(claim: UUID) -> str:
    """Return what the clock is called by which a claim is paid."""
    return f"claim/{claim}/pay"


def notice_clock(notice: UUID) -> str:
    """Return what the clock is called of how long a notice stands."""
    return f"notice/{notice}"


def objection_clock(objection: UUID) -> str:
    """Return what the clock is called by which an objection is answered."""
    return f"objection/{objection}"


def start_notice_clock(notice: Notice, *, now: datetime) -> None:
    """Start the clock of a notice: the day of posting is not counted."""
    made = notice.round
    said = working(
        notice_clock(notice.pk), (f"公示：{made.zh}", f"Notice: {made.en}"), notice.days, now, "round", made.pk
    )
    start_clocks(zone=made.zone_id, organisation=made.scope_id, said=[said], now=now)


def start_objection_clock(objection: Objection, *, days: int, now: datetime) -> None:
    """Start the clock by which an objection is answered; it may stand still while papers are asked for."""
    made = objection.notice.round
    title = (f"异议复核：{objection.claim.name}", f"Objection: {objection.claim.name}")
    said = working(objection_clock(objection.pk), title, days, now, "objection", objection.pk)
    by_hand = replace(said, by_hand=True)
    start_clocks(zone=made.zone_id, organisation=made.scope_id, said=[by_hand], now=now)


def start_confirm_clocks(claims: Sequence[Claim], *, now: datetime) -> None:
    """Start the clocks by which companies confirm."""
    for made, some in by_round(claims):
        said = [
            working(confirm_clock(one.pk), (f"待企业确认：{one.name}", f"To confirm: {one.name}"), made.confirm_days, now, "claim", one.pk)
            for one in some
        ]  # fmt: skip
        start_clocks(zone=made.zone_id, organisation=made.scope_id, said=said, now=now)


def start_pay_clocks(claims: Sequence[Claim], *, now: datetime) -> None:
    """Start the clocks by which claims are paid, where the round has a term for it."""
    for made, some in by_round(claims):
        if made.pay_days is None:
            continue
        said = [
            working(pay_clock(one.pk), (f"待拨付：{one.name}", f"To pay: {one.name}"), made.pay_days, now, "claim", one.pk)
            for one in some
        ]  # fmt: skip
        start_clocks(zone=made.zone_id, organisation=made.scope_id, said=said, now=now)


def stop_confirm_clocks(claims: Iterable[Claim], *, now: datetime) -> None:
    """Stop the clocks of claims that were answered or lapsed."""
    stop_clocks(causes=[confirm_clock(claim.pk) for claim in claims], now=now)


def working(cause: str, title: Pair, days: int, now: datetime, page: str, id: UUID) -> ClockSaid:
    """Return a clock of so many working days from today."""
    zh, en = (text[:_TITLE_MOST] for text in title)
    link = reverse(f"casework:{page}", args=[id])
    return ClockSaid(cause, (zh, en), day_in_china(now), Term(days, "working_days"), link)


def by_round(claims: Sequence[Claim]) -> Iterable[tuple[Round, list[Claim]]]:
    """Yield rounds with their claims."""
    for _, some in groupby(sorted(claims, key=lambda claim: claim.round_id), key=lambda claim: claim.round_id):
        part = list(some)
        yield part[0].round, part
