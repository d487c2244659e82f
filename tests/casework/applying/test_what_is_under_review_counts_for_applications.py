"""An application is weighed against what other rounds have under review, like everybody else."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from huiqi.casework import services
from huiqi.casework.services import Terms
from tests.casework.applying.conftest import Counter
from tests.casework.claims.made import claims
from tests.casework.conftest import LATE, LATER, hnte, run_now
from tests.casework.earlier.made import YEARLY, limited
from tests.cast import Cast, visit

LATER_YET = LATER + timedelta(minutes=1)


def test_an_application_gets_what_is_left_under_the_cap_and_says_why(cast: Cast, tmp_path: Path) -> None:
    limited(cast, tmp_path / "ganzhou", YEARLY)
    counter = Counter(cast)
    hnte(counter.company, applied=True, recognised=True, first=False)
    run = run_now(counter.officer, cast)
    services.open_round(run=run.pk, policy=LATE[0], clause=LATE[1], terms=Terms(10), actor=counter.officer, now=LATER)
    # A wrong fact is put right, and the company applies under the other clause.
    hnte(counter.company, applied=True, recognised=True, first=True, now=LATER)
    made = counter.intake()
    counter.checked(counter.sent(counter.filled(counter.draft(made), {}), now=LATER_YET), now=LATER_YET)
    (claim,) = claims(counter.round(made, now=LATER_YET))
    assert claim.amount == Decimal(200_000), "300,000 of the clause, 400,000 of the year, 200,000 under review"
    page = visit(counter.officer).get(f"/casework/claims/{claim.pk}").content.decode()
    assert "200,000.00 元在“非首次认定奖励20万元 2026-03-02”批次审核中" in page
