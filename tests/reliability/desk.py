"""Who pays in the tests of reliability, and claims that are owed to companies with accounts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from huiqi.casework import services
from huiqi.casework.models import Claim
from huiqi.kernel.actor import Actor, Role
from huiqi.register.models import Organisation
from tests.casework.claims.made import PASSED, Crew, claims, confirm, put_on_file, seen
from tests.casework.conftest import add_company
from tests.cast import NOW, make_cast


class Desk(Crew):
    """The crew of the claims, with as many companies as are wanted, each with somebody who acts for it."""

    @classmethod
    def set_up(cls, companies: int) -> Desk:
        """A desk in a zone of its own."""
        desk = cls(make_cast())
        desk.firms = [add_company(desk.cast, f"第{number}家有限公司", number=number) for number in range(companies)]
        for number, firm in enumerate(desk.firms):
            put_on_file(firm, f"62220000{number:08}")
        return desk

    firms: Sequence[Organisation] = ()

    @cached_property
    def owners(self) -> dict[UUID, Actor]:
        """Who acts for each company."""
        return {firm.pk: self.cast.person(f"{firm.name}负责人", (Role.COMPANY_OWNER, firm)) for firm in self.firms}

    @cached_property
    def pot(self) -> UUID:
        """A line with enough for all."""
        return self.books.line(1_000_000_000)

    def owe(self, mark: str) -> list[Claim]:
        """Claims of another clause, one for each company, confirmed by all; the amounts differ, to the fen."""
        made = self.round(self.firms, line=self.pot, clause=mark, mark=mark, notice_days=None)
        for number, claim in enumerate(claims(made)):
            amount = Decimal(100_000) + Decimal(number * 1_003) / 100
            Claim.objects.filter(pk=claim.pk).update(amount=amount, low=amount, high=amount)
        self.approved(made)
        services.post(round=made.pk, actor=self.officer, now=NOW)
        for claim in claims(made):
            confirm(claim, self.owners[claim.company_id], now=PASSED)
        return claims(made)

    def offer(self, amount: Decimal, pool: Decimal) -> list[Claim]:
        """Claims of one amount, to be confirmed out of a pool: the first to confirm are the first served."""
        made = self.round(self.firms, line=self.books.line(pool), amount=amount, order="confirmed", notice_days=None)
        services.review(seen=seen(made, "proposed"), reason="材料齐全", actor=self.officer, now=NOW)
        services.approve(seen=seen(made, "reviewed"), reason="同意", actor=self.approver, now=NOW)
        services.post(round=made.pk, actor=self.officer, now=NOW)
        return claims(made)
