"""The three-zero ledger (Ordos): firms are cleared one by one; two runs say who was cleared by when, and the list counts them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from huiqi.casework import queries, services
from huiqi.kernel.actor import Actor
from huiqi.register import services as register
from huiqi.register.services import Said
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.casework.conftest import LATER, add_company
from tests.cast import NOW, SYSTEM, Cast, visit

CLEARED = ("three-none-firm", "cleared")
# The policy begins with the year.
BEFORE, AFTER = date(2023, 1, 1), date(2023, 12, 31)


def filled(day: date) -> list[Said]:
    """From a day on a firm has all three: R&D spend, an R&D unit and an invention patent."""
    facts = {"rd_expense": Decimal(100_000), "has_rd_unit": True, "invention_patents": Decimal(1)}
    return [Said(name, value, valid_from=day) for name, value in facts.items()]


def lacking() -> list[Said]:
    """A firm that has none of the three."""
    facts = {"rd_expense": Decimal(0), "has_rd_unit": False, "invention_patents": Decimal(0)}
    return [Said(name, value, valid_from=date(2020, 1, 1)) for name, value in facts.items()]


@pytest.mark.inventory("OR-01")
def test_31_firms_13_cleared_9_of_them_in_2023(cast: Cast, officer: Actor) -> None:
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "ordos", actor=SYSTEM, now=NOW)
    for number in range(31):
        firm = add_company(cast, f"规上工业企业{number:02}", number=number)
        said = [Said("above_scale_industrial", value=True), Said("on_three_none_ledger", value=True), *lacking()]
        if number < 13:
            said += filled(date(2022, 6, 1) if number < 4 else date(2023, 6, 1))
        register.record_facts(subject=firm.pk, said=said, source="三无台账", actor=SYSTEM, now=NOW)
    runs = []
    for day in (BEFORE, AFTER):
        run = services.start_run(scope=cast.zone.pk, day=day, policies=["three-none-firm"], actor=officer, now=LATER)
        runs.append(services.carry_out(id=run.pk, actor=officer, now=LATER, progress=lambda *_: None))
    met = [queries.clause_of(run, policy=CLEARED[0], clause=CLEARED[1]).met for run in runs]
    assert met == [4, 13]
    assert round(Decimal(met[1]) / 31 * 100, 1) == Decimal("41.9")
    page = visit(officer).get(f"/casework/runs/{runs[0].pk}/against/{runs[1].pk}").content.decode()
    cleared_in_2023 = {f"规上工业企业{number:02}" for number in range(4, 13)}
    assert all(name in page for name in cleared_in_2023), "who was cleared in the year, one by one"
    assert "规上工业企业00" not in page
