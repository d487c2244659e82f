"""Many facts said in one act: they read like any others, and taken back they leave every standing as it was."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from huiqi.kernel.actor import Role
from huiqi.kernel.ids import new_id, new_ids
from huiqi.register import queries, services
from huiqi.register.domain.values import MISSING, NOT_APPLICABLE, Value
from huiqi.register.models import Fact, Organisation, Standing
from huiqi.register.services import Said
from huiqi.register.services.batches import Line, NewCompany, add_companies, record_batch
from huiqi.register.services.standing import refresh
from huiqi.register.services.taking_back import take_back_batch, take_out
from tests.cast import NOW, SYSTEM, Cast

VALUES: tuple[Value, ...] = (
    Decimal(0), Decimal("12.50"), Decimal(-3), "文\t本\\", "", date(2025, 5, 1), True, False, NOT_APPLICABLE, MISSING,
)  # fmt: skip


def standings() -> dict[UUID, object]:
    """Every standing; one of which nothing is said is as good as none."""
    return {subject: facts for subject, facts in Standing.objects.values_list("subject", "facts") if facts}


def at(step: int) -> datetime:
    return NOW + timedelta(minutes=step)


def say(batch: UUID, *lines: Line, now: datetime = NOW) -> int:
    return record_batch(batch, lines, source="年报", actor=SYSTEM, now=now)


def test_what_a_batch_says_is_known_with_its_place(cast: Cast) -> None:
    subject = cast.north_company.pk
    lines = [Line(subject, f"fact_{place}", "2024", value, f"表!C{place}") for place, value in enumerate(VALUES)]
    assert say(new_id(NOW), *lines) == len(VALUES)
    for place, value in enumerate(VALUES):
        assert queries.fact(SYSTEM, subject=subject, name=f"fact_{place}", period="2024") == value
    (known,) = queries.history(SYSTEM, subject=subject, name="fact_3", period="2024")
    assert (known.source, known.evidence, known.recorded_by_name) == ("年报", "表!C3", "test")


@pytest.mark.parametrize("seed", range(20))
def test_taking_back_restores_every_standing_on_every_day(cast: Cast, seed: int) -> None:
    draw = random.Random(seed)
    subjects = (cast.north_company.pk, cast.south_company.pk)
    limits = (None, date(2025, 1, 1), date(2025, 7, 1), date(2026, 1, 1))
    for step in range(12):
        start, end = sorted(draw.sample(range(4), 2))
        said = Said(
            draw.choice("ab"),
            draw.choice(VALUES),
            draw.choice(("", "2024")),
            valid_from=draw.choice((None, limits[start])),
            valid_to=draw.choice((None, limits[end])),
        )
        services.record_facts(subject=draw.choice(subjects), said=[said], source="前", actor=SYSTEM, now=at(step))
    days = (None, date(2024, 6, 1), date(2025, 1, 1), date(2025, 8, 1), date(2026, 8, 1))

    def known() -> object:
        return [
            (one.name, one.period, one.value, one.source)
            for subject in subjects
            for day in days
            for one in queries.facts(SYSTEM, subject=subject, valid_on=day)
            if one.value is not MISSING
        ]

    standing_before, known_before = standings(), known()
    batch = new_id(at(20))
    keys = [(subject, name, period) for subject in subjects for name in "abc" for period in ("", "2024")]
    lines = [Line(*key, draw.choice(VALUES), "表!A1") for key in draw.sample(keys, 7)]
    say(batch, *lines, now=at(20))
    made = standings()
    refresh(None, now=at(20))
    assert standings() == made
    assert take_back_batch(batch=batch, act=new_id(at(21)), evidence="撤销", actor=SYSTEM, now=at(21)) == ()
    assert standings() == standing_before
    assert known() == known_before
    assert Fact.objects.filter(batch=batch).count() == len(lines)


def test_what_somebody_changed_after_stays_and_is_told(cast: Cast) -> None:
    subject = cast.north_company.pk
    services.record_facts(
        subject=subject, said=[Said("staff", Decimal(1)), Said("sales", Decimal(2))], source="前", actor=SYSTEM, now=NOW
    )
    batch = new_id(at(1))
    say(batch, Line(subject, "staff", "", Decimal(10), "A1"), Line(subject, "sales", "", Decimal(20), "B1"), now=at(1))
    services.record_facts(subject=subject, said=[Said("staff", Decimal(11))], source="后", actor=SYSTEM, now=at(2))
    (kept,) = take_back_batch(batch=batch, act=new_id(at(3)), evidence="撤销", actor=SYSTEM, now=at(3))
    assert (kept.subject, kept.name, kept.changed_at, kept.changed_by) == (subject, "staff", at(2), "test")
    assert queries.fact(SYSTEM, subject=subject, name="staff") == Decimal(11)
    assert queries.fact(SYSTEM, subject=subject, name="sales") == Decimal(2)


def test_added_companies_are_in_the_register_and_leave_it_again(cast: Cast) -> None:
    ids = list(new_ids(NOW, 2))
    add_companies(
        [
            NewCompany(ids[0], "甲有限公司", "91350200MA000002XA", cast.north),
            NewCompany(ids[1], "乙", None, cast.north),
        ],
        now=NOW,
    )
    officer_sees = queries.organisations(SYSTEM, kind="company", name="甲有限")
    assert [one.pk for one in officer_sees] == [ids[0]]
    assert Organisation.objects.get(pk=ids[1]).within == [cast.zone.pk, cast.north.pk, ids[1]]
    services.record_facts(subject=ids[1], said=[Said("staff", Decimal(3))], source="后", actor=SYSTEM, now=at(1))
    assert take_out(ids, now=at(2)) == {ids[1]}
    assert not queries.organisations(SYSTEM, name="甲有限").exists()
    assert queries.organisation(SYSTEM, id=ids[1]).name == "乙"


def test_a_company_that_was_taken_out_comes_back_under_its_code(cast: Cast) -> None:
    company = cast.north_company
    take_out([company.pk], now=at(1))
    again = services.add_organisation(
        kind="company",
        name="新名有限公司",
        parent=cast.south.pk,
        credit_code=company.credit_code,
        actor=SYSTEM,
        now=at(2),
    )
    assert again.pk == company.pk
    assert queries.organisation(SYSTEM, id=company.pk).name == "新名有限公司"
    officer = cast.person("北园专员", (Role.SERVICE_OFFICER, cast.north))
    assert not queries.organisations(officer).filter(pk=company.pk).exists()
