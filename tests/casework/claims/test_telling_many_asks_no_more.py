"""Telling many companies takes no more queries than telling a few: of a survey, and of a clause that cannot decide on them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiqi.casework import services
from huiqi.casework.domain.campaigns import Question
from huiqi.casework.services import CampaignSaid
from huiqi.kernel.actor import Role
from huiqi.messages.models import Message
from huiqi.register.models import Organisation
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.casework.claims.conftest import Desk
from tests.casework.conftest import add_company, run_now
from tests.cast import NOW, SYSTEM, Cast


def told_by(act: Callable[[], object]) -> tuple[int, int]:
    """How many messages an act brings, and how many queries it takes."""
    before = Message.objects.count()
    with CaptureQueriesContext(connection) as asked:
        act()
    return Message.objects.count() - before, len(asked)


def firms(cast: Cast, *numbers: int) -> list[Organisation]:
    """Companies with somebody who acts for each."""
    found = [add_company(cast, f"第{number}家有限公司", number=number) for number in numbers]
    for one in found:
        cast.person("负责人", (Role.COMPANY_OWNER, one))
    return found


def test_of_a_survey(cast: Cast) -> None:
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "national", actor=SYSTEM, now=NOW)

    def send(*numbers: int) -> tuple[int, int]:
        said = CampaignSaid(f"摸底{numbers}", date(2026, 3, 20), (Question("staff"),))
        made = services.draft_campaign(organisation=cast.zone.pk, said=said, actor=SYSTEM, now=NOW)
        companies = [one.pk for one in firms(cast, *numbers)]
        services.choose_companies(id=made.pk, companies=companies, actor=SYSTEM, now=NOW)
        return told_by(lambda: services.send_out(id=made.pk, actor=SYSTEM, now=NOW))

    few, queries = send(11, 12)
    many, more = send(21, 22, 23, 24, 25, 26)
    assert (few, many) == (2, 6)
    assert more == queries


@pytest.mark.parametrize("number", (2, 5))
def test_of_what_a_clause_has_to_know(desk: Desk, number: int) -> None:
    firms(desk.cast, *range(31, 31 + number))
    made = desk.round(run=run_now(desk.officer, desk.cast))
    told, queries = told_by(lambda: services.ask_missing(round=made.pk, actor=desk.officer, now=NOW))
    assert told == number
    assert queries < 25
