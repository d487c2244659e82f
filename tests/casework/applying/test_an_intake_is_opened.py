"""An officer opens an intake for days of one text of a clause; after the text has ended nothing new is taken (XA-07)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import pytest
from django.db import IntegrityError, transaction

from huiqi.casework import services
from huiqi.casework.models import Intake
from huiqi.casework.services import CannotApply, IntakeSaid
from huiqi.kernel.actor import Role
from huiqi.kernel.ids import new_id
from huiqi.rulebook import services as rulebook
from huiqi.rulebook.queries import books
from huiqi_rules.packs import bundled_folder
from tests.casework.applying.conftest import LAST, Counter, days_later
from tests.casework.claims.made import claims
from tests.casework.conftest import DAY, FIRST, LATER
from tests.cast import SYSTEM


@pytest.mark.parametrize(
    ("said", "code"),
    (
        ({"last_day": date(2026, 3, 1)}, "turned_round"),
        ({"first_day": date(2026, 1, 5), "last_day": date(2026, 2, 1)}, "is_past"),
        ({"clause": "no_such"}, "no_clause"),
        ({"first_day": date(2022, 1, 5)}, "no_clause"),
        ({"way": "by_ranking"}, "wrong_way"),
        ({"check_days": 0}, "no_days"),
    ),
)
def test_what_makes_no_sense_is_not_opened(counter: Counter, said: dict[str, object], code: str) -> None:
    with pytest.raises(CannotApply) as refused:
        counter.intake(**said)
    assert refused.value.code == code


def test_one_intake_of_a_clause_at_a_time(counter: Counter) -> None:
    made = counter.intake()
    with pytest.raises(CannotApply) as refused:
        counter.intake(first_day=LAST, last_day=date(2026, 5, 1))
    assert refused.value.code == "open_already"
    again = Intake.objects.get(pk=made.pk)
    again.pk = new_id(LATER)
    with pytest.raises(IntegrityError, match="intake_one_at_a_time"), transaction.atomic():
        again.save(force_insert=True)
    services.close_intake(id=made.pk, actor=counter.officer, now=LATER)
    assert counter.intake().pk != made.pk


def test_only_officers_of_the_place_open_intakes(counter: Counter) -> None:
    said = IntakeSaid(policy=FIRST[0], clause=FIRST[1], first_day=DAY, last_day=LAST)
    for role, place in ((Role.POLICY_APPROVER, counter.cast.zone), (Role.POLICY_OFFICER, counter.cast.south)):
        somebody = counter.cast.person(f"某{role.value}", (role, place))
        with pytest.raises(CannotApply) as refused:
            services.open_intake(scope=counter.cast.zone.pk, said=said, actor=somebody, now=LATER)
        assert refused.value.code == "not_allowed"


def test_a_closed_intake_takes_nothing_new_and_goes_on_with_what_was_submitted(counter: Counter) -> None:
    made = counter.intake()
    application = counter.submitted(made)
    services.close_intake(id=made.pk, actor=counter.officer, now=LATER)
    south = counter.cast.person("李总", (Role.COMPANY_OWNER, counter.cast.south_company))
    with pytest.raises(CannotApply) as refused:
        services.begin_application(intake=made.pk, company=counter.cast.south_company.pk, actor=south, now=LATER)
    assert refused.value.code == "too_late"
    assert counter.checked(application).standing == "accepted"


@pytest.mark.inventory("XA-07")
def test_after_the_text_ended_nothing_is_taken_and_what_came_before_is_decided_under_it(
    counter: Counter, tmp_path: Path
) -> None:
    made = counter.intake()
    application = counter.submitted(made)
    end_of_the_text(counter, tmp_path, date(2026, 3, 10))
    south = counter.cast.person("李总", (Role.COMPANY_OWNER, counter.cast.south_company))
    with pytest.raises(CannotApply) as refused:
        services.begin_application(
            intake=made.pk, company=counter.cast.south_company.pk, actor=south, now=days_later(10)
        )
    assert refused.value.code == "ended"
    later = days_later(60)
    counter.checked(application, now=later)
    round_ = counter.round(made, now=later)
    assert (round_.day, round_.version) == (date(2026, 3, 10), "2023")
    assert [claim.company_id for claim in claims(round_)] == [counter.company.pk]


def end_of_the_text(counter: Counter, folder: Path, last: date) -> None:
    """Publish the rules again with an end of the policy that was not foreseen when the intake was opened."""
    copytree(bundled_folder(), folder / "packs")
    file = folder / "packs" / "ganzhou" / "policies" / "hnte_reward.yaml"
    text = file.read_text(encoding="utf-8")
    assert "    to: null\n" in text
    file.write_text(text.replace("    to: null\n", f"    to: {last}\n", 1), encoding="utf-8")
    books.BOOKS.clear()
    rulebook.install_pack(
        zone=counter.cast.zone.pk, folder=folder / "packs" / "ganzhou", actor=SYSTEM, now=LATER + timedelta(hours=1)
    )
