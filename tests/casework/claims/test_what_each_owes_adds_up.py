"""What is owed by payer, the list behind each payer and both Excel files agree to the fen, for those who see all lines and those who see some."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any
from uuid import UUID

import pytest
from openpyxl import load_workbook

from huiqi.casework import queries, services
from huiqi.casework.models import RoundPayer
from huiqi.kernel.actor import Actor, Role
from huiqi.register.models import Organisation
from tests.casework.claims.made import PASSED, Crew, make_round
from tests.casework.claims.test_several_pay_an_award import payer
from tests.cast import NOW, visit
from tests.ledger.books import Books


def shared(crew: Crew, place: Organisation, lines: Sequence[UUID], parts: Sequence[int], *, clause: str) -> None:
    """A round of awards that these lines share, in fen, offered or, where the number is odd, approved."""
    borne = [Decimal(part) / 100 for part in parts]
    companies = crew.companies[:1] if place == crew.cast.north else crew.companies
    made = make_round(place, companies, amount=sum(borne, Decimal(0)), borne=borne, clause=clause, notice_days=None)
    for at, line in enumerate(lines):
        RoundPayer.objects.create(round=made, place=at, code=f"p{at}", zh="方", en="payer", line=line)
    crew.approved(made)
    if len(lines) == 2:
        services.post(round=made.pk, actor=crew.officer, now=NOW)


def table(answer: Any) -> list[tuple[Any, ...]]:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))


def yuan(value: object) -> Decimal:
    return round(Decimal(str(value or 0)), 2)


def adds_up(who: Actor) -> set[str]:
    """Look at every figure of what is owed by payer, and return the payers' names."""
    client, whole = visit(who), queries.owed_in_all(who, now=PASSED)
    parts = queries.owed_by(who, way="payer", now=PASSED)
    for figure in ("promised", "decided", "offered", "unpaid"):
        assert sum(getattr(one.money, figure) for one in parts) == getattr(whole, figure)
    _, *rows, total = table(client.get("/casework/owed", {"by": "payer", "format": "xlsx"}))
    for at in range(1, len(total)):
        assert sum(yuan(row[at]) for row in rows) == yuan(total[at])
    for part in parts:
        assert yuan(client.get("/casework/unpaid", {"payer": part.key}).context["list"].total) == part.money.unpaid
        heads, *lines = table(client.get("/casework/unpaid", {"payer": part.key, "format": "xlsx"}))
        column = heads.index("其中由其承担（元）")
        assert sum(yuan(row[column]) for row in lines) == part.money.unpaid
    return {part.name[0] for part in parts}


@pytest.mark.parametrize("seed", range(2))
def test_to_the_fen_whoever_looks(crew: Crew, seed: int) -> None:
    random, zone, north = Random(seed), crew.cast.zone, crew.cast.north
    city, district, park = payer(crew, "市财政局"), payer(crew, "区财政局"), Books(crew.cast, crew.cast.north.pk)
    lines = [crew.books.line(10**9, payer=one) for one in (city, city, district, None)]
    lines += [park.line(10**9, payer=district), park.line(10**9, title=("北园预算", "North"))]
    for number in range(6):
        chosen = random.sample(lines, 2 + number % 2)
        parts = [random.randrange(10**6) for _ in chosen]
        shared(crew, (zone, north)[number % 2], chosen, [1 + parts[0], *parts[1:]], clause=f"c{number}")
    make_round(zone, crew.companies, clause="none", amount=Decimal("1.23"))
    crew.approved(make_round(north, crew.companies[:1], clause="whole", line=lines[2]))
    seen = adds_up(crew.cast.person("主任", (Role.LEADER, zone)))
    assert {"市财政局", "区财政局", "未指定资金来源"} <= seen
    hidden = "其他资金来源（不在可查看的范围）"
    assert hidden not in seen
    assert hidden in adds_up(crew.cast.person("北园主任", (Role.LEADER, north))), "named, and not theirs to see"
