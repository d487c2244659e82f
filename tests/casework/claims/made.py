"""Rounds whose claims were compared already: made in the tables, so that what comes after needs no run of the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from huiqi.casework import services
from huiqi.casework.models import Claim, Round, Run, Snapshot
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.ids import new_id, new_ids
from huiqi.register import services as register
from huiqi.register.models import BankAccount, Organisation
from huiqi.register.services import AccountSaid
from tests.cast import NOW, SYSTEM, Cast
from tests.ledger.books import Books

DAY = date(2026, 3, 2)
# A day after a notice of five working days from the day of the cast.
PASSED = NOW + timedelta(days=8)


def make_round(
    place: Organisation, companies: Sequence[Organisation], *, amount: Decimal = Decimal(300_000), mark: str = "",
    order: str = "listed", notice_days: int | None = 5, clause: str = "first_recognition_reward", run: Run | None = None, line: UUID | None = None, **claimed: object,
) -> Round:  # fmt: skip
    """A round of a done run with a claim for each company, as comparing leaves them."""
    run = run or done_run(place)
    made = Round.objects.create(
        id=new_id(NOW), zone_id=place.within[0], scope=place, run=run, policy="hnte-reward", version="2023",
        clause=clause, policy_zh=f"{mark}高新技术企业奖励", policy_en="HNTE rewards", zh=f"{mark}首次认定奖励30万元",
        en="First recognition", article="第三条", delivery="auto_entitlement", pack_hash=run.pack_hash, snapshot_digest=run.snapshot.digest,
        day=DAY, notice_days=notice_days, confirm_days=10, pay_days=60, order=order, line=line, met=len(companies), not_met=0,
        unknown=0, made_at=NOW, made_by_name="测试",
    )  # fmt: skip
    said = {"amount": amount, "low": amount, "high": amount, "credit": "clean"} | claimed
    Claim.objects.bulk_create(
        Claim(
            id=key, round=made, company=company, policy=made.policy, clause=made.clause, year=DAY.year,
            name=company.name, credit_code=company.credit_code or "", place=at, since=NOW, **said,
        )
        for at, (key, company) in enumerate(zip(new_ids(NOW, len(companies)), companies, strict=True), start=1)
    )  # fmt: skip
    return made


def done_run(place: Organisation) -> Run:
    """A run that is done, of nothing."""
    snapshot = Snapshot.objects.create(
        id=new_id(NOW), scope=place, day=DAY, known_at=NOW, digest=new_id(NOW).hex * 2, companies=0, values=0,
        size_bytes=0, made_by_name="测试",
    )  # fmt: skip
    return Run.objects.create(
        id=new_id(NOW), scope=place, day=DAY, pack="ganzhou", pack_hash="0" * 64, snapshot=snapshot, state="done",
        job=new_id(NOW), started_at=NOW, started_by_name="测试", finished_at=NOW, digest="0" * 64,
    )  # fmt: skip


@dataclass
class Crew:
    """Who works on claims in the zone of the cast."""

    cast: Cast
    officer: Actor = field(init=False)
    approver: Actor = field(init=False)
    maker: Actor = field(init=False)
    checker: Actor = field(init=False)
    books: Books = field(init=False)

    def __post_init__(self) -> None:
        zone = self.cast.zone
        self.officer = self.cast.person("政策专员", (Role.POLICY_OFFICER, zone))
        self.approver = self.cast.person("政策审批人", (Role.POLICY_APPROVER, zone))
        self.maker = self.cast.person("财务经办人", (Role.FINANCE_OFFICER, zone))
        self.checker = self.cast.person("财务复核人", (Role.FINANCE_APPROVER, zone))
        self.books = Books(self.cast)

    @property
    def companies(self) -> list[Organisation]:
        """The two companies of the cast."""
        return [self.cast.north_company, self.cast.south_company]

    def round(self, companies: Sequence[Organisation] = (), **said: object) -> Round:
        """A round over the zone, paid by a line with a million unless another is named."""
        line = said.pop("line", None) or self.books.line(1_000_000)
        return make_round(self.cast.zone, companies or self.companies, line=line, **said)

    def reviewed(self, made: Round) -> Round:
        """The round with all claims reviewed."""
        services.review(seen=seen(made, "proposed"), reason="材料齐全", actor=self.officer, now=NOW)
        return made

    def approved(self, made: Round) -> Round:
        """The round with all claims approved."""
        self.reviewed(made)
        services.approve(seen=seen(made, "reviewed"), reason="同意", actor=self.approver, now=NOW)
        return made

    def offered(self, made: Round) -> Round:
        """The round with all claims noticed, passed and offered."""
        self.approved(made)
        services.post(round=made.pk, actor=self.officer, now=NOW)
        services.offer_passed(now=PASSED)
        return made

    def owner(self, company: Organisation) -> Actor:
        """Somebody who acts for a company, with an account on file."""
        owner = self.cast.person(f"{company.name[:4]}负责人", (Role.COMPANY_OWNER, company))
        if not BankAccount.objects.filter(organisation=company, ended_at=None).exists():
            put_on_file(company)
        return owner

    def owner_of(self, made: Round) -> Actor:
        """Somebody else who acts for the company of a round's first claim."""
        return self.cast.person("另一位负责人", (Role.COMPANY_OWNER, claims(made)[0].company))

    def confirmed(self, made: Round) -> Round:
        """The round with all claims confirmed by their companies."""
        self.offered(made)
        for claim in claims(made, "offered"):
            confirm(claim, self.owner(claim.company))
        return made


def put_on_file(company: Organisation, number: str = "6222000000001234") -> BankAccount:
    """An account of a company on file."""
    said = AccountSaid(company.name, "示范银行高新支行", number, "105100000017")
    return register.set_bank_account(organisation=company.pk, said=said, seen=None, actor=SYSTEM, now=NOW)


def confirm(claim: Claim, owner: Actor, *, now: datetime = PASSED) -> Claim:
    """Confirm a claim into the account on file."""
    account = BankAccount.objects.get(organisation=claim.company_id, ended_at=None)
    return services.confirm(id=claim.pk, account=account.pk, actor=owner, now=now)


def claims(made: Round, state: str = "") -> list[Claim]:
    """The claims of a round, in order; of one state."""
    found = Claim.objects.filter(round=made)
    return list(found.filter(state=state) if state else found)


def seen(made: Round, state: str = "") -> dict[UUID, int]:
    """The claims as a page shows them: how often each was changed."""
    return {claim.pk: claim.version for claim in claims(made, state)}
