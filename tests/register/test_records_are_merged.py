"""Two records of one company brought together: everything follows, nothing is lost, and parting them is exact."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.ids import new_id
from huiqi.register import queries, services
from huiqi.register.domain.values import MISSING, NOT_APPLICABLE, Value
from huiqi.register.models import FormerName, Identifier, Organisation, Standing, Title
from huiqi.register.services import AccountSaid, Said, TitleSaid
from huiqi.register.services.batches import Line, record_batch
from huiqi.register.services.standing import refresh
from huiqi.register.services.taking_back import take_back_batch
from tests.cast import NOW, SYSTEM, Cast

VALUES: tuple[Value, ...] = (Decimal(1), Decimal(2), "文", True, date(2025, 1, 1), NOT_APPLICABLE, MISSING)


def at(step: int) -> datetime:
    return NOW + timedelta(minutes=step)


def say(subject: UUID, step: int, *said: Said) -> None:
    services.record_facts(subject=subject, said=said, source=f"来源{step}", actor=SYSTEM, now=at(step))


def merge(cast: Cast, *from_gone: str, step: int = 30, actor: Actor = SYSTEM) -> UUID:
    """The south company goes into the north one."""
    done = services.merge_companies(
        kept=cast.north_company.pk, gone=cast.south_company.pk, from_gone=from_gone, actor=actor, now=at(step)
    )
    return done.pk


def part(merged: UUID, step: int = 40) -> None:
    services.part_companies(merge=merged, actor=SYSTEM, now=at(step))


def known(subject: UUID, days: tuple[date | None, ...] = (None,)) -> object:
    return [
        (day, one.name, one.period, one.value)
        for day in days
        for one in queries.facts(SYSTEM, subject=subject, valid_on=day)
        if one.value is not MISSING
    ]


def test_what_was_said_of_either_is_known_of_the_one_that_is_kept(cast: Cast) -> None:
    north, south = cast.north_company.pk, cast.south_company.pk
    say(north, 1, Said("staff", Decimal(10)), Said("sales", Decimal(1)))
    say(south, 2, Said("staff", Decimal(99)), Said("patents", Decimal(3)), Said("sales", Decimal(2)))
    merge(cast, "sales")
    assert queries.fact(SYSTEM, subject=north, name="staff") == Decimal(10)
    assert queries.fact(SYSTEM, subject=north, name="sales") == Decimal(2)
    assert queries.fact(SYSTEM, subject=north, name="patents") == Decimal(3)
    told = [one.value for one in queries.history(SYSTEM, subject=north, name="staff")]
    assert told == [Decimal(10), Decimal(99), Decimal(10)]
    assert queries.fact(SYSTEM, subject=north, name="patents", known_on=at(29)) is MISSING
    before = dict(Standing.objects.values_list("subject", "facts"))
    refresh(None, now=at(31))
    assert dict(Standing.objects.values_list("subject", "facts")) == before
    assert south not in before


def test_titles_names_and_numbers_follow(cast: Cast) -> None:
    north, south = cast.north_company, cast.south_company
    services.record_title(
        organisation=south.pk, said=TitleSaid("hnte", date(2025, 1, 1), source="公示"), actor=SYSTEM, now=at(1)
    )
    services.rename_organisation(id=south.pk, name="阿尔法微电子有限公司", actor=SYSTEM, now=at(2))
    Identifier.objects.create(organisation=south, kind="stock_code", value="688001")
    done = merge(cast)
    assert Title.objects.get().organisation == north
    assert Identifier.objects.get().organisation == north
    assert set(FormerName.objects.filter(organisation=north).values_list("name", flat=True)) == {
        "阿尔法芯片有限公司", "阿尔法微电子有限公司",
    }  # fmt: skip
    found = queries.search(SYSTEM, text="阿尔法微电子")
    assert [one.id for one in found] == [north.pk]
    assert [one.id for one in queries.search(SYSTEM, text="688001")] == [north.pk]
    assert queries.merge(SYSTEM, id=done).stayed == 0


def test_the_record_that_went_is_not_there_and_leads_to_the_other(cast: Cast) -> None:
    merge(cast)
    south = cast.south_company.pk
    assert not queries.organisations(SYSTEM).filter(pk=south).exists()
    with pytest.raises(queries.CannotSee):
        queries.organisation(SYSTEM, id=south)
    assert queries.leads_to(SYSTEM, id=south) == cast.north_company.pk
    stranger = cast.person("南园专员", (Role.SERVICE_OFFICER, cast.south))
    assert queries.leads_to(stranger, id=south) is None


def test_who_acts_for_one_does_not_act_for_the_other_by_it(cast: Cast) -> None:
    north, south = cast.north_company, cast.south_company
    owner = cast.person("法人", (Role.COMPANY_OWNER, south))
    account = AccountSaid(south.name, "示范银行", "6222000000001234")
    services.set_bank_account(organisation=south.pk, said=account, seen=None, actor=owner, now=at(1))
    done = merge(cast)
    assert queries.merge(SYSTEM, id=done).stayed == 2
    again = queries.actor_of(person=owner.person, now=at(31))
    assert not queries.within_reach(again, Role.COMPANY_OWNER).exists(), "nor for the record that went"
    assert queries.account_on_file(north.pk) is None
    part(done)
    assert queries.within_reach(again, Role.COMPANY_OWNER).get() == south


@pytest.mark.parametrize("seed", range(15))
def test_parting_is_exact(cast: Cast, seed: int) -> None:
    draw = random.Random(seed)
    pair = (cast.north_company.pk, cast.south_company.pk)
    days = (None, date(2024, 6, 1), date(2025, 3, 1), date(2026, 6, 1))
    for step in range(14):
        limits = draw.choice(
            ((None, None), (None, None), (date(2025, 1, 1), None), (date(2025, 1, 1), date(2026, 1, 1)))
        )
        said = Said(
            draw.choice("abc"), draw.choice(VALUES), draw.choice(("", "2024")), valid_from=limits[0], valid_to=limits[1]
        )
        say(draw.choice(pair), step, said)
    before = [known(one, days) for one in pair]
    standings = {key: facts for key, facts in Standing.objects.values_list("subject", "facts") if facts}
    rows = list(Organisation.objects.order_by("pk").values())
    names = list(FormerName.objects.values())
    compared = queries.comparison(SYSTEM, first=pair[0], second=pair[1])
    differing = [one.key for one in compared.facts if one.differs]
    wanted = [key for key in differing if draw.random() < 0.5]
    done = merge(cast, *wanted)
    for one in compared.facts:
        side = one.second if (one.key in wanted or one.first is None) else one.first
        assert Standing.objects.get(subject=pair[0]).facts[one.key][:2] == side[:2]
    part(done)
    assert [known(one, days) for one in pair] == before
    assert {key: facts for key, facts in Standing.objects.values_list("subject", "facts") if facts} == standings
    assert list(Organisation.objects.order_by("pk").values()) == rows
    assert list(FormerName.objects.values()) == names


def test_what_was_recorded_after_stays_with_the_one_that_is_kept(cast: Cast) -> None:
    north, south = cast.north_company.pk, cast.south_company.pk
    say(south, 1, Said("staff", Decimal(5)))
    done = merge(cast)
    say(north, 31, Said("staff", Decimal(6)), Said("sales", Decimal(7)))
    part(done)
    assert queries.fact(SYSTEM, subject=north, name="staff") == Decimal(6)
    assert queries.fact(SYSTEM, subject=north, name="sales") == Decimal(7)
    assert queries.fact(SYSTEM, subject=south, name="staff") == Decimal(5)


def test_a_chain_leads_to_its_end_and_is_parted_from_its_end(cast: Cast) -> None:
    third = services.add_organisation(
        kind="company",
        name="第三有限公司",
        parent=cast.zone.pk,
        credit_code="91350200MA2XYABC1F",
        actor=SYSTEM,
        now=at(1),
    )
    say(cast.south_company.pk, 2, Said("staff", Decimal(5)))
    first = merge(cast)
    second = services.merge_companies(kept=third.pk, gone=cast.north_company.pk, from_gone=(), actor=SYSTEM, now=at(31))
    assert queries.leads_to(SYSTEM, id=cast.south_company.pk) == third.pk
    assert queries.fact(SYSTEM, subject=third.pk, name="staff") == Decimal(5)
    with pytest.raises(queries.CannotSee):
        part(first)
    part(second.pk, 41)
    assert queries.leads_to(SYSTEM, id=cast.south_company.pk) == cast.north_company.pk
    part(first, 42)
    assert queries.fact(SYSTEM, subject=cast.south_company.pk, name="staff") == Decimal(5)
    assert queries.facts(SYSTEM, subject=third.pk) == ()


def test_a_batch_about_the_record_that_went_is_taken_back_from_the_one_that_is_kept(cast: Cast) -> None:
    north, south = cast.north_company.pk, cast.south_company.pk
    say(north, 1, Said("staff", Decimal(10)))
    say(south, 2, Said("patents", Decimal(3)))
    batch = new_id(at(3))
    record_batch(batch, [Line(south, "patents", "", Decimal(9), "表!A1")], source="年报", actor=SYSTEM, now=at(3))
    merge(cast)
    assert queries.fact(SYSTEM, subject=north, name="patents") == Decimal(9)
    with transaction.atomic():
        take_back_batch(batch=batch, act=new_id(at(50)), evidence="撤销", actor=SYSTEM, now=at(50))
    found = Standing.objects.get(subject=north).facts
    assert {name: entry[1] for name, entry in found.items()} == {"staff": "10", "patents": "3"}
    assert not Standing.objects.filter(subject=south).exists()


def test_who_keeps_only_one_of_them_may_not(cast: Cast) -> None:
    officer = cast.person("北园专员", (Role.SERVICE_OFFICER, cast.north))
    before = audit.head()
    with pytest.raises(services.CannotKeep):
        merge(cast, actor=officer)
    assert audit.head() == before
    assert queries.organisations(SYSTEM, kind="company").count() == 2


def test_what_changed_under_the_officers_eyes_stops_it(cast: Cast) -> None:
    north, south = cast.north_company.pk, cast.south_company.pk
    say(north, 1, Said("staff", Decimal(1)))
    say(south, 2, Said("staff", Decimal(2)))
    compared = queries.comparison(SYSTEM, first=north, second=south)
    seen = {one.key: [one.first, one.second] for one in compared.facts}
    say(south, 3, Said("staff", Decimal(3)))
    with pytest.raises(services.CannotMerge) as failure:
        services.merge_companies(kept=north, gone=south, from_gone=(), seen=seen, actor=SYSTEM, now=at(4))
    assert failure.value.code == "changed_meanwhile"


def test_the_trail_holds_both(cast: Cast) -> None:
    part(merge(cast))
    codes = [entry.code for entry in audit.AuditEntry.objects.order_by("-number")[:2]]
    assert codes == ["register.companies.parted", "register.companies.merged"]
    assert list(audit.flaws()) == []
