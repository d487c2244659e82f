"""Making the invented zone: in one transaction, so that a killed start leaves nothing half made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit, events
from huiqi.kernel.actor import Actor, Grant, Role
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.ids import new_id
from huiqi.kernel.planner import count_anew
from huiqi.register import queries, services
from huiqi.register.services.batches import add_companies, record_batch
from huiqi.rulebook import services as rulebook
from huiqi.site.demo.accounts import invite
from huiqi.site.demo.after_payment import follow_payments
from huiqi.site.demo.applications import take_applications
from huiqi.site.demo.budgets import keep_books
from huiqi.site.demo.care import look_after
from huiqi.site.demo.carriers import fill_carriers
from huiqi.site.demo.claims import pay_awards
from huiqi.site.demo.companies import Made, lines_of, made_companies, rows_of
from huiqi.site.demo.drafts import write_policies
from huiqi.site.demo.earlier import bring_in_earlier_payments
from huiqi.site.demo.entering import pay_sisters
from huiqi.site.demo.institutions import describe_institutions
from huiqi.site.demo.ladder import aim
from huiqi.site.demo.log_ins import COMPANIES, WAITS
from huiqi.site.demo.outcomes import pay_for_outcomes
from huiqi.site.demo.places import DEMO, ZONE_NAME, make_people, make_places
from huiqi.site.demo.programs import connect_programs
from huiqi.site.demo.requests import ask_for_corrections, put_contacts_down
from huiqi.site.demo.runs import run_policies
from huiqi.site.demo.scene import BEGUN_DAYS_AGO, Scene
from huiqi.site.demo.shared import match_city_awards
from huiqi.site.demo.sheets import receive_sheets
from huiqi.site.demo.surveys import ask_companies
from huiqi.site.demo.titles import make_titles
from huiqi.site.demo.wishes import wish_to_be_told

PACK = Path(__file__).resolve().parent / "demo-zone"
SOURCE = "演示数据(虚构)"
Say = Callable[[str], None]


def is_made() -> bool:
    """Return whether there is a zone already, invented or not."""
    return queries.organisations(DEMO, kind="zone").exists()


# What has happened since the zone was set up, each told while it is made.
LIFE: tuple[tuple[str, Callable[[Scene], None]], ...] = (
    ("wishing to be told", wish_to_be_told),
    ("inviting people", invite),
    ("looking after companies", look_after),
    ("describing institutions", describe_institutions),
    ("filling carriers", fill_carriers),
    ("aiming at titles", aim),
    ("asking companies", ask_companies),
    ("asking for corrections", ask_for_corrections),
    ("putting contacts down", put_contacts_down),
    ("receiving sheets", receive_sheets),
    ("writing policies", write_policies),
    ("connecting programs", connect_programs),
    ("keeping the books", keep_books),
    ("paying awards", pay_awards),
    ("paying awards in every way", pay_sisters),
    ("matching awards of the city", match_city_awards),
    ("paying for outcomes", pay_for_outcomes),
    ("taking applications", take_applications),
    ("following payments", follow_payments),
    ("bringing earlier payments in", bring_in_earlier_payments),
    ("running policies", run_policies),
)


@transaction.atomic
def make_demo(*, size: int, now: datetime, say: Say) -> None:
    """Make the zone with so many companies; nobody has a password yet (`new_log_ins`)."""
    say(f"inventing {size:,} companies")
    begun = now - timedelta(days=BEGUN_DAYS_AGO)
    # Nobody has to be told of what makes the zone: all companies are matched when its policies are published.
    with events.unheard():
        places = make_places(begun)
        people = make_people(places, begun)
        made = made_companies(size, now=begun)
        add_companies(rows_of(made, places), now=begun)
        say_facts(made, places[ZONE_NAME].pk, begun, now=now, say=say)
        say(f"giving {make_titles(made, begun, today=day_in_china(now)):,} titles")
        people |= make_owners(made, places[ZONE_NAME].pk, begun)
    say("counting what there is")
    count_anew()
    say("publishing policies")
    rulebook.install_pack(zone=places[ZONE_NAME].pk, folder=PACK, actor=DEMO, now=begun)
    scene = Scene(places[ZONE_NAME].pk, places, people, made, now)
    for name, live in LIFE:
        say(name)
        live(scene)


def say_facts(made: tuple[Made, ...], zone: UUID, begun: datetime, *, now: datetime, say: Say) -> None:
    """Say what yearly returns say of the companies."""
    lines = list(lines_of(made, now=now))
    say(f"writing {len(lines):,} facts")
    batch = new_id(begun)
    record_batch(batch, lines, source=SOURCE, actor=DEMO, now=begun)
    audit.record(
        "register.facts.recorded",
        actor=DEMO, subject_kind="batch", subject=batch, organisation=zone, now=begun,
        after={"source": SOURCE, "companies": len(made), "facts": len(lines)},
    )  # fmt: skip


def make_owners(made: tuple[Made, ...], zone: UUID, now: datetime) -> dict[str, Actor]:
    """Give the first companies somebody who acts for them; return who that is, by log-in."""
    found = {}
    for login, one in zip(WAITS[COMPANIES], made, strict=False):
        name = f"{one.company.name[:4]}负责人"
        account = services.add_person_with_account(name=name, organisation=one.id, login=login, actor=DEMO, now=now)
        services.grant_role(person=account.person, role=Role.COMPANY_OWNER, organisation=one.id, actor=DEMO, now=now)
        grant = Grant(Role.COMPANY_OWNER, one.id)
        found[login] = Actor(person=account.person, name=name, grants=(grant,), zones=frozenset({zone}))
    return found
