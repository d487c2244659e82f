"""Limits that look back before the zone's first day in Huiqi are doubted aloud until somebody brings payments in or states there were none."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from huiqi.casework import services, tasks
from huiqi.casework.models import NothingBefore
from huiqi.casework.queries.earlier.unknown import clauses_before, nothing_to_confirm, unknown_of
from huiqi.casework.services.earlier import nothing
from huiqi.casework.services.earlier.failing import CannotBringIn
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.clock import CHINA
from huiqi.register.models import Organisation
from tests.casework.claims.made import make_round
from tests.casework.conftest import AID, FIRST, LATE, LATER, run_now
from tests.casework.earlier.desk import FIRST_NAME, Finance
from tests.casework.earlier.made import YEARLY, limited
from tests.cast import NORTH_CODE, Cast, visit

AID_KEY, FIRST_KEY, LATE_KEY = ("/".join(one) for one in (AID, FIRST, LATE))


def state(finance: Finance, clause: str, actor: Actor) -> NothingBefore:
    return nothing.state_nothing(
        zone=finance.cast.zone.pk, clause=clause, reason="2026年起施行的新政策", actor=actor, now=finance.later()
    )


def agreed(finance: Finance, clause: str, actor: Actor) -> NothingBefore:
    """What somebody stated and finance confirmed."""
    state(finance, clause, actor)
    zone = finance.cast.zone.pk
    return nothing.confirm_nothing(zone=zone, clause=clause, actor=finance.checker, now=finance.later())


def test_a_run_names_the_clauses_and_what_is_missing_and_keeps_it(finance: Finance, officer: Actor) -> None:
    run = run_now(officer, finance.cast)
    assert run.past_unknown[FIRST_KEY] == sorted([FIRST_KEY, LATE_KEY]), "first time only, counted with the later one"
    page = visit(officer).get(f"/casework/runs/{run.pk}").content.decode()
    assert "还没有人导入这些支付" in page
    assert FIRST_NAME in page

    for clause in (FIRST_KEY, LATE_KEY):
        state(finance, clause, officer)
    assert not any(one.is_known_now for one in unknown_of(run)), "one person alone says nothing yet"
    assert FIRST_KEY in run_now(officer, finance.cast).past_unknown
    for clause in (FIRST_KEY, LATE_KEY):
        nothing.take_back_nothing(zone=finance.cast.zone.pk, clause=clause, actor=finance.checker, now=LATER)
        agreed(finance, clause, officer)
    (kept,) = [one for one in unknown_of(run) if one.key == FIRST_KEY]
    assert kept.is_known_now
    assert "请重新测算" in visit(officer).get(f"/casework/runs/{run.pk}").content.decode()
    assert FIRST_KEY not in run_now(officer, finance.cast).past_unknown


def test_a_repeat_says_what_the_first_did_not_know(finance: Finance, officer: Actor) -> None:
    first = run_now(officer, finance.cast)
    state(finance, FIRST_KEY, officer)
    repeated = services.repeat_run(id=first.pk, actor=officer, now=LATER)
    tasks.carry_out_run(run=str(repeated.pk))
    repeated.refresh_from_db()
    assert repeated.past_unknown == first.past_unknown


def test_a_round_says_it_as_well(finance: Finance, officer: Actor) -> None:
    run = run_now(officer, finance.cast)
    made = make_round(finance.cast.zone, [finance.cast.north_company], run=run)
    assert "还没有人导入这些支付" in visit(officer).get(f"/casework/rounds/{made.pk}").content.decode()


def test_payments_that_were_brought_in_are_known_and_a_statement_falls(finance: Finance, officer: Actor) -> None:
    state(finance, FIRST_KEY, officer)
    finance.confirmed(finance.checked([(NORTH_CODE, "", FIRST_NAME, 2025, 30, date(2025, 3, 5), "1", "")]))
    assert NothingBefore.objects.get().taken_back_by_name == finance.checker.name
    missing = run_now(officer, finance.cast).past_unknown[FIRST_KEY]
    assert missing == [LATE_KEY]
    with pytest.raises(CannotBringIn) as refused:
        state(finance, FIRST_KEY, officer)
    assert refused.value.code == "brought_in_already"


def test_a_statement_needs_a_reason_the_right_and_is_made_once(finance: Finance, cast: Cast) -> None:
    with pytest.raises(CannotBringIn) as refused:
        nothing.state_nothing(zone=cast.zone.pk, clause=FIRST_KEY, reason="", actor=finance.maker, now=LATER)
    assert refused.value.code == "no_reason"
    leader = cast.person("领导", (Role.LEADER, cast.zone))
    of_park = cast.person("北园专员", (Role.POLICY_OFFICER, cast.north))
    for actor in (leader, of_park):
        with pytest.raises(CannotBringIn) as refused:
            state(finance, FIRST_KEY, actor)
        assert refused.value.code == "not_allowed"
    state(finance, FIRST_KEY, finance.maker)
    with pytest.raises(CannotBringIn) as refused:
        state(finance, FIRST_KEY, finance.maker)
    assert refused.value.code == "said_already"
    nothing.take_back_nothing(zone=cast.zone.pk, clause=FIRST_KEY, actor=finance.maker, now=LATER)
    state(finance, FIRST_KEY, finance.maker)


def test_limits_of_a_year_know_everything_of_a_zone_that_began_with_it(
    cast: Cast, officer: Actor, tmp_path: Path
) -> None:
    limited(cast, tmp_path / "ganzhou", YEARLY)
    assert set(run_now(officer, cast).past_unknown) == {FIRST_KEY, LATE_KEY}
    new_year = datetime(2026, 1, 1, tzinfo=CHINA)
    Organisation.objects.filter(pk=cast.zone.pk).update(added_at=new_year)
    assert run_now(officer, cast).past_unknown == {}


def test_clauses_are_listed_with_what_is_known_of_them_those_that_are_not_first(
    finance: Finance, officer: Actor
) -> None:
    zone = finance.cast.zone.pk
    assert {one.key for one in clauses_before(officer, zone=zone, now=LATER)} >= {FIRST_KEY, LATE_KEY}
    agreed(finance, FIRST_KEY, officer)
    *_, known = clauses_before(officer, zone=zone, now=LATER)
    assert (known.key, known.since, known.is_known) == (FIRST_KEY, None, True)


def test_a_statement_at_which_no_limit_looks_is_listed_for_whom_it_waits(finance: Finance, officer: Actor) -> None:
    state(finance, AID_KEY, officer)
    (listed,) = [one for one in clauses_before(officer, zone=finance.cast.zone.pk, now=LATER) if one.key == AID_KEY]
    assert (listed.looks_back, listed.since, listed.is_known) == (False, None, False)
    page = visit(finance.checker).get("/casework/earlier/clauses").content.decode()
    assert ("现行的限额不看它以前的支付" in page, "确认没有" in page) == (True, True)


def test_who_stated_it_does_not_confirm_it_and_the_database_holds_it(finance: Finance, officer: Actor) -> None:
    one, zone = state(finance, FIRST_KEY, officer), finance.cast.zone.pk
    for actor, code in ((officer, "not_allowed"), (finance.maker, "not_allowed")):
        with pytest.raises(CannotBringIn) as refused:
            nothing.confirm_nothing(zone=zone, clause=FIRST_KEY, actor=actor, now=LATER)
        assert refused.value.code == code
    with pytest.raises(IntegrityError, match="nothing_before_by_two"), transaction.atomic():
        NothingBefore.objects.filter(pk=one.pk).update(confirmed_at=LATER, confirmed_by=one.said_by)
    NothingBefore.objects.filter(pk=one.pk).update(said_by=finance.checker.person)
    with pytest.raises(CannotBringIn) as refused:
        nothing.confirm_nothing(zone=zone, clause=FIRST_KEY, actor=finance.checker, now=LATER)
    assert refused.value.code == "own_statement"


def test_it_is_confirmed_on_the_page_and_waits_among_the_duties(finance: Finance, officer: Actor) -> None:
    state(finance, FIRST_KEY, officer)
    checker, page = visit(finance.checker), "/casework/earlier/clauses"
    assert list(nothing_to_confirm(finance.checker)) == [NothingBefore.objects.get()]
    assert "确认没有" not in visit(officer).get(page).text
    text = checker.get(page).text
    assert ("待另一人确认" in text, "确认没有" in text) == (True, True)
    said = {"zone": finance.cast.zone.pk, "clause": FIRST_KEY, "act": "confirm"}
    assert "吴复核已确认" in checker.post(page, said, follow=True).text
    assert not nothing_to_confirm(finance.checker)
    with pytest.raises(CannotBringIn) as refused:
        nothing.confirm_nothing(zone=finance.cast.zone.pk, clause=FIRST_KEY, actor=finance.checker, now=LATER)
    assert refused.value.code == "confirmed_already"
