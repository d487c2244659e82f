"""A clean sheet: known companies get facts, new ones are added, and each fact says which file, sheet and cell it is from."""

from __future__ import annotations

from decimal import Decimal

from huiqi.imports import services
from huiqi.kernel import audit
from huiqi.kernel.models import AuditEntry
from huiqi.register import queries
from huiqi.register.models import Fact, Organisation, Standing
from huiqi.register.services.standing import refresh
from tests.cast import NORTH_CODE, SYSTEM
from tests.imports.desk import FREE, HEADER, Desk, outcomes, workbook

ROWS = (HEADER, (NORTH_CODE, "重庆长安科技有限公司", 120, "30万元"), (FREE[0], "厦门新创科技有限公司", 8, 5))


def test_facts_and_new_companies_are_in_the_register(desk: Desk) -> None:
    checked = desk.checked(ROWS)
    assert outcomes(checked) == {2: "matched", 3: "new"}
    assert not Fact.objects.exists()
    assert Organisation.objects.filter(kind="company").count() == 2
    applied = desk.apply(checked)
    assert (applied.state, applied.counts["companies_new"], applied.counts["facts_new"]) == ("applied", 1, 4)
    assert desk.known(NORTH_CODE, "staff") == Decimal(120)
    assert desk.known(NORTH_CODE, "total_assets") == Decimal(300_000)
    assert desk.known(FREE[0], "staff") == Decimal(8)
    added = queries.organisations(desk.officer, kind="company", name="新创").get()
    assert (added.name, added.parent) == ("厦门新创科技有限公司", desk.cast.zone)


def test_a_fact_says_which_cell_it_is_from(desk: Desk) -> None:
    desk.brought_in(ROWS, source="税务局")
    (known,) = queries.history(SYSTEM, subject=desk.cast.north_company.pk, name="total_assets")
    assert (known.source, known.evidence, known.recorded_by_name) == ("税务局 · 表.xlsx", "企业!D2", "许专员")


def test_standings_are_those_of_the_facts(desk: Desk) -> None:
    desk.brought_in(ROWS)
    made = dict(Standing.objects.values_list("subject", "facts"))
    refresh(None, now=desk.now)
    assert dict(Standing.objects.values_list("subject", "facts")) == made


def test_one_row_of_the_trail_stands_for_all_of_it(desk: Desk) -> None:
    checked = desk.checked(ROWS)
    before = audit.head().number
    applied = desk.apply(checked)
    (entry,) = AuditEntry.objects.filter(number__gt=before)
    assert (entry.code, entry.subject) == ("imports.sheet.applied", str(applied.pk))
    assert applied.file.digest in entry.details
    assert applied.plan_digest in entry.details
    assert list(audit.flaws()) == []


def test_the_same_sheet_once_more_changes_nothing(desk: Desk) -> None:
    desk.brought_in(ROWS)
    again = desk.checked(ROWS)
    counts = again.counts
    assert (counts["facts_same"], counts["facts_new"], counts["facts_changed"], counts["companies_new"]) == (4, 0, 0, 0)


def test_work_that_was_started_twice_is_done_once(desk: Desk) -> None:
    applied = desk.brought_in(ROWS)
    count = Fact.objects.count()
    assert desk.apply(applied).applied_at == applied.applied_at
    assert Fact.objects.count() == count


def test_progress_rises_through_reading_comparing_and_storing(desk: Desk) -> None:
    found = desk.receive(workbook(ROWS))
    desk.say(found)
    for act in (services.check_sheet, services.apply_sheet, services.undo_sheet):
        said: list[int] = []
        act(
            sheet=found.pk,
            actor=desk.officer,
            now=desk.later(),
            progress=lambda done, total, said=said: said.append(100 * done // total),
        )
        assert said == sorted(said)
        assert said[-1] == 95
        assert len({percent for percent in said if percent < 95}) >= 3
