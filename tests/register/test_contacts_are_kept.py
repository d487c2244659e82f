"""Contacts: kept by officers and by the company itself, seen by those who deal with it, never overwritten unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiqi.kernel.actor import Role
from huiqi.register import queries, services
from huiqi.register.services import ContactSaid
from tests.cast import NOW, SYSTEM, Cast

LATER = NOW + timedelta(hours=1)
CHEN = ContactSaid("陈静", "policy", position="总监", phone="0592-600 0000")


def add(cast: Cast, said: ContactSaid = CHEN, **given: object):
    return services.add_contact(organisation=cast.north_company.pk, said=said, **{"actor": SYSTEM, "now": NOW, **given})


def test_company_keeps_its_own_contacts(cast: Cast) -> None:
    owner = cast.person("企业主", (Role.COMPANY_OWNER, cast.north_company))
    added = add(cast, actor=owner)
    services.correct_contact(
        id=added.pk, said=ContactSaid("陈静", "policy", email="chen@example.com"), seen=NOW, actor=owner, now=LATER
    )
    (one,) = queries.contacts(owner, organisation=cast.north_company.pk)
    assert (one.email, one.phone, one.changed_by_name) == ("chen@example.com", "", "企业主")
    services.end_contact(id=one.pk, seen=LATER, actor=owner, now=LATER)
    assert not queries.contacts(owner, organisation=cast.north_company.pk).exists()


def test_later_of_two_is_told(cast: Cast) -> None:
    added = add(cast)
    services.correct_contact(id=added.pk, said=CHEN, seen=NOW, actor=SYSTEM, now=LATER)
    with pytest.raises(services.CannotKeepContact) as failure:
        services.end_contact(id=added.pk, seen=NOW, actor=SYSTEM, now=LATER)
    assert failure.value.code == "changed_meanwhile"


@pytest.mark.parametrize(
    ("said", "code"),
    (
        (ContactSaid("陈静", "policy"), "no_way"),
        (ContactSaid("陈静", "policy", phone="<script>"), "bad_phone"),
        (ContactSaid("陈静", "boss", phone="13800000000"), "unknown_duty"),
    ),
)
def test_contact_that_cannot_be_reached_is_refused(cast: Cast, said: ContactSaid, code: str) -> None:
    with pytest.raises(services.CannotKeepContact) as failure:
        add(cast, said)
    assert failure.value.code == code


def test_contacts_are_seen_by_those_who_deal_with_the_company(cast: Cast) -> None:
    add(cast)
    roles = (Role.FINANCE_OFFICER, Role.AUDITOR, Role.LEADER, Role.PROVIDER, Role.ADMINISTRATOR)
    people = {role: cast.person(role, (role, cast.place_of(role))) for role in roles}
    people["stranger"] = cast.person("别家", (Role.COMPANY_OWNER, cast.south_company))
    seen = {role for role, who in people.items() if queries.contacts(who, organisation=cast.north_company.pk).exists()}
    assert seen == {Role.FINANCE_OFFICER, Role.AUDITOR}
