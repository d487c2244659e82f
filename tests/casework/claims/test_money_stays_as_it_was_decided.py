"""What was decided, ordered, paid or handed in stays as it was, also for whoever writes to the tables; and the trail tells on its owner."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from huiqi.casework import services
from huiqi.casework.models import Batch
from huiqi.casework.services import CannotPay
from huiqi.kernel import audit
from huiqi.ledger.models import Transfer
from tests.casework.claims.made import PASSED, Crew
from tests.casework.claims.test_claims_are_paid import make, references, result_of, sent, take
from tests.ledger.books import settle

TABLES = (
    "casework_claim", "casework_claimstep", "casework_batch", "casework_payment", "casework_receipt", "casework_bankresult",
    "casework_resultflaw", "casework_notice", "register_bankaccount", "ledger_transfer", "ledger_entry", "kernel_auditentry",
)  # fmt: skip
CHANGES = (
    "update casework_claim set amount = amount + 1",
    "update casework_claim set facts = '{}', adjustments = '[1]'",
    "update casework_claim set round_id = gen_random_uuid()",
    "update casework_claim set account_id = null",
    "update casework_claimstep set by_name = 'x'",
    "update casework_batch set total = total + 1",
    "update casework_batch set checked_by = gen_random_uuid()",
    "update casework_payment set number = '6217000011112222'",
    "update casework_payment set amount = 1",
    "update casework_receipt set amount = 1",
    "update casework_bankresult set content = ''",
    "update casework_bankresult set paid = paid + 1",
    "update casework_bankresult set booked_at = null",
    "update casework_resultflaw set flaw = 'twice'",
    "update casework_notice set days = 1",
    "update register_bankaccount set number = '6217000011112222'",
    "update register_bankaccount set made_by = null, made_by_name = 'x'",
    "update ledger_transfer set amount = 1",
    *(f"delete from {table}" for table in TABLES),
    *(f"truncate {table} cascade" for table in TABLES),
)


@pytest.fixture
def paid(crew: Crew) -> Batch:
    batch = sent(crew, crew.confirmed(crew.round()))
    take(crew, result_of(*((one, 300000, "成功", "") for one in references(batch)), ("无", 1, "成功", "")))
    return batch


@pytest.mark.usefixtures("paid")
def test_no_statement_changes_it() -> None:
    settle()
    for statement in CHANGES:
        with (
            pytest.raises((IntegrityError, InternalError)) as refused,
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        assert "stay" in str(refused.value) or "only" in str(refused.value), f"{statement}: {refused.value}"
    assert Transfer.objects.exists()


def test_a_payment_that_failed_is_not_turned_into_one_that_was_paid(crew: Crew) -> None:
    batch = sent(crew, crew.confirmed(crew.round()))
    take(crew, result_of(*((one, 300000, "失败", "户名不符") for one in references(batch))))
    with pytest.raises(IntegrityError, match="what casework_payment said stays"), transaction.atomic():
        batch.payments.update(result="paid")


@pytest.mark.parametrize("checked", (False, True))
def test_a_payment_changed_behind_the_guards_goes_to_no_bank(crew: Crew, checked: bool) -> None:
    batch = make(crew, crew.confirmed(crew.round()))
    if checked:
        services.check_batch(id=batch.pk, actor=crew.checker, now=PASSED)
    as_owner("update casework_payment set number = '6217000011112222'")
    acts: dict[bool, Callable[[], object]] = {
        False: lambda: services.check_batch(id=batch.pk, actor=crew.checker, now=PASSED),
        True: lambda: services.send_batch(id=batch.pk, fixed=False, actor=crew.maker, now=PASSED),
    }
    with pytest.raises(CannotPay) as refused:
        acts[checked]()
    assert refused.value.code == "tampered"
    batch.refresh_from_db()
    assert batch.stage == ("checked" if checked else "made")


def test_who_changes_the_trail_as_well_is_told_on_by_the_chain(crew: Crew) -> None:
    made = crew.confirmed(crew.round())
    make(crew, made)
    assert not list(audit.flaws())
    as_owner(
        "update kernel_auditentry set details = replace(details, 'payments', 'gone') where code = 'casework.batch.made'"
    )
    assert [one.text for one in audit.flaws()] == ["it was changed"]


def as_owner(statement: str) -> None:
    """Do something as the owner of the database does who switches the guards off."""
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("set session_replication_role = origin")
