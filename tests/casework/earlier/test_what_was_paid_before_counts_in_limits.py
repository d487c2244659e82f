"""What was paid before Huiqi counts in limits as what Huiqi awarded: from its day on, for its company, for its pool."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from huiqi.casework import queries, services, tasks
from huiqi.casework.models import EarlierPayment
from huiqi.casework.services import Terms
from huiqi.kernel.actor import Actor
from tests.casework.claims.made import claims
from tests.casework.conftest import DAY, FIRST, LATE, LATER, add_company, hnte, outcomes, run_now
from tests.casework.earlier.made import POOL, YEARLY, earlier_file, limited, paid_earlier
from tests.cast import Cast, visit

TERMS = Terms(confirm_days=10, notice_days=5)


def test_only_what_is_left_under_a_yearly_cap_is_paid_and_the_reason_names_the_file(
    cast: Cast, officer: Actor, tmp_path: Path
) -> None:
    limited(cast, tmp_path / "ganzhou", YEARLY)
    company = cast.north_company
    hnte(company, applied=True, recognised=True, first=False)
    paid_earlier(earlier_file(cast.zone), company, FIRST)

    run = run_now(officer, cast)
    assert outcomes(run, LATE)[company.name] == ("m", 10_000_000, 10_000_000)
    made = services.open_round(run=run.pk, policy=LATE[0], clause=LATE[1], terms=TERMS, actor=officer, now=LATER)
    (claim,) = claims(made)
    assert claim.amount == Decimal(100_000)
    page = visit(officer).get(f"/casework/claims/{claim.pk}").content.decode()
    assert "已于 2026-01-15 获得2026年 首次认定奖励30万元：300,000.00 元" in page
    assert "启用惠企前支付，来自文件“2025年拨付.xlsx”第2行，凭证 拨付〔2026〕2号" in page


def test_a_payment_of_another_year_or_after_the_day_of_the_run_does_not_count(
    cast: Cast, officer: Actor, tmp_path: Path
) -> None:
    limited(cast, tmp_path / "ganzhou", YEARLY)
    company = cast.north_company
    hnte(company, applied=True, recognised=True, first=False)
    file = earlier_file(cast.zone)
    paid_earlier(file, company, FIRST, year=2025, paid_on=date(2025, 6, 1))
    paid_earlier(file, company, FIRST, paid_on=DAY + timedelta(days=1), row=3)
    assert outcomes(run_now(officer, cast), LATE)[company.name] == ("m", 20_000_000, 20_000_000)


def test_what_nobody_confirmed_does_not_count(cast: Cast, officer: Actor, tmp_path: Path) -> None:
    limited(cast, tmp_path / "ganzhou", YEARLY)
    company = cast.north_company
    hnte(company, applied=True, recognised=True, first=False)
    paid_earlier(earlier_file(cast.zone, state="entered"), company, FIRST, counts=False)
    run = run_now(officer, cast)
    assert outcomes(run, LATE)[company.name] == ("m", 20_000_000, 20_000_000)
    assert run.past is None


@pytest.mark.usefixtures("ganzhou")
def test_first_time_only_looks_at_every_year_before(cast: Cast, officer: Actor) -> None:
    company = cast.north_company
    hnte(company, applied=True, recognised=True, first=True)
    paid_earlier(earlier_file(cast.zone), company, FIRST, year=2019, paid_on=date(2019, 9, 1))
    assert outcomes(run_now(officer, cast), FIRST)[company.name][0] == "n"


def test_a_company_that_is_not_in_the_register_has_drawn_on_the_pool(
    cast: Cast, officer: Actor, tmp_path: Path
) -> None:
    limited(cast, tmp_path / "ganzhou", POOL)
    company = cast.north_company
    # Nobody else may come before it.
    hnte(cast.south_company, applied=False, recognised=False, first=False)
    hnte(company, applied=True, recognised=True, first=False)
    paid_earlier(earlier_file(cast.zone), None, FIRST, amount=Decimal(400_000), code="91350200MA2XYABC1F")
    assert outcomes(run_now(officer, cast), LATE)[company.name] == ("m", 10_000_000, 10_000_000)


@pytest.mark.usefixtures("ganzhou")
def test_a_company_that_comes_into_the_register_later_is_known_by_its_code(cast: Cast, officer: Actor) -> None:
    newcomer = add_company(cast, "后来入库有限公司", number=31)
    hnte(newcomer, applied=True, recognised=True, first=True)
    paid_earlier(earlier_file(cast.zone), None, FIRST, code=newcomer.credit_code or "")
    assert outcomes(run_now(officer, cast), FIRST)[newcomer.name][0] == "n"


@pytest.mark.usefixtures("ganzhou")
def test_a_repeat_is_given_the_same_after_the_file_was_taken_back(cast: Cast, officer: Actor) -> None:
    company = cast.north_company
    hnte(company, applied=True, recognised=True, first=True)
    paid_earlier(earlier_file(cast.zone), company, FIRST)
    first = run_now(officer, cast)
    EarlierPayment.objects.update(counts_in=None)

    repeated = services.repeat_run(id=first.pk, actor=officer, now=LATER)
    tasks.carry_out_run(run=str(repeated.pk))
    repeated.refresh_from_db()
    assert (repeated.digest, repeated.past_id) == (first.digest, first.past_id)
    assert outcomes(run_now(officer, cast), FIRST)[company.name][0] == "m"
    (before,) = queries.had_before(first, company.pk)
    assert before.source is not None
    assert (before.source.row, before.source.confirmed_by) == (2, "复核")
