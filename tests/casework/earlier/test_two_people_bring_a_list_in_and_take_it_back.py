"""A list counts once another has confirmed it, and until two have taken it back; a payment counts once, whoever brings it in."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from huiqi.casework.models import EarlierFile, EarlierPayment
from huiqi.casework.queries.earlier.counting import paid_before
from huiqi.casework.services.earlier import agreeing
from huiqi.casework.services.earlier.failing import CannotBringIn
from huiqi.kernel.actor import Actor, Grant, Role
from huiqi.kernel.models import AuditEntry
from tests.casework.earlier.desk import FIRST_NAME, OWN_NAME, Finance, outcomes
from tests.cast import NORTH_CODE, SOUTH_CODE

DAY = date(2025, 3, 5)
TODAY = date(2026, 3, 2)


def rows(*documents: str, code: str = NORTH_CODE) -> list[tuple[object, ...]]:
    return [(code, "", FIRST_NAME, 2025, 30, DAY, document, "") for document in documents]


def counted(finance: Finance) -> int:
    return len(paid_before(finance.cast.zone.pk, until=TODAY))


def test_it_counts_once_the_other_has_confirmed_it(finance: Finance) -> None:
    found = finance.checked(rows("1", "2"))
    assert counted(finance) == 0
    finance.entered(found)
    assert counted(finance) == 0
    agreeing.confirm_earlier(file=found.pk, seen=found.rows_digest, actor=finance.checker, now=finance.later())
    assert counted(finance) == 2
    codes = AuditEntry.objects.filter(subject=found.pk).order_by("number").values_list("code", flat=True)
    assert [code.rpartition(".")[2] for code in codes] == [
        "received",
        "columns_said",
        "checked",
        "entered",
        "confirmed",
    ]


def test_who_handed_it_over_does_not_confirm_it_nor_does_the_database_let_it_be(finance: Finance) -> None:
    found = finance.entered(finance.checked(rows("1")))
    both = Actor(
        finance.maker.person, "一人", (*finance.maker.grants, Grant(Role.FINANCE_APPROVER, finance.cast.zone.pk))
    )
    with pytest.raises(CannotBringIn) as refused:
        agreeing.confirm_earlier(file=found.pk, seen=found.rows_digest, actor=both, now=finance.later())
    assert refused.value.code == "own_entry"
    with pytest.raises(IntegrityError), transaction.atomic():
        EarlierFile.objects.update(state="confirmed", confirmed_by=finance.maker.person)


def test_an_officer_who_enters_may_not_confirm_and_the_other_may_not_enter(finance: Finance) -> None:
    found = finance.checked(rows("1"))
    with pytest.raises(CannotBringIn) as refused:
        agreeing.enter(file=found.pk, seen=found.rows_digest, actor=finance.checker, now=finance.later())
    assert refused.value.code == "not_allowed"


def test_open_rows_keep_it_from_being_handed_over(finance: Finance) -> None:
    found = finance.checked([*rows("1"), ("", "阿尔法芯片有限公司", OWN_NAME, 2025, 30, DAY, "2", "")])
    with pytest.raises(CannotBringIn) as refused:
        finance.entered(found)
    assert (refused.value.code, refused.value.data) == ("rows_open", {"doubts": 1, "clauses": 0})


def test_what_was_not_looked_at_is_not_handed_over(finance: Finance) -> None:
    found = finance.checked(rows("1"))
    with pytest.raises(CannotBringIn) as refused:
        agreeing.enter(file=found.pk, seen="0" * 64, actor=finance.maker, now=finance.later())
    assert refused.value.code == "changed_meanwhile"


def test_the_same_payment_of_another_file_is_known_and_another_amount_is_refused(finance: Finance) -> None:
    finance.confirmed(finance.checked(rows("渝财1号")))
    other = [
        (NORTH_CODE, "", FIRST_NAME, 2025, 31, DAY, "渝财2号", ""),
        *rows("渝财1号"),
        (NORTH_CODE, "", FIRST_NAME, 2025, 31, DAY, "渝财１号", ""),
    ]
    found = finance.checked(other, source="补充")
    assert outcomes(found) == {2: "ready", 3: "known", 4: "refused"}
    told = EarlierPayment.objects.get(file=found, row=3).faults[0]["zh"]
    assert "2025年拨付.xlsx" in told


def test_two_lists_with_one_payment_that_wait_at_once_count_it_once(finance: Finance) -> None:
    first, second = finance.checked(rows("1")), finance.checked(rows("1"), source="另一份")
    finance.confirmed(first)
    finance.entered(second)
    with pytest.raises(CannotBringIn) as refused:
        agreeing.confirm_earlier(file=second.pk, seen=second.rows_digest, actor=finance.checker, now=finance.later())
    assert refused.value.code == "known_meanwhile"
    assert counted(finance) == 1
    agreeing.send_back(file=second.pk, reason="重复", actor=finance.checker, now=finance.later())
    assert outcomes(finance.check(second)) == {2: "known"}


def test_two_take_it_back_and_it_counts_until_then(finance: Finance) -> None:
    found = finance.confirmed(finance.checked(rows("1")))
    agreeing.ask_undo(file=found.pk, reason="金额单位错了", actor=finance.maker, now=finance.later())
    assert counted(finance) == 1
    with pytest.raises(CannotBringIn) as refused:
        agreeing.agree_undo(file=found.pk, actor=finance.maker, now=finance.later())
    assert refused.value.code == "own_undoing"
    agreeing.agree_undo(file=found.pk, actor=finance.checker, now=finance.later())
    assert counted(finance) == 0
    again = finance.confirmed(finance.checked(rows("1")))
    assert (again.state, counted(finance)) == ("confirmed", 1)


def test_an_undoing_that_is_not_agreed_to_leaves_it_counting(finance: Finance) -> None:
    found = finance.confirmed(finance.checked(rows("1", code=SOUTH_CODE)))
    agreeing.ask_undo(file=found.pk, reason="看错了", actor=finance.checker, now=finance.later())
    kept = agreeing.keep_it(file=found.pk, actor=finance.maker, now=finance.later())
    assert (kept.state, kept.undo_reason, counted(finance)) == ("confirmed", "", 1)


def test_an_undoing_needs_a_reason(finance: Finance) -> None:
    found = finance.confirmed(finance.checked(rows("1")))
    with pytest.raises(CannotBringIn) as refused:
        agreeing.ask_undo(file=found.pk, reason=" ", actor=finance.maker, now=finance.later())
    assert refused.value.code == "no_reason"
