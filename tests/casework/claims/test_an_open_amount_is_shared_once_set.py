"""An amount that the clause leaves open has no shares until an officer sets it; set again, it is dealt out again; then it goes its way."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huiqi.casework import services
from huiqi.casework.models import Claim, Round, RoundPayer
from huiqi.casework.services import CannotClaim
from tests.casework.claims.made import Crew, claims, make_round
from tests.casework.claims.test_claims_are_paid import references, result_of, sent, take
from tests.cast import NOW

HALF = Decimal("0.5")


def open_round(crew: Crew, *shares: Decimal | None) -> Round:
    """A round of one claim of 0.01 to 1,000 whose amount is open, shared by these."""
    made = make_round(
        crew.cast.zone,
        crew.companies[:1],
        amount=None,
        low=Decimal("0.01"),
        high=Decimal(1000),
        exceptions=["open_amount"],
    )
    for place, share in enumerate(shares):
        line = crew.books.line(1000)
        RoundPayer.objects.create(
            round=made, place=place, code=f"p{place}", zh="方", en="payer", share=share, line=line
        )
    return made


def put(crew: Crew, made: Round, amount: str) -> Claim:
    (claim,) = claims(made)
    said = {"amount": Decimal(amount), "reason": "会议纪要", "actor": crew.officer, "now": NOW}
    return services.set_amount(id=claim.pk, version=claim.version, **said)


def test_each_time_it_is_set_it_is_dealt_out_and_the_last_one_is_paid(crew: Crew) -> None:
    made = open_round(crew, HALF, Decimal("0.3"), Decimal("0.2"))
    assert claims(made)[0].borne is None
    dealt = {
        "0.01": ["0.01", "0.00", "0.00"],
        "1000": ["500.00", "300.00", "200.00"],
        "0.03": ["0.02", "0.01", "0.00"],
        "333.33": ["166.67", "100.00", "66.66"],
    }
    for amount, parts in dealt.items():
        assert [str(part) for part in put(crew, made, amount).borne or ()] == parts
    crew.confirmed(made)
    take(crew, result_of((references(sent(crew, made))[0], "333.33", "成功", "")))
    paid = [crew.books.has(payer.line)["paid"] for payer in made.payers.all()]
    assert [str(one) for one in paid] == ["166.67", "100.00", "66.66"]


def test_half_a_fen_more_is_no_amount_and_changes_nothing(crew: Crew) -> None:
    made = open_round(crew, HALF, HALF)
    put(crew, made, "9.99")
    for amount in ("1.005", "1000.01", "0"):
        with pytest.raises(CannotClaim) as refused:
            put(crew, made, amount)
        assert refused.value.code == "amount_outside"
    assert [str(part) for part in claims(made)[0].borne or ()] == ["5.00", "4.99"]


def test_nobody_sets_an_amount_where_each_payer_says_its_own(crew: Crew) -> None:
    made = open_round(crew, None, None)
    with pytest.raises(CannotClaim) as refused:
        put(crew, made, "500")
    assert refused.value.code == "own_shares"
    assert claims(made)[0].amount is None
