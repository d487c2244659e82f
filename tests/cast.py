"""The cast: a zone with two parks, a company in each, and people of the roles that matter; `visit` opens pages as one of them."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from django.db import connection, transaction
from django.test import Client

from huiqi.kernel.actor import Actor, Role, system
from huiqi.kernel.clock import read_clock
from huiqi.kernel.models import AuditEntry
from huiqi.register import queries, services
from huiqi.register.domain.rights import COMPANY
from huiqi.register.models import Account, Organisation

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SYSTEM = system("test")
# What the services write for the cast.
_TABLES = ("register_organisation", "register_subject", "register_searchentry", "kernel_auditentry")
NORTH_CODE, SOUTH_CODE = "91110000600037341L", "91350100M000100Y43"


@dataclass
class Cast:
    zone: Organisation
    north: Organisation
    south: Organisation
    north_company: Organisation
    south_company: Organisation

    def person(self, name: str, *roles: tuple[Role, Organisation], **granted: object) -> Actor:
        """Somebody with the roles, as an actor a second later; `granted` goes to every grant (consent, scope, until)."""
        added = services.add_person(name=name, organisation=self.zone.pk, actor=SYSTEM, now=NOW)
        for role, organisation in roles:
            if role == Role.COMPANY_AGENT:
                granted = {"consent": "委托书", "scope": "全部事项", "until": NOW + timedelta(days=730)} | granted
            if role == Role.EXPERT:
                granted = {"until": NOW + timedelta(days=730)} | granted
            services.grant_role(
                person=added.pk, role=role, organisation=organisation.pk, actor=SYSTEM, now=NOW, **granted
            )
        return queries.actor_of(person=added.pk, now=NOW + timedelta(seconds=1))

    def place_of(self, role: Role) -> Organisation:
        """Where a role can be held: a company, an institution of the north park, or the zone."""
        if role == Role.PROVIDER:
            found = Organisation.objects.filter(kind="institution", parent=self.north).first()
            return found or services.add_organisation(
                kind="institution", name="示范银行北园支行", parent=self.north.pk, actor=SYSTEM, now=NOW
            )
        return self.north_company if role in COMPANY else self.zone


def side(role: Role) -> str:
    """Where a role is held: at a `company`, at an `institution`, or for a `place`, a zone or park."""
    return "company" if role in COMPANY else "institution" if role == Role.PROVIDER else "place"


def make_cast() -> Cast:
    zone = services.add_organisation(kind="zone", name="示范高新区", actor=SYSTEM, now=NOW)
    north, south = (
        services.add_organisation(kind="park", name=name, parent=zone.pk, actor=SYSTEM, now=NOW)
        for name in ("北园", "南园")
    )
    companies = (
        services.add_organisation(kind="company", name=name, parent=park.pk, credit_code=code, actor=SYSTEM, now=NOW)
        for name, park, code in (("重庆长安科技有限公司", north, NORTH_CODE), ("阿尔法芯片有限公司", south, SOUTH_CODE))
    )
    return Cast(zone, north, south, *companies)


@cache
def remembered() -> tuple[Cast, dict[str, bytes]]:
    """The cast as the services make it, and its rows by table; made once in a process, and taken back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cast, rows = make_cast(), {}
        for table in _TABLES:
            with cursor.copy(f"copy {table} to stdout") as lines:
                rows[table] = b"".join(lines)
        transaction.set_rollback(True)
    return cast, rows


def cast_again() -> Cast:
    """The cast, with its rows put into the tables as the services wrote them; a trail that has begun goes on instead."""
    if AuditEntry.objects.exists():
        return make_cast()
    cast, rows = remembered()
    with transaction.atomic(), connection.cursor() as cursor:
        for table, lines in rows.items():
            with cursor.copy(f"copy {table} from stdin") as target:
                target.write(lines)
    return deepcopy(cast)


def visit(actor: Actor) -> Client:
    """A client in which the actor has logged in; for the visitor an empty one."""
    client = Client()
    if actor.person is not None:
        account, _ = Account.objects.get_or_create(
            person_id=actor.person, defaults={"id": actor.person, "username": f"{actor.name}-{actor.person}"[:150]}
        )
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        # As if a page had been looked at just now: the list of sessions is not written again at the next one.
        session = client.session
        session["seen"] = int(read_clock().timestamp())
        session.save()
    return client
