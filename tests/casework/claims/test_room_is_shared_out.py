"""Where room under a limit comes back, the larger amount is dealt out again, and each payer must have the money for its part."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from huiqi.casework import services
from huiqi.casework.models import Claim, Round
from huiqi.casework.services import CannotClaim
from huiqi.kernel.actor import Actor, Role
from tests.casework.claims.made import claims, seen
from tests.casework.claims.test_room_under_a_limit_comes_back import fall, work_out
from tests.casework.conftest import LATE, LATER, run_now
from tests.casework.earlier.made import YEARLY, limited
from tests.casework.test_what_is_under_review_counts_in_limits import approver, first_then_late, round_of
from tests.cast import Cast
from tests.ledger.books import Books

THIRDS = "payers: {city: 0.3333333, zone: 0.6666667}"


def cut_and_posted(cast: Cast, officer: Actor, *budgets: int) -> tuple[Round, Claim, list[UUID]]:
    """A claim of 100,000 (33,333.33 + 66,666.67) on notice, cut from 200,000 by one of 300,000 under review."""
    first, _ = first_then_late(cast, officer)
    late = round_of(officer, run_now(officer, cast), LATE, now=LATER + timedelta(minutes=1))
    lines = [Books(cast).line(budget) for budget in budgets]
    finance = cast.person("财务", (Role.FINANCE_OFFICER, cast.zone))
    services.set_lines(round=late.pk, lines=lines, actor=finance, now=LATER)
    late.claims.update(credit="clean")
    services.review(seen=seen(late), reason="", actor=officer, now=LATER)
    services.approve(seen=seen(late), reason="", actor=approver(cast), now=LATER)
    services.post(round=late.pk, actor=officer, now=LATER)
    (claim,) = claims(late, "noticed")
    assert claim.borne == [Decimal("33333.33"), Decimal("66666.67")]
    return first, claim, lines


@pytest.fixture
def capped(cast: Cast, tmp_path: Path) -> None:
    limited(cast, tmp_path / "ganzhou", f"{YEARLY}, {THIRDS}")


@pytest.mark.usefixtures("capped")
def test_more_is_dealt_out_to_each(cast: Cast, officer: Actor) -> None:
    first, claim, (city, zone) = cut_and_posted(cast, officer, 100_000, 200_000)
    fall(first, officer)
    assert work_out(claim, officer) == 1
    claim.refresh_from_db()
    assert (claim.amount, claim.borne) == (Decimal(200_000), [Decimal("66666.66"), Decimal("133333.34")])
    books = Books(cast)
    assert (books.has(city)["free"], books.has(zone)["free"]) == (100_000, 200_000)


@pytest.mark.usefixtures("capped")
@pytest.mark.parametrize("budgets", ((40_000, 200_000), (100_000, 70_000)))
def test_what_was_announced_is_not_put_at_risk_for_want_of_one_payer(
    cast: Cast, officer: Actor, budgets: tuple[int, int]
) -> None:
    first, claim, _ = cut_and_posted(cast, officer, *budgets)
    fall(first, officer)
    with pytest.raises(CannotClaim) as refused:
        work_out(claim, officer)
    assert refused.value.code == "no_money_for_more"
    claim.refresh_from_db()
    assert (claim.state, claim.amount) == ("noticed", Decimal(100_000))
