"""Who may hold what together, and who sees which rows: by the services, and by the database behind them."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from huiqi.kernel.actor import VISITOR, Role
from huiqi.kernel.ids import new_id
from huiqi.register import queries, services
from huiqi.register.domain.rights import forbidden_together
from huiqi.register.models import Organisation, RoleGrant
from tests.cast import NORTH_CODE, NOW, SYSTEM, Cast

FORBIDDEN = {
    frozenset({Role.POLICY_OFFICER, Role.POLICY_APPROVER}),
    frozenset({Role.FINANCE_OFFICER, Role.FINANCE_APPROVER}),
    *(frozenset({Role.ADMINISTRATOR, other}) for other in Role if other != Role.ADMINISTRATOR),
}


def stored(cast: Cast, person: object, role: Role, *, until: object = None) -> RoleGrant:
    """A grant written past the services."""
    consent = "consent-1" if role == Role.COMPANY_AGENT else ""
    end = until or (NOW + timedelta(days=365) if consent else None)
    return RoleGrant.objects.create(
        id=new_id(NOW),
        person_id=person,
        organisation=cast.zone,
        role=role,
        period=DateTimeTZRange(NOW, end),
        consent=consent,
    )


def test_database_and_rules_forbid_the_same_pairs(cast: Cast) -> None:
    for one, other in combinations(Role, 2):
        person = cast.person("王")
        stored(cast, person.person, one)
        forbidden = frozenset({one, other}) in FORBIDDEN
        assert forbidden_together(one, other) is forbidden_together(other, one) is forbidden
        if forbidden:
            with pytest.raises(IntegrityError, match="grant_"), transaction.atomic():
                stored(cast, person.person, other)
        else:
            stored(cast, person.person, other)


def test_pair_is_forbidden_in_different_places_too(cast: Cast) -> None:
    drafter = cast.person("王", (Role.POLICY_OFFICER, cast.north))
    with pytest.raises(services.CannotGrant) as failure:
        services.grant_role(
            person=drafter.person, role=Role.POLICY_APPROVER, organisation=cast.south.pk, actor=SYSTEM, now=NOW
        )
    assert failure.value.code == "forbidden_pair"
    assert "is policy officer, and nobody may be policy approver" in str(failure.value)
    assert "是政策专员" in failure.value.said(english=False)


def test_approver_of_tomorrow_may_be_todays_drafter(cast: Cast) -> None:
    drafter = cast.person("王", (Role.POLICY_OFFICER, cast.zone))
    grant = RoleGrant.objects.get(person=drafter.person)
    tomorrow = NOW + timedelta(days=1)
    services.end_role(grant=grant.pk, actor=SYSTEM, now=tomorrow)
    services.grant_role(
        person=drafter.person, role=Role.POLICY_APPROVER, organisation=cast.zone.pk, actor=SYSTEM, now=tomorrow
    )
    assert queries.actor_of(person=drafter.person, now=NOW).holds(Role.POLICY_OFFICER)
    assert not queries.actor_of(person=drafter.person, now=tomorrow).holds(Role.POLICY_OFFICER)
    assert queries.actor_of(person=drafter.person, now=tomorrow).holds(Role.POLICY_APPROVER)


def test_agent_needs_consent_that_ends(cast: Cast) -> None:
    agent = cast.person("代理人")
    wanted = {
        "person": agent.person,
        "role": Role.COMPANY_AGENT,
        "organisation": cast.north_company.pk,
        "actor": SYSTEM,
        "now": NOW,
    }
    whole = {"consent": "委托书", "scope": "高企申报", "until": NOW + timedelta(days=1)}
    for missing in whole:
        lacking = {key: value for key, value in whole.items() if key != missing}
        with pytest.raises(services.CannotGrant, match="consent"):
            services.grant_role(**wanted, **lacking)
    services.grant_role(**wanted, **whole)
    assert queries.actor_of(person=agent.person, now=NOW).holds(Role.COMPANY_AGENT)
    assert not queries.actor_of(person=agent.person, now=NOW + timedelta(days=1)).holds(Role.COMPANY_AGENT)
    with pytest.raises(IntegrityError, match="grant_agent"), transaction.atomic():
        RoleGrant.objects.create(
            id=new_id(NOW),
            person_id=agent.person,
            organisation=cast.zone,
            role=Role.COMPANY_AGENT,
            period=DateTimeTZRange(NOW, None),
        )


def test_role_reaches_what_is_below_and_nothing_beside(cast: Cast) -> None:
    everything = {cast.zone, cast.north, cast.south, cast.north_company, cast.south_company}
    seen = {
        (Role.LEADER, cast.zone): everything,
        (Role.SERVICE_OFFICER, cast.north): {cast.north, cast.north_company},
        (Role.COMPANY_STAFF, cast.south_company): {cast.south_company},
        (Role.ADMINISTRATOR, cast.zone): everything,
    }
    for (role, place), expected in seen.items():
        actor = cast.person("某人", (role, place))
        assert set(queries.organisations(actor)) == expected
        for organisation in everything - expected:
            with pytest.raises(queries.CannotSee):
                queries.organisation(actor, id=organisation.pk)
    assert not queries.organisations(VISITOR).exists()
    assert not queries.organisations(cast.person("无职")).exists()


def test_facts_are_seen_by_who_has_business_with_them(cast: Cast) -> None:
    said = [services.Said("staff", "12")]
    services.record_facts(subject=cast.north_company.pk, said=said, source="年报", actor=SYSTEM, now=NOW)
    for role, place, sees in (
        (Role.FINANCE_OFFICER, cast.north, True),
        (Role.AUDITOR, cast.zone, True),
        (Role.COMPANY_OWNER, cast.north_company, True),
        (Role.COMPANY_OWNER, cast.south_company, False),
        (Role.SERVICE_OFFICER, cast.south, False),
        (Role.ADMINISTRATOR, cast.zone, False),
        (Role.PROVIDER, cast.place_of(Role.PROVIDER), False),
    ):
        actor = cast.person("某人", (role, place))
        if sees:
            assert queries.fact(actor, subject=cast.north_company.pk, name="staff") == "12"
        else:
            with pytest.raises(queries.CannotSee):
                queries.facts(actor, subject=cast.north_company.pk)


def test_register_is_kept_by_its_officers_alone(cast: Cast) -> None:
    officer = cast.person("王", (Role.SERVICE_OFFICER, cast.north))
    services.rename_organisation(id=cast.north_company.pk, name="重庆长江科技有限公司", actor=officer, now=NOW)
    stranger, owner = (
        cast.person("李", (Role.LEADER, cast.zone)),
        cast.person("张", (Role.COMPANY_OWNER, cast.north_company)),
    )
    for actor in (officer, stranger, owner, VISITOR):
        place = cast.south_company if actor is officer else cast.north_company
        with pytest.raises(services.CannotKeep, match="may not do this"):
            services.rename_organisation(id=place.pk, name="新名", actor=actor, now=NOW)
        with pytest.raises(services.CannotKeep, match="may not do this"):
            services.grant_role(person=stranger.person, role=Role.AUDITOR, organisation=place.pk, actor=actor, now=NOW)
    administrator = cast.person("管", (Role.ADMINISTRATOR, cast.zone))
    with pytest.raises(services.CannotGrant, match="oneself"):
        services.grant_role(
            person=administrator.person, role=Role.LEADER, organisation=cast.zone.pk, actor=administrator, now=NOW
        )


def test_company_is_found_by_name_former_name_code_and_initials(cast: Cast) -> None:
    services.rename_organisation(id=cast.north_company.pk, name="长江科技有限公司", actor=SYSTEM, now=NOW)
    for wanted in ("长江", "重庆长安", NORTH_CODE, NORTH_CODE.lower(), "cjkj"):
        assert list(queries.organisations(SYSTEM, name=wanted)) == [cast.north_company], wanted
    names = [organisation.name for organisation in queries.organisations(SYSTEM, kind="company")]
    assert names == ["阿尔法芯片有限公司", "长江科技有限公司"]


@pytest.mark.parametrize(
    ("wanted", "code"),
    (
        ({"kind": "company", "name": "x", "credit_code": NORTH_CODE}, "code_taken"),
        ({"kind": "company", "name": "x"}, "code_missing"),
        ({"kind": "park", "name": " \n"}, "bad_name"),
        ({"kind": "park", "name": "x\x00y"}, "bad_name"),
        ({"kind": "zone", "name": "x"}, "zone_in_zone"),
        ({"kind": "park", "name": "x", "parent": None}, "no_parent"),
    ),
)
def test_organisation_that_cannot_be_added(cast: Cast, wanted: dict[str, object], code: str) -> None:
    count = Organisation.objects.count()
    with pytest.raises(services.CannotKeep) as failure:
        services.add_organisation(**{"parent": cast.zone.pk, "actor": SYSTEM, "now": NOW} | wanted)
    assert failure.value.code == code
    assert Organisation.objects.count() == count
