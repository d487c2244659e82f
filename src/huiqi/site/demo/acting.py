"""Who acts for the invented companies, and the account that each of them has on file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from huiqi.casework import queries
from huiqi.kernel.actor import Actor, Role
from huiqi.register import queries as known
from huiqi.register import services as register
from huiqi.register.services import AccountSaid
from huiqi.site.demo.places import DEMO
from huiqi.site.demo.scene import Scene

# Before anything is paid.
_SINCE_DAYS, _ON_FILE_DAYS = 58, 50
BANK, BRANCH = "示范银行高新支行", "105100000017"


def acting_for(scene: Scene, company: UUID) -> Actor:
    """Return who acts for a company: whoever has a log-in or came before, else somebody new without one."""
    since = scene.ago(_SINCE_DAYS)
    found = sorted(known.people_acting_for([company], at=scene.now)[company])
    if not found:
        person = register.add_person(name="企业负责人", organisation=company, actor=DEMO, now=since).pk
        register.grant_role(person=person, role=Role.COMPANY_OWNER, organisation=company, actor=DEMO, now=since)
        found = [person]
    return known.actor_of(person=found[0], now=scene.now)


def account_of(scene: Scene, company: UUID) -> UUID:
    """Return the account of a company, put on file by itself where there is none."""
    kept = known.account_on_file(company)
    return kept.pk if kept is not None else put_on_file(scene, company, now=scene.ago(_ON_FILE_DAYS))


def put_on_file(scene: Scene, company: UUID, *, now: datetime, bank: str = BANK) -> UUID:
    """Put an account on file in place of the one that is there, as the company itself does."""
    place, made = next((at, one) for at, one in enumerate(scene.made, start=1) if one.id == company)
    kept = known.account_on_file(company)
    said = AccountSaid(made.company.name, bank, f"6222000000{place:06d}", BRANCH)
    done = register.set_bank_account(
        organisation=company, said=said, seen=kept.pk if kept else None, actor=acting_for(scene, company), now=now
    )
    return done.pk


def seen(scene: Scene, claims: Sequence[UUID]) -> dict[UUID, int]:
    """Return claims as they stand, for who decides on them."""
    found = queries.claims(scene.people["policy"]).filter(pk__in=claims)
    return dict(found.values_list("pk", "version"))
