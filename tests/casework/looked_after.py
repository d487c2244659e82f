"""What happens to the company in the north: it is looked after, moves in somewhere, is asked, holds titles."""

from __future__ import annotations

from datetime import date, timedelta

from huiqi.casework import services as casework
from huiqi.casework.domain.campaigns import Question
from huiqi.casework.services import CampaignSaid
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.register import services
from huiqi.register.services import SchemeSaid, TitleSaid, UndertakingSaid
from tests.cast import NOW, SYSTEM, Cast


def look_after(cast: Cast, name: str, *, officer: Actor | None) -> None:
    said = SchemeSaid(name=name, source="高新区方案", contact_every_days=30)
    scheme = services.open_scheme(organisation=cast.zone.pk, said=said, actor=SYSTEM, now=NOW)
    grid = services.open_grid(scheme=scheme.pk, name=f"{name}一网格", department=None, actor=SYSTEM, now=NOW)
    if officer is not None:
        services.appoint(grid=grid.pk, duty="officer", person=officer.person, actor=SYSTEM, now=NOW)
    company = cast.north_company.pk
    services.name_key_companies(scheme=scheme.pk, companies=[company], reason="重点", actor=SYSTEM, now=NOW)
    services.place_company(company=company, grid=grid.pk, actor=SYSTEM, now=NOW)


def move_in(cast: Cast, group: str, name: str, **more: object) -> None:
    said = UndertakingSaid(group=group, name=name, source="名录", **more)
    added = services.add_undertaking(organisation=cast.zone.pk, said=said, actor=SYSTEM, now=NOW)
    services.admit_companies(
        undertaking=added.pk,
        companies=[cast.north_company.pk],
        day=date(2025, 5, 1),
        source="协议",
        actor=SYSTEM,
        now=NOW,
    )


def ask(cast: Cast, title: str, due_on: date) -> None:
    said = CampaignSaid(title, due_on, (Question("staff"),))
    made = casework.draft_campaign(organisation=cast.zone.pk, said=said, actor=SYSTEM, now=NOW)
    casework.choose_companies(id=made.pk, companies=[cast.north_company.pk], actor=SYSTEM, now=NOW)
    casework.send_out(id=made.pk, actor=SYSTEM, now=NOW)


def hold(cast: Cast, kind: str, *, days: int) -> None:
    today = day_in_china(read_clock())
    said = TitleSaid(kind, today - timedelta(days=1000), today + timedelta(days=days), source="公告")
    services.record_title(organisation=cast.north_company.pk, said=said, actor=SYSTEM, now=NOW)
