"""Pay on outcome only (Xiangyang): a class is promised at most its whole intake, owed nothing before graduation, then by diplomas."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from huiqi.ledger.services import CannotMove, Movement, Step
from huiqi_rules.api import Engine
from huiqi_rules.check.rulebook import check_rulebook
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.packs import bundled_folder, load_pack
from tests.ledger.books import FIRM, Books

CAUSE = "class/2022-byd"


@cache
def engine() -> Engine:
    loaded = load_pack(bundled_folder() / "xiangyang", search=(bundled_folder(),))
    return Engine(check_rulebook(loaded.rulebook, Findings()))


def due(day: date, *, diplomas: int) -> Decimal | None:
    """What the rule gives for the class of 180 of 2022 on a day, in yuan; None where it gives nothing yet."""
    facts = {"enrolled": Decimal(180), "diplomas": Decimal(diplomas), "graduation_day": date(2025, 6, 30)}
    (decision,) = engine().assess("ordered-training", day, facts).clauses
    return decision.amount if decision.outcome.value == "met" else None


@pytest.mark.inventory("XY-01")
def test_171_of_180_are_settled_after_graduation(books: Books) -> None:
    line = books.line(5_000_000)
    most = due(date(2025, 7, 1), diplomas=180)
    assert most == 2_700_000
    books.step(line, Step.RESERVE, Step.COMMIT, amount=most, cause=CAUSE)
    assert due(date(2025, 6, 29), diplomas=171) is None, "nothing before graduation"
    with pytest.raises(CannotMove):
        books.step(line, Step.PAY, amount="0.01", cause=CAUSE)
    owed = due(date(2025, 7, 1), diplomas=171)
    assert owed == 2_565_000
    books.move(Movement(line, Step.OWE, owed, CAUSE, FIRM), Movement(line, Step.CANCEL, most - owed, CAUSE, FIRM))
    books.step(line, Step.PAY, amount=owed, cause=CAUSE)
    assert books.has(line) == {"set": Decimal(5_000_000), "free": Decimal(2_435_000), "paid": Decimal(2_565_000)}
    with pytest.raises(CannotMove):
        books.step(line, Step.OWE, amount="0.01", cause=CAUSE)
