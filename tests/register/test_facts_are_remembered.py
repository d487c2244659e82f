"""Facts: as known on a moment, as valid on a day; missing, zero and not applicable apart; nothing is ever lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from huiqi.kernel import audit
from huiqi.kernel.models import AuditEntry
from huiqi.register import queries, services
from huiqi.register.domain.values import MISSING, NOT_APPLICABLE, Value, columns, value_of
from huiqi.register.services import Said
from tests.cast import NOW, SYSTEM, Cast

LATER = NOW + timedelta(days=30)


def say(cast: Cast, *said: Said, now: datetime = NOW) -> None:
    services.record_facts(subject=cast.north_company.pk, said=said, source="年报", actor=SYSTEM, now=now)


def asked(cast: Cast, name: str, **when: object) -> Value:
    return queries.fact(SYSTEM, subject=cast.north_company.pk, name=name, **when)


def test_missing_zero_and_not_applicable_are_three_things(cast: Cast) -> None:
    say(cast, Said("patents", Decimal(0)), Said("export", NOT_APPLICABLE), Said("note", ""), Said("listed", False))
    assert asked(cast, "patents") == Decimal(0)
    assert asked(cast, "export") is NOT_APPLICABLE
    assert asked(cast, "staff") is MISSING
    assert asked(cast, "note") == ""
    assert asked(cast, "listed") is False


def test_correction_leaves_what_was_known_before(cast: Cast) -> None:
    say(cast, Said("revenue", Decimal("100.50"), period="2025"))
    say(cast, Said("revenue", Decimal("99.5"), period="2025"), now=LATER)
    assert asked(cast, "revenue", period="2025") == Decimal("99.5")
    assert asked(cast, "revenue", period="2025", known_on=LATER - timedelta(microseconds=1)) == Decimal("100.5")
    assert asked(cast, "revenue", period="2025", known_on=NOW - timedelta(microseconds=1)) is MISSING
    assert asked(cast, "revenue", period="2024") is MISSING
    told = queries.history(SYSTEM, subject=cast.north_company.pk, name="revenue", period="2025")
    assert [fact.value for fact in told] == [Decimal("99.5"), Decimal("100.5")]


def test_withdrawn_fact_is_missing_again(cast: Cast) -> None:
    say(cast, Said("staff", Decimal(12)))
    say(cast, Said("staff", MISSING), now=LATER)
    assert asked(cast, "staff") is MISSING
    assert asked(cast, "staff", known_on=NOW) == Decimal(12)


def test_value_holds_from_its_first_day_to_the_day_before_its_end(cast: Cast) -> None:
    say(cast, Said("title", "科技型中小企业", valid_from=date(2025, 1, 1), valid_to=date(2026, 1, 1)))
    say(cast, Said("title", "高新技术企业", valid_from=date(2026, 1, 1)), now=LATER)
    days = {
        date(2024, 12, 31): MISSING,
        date(2025, 1, 1): "科技型中小企业",
        date(2025, 12, 31): "科技型中小企业",
        date(2026, 1, 1): "高新技术企业",
    }
    assert {day: asked(cast, "title", valid_on=day) for day in days} == days
    assert asked(cast, "title", valid_on=date(2026, 5, 1), known_on=NOW) is MISSING


@pytest.mark.parametrize(
    "statement", ("update register_fact set number = 1", "delete from register_fact", "truncate register_fact")
)
def test_database_keeps_every_fact(cast: Cast, statement: str) -> None:
    say(cast, Said("staff", Decimal(12)))
    with connection.cursor() as cursor:
        # What waits for the end of the transaction would keep TRUNCATE away before the guard does.
        cursor.execute("set constraints all immediate")
    refused = pytest.raises(IntegrityError, match="only ever added")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert asked(cast, "staff") == Decimal(12)


@pytest.mark.parametrize(
    ("said", "code"),
    (
        (Said("staff", Decimal("1e25")), "bad_value"),
        (Said("staff", Decimal("0.1234567890123456789")), "bad_value"),
        (Said("staff", Decimal("NaN")), "bad_value"),
        (Said("staff", Decimal(1), period="2025-13"), "bad_period"),
        (Said("staff", Decimal(1), valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 1)), "bad_validity"),
    ),
)
def test_what_cannot_be_kept_exactly_is_refused_whole(cast: Cast, said: Said, code: str) -> None:
    before = audit.head()
    with pytest.raises(services.CannotKeep) as failure, transaction.atomic():
        say(cast, Said("patents", Decimal(3)), said)
    assert failure.value.code == code
    assert asked(cast, "patents") is MISSING
    assert audit.head() == before


def test_every_change_is_in_the_audit_trail(cast: Cast) -> None:
    say(cast, Said("staff", Decimal(12)), Said("export", NOT_APPLICABLE))
    entry = AuditEntry.objects.latest("number")
    assert (entry.code, entry.subject, entry.actor_name) == (
        "register.facts.recorded",
        str(cast.north_company.pk),
        "test",
    )
    assert '{"name":"staff","period":"","state":"known","value":"12"}' in entry.details
    assert list(audit.flaws()) == []


@given(
    st.one_of(
        st.decimals(-(10**19), 10**19, places=4),
        st.text(),
        st.dates(),
        st.booleans(),
        st.sampled_from([MISSING, NOT_APPLICABLE]),
    )
)
def test_value_comes_back_as_it_was(value: Value) -> None:
    back = value_of(columns(value))
    assert back == value
    assert type(back) is type(value)
