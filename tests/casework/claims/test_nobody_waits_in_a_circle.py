"""Approving, confirming, declining, refusing, serving and naming lines at once, on two lines in opposite order: nobody waits for another in a circle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from itertools import chain, zip_longest
from uuid import UUID

import pytest

from huiqi.casework import services
from huiqi.casework.models import Claim, Round, RoundPayer
from huiqi.ledger import queries as ledger
from huiqi.register.models import BankAccount
from tests.at_once import at_once
from tests.casework.claims.made import Crew, claims, make_round, seen
from tests.cast import NOW, make_cast

HELD_AT = {"approved": "reserved", "offered": "committed", "owed": "payable"}


def shared_rounds(crew: Crew, lines: list[UUID], count: int, *, mark: str) -> list[Round]:
    """Rounds of one award of 100 each, of 60 and 40, every second one with the lines the other way round."""
    found = []
    for number in range(count):
        made = make_round(
            crew.cast.zone, [crew.companies[number // 2 % 2]], clause=f"{mark}{number}", amount=Decimal(100),
            borne=[Decimal(60), Decimal(40)], notice_days=None,
        )  # fmt: skip
        for place, line in enumerate(lines if number % 2 else reversed(lines)):
            RoundPayer.objects.create(round=made, place=place, code=f"p{place}", zh="方", en="payer", line=line)
        found.append(crew.reviewed(made))
    return found


def acts_of(crew: Crew, first: list[Round], second: list[Round], spare: list[UUID]) -> list[Callable[[], object]]:
    """Eight kinds of acts, mixed: on what is offered, what waits for money and what is to be approved."""
    owners = {one.pk: crew.owner(one) for one in crew.companies}
    account = {one.organisation_id: one.pk for one in BankAccount.objects.all()}
    offered = Claim.objects.filter(state="offered").order_by("pk")
    held = Claim.objects.filter(state="held").order_by("pk")
    kinds: list[list[Callable[[], object]]] = [
        [partial(services.approve, seen=seen(one), reason="", actor=crew.approver, now=NOW) for one in second],
        [partial(services.decline, id=one.pk, reason="", actor=owners[one.company_id], now=NOW) for one in offered[:4]],
        [partial(services.confirm, id=one.pk, account=account[one.company_id], actor=owners[one.company_id], now=NOW) for one in offered[4:]],
        [partial(services.refuse, seen={one.pk: one.version}, reason="不符", actor=crew.officer, now=NOW) for one in held[:1]],
        [partial(services.serve_held, round=one.pk, actor=crew.maker, now=NOW) for one in first[-2:]],
        [partial(services.set_lines, round=one.pk, lines=spare, actor=crew.maker, now=NOW) for one in second[:2]],
        [partial(services.serve_all_waiting, now=NOW)],
    ]  # fmt: skip
    return [act for act in chain.from_iterable(zip_longest(*kinds)) if act is not None]


@pytest.mark.django_db(transaction=True)
def test_all_have_their_turn_and_every_line_has_its_parts() -> None:
    crew = Crew(make_cast())
    lines, spare = ([crew.books.line(300), crew.books.line(300)] for _ in range(2))
    first = shared_rounds(crew, lines, 9, mark="first")
    for made in first:
        services.approve(seen=seen(made), reason="", actor=crew.approver, now=NOW)
        if claims(made, "approved"):
            services.post(round=made.pk, actor=crew.officer, now=NOW)
    assert Counter(Claim.objects.values_list("state", flat=True)) == {"offered": 6, "held": 3}
    results = at_once(*acts_of(crew, first, shared_rounds(crew, lines, 4, mark="second"), spare))
    broken = [one for one in results if isinstance(one, Exception) and not isinstance(one, services.CannotClaim)]
    assert broken == [], "whoever comes too late is told so, and nobody else"
    due: Counter[tuple[UUID, str]] = Counter()
    for claim in Claim.objects.filter(state__in=HELD_AT).select_related("round"):
        for payer, part in zip(claim.round.payers.all(), claim.borne, strict=True):
            due[payer.line, HELD_AT[claim.state]] += part
    kept = {(line, state): sum_ for line in (*lines, *spare) for state, sum_ in crew.books.has(line).items()}
    assert {key: sum_ for key, sum_ in kept.items() if key[1] not in {"set", "free"}} == due
    assert ledger.replay() == []
