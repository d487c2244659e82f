"""What the tests of casework share: a data folder of their own, the pack of Ganzhou published, an officer, companies with facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from huiqi.casework import queries, services, tasks
from huiqi.casework.models import Run
from huiqi.casework.queries import snapshots
from huiqi.kernel.actor import Actor, Role
from huiqi.register import services as register
from huiqi.register.domain.credit_code import check_character
from huiqi.register.models import Organisation
from huiqi.register.services import Said
from huiqi.rulebook import services as rulebook
from huiqi.rulebook.queries import books
from huiqi_rules.packs import bundled_folder
from tests.cast import NOW, SYSTEM, Cast

DAY = date(2026, 3, 2)
SOON = NOW + timedelta(minutes=30)
LATER = NOW + timedelta(hours=1)
FIRST = ("hnte-reward", "first_recognition_reward")
LATE = ("hnte-reward", "later_recognition_reward")
AID = ("hnte-reward", "application_aid")


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("HUIQI_DATA", str(tmp_path))
    books.BOOKS.clear()
    snapshots._companies.cache_clear()
    yield
    books.BOOKS.clear()


@pytest.fixture
def ganzhou(cast: Cast) -> None:
    """Ganzhou's pack, published for the zone of the cast: rewards for high-tech enterprises."""
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "ganzhou", actor=SYSTEM, now=NOW)


@pytest.fixture
def officer(cast: Cast) -> Actor:
    """A policy officer of the zone."""
    return cast.person("政策专员", (Role.POLICY_OFFICER, cast.zone))


def add_company(cast: Cast, name: str, *, park: Organisation | None = None, number: int = 0) -> Organisation:
    """A further company; `number` makes its code."""
    code = f"9136070070846{number:04}"
    place = (park or cast.north).pk
    return register.add_organisation(
        kind="company", name=name, parent=place, credit_code=code + check_character(code), actor=SYSTEM, now=NOW
    )


def say(company: Organisation, *, now: datetime = NOW, source: str = "科技局名单", **facts: object) -> None:
    """Say facts of a company: `recognised_this_year=True`."""
    said = [Said(name, value) for name, value in facts.items()]
    register.record_facts(subject=company.pk, said=said, source=source, actor=SYSTEM, now=now)


def hnte(company: Organisation, *, applied: bool, recognised: bool, first: bool, now: datetime = NOW) -> None:
    """Say of a company what Ganzhou's rewards ask."""
    say(company, now=now, applied_this_year=applied, recognised_this_year=recognised, first_recognition=first)


def run_now(
    actor: Actor, cast: Cast, *, scope: Organisation | None = None, now: datetime = LATER, **asked: object
) -> Run:
    """A run, started and carried out."""
    run = services.start_run(scope=(scope or cast.zone).pk, day=DAY, actor=actor, now=now, **asked)
    tasks.carry_out_run(run=str(run.pk))
    return queries.run_of(actor, id=run.pk)


def outcomes(run: Run, clause: tuple[str, str]) -> dict[str, tuple[str, int | None, int | None]]:
    """What a clause of a run gives, by the name of the company: letter and both ends of the amount in fen."""
    answers = queries.answers_of(queries.clause_of(run, policy=clause[0], clause=clause[1]))
    names = queries.companies(run.snapshot.digest).names
    return {name: (chr(answers.outcomes[row]), *answers.amount(row)) for row, name in enumerate(names)}
