"""Eight confirm the same claim at once: one of them does, the others are told, and the money moves once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection

from huiqi.casework import services
from huiqi.casework.models import Claim
from huiqi.casework.services import CannotClaim
from huiqi.kernel.actor import Actor, Grant, Role
from huiqi.kernel.ids import new_ids
from huiqi.register.models import BankAccount, Organisation
from tests.casework.claims.made import Crew, claims
from tests.cast import NOW, make_cast
from tests.register.companies import credit_code

pytestmark = pytest.mark.django_db(transaction=True)


def make_companies(crew: Crew, count: int) -> list[Organisation]:
    park, zone = crew.cast.north, crew.cast.zone
    return Organisation.objects.bulk_create(
        Organisation(
            id=key, kind="company", name=f"第{number}家", name_key=f"{number:05d}", name_initials="d", parent=park,
            credit_code=credit_code(number), within=[zone.pk, park.pk, key], added_at=NOW,
        )
        for number, key in enumerate(new_ids(NOW, count))
    )  # fmt: skip


def offered(crew: Crew, companies: list[Organisation], line: UUID) -> list[Claim]:
    """The claims of a round that waits for its companies; each has an account on file."""
    made = crew.round(companies, amount=Decimal(5000), order="confirmed", line=line, notice_days=None)
    Claim.objects.filter(round=made).update(
        state="offered", reviewed_by=crew.officer.person, approved_by=crew.approver.person, reviewed_at=NOW
    )
    BankAccount.objects.bulk_create(
        BankAccount(id=key, organisation=one, holder=one.name, bank="示范银行", number="62220000", made_at=NOW, made_by_name="企业")
        for key, one in zip(new_ids(NOW, len(companies)), companies, strict=True)
    )  # fmt: skip
    return claims(made)


def owner_of(companies: list[Organisation]) -> Actor:
    """Somebody who acts for all of them."""
    grants = tuple(Grant(Role.COMPANY_OWNER, one.pk) for one in companies)
    return Actor(person=companies[0].pk, name="负责人", grants=grants)


def confirm(claim: UUID, account: UUID, owner: Actor) -> str:
    try:
        return services.confirm(id=claim, account=account, actor=owner, now=NOW).state
    except CannotClaim as error:
        return error.code
    finally:
        connection.close()


def test_of_two_who_confirm_the_same_the_later_is_told(db: None) -> None:
    crew = Crew(make_cast())
    companies = make_companies(crew, 1)
    line = crew.books.line(50_000)
    (claim,) = offered(crew, companies, line)
    account, owner = BankAccount.objects.get().pk, owner_of(companies)
    with ThreadPoolExecutor(8) as sessions:
        said = list(sessions.map(lambda _: confirm(claim.pk, account, owner), range(8)))
    assert sorted(said) == ["not_there"] * 7 + ["owed"]
    assert crew.books.has(line) == {"set": Decimal(50_000), "free": Decimal(45_000), "payable": Decimal(5_000)}
