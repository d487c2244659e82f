"""Making the invented zone: in one transaction, so that a killed start leaves nothing half made."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Role
from huiqi.kernel.ids import new_id
from huiqi.register import queries, services
from huiqi.register.services.batches import add_companies, record_batch
from huiqi.rulebook import services as rulebook
from huiqi.site.demo.companies import Made, lines_of, made_companies, rows_of
from huiqi.site.demo.places import DEMO, PEOPLE, ZONE_NAME, make_people, make_places
from huiqi.site.demo.titles import make_titles

PACK = Path(__file__).resolve().parent / "demo-zone"
SOURCE = "演示数据(虚构)"
OWNERS = ("company1", "company2", "company3")
# Nothing that is taken for something else, so that a password can be read out; 70 bits of chance.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 14
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LogIn:
    """A log-in of the invented zone, as it is shown once."""

    login: str
    name: str
    role: str
    place: str
    password: str


def is_made() -> bool:
    """Return whether there is a zone already, invented or not."""
    return queries.organisations(DEMO, kind="zone").exists()


@transaction.atomic
def make_demo(*, size: int, now: datetime, say: Say) -> None:
    """Make the zone with so many companies; nobody has a password yet (`new_log_ins`)."""
    say(f"inventing {size:,} companies")
    places = make_places(now)
    make_people(places, now)
    made = made_companies(size, now=now)
    add_companies(rows_of(made, places), now=now)
    lines = list(lines_of(made, now=now))
    say(f"writing {len(lines):,} facts")
    batch = new_id(now)
    record_batch(batch, lines, source=SOURCE, actor=DEMO, now=now)
    audit.record(
        "register.facts.recorded",
        actor=DEMO, subject_kind="batch", subject=batch, organisation=places[ZONE_NAME].pk, now=now,
        after={"source": SOURCE, "companies": size, "facts": len(lines)},
    )  # fmt: skip
    say(f"giving {make_titles(made, now):,} titles")
    make_owners(made, now)
    say("publishing policies")
    rulebook.install_pack(zone=places[ZONE_NAME].pk, folder=PACK, actor=DEMO, now=now)


def make_owners(made: tuple[Made, ...], now: datetime) -> None:
    """Give the first companies somebody who acts for them."""
    for login, one in zip(OWNERS, made, strict=False):
        account = services.add_person_with_account(
            name=f"{one.company.name[:4]}负责人", organisation=one.id, login=login, actor=DEMO, now=now
        )
        services.grant_role(person=account.person, role=Role.COMPANY_OWNER, organisation=one.id, actor=DEMO, now=now)


@transaction.atomic
def new_log_ins(*, now: datetime) -> list[LogIn]:
    """Give everybody of the invented zone a new random password; those before no longer work."""
    roles = {one.login: (one.role.value, one.place) for one in PEOPLE}
    found = []
    for login in (*roles, *OWNERS):
        person = queries.person_by_login(login=login)
        if person is None:
            continue
        password = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        link = services.renew_link(person=person, actor=DEMO, now=now)
        services.use_link(token=link.token, password=password, now=now)
        role, place = roles.get(login, (Role.COMPANY_OWNER.value, ""))
        found.append(LogIn(login, queries.actor_of(person=person, now=now).name, role, place, password))
    return found
