"""What the tests of claims share: Ganzhou's rewards, a round of their first clause, and who reviews and approves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from huiqi.casework import services
from huiqi.casework.models import Round, Run
from huiqi.casework.queries import snapshots
from huiqi.casework.services import Terms
from huiqi.kernel.actor import Actor, Role
from huiqi.register.models import Organisation
from huiqi.rulebook import services as rulebook
from huiqi.rulebook.queries import books
from huiqi_rules.packs import bundled_folder
from tests.casework.claims.made import Crew
from tests.casework.conftest import FIRST, LATER, add_company, hnte, run_now, say
from tests.cast import NOW, SYSTEM, Cast

TERMS = Terms(confirm_days=10, notice_days=5)


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("HUIQI_DATA", str(tmp_path))
    books.BOOKS.clear()
    snapshots._companies.cache_clear()
    yield
    books.BOOKS.clear()


@dataclass
class Desk:
    """Who works on claims, and the companies that were rewarded."""

    cast: Cast
    officer: Actor
    companies: list[Organisation]

    def run(self) -> Run:
        """A run over the zone."""
        return run_now(self.officer, self.cast)

    def round(self, terms: Terms = TERMS, run: Run | None = None) -> Round:
        """A round of the first clause."""
        ran = run or self.run()
        policy, clause = FIRST
        return services.open_round(run=ran.pk, policy=policy, clause=clause, terms=terms, actor=self.officer, now=LATER)


def rewarded(company: Organisation, *, clean: bool | None = True) -> None:
    """Say of a company that it is rewarded, and whether it stands on no list (None: nobody knows)."""
    hnte(company, applied=True, recognised=True, first=True)
    if clean is not None:
        say(company, on_adverse_list=not clean, serious_incident_or_misconduct=False)


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """Ganzhou's pack with two companies that are rewarded and clean, one that is unknown."""
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "ganzhou", actor=SYSTEM, now=NOW)
    companies = [cast.north_company, cast.south_company]
    for company in companies:
        rewarded(company)
    add_company(cast, "未知数据有限公司", number=77)
    return Desk(
        cast,
        cast.person("政策专员", (Role.POLICY_OFFICER, cast.zone)),
        companies,
    )


@pytest.fixture
def crew(cast: Cast) -> Crew:
    """Who works on claims; no rules are run."""
    return Crew(cast)
