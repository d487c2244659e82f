"""Titles: recorded with level, number and validity, corrected without loss, revoked; their facts follow them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiqi.kernel.actor import Role
from huiqi.kernel.models import AuditEntry
from huiqi.register import queries, services
from huiqi.register.domain.titles import Span, joined
from huiqi.register.domain.values import MISSING, Value
from huiqi.register.services import TitleSaid
from tests.cast import NOW, SYSTEM, Cast

LATER = NOW + timedelta(days=30)
FACT = "has_hnte_certificate"
HNTE = TitleSaid(
    "hnte", date(2022, 11, 1), date(2025, 11, 1), level="national", number="GR202235000001", source="认定公告"
)


def record(cast: Cast, said: TitleSaid = HNTE, **given: object):
    given = {"actor": SYSTEM, "now": NOW, **given}
    return services.record_title(organisation=cast.north_company.pk, said=said, **given)


def held(cast: Cast, day: date, **when: object) -> Value:
    return queries.fact(SYSTEM, subject=cast.north_company.pk, name=FACT, valid_on=day, **when)


def test_title_holds_on_its_days_and_so_does_its_fact(cast: Cast) -> None:
    record(cast)
    kinds = {
        day: [title.kind for title in queries.titles(SYSTEM, valid_on=day)]
        for day in (date(2022, 10, 31), date(2022, 11, 1), date(2025, 10, 31), date(2025, 11, 1))
    }
    assert list(kinds.values()) == [[], ["hnte"], ["hnte"], []]
    assert [held(cast, day) for day in kinds] == [MISSING, True, True, MISSING]
    (fact,) = queries.history(SYSTEM, subject=cast.north_company.pk, name=FACT)
    assert "GR202235000001" in fact.source


def test_renewal_makes_one_stretch_of_days(cast: Cast) -> None:
    record(cast)
    record(cast, TitleSaid("hnte", date(2025, 11, 1), date(2028, 11, 1), recognition="renewed", source="认定公告"))
    assert len(queries.held_titles(SYSTEM, organisation=cast.north_company.pk)) == 2
    assert [held(cast, day) for day in (date(2024, 1, 1), date(2028, 10, 31), date(2028, 11, 1))] == [
        True,
        True,
        MISSING,
    ]


def test_correction_withdraws_the_days_that_were_wrong(cast: Cast) -> None:
    wrong = record(cast, TitleSaid("hnte", date(2022, 11, 1), date(2035, 11, 1), source="认定公告"))
    services.correct_title(id=wrong.pk, said=HNTE, actor=SYSTEM, now=LATER)
    assert held(cast, date(2030, 1, 1)) is MISSING
    assert held(cast, date(2030, 1, 1), known_on=NOW) is True
    assert held(cast, date(2024, 1, 1)) is True
    known = {
        moment: [one.valid_to.year for one in queries.titles(SYSTEM, known_on=moment)] for moment in (NOW, LATER, None)
    }
    assert known == {NOW: [2035], LATER: [2025], None: [2025]}


def test_correction_of_the_kind_takes_the_fact_along(cast: Cast) -> None:
    wrong = record(cast)
    services.correct_title(
        id=wrong.pk, said=TitleSaid("specialised_sme", date(2022, 11, 1), source="更正"), actor=SYSTEM, now=LATER
    )
    assert held(cast, date(2024, 1, 1)) is MISSING
    assert queries.fact(SYSTEM, subject=cast.north_company.pk, name="has_specialised_title") is True


def test_later_of_two_officers_is_told(cast: Cast) -> None:
    first = record(cast)
    officer = cast.person("李明", (Role.POLICY_OFFICER, cast.zone))
    services.correct_title(id=first.pk, said=HNTE, actor=officer, now=LATER)
    with pytest.raises(services.CannotKeepTitle) as failure:
        services.correct_title(id=first.pk, said=HNTE, actor=SYSTEM, now=LATER + timedelta(minutes=1))
    assert failure.value.code == "changed_meanwhile"
    assert "李明" in failure.value.said(english=False)


def test_revoked_title_is_known_to_be_gone_until_it_is_given_again(cast: Cast) -> None:
    title = record(cast)
    services.revoke_title(id=title.pk, day=date(2024, 5, 1), source="撤销公告", actor=SYSTEM, now=LATER)
    assert [held(cast, day) for day in (date(2024, 4, 30), date(2024, 5, 1), date(2030, 1, 1))] == [True, False, False]
    again = TitleSaid("hnte", date(2026, 1, 1), date(2029, 1, 1), source="认定公告")
    record(cast, again, now=LATER + timedelta(days=1))
    days = (date(2024, 4, 30), date(2024, 5, 1), date(2026, 1, 1), date(2029, 1, 1))
    assert [held(cast, day) for day in days] == [True, False, True, MISSING]
    with pytest.raises(services.CannotKeepTitle) as failure:
        services.revoke_title(
            id=queries.titles(SYSTEM).first().pk, day=date(2031, 1, 1), source="撤销公告", actor=SYSTEM, now=LATER
        )
    assert failure.value.code == "revoked_outside"


@pytest.mark.parametrize(
    ("said", "code"),
    (
        (TitleSaid("champion", date(2024, 1, 1), source="公告"), "unknown_kind"),
        (TitleSaid("hnte", date(2024, 1, 1), level="town", source="公告"), "unknown_level"),
        (TitleSaid("hnte", date(2024, 1, 1), date(2024, 1, 1), source="公告"), "bad_validity"),
        (TitleSaid("hnte", date(2024, 1, 1), source=" "), "no_source"),
        (HNTE, "held_already"),
    ),
)
def test_what_is_no_title_is_refused(cast: Cast, said: TitleSaid, code: str) -> None:
    record(cast)
    with pytest.raises((services.CannotKeepTitle, services.CannotKeep)) as failure:
        record(cast, said)
    assert failure.value.code == code
    assert queries.titles(SYSTEM).count() == 1


def test_only_keepers_of_the_register_record_and_only_within_reach_it_is_seen(cast: Cast) -> None:
    record(cast)
    owner = cast.person("企业主", (Role.COMPANY_OWNER, cast.north_company))
    with pytest.raises(services.CannotKeep):
        record(cast, TitleSaid("tech_sme", date(2024, 1, 1), source="自报"), actor=owner)
    seen = {
        who.name: queries.titles(who).count()
        for who in (
            owner,
            cast.person("南园", (Role.SERVICE_OFFICER, cast.south)),
            cast.person("管理员", (Role.ADMINISTRATOR, cast.zone)),
        )
    }
    assert seen == {"企业主": 1, "南园": 0, "管理员": 0}
    assert AuditEntry.objects.filter(code="register.title.recorded").count() == 1


def test_spans_that_touch_are_one() -> None:
    first, second, apart = (
        Span(date(2020, 1, 1), date(2021, 1, 1)),
        Span(date(2021, 1, 1), None),
        Span(date(2018, 1, 1), date(2019, 1, 1)),
    )
    assert joined([second, first, apart]) == (apart, Span(date(2020, 1, 1), None))
    assert joined([Span(date(2020, 1, 1), None), first]) == (Span(date(2020, 1, 1), None),)
