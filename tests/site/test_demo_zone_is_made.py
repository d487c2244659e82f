"""The invented zone: whole or not at all, the same for everybody but its passwords, with something due in every list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import Model
from pytest_django import DjangoDbBlocker

from huiqi.casework.domain.applying.states import Standing
from huiqi.casework.domain.claims.states import State
from huiqi.casework.models import (
    Application,
    ArchiveRecord,
    AskedCompany,
    BankResult,
    Call,
    Campaign,
    Claim,
    Competition,
    ContractTerm,
    ListedClause,
    OutcomeOrder,
    Payment,
    Receipt,
    Run,
    Sample,
    WhatIf,
)
from huiqi.casework.queries import orders_in_all
from huiqi.imports.models import SheetImport, SheetRow
from huiqi.kernel.actor import Role
from huiqi.kernel.audit import flaws
from huiqi.ledger.models import Hold, Line, Proposal, Recovery, Voucher
from huiqi.messages.models import Delivery, Hook, Message
from huiqi.register import queries
from huiqi.register.models import (
    Account,
    Candidate,
    Contact,
    Correction,
    DuplicatePair,
    Fact,
    Merge,
    Organisation,
    PublishedFigure,
    Residency,
    Title,
    Token,
    Undertaking,
    Visit,
)
from huiqi.rulebook.models import Draft
from huiqi.rulebook.queries import current_book, draft_tables, policies_in_force
from huiqi.rulebook.services.evaluating import clauses_in_force
from huiqi.site import today
from huiqi.site.commands import demo as command
from huiqi.site.demo import is_made, make_demo, making, new_log_ins
from huiqi.site.demo.log_ins import LOG_INS
from huiqi.site.demo.sisters import SISTERS, Sister
from tests.cast import visit

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
# As many as every step of a claim needs one; what needs more companies takes the same ones again.
SIZE = 24
LISTED = (
    ArchiveRecord, BankResult, Call, ContractTerm, ListedClause, Receipt, Sample,
    Campaign, Candidate, Contact, Correction, Delivery, Draft, DuplicatePair, Hook, Message, PublishedFigure, Residency, Run,
    Hold, Merge, Proposal, Recovery, SheetImport, Title, Token, Undertaking, Visit, Voucher, WhatIf,
)  # fmt: skip


@pytest.fixture(scope="module")
def _made(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The zone is made once for all tests of the module, in one transaction that is taken back."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setenv("HUIQI_DATA", str(tmp_path_factory.mktemp("data")))
        make_demo(size=SIZE, now=NOW, say=lambda _: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def zone(_made: None, db: None) -> Organisation:
    return Organisation.objects.get(kind="zone")


def test_companies_facts_titles_and_policies_are_there(zone: Organisation) -> None:
    assert is_made()
    assert Organisation.objects.filter(kind="company").count() == SIZE
    years = set(Fact.objects.filter(name="operating_revenue").values_list("period", flat=True))
    assert years == {"2023", "2024", "2025"}
    assert Fact.objects.filter(state="not_applicable").exists()
    book = current_book(zone=zone.pk, now=NOW)
    assert policies_in_force(book, day=NOW.date())
    assert not list(flaws())


@pytest.mark.parametrize("model", LISTED, ids=lambda model: model.__name__)
def test_every_list_has_something(zone: Organisation, model: type[Model]) -> None:
    assert model.objects.exists()


def test_a_draft_has_a_decision_table_with_one_case_left_open(zone: Organisation) -> None:
    person = queries.person_by_login(login="policy")
    assert person is not None
    draft = Draft.objects.get(policy="rd-spending-award")
    page = draft_tables(queries.actor_of(person=person, now=NOW), id=draft.pk)
    assert page.may_write
    assert page.table is not None
    remarks = page.table.remarks
    assert [gap.cells for gap in remarks.gaps] == [("[万元(500)..万元(2000))", "false")]
    assert not remarks.checked.errors
    assert [one.differences for one in remarks.checked.of_policy(draft.policy).own] == [(), (), ()]


def test_something_is_due_in_every_list(zone: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiqi.site.views.read_clock", lambda: NOW)
    waits: dict[str, int] = {}
    idle = []
    for login in LOG_INS:
        person = queries.person_by_login(login=login)
        assert person is not None, login
        actor = queries.actor_of(person=person, now=NOW)
        found = {one.name: one.count for one in today.waiting(actor, now=NOW)}
        waits = {name: max(waits.get(name, 0), found.get(name, 0)) for name in waits | found}
        # News alone is nothing to be done.
        if not any(count for name, count in found.items() if name != "未读消息"):
            idle.append(login)
        assert visit(actor).get("/").status_code == 200
    assert idle == [], "these have nothing to do"
    # Chance decides whether a title ends soon, the season what waits for a notice; the invented zone calls nobody, and its rules
    # cut no award because of another, so none has room again.
    without = {
        "本企业90天内到期的称号",
        "等放假通知的暂定时限",
        "停用的接口推送",
        "没有送达的消息",
        "限额有余量、待重新核定的兑现",
    }
    assert [name for name, count in waits.items() if not count and name not in without] == []


def test_only_policies_that_pay_have_a_budget(zone: Organisation) -> None:
    heads = clauses_in_force(current_book(zone=zone.pk, now=NOW), day=NOW.date())
    shown, paying = {one.policy for one in heads}, {one.policy for one in heads if one.has_money}
    lines = set(Line.objects.values_list("code", flat=True))
    assert shown - paying, "the zone has policies that pay nothing"
    assert shown & lines == paying


# Where no claim can stand, and why.
NOWHERE = {State.CONFIRMED: "what a company confirms is owed, or held for money, in the same breath"}


@pytest.mark.parametrize("sister", SISTERS, ids=lambda one: one.policy)
def test_every_sister_has_a_claim_at_every_stage(zone: Organisation, sister: Sister) -> None:
    claims = Claim.objects.filter(policy=sister.policy, clause=sister.clause)
    assert set(State) - {State(one) for one in claims.values_list("state", flat=True)} == set(NOWHERE)
    batches = Payment.objects.filter(claim__in=claims).values_list("batch__stage", flat=True)
    assert set(batches) == {"made", "checked", "sent", "closed"}
    owner = queries.person_by_login(login=f"company{sister.owner + 1}")
    assert owner is not None
    waits = {one.name: one.count for one in today.waiting(queries.actor_of(person=owner, now=NOW), now=NOW)}
    assert waits["待确认领取的奖补"] == 1, "whoever logs in for its company has something to take"


def test_everything_is_at_some_stage(zone: Organisation) -> None:
    def stages(model: type[Model], field: str) -> set[str]:
        return set(model.objects.values_list(field, flat=True))

    assert stages(Campaign, "stage") == {"draft", "open", "closed"}
    assert stages(AskedCompany, "progress") == {"waiting", "begun", "sent", "returned", "taken"}
    assert stages(Correction, "status") == {"open", "accepted", "refused"}
    assert stages(Draft, "state") == {"drafting", "in_review", "published"}
    assert stages(Draft, "kind") == {"new", "renewal"}
    assert stages(OutcomeOrder, "stage") == {"entered", "promised", "reported", "owed", "paying", "paid"}
    assert stages(SheetImport, "state") == {"checked", "applied"}
    assert SheetRow.objects.exclude(doubt="").filter(choice="").exists()
    assert stages(Undertaking, "group") == {"carrier", "enclave", "station", "platform", "project"}
    assert stages(Residency, "outcome") == {"", "graduated"}
    assert stages(Hook, "state") == {"off"}, "the invented zone calls nobody"


def test_the_same_facts_each_time(zone: Organisation) -> None:
    said = sorted(
        Fact.objects.filter(source=making.SOURCE, recorded_at=NOW - timedelta(days=making.BEGUN_DAYS_AGO)).values_list(
            "name", "period", "number", "text", "truth"
        ),
        key=str,
    )
    assert len(said) > SIZE * 50
    makes = making.lines_of(making.made_companies(SIZE, now=NOW), now=NOW)
    numbers = sorted(str(line.value) for line in makes if line.name == "staff")
    assert numbers == sorted(f"{row[2]:f}".split(".")[0] for row in said if row[0] == "staff")


def test_an_order_paid_on_its_outcome_is_overdue(zone: Organisation) -> None:
    person = queries.person_by_login(login="leader")
    assert person is not None
    assert orders_in_all(queries.actor_of(person=person, now=NOW), now=NOW).overdue > 0


def test_every_role_logs_in_and_old_passwords_do_not(zone: Organisation) -> None:
    first = new_log_ins(now=NOW)
    assert {one.role for one in first} == {role.value for role in Role} - {"company_staff", "company_agent"}
    second = {one.login: one.password for one in new_log_ins(now=NOW)}
    assert len(set(second.values()) | {one.password for one in first}) == 2 * len(first)
    for one in first:
        account = Account.objects.get(username=one.login)
        assert account.check_password(second[one.login])
        assert not account.check_password(one.password)
        assert queries.actor_of(person=account.person_id, now=NOW).grants


def test_a_database_of_ones_own_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@/theirs")
    with pytest.raises(command.CannotMakeDemo, match="only into a private one"):
        command.run(command_arguments(size=100))
    with pytest.raises(command.CannotMakeDemo, match="between 10 and"):
        command.run(command_arguments(size=1))


def command_arguments(*, size: int) -> object:
    from huiqi.site.commands.entry import build_parser

    return build_parser().parse_args(["demo", "--size", str(size)])


def test_applications_wait_in_every_standing(zone: Organisation) -> None:
    standings = Application.objects.filter(intake__scope=zone).values_list("standing", flat=True)
    assert set(standings) == {one.value for one in Standing}
    competition = Competition.objects.get(closed_at=None)
    scored = {member.name: member.sheets.count() for member in competition.members.all()}
    assert sorted(scored.values()) == [0, 0, 3, 3], (
        "somebody of the panel still has to score, and an expert from outside"
    )
