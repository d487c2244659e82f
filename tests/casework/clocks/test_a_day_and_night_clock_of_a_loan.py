"""A founder's credit loan is paid within 24 hours of the request for approval: holidays and nights count, and it is late at the minute."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from huiqi.casework import queries, services
from huiqi.casework.models import Clock
from huiqi.kernel.clock import CHINA
from huiqi_clocks import Term
from huiqi_rules.api import Engine
from huiqi_rules.check.rulebook import check_rulebook
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.packs import bundled_folder, load_pack
from tests.cast import NOW, SYSTEM, Cast

# The evening before the days off of the Spring Festival.
ASKED = datetime(2026, 2, 14, 20, 30, tzinfo=CHINA)


@pytest.mark.inventory("WH-06")
def test_the_clock_of_the_rule_runs_day_and_night(cast: Cast) -> None:
    loaded = load_pack(bundled_folder() / "wuhan-east-lake", search=(bundled_folder(),))
    engine = Engine(check_rulebook(loaded.rulebook, Findings()))
    facts = dict.fromkeys(("startup_founder", "has_invention_patent"), True)
    values = engine.assess(
        "founder-credit-loan", date(2026, 2, 14), facts | {"loan_request": Decimal(12_000_000)}
    ).values
    assert values["granted_ceiling"] == 10_000_000
    term = Term(values["payment_hours"], "natural_hours")
    said = services.ClockSaid("loan/1", ("创始人信用贷款放款", "Founder credit loan"), ASKED, term)
    services.start_clocks(zone=cast.zone.pk, organisation=cast.zone.pk, said=[said], now=NOW)
    clock = Clock.objects.get()
    assert clock.ends_at == ASKED + timedelta(hours=24)
    calendar = queries.calendar(zone=cast.zone.pk)
    states = [
        queries.state_of(clock, calendar=calendar, now=clock.ends_at + timedelta(minutes=step)) for step in (-1, 0)
    ]
    assert states == ["soon", "overdue"]
    late = queries.in_state(queries.clocks(SYSTEM), state="overdue", calendar=calendar, now=clock.ends_at)
    assert late.count() == 1
