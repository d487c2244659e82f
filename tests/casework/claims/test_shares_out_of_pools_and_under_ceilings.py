"""Shares out of lines that draw from a pool or stand under a ceiling: each counts with its part alone, both together where they share one."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from huiqi.casework import services
from huiqi.casework.models import Round, RoundPayer
from huiqi.ledger import queries as ledger
from huiqi.ledger.services import Kind, Movement, Step
from tests.casework.claims.made import PASSED, Crew, claims, make_round
from tests.cast import NOW
from tests.ledger.books import free


def of_300_and_200(crew: Crew, *lines: UUID) -> Round:
    """A round of one award of 500 that two lines share."""
    made = make_round(
        crew.cast.zone, crew.companies[:1], amount=Decimal(500), borne=[Decimal(300), Decimal(200)], notice_days=None
    )
    for place, line in enumerate(lines):
        RoundPayer.objects.create(round=made, place=place, code=f"p{place}", zh="方", en="payer", line=line)
    return made


def state(made: Round) -> tuple[str, str]:
    (claim,) = claims(made)
    return claim.state, claim.reason


def test_a_pool_lends_the_part_and_gets_it_back(crew: Crew) -> None:
    pool = crew.books.line(299, kind=Kind.POOL, title=("园区资金池", "Pool"))
    drawing, other = crew.books.line(pool=pool), crew.books.line(200)
    made = crew.approved(of_300_and_200(crew, drawing, other))
    assert state(made)[0] == "held"
    assert (free(pool), free(other)) == (299, 200), "nothing is taken of either"
    crew.books.move(Movement(pool, Step.SET, Decimal(1), "budget/more"))
    assert services.serve_all_waiting(now=NOW) == 1, "a pool that grows serves who waits for a line that draws from it"
    assert (free(pool), free(other)) == (0, 0)
    services.post(round=made.pk, actor=crew.officer, now=NOW)
    (claim,) = claims(made, "offered")
    services.decline(id=claim.pk, reason="", actor=crew.owner(claim.company), now=PASSED)
    assert (free(pool), free(other), crew.books.has(drawing)) == (300, 200, {})
    assert ledger.replay() == []


@pytest.mark.parametrize(("money", "stands"), ((500, "approved"), (499, "held")))
def test_two_lines_of_one_pool_take_of_it_together(crew: Crew, money: int, stands: str) -> None:
    pool = crew.books.line(money, kind=Kind.POOL)
    made = crew.approved(of_300_and_200(crew, crew.books.line(pool=pool), crew.books.line(pool=pool)))
    assert state(made)[0] == stands
    assert free(pool) == (0 if stands == "approved" else money)


@pytest.mark.parametrize(("money", "stands"), ((500, "approved"), (499, "held")))
def test_a_pool_that_pays_itself_beside_a_line_that_draws_from_it(crew: Crew, money: int, stands: str) -> None:
    pool = crew.books.line(money, kind=Kind.POOL)
    made = crew.approved(of_300_and_200(crew, pool, crew.books.line(pool=pool)))
    assert state(made)[0] == stands
    assert free(pool) == (0 if stands == "approved" else money)


@pytest.mark.parametrize(("room", "stands"), ((200, "approved"), (199, "held")))
def test_a_ceiling_counts_the_part_of_its_line_alone(crew: Crew, room: int, stands: str) -> None:
    ceiling = crew.books.line(room, kind=Kind.CEILING, title=("区级总额", "District ceiling"))
    city, zone = crew.books.line(300), crew.books.line(1000, ceilings=[ceiling])
    made = crew.approved(of_300_and_200(crew, city, zone))
    assert state(made)[0] == stands
    assert ("区级总额" in state(made)[1]) == (stands == "held"), "whose ceiling it is"
    assert (free(city), free(ceiling)) == ((0, 0) if stands == "approved" else (300, room))


@pytest.mark.parametrize(("room", "stands"), ((500, "approved"), (499, "held")))
def test_one_ceiling_over_both_counts_both(crew: Crew, room: int, stands: str) -> None:
    ceiling = crew.books.line(room, kind=Kind.CEILING)
    made = crew.approved(of_300_and_200(crew, *(crew.books.line(1000, ceilings=[ceiling]) for _ in range(2))))
    assert state(made)[0] == stands
    assert free(ceiling) == (0 if stands == "approved" else room)


def test_a_ceiling_pays_nothing_itself(crew: Crew) -> None:
    made = of_300_and_200(crew, None, None)
    with pytest.raises(services.CannotClaim) as refused:
        services.set_lines(
            round=made.pk,
            lines=[crew.books.line(300), crew.books.line(10**6, kind=Kind.CEILING)],
            actor=crew.maker,
            now=NOW,
        )
    assert refused.value.code == "no_such_line"
