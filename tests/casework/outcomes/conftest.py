"""What the tests of orders paid on their outcome share: Xiangyang's pack, a school, a company that orders, a budget, and the desks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from huiqi.casework import services
from huiqi.casework.models import OutcomeOrder
from huiqi.casework.services import OrderSaid
from huiqi.kernel.actor import Actor, Role
from huiqi.ledger.services import Step
from huiqi.register import services as register
from huiqi.register.domain.credit_code import check_character
from huiqi.register.models import Organisation
from huiqi.register.services import Upload
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.cast import NORTH_CODE, NOW, SYSTEM, Cast
from tests.ledger.books import Books

# The class of 2022 begins, and graduates on the last day of June three years later.
BEGINS = datetime(2022, 9, 1, 2, tzinfo=UTC)
GRADUATES = date(2025, 6, 30)
BEFORE = datetime(2025, 6, 29, 2, tzinfo=UTC)
AFTER = datetime(2025, 7, 1, 2, tzinfo=UTC)
_CODE = "12420600420012345"
SCHOOL_CODE = _CODE + check_character(_CODE)
CLAUSE = ("ordered-training", "settlement")
DIPLOMAS = Upload("毕业证名册.pdf", b"%PDF-1.7\n%%EOF")


@dataclass
class Desks:
    """A school, the line that pays, and who sits where."""

    cast: Cast
    books: Books
    budget: int = 5_000_000
    school: Organisation = field(init=False)
    line: UUID = field(init=False)
    officer: Actor = field(init=False)
    approver: Actor = field(init=False)
    finance: Actor = field(init=False)
    checker: Actor = field(init=False)

    def __post_init__(self) -> None:
        zone = self.cast.zone
        self.school = register.add_organisation(
            kind="institution", name="示范职业技术学院", parent=self.cast.north.pk, credit_code=SCHOOL_CODE, actor=SYSTEM, now=NOW
        )  # fmt: skip
        self.line = self.books.line(self.budget)
        self.officer = self.cast.person("政策专员", (Role.POLICY_OFFICER, zone))
        self.approver = self.cast.person("政策审批", (Role.POLICY_APPROVER, zone))
        self.finance = self.cast.person("钱经办", (Role.FINANCE_OFFICER, zone))
        self.checker = self.cast.person("金复核", (Role.FINANCE_APPROVER, zone))

    def entered(self, *, students: int = 180, **other: object) -> OutcomeOrder:
        """An order for a class, that waits for its approval."""
        promised = {"graduation_day": GRADUATES, "diplomas": Decimal(students)}
        said = {
            "policy": CLAUSE[0], "clause": CLAUSE[1], "title": "2022级比亚迪订单班", "payee": SCHOOL_CODE, "orderer": NORTH_CODE,
            "expected_on": GRADUATES, "line": self.line, "promised": promised,
        } | other  # fmt: skip
        return services.enter_order(zone=self.cast.zone.pk, said=OrderSaid(**said), actor=self.officer, now=BEGINS)

    def promised(self, **said: object) -> OutcomeOrder:
        """An order whose money is committed."""
        made = self.entered(**said)
        return services.approve_order(id=made.pk, changes=0, actor=self.approver, now=BEGINS)

    def reported(
        self, order: OutcomeOrder, *, diplomas: int = 171, now: datetime = AFTER, **said: object
    ) -> OutcomeOrder:
        """The order with what came of it."""
        outcome = {"graduation_day": GRADUATES, "diplomas": Decimal(diplomas)}
        asked = {"outcome": outcome, "uploads": [DIPLOMAS], "actor": self.officer} | said
        return services.report_outcome(id=order.pk, changes=order.changes, now=now, **asked)

    def confirmed(self, order: OutcomeOrder, *, actor: Actor | None = None) -> OutcomeOrder:
        """The order, owed."""
        return services.confirm_outcome(id=order.pk, changes=order.changes, actor=actor or self.approver, now=AFTER)

    def handed_in(self, order: OutcomeOrder) -> OutcomeOrder:
        """The order with its payment, to be checked."""
        return services.hand_in_payment(
            id=order.pk, changes=order.changes, payment="电汇-0701", actor=self.finance, now=AFTER
        )

    def paid(self, order: OutcomeOrder, *, actor: Actor | None = None) -> OutcomeOrder:
        """The order, paid."""
        return services.check_payment(id=order.pk, changes=order.changes, actor=actor or self.checker, now=AFTER)

    def pays(self, amount: object, order: OutcomeOrder) -> UUID:
        """Somebody past the pages pays out of what is promised."""
        return self.books.step(self.line, Step.PAY, amount=amount, cause=order.cause, party=self.school.pk)


@pytest.fixture
def books(cast: Cast) -> Books:
    """The ledger of the zone."""
    return Books(cast)


@pytest.fixture
def desks(cast: Cast, books: Books) -> Desks:
    """Xiangyang's pack, published before the class begins, and everybody at their desks."""
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "xiangyang", actor=SYSTEM, now=BEGINS)
    return Desks(cast, books)
