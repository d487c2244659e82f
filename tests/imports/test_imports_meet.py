"""Two imports at once, and a register that changes between the check and the import: the later one sees what changed first."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from huiqi.imports import services
from huiqi.imports.models import SheetChange, SheetImport
from huiqi.register import services as register
from huiqi.register.models import Fact, Organisation
from huiqi.register.services import Said
from tests.cast import NORTH_CODE, SYSTEM
from tests.imports.desk import FREE, HEADER, Desk

NORTH = "重庆长安科技有限公司"


def refused(desk: Desk, found: SheetImport) -> SheetImport:
    """The import is not carried out, and checked anew instead."""
    facts = Fact.objects.count()
    with pytest.raises(services.CannotImport) as failure:
        desk.apply(found)
    assert failure.value.code == "changed_meanwhile"
    assert Fact.objects.count() == facts
    found.refresh_from_db()
    assert found.state == "checked"
    return found


def test_the_later_import_shows_what_the_earlier_one_said(desk: Desk) -> None:
    first = desk.checked([HEADER, (NORTH_CODE, NORTH, 10, 1)])
    second = desk.checked([HEADER, (NORTH_CODE, NORTH, 20, 1)])
    assert second.counts["facts_changed"] == 0
    desk.apply(first)
    again = refused(desk, second)
    (change,) = SheetChange.objects.filter(sheet=again)
    assert (change.fact, change.before, change.after, change.cell) == ("staff", "10", "20", "C2")
    assert again.counts["facts_same"] == 1
    desk.apply(again)
    assert desk.known(NORTH_CODE, "staff") == Decimal(20)


def test_a_company_that_the_other_import_added_is_not_added_twice(desk: Desk) -> None:
    first, second = (desk.checked([HEADER, (FREE[0], "新创有限公司", 10, 1)]) for _ in range(2))
    desk.apply(first)
    again = refused(desk, second)
    assert (again.counts["companies_new"], again.counts["facts_same"]) == (0, 2)
    assert Organisation.objects.filter(credit_code=FREE[0]).count() == 1


def test_a_fact_of_another_name_does_not_disturb(desk: Desk) -> None:
    found = desk.checked([HEADER, (NORTH_CODE, NORTH, 10, 1)])
    register.record_facts(
        subject=desk.cast.north_company.pk,
        said=[Said("sales", Decimal(1))],
        source="电话",
        actor=SYSTEM,
        now=desk.later(),
    )
    desk.apply(found)
    assert desk.known(NORTH_CODE, "staff") == Decimal(10)


def test_what_was_said_after_the_work_began_is_not_overwritten(desk: Desk) -> None:
    """The worker read the clock, then waited: a word of a later moment would hide what the import says."""
    found = desk.checked([HEADER, (NORTH_CODE, NORTH, 10, 1)])
    began = desk.later()
    register.record_facts(
        subject=desk.cast.north_company.pk,
        said=[Said("sales", Decimal(1))],
        source="电话",
        actor=SYSTEM,
        now=desk.later(),
    )
    with pytest.raises(services.CannotImport) as failure:
        services.apply_sheet(sheet=found.pk, actor=desk.officer, now=began)
    assert failure.value.code == "changed_meanwhile"
    services.apply_sheet(sheet=found.pk, actor=desk.officer, now=desk.now + timedelta(minutes=1))


def test_another_check_after_the_map_changed_is_needed(desk: Desk) -> None:
    found = desk.checked([HEADER, (NORTH_CODE, NORTH, 10, 1)])
    desk.say(found)
    with pytest.raises(services.CannotImport) as failure:
        desk.apply(found)
    assert failure.value.code == "wrong_state"
