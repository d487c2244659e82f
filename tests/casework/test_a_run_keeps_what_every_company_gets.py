"""A run decides for every company under every clause, over the register as it is then, and keeps it whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huiqi.casework import queries, services, tasks
from huiqi.casework.models import Run, RunClause, Snapshot
from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.models import AuditEntry, Job
from huiqi.messages.models import Message
from tests.casework.conftest import AID, DAY, FIRST, LATE, LATER, hnte, outcomes, run_now, say
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("ganzhou")
NORTH, SOUTH = "重庆长安科技有限公司", "阿尔法芯片有限公司"


def test_every_company_has_one_of_three_answers_with_its_amount(cast: Cast, officer: Actor) -> None:
    hnte(cast.north_company, applied=True, recognised=True, first=True)
    say(cast.south_company, applied_this_year=True)
    run = run_now(officer, cast)
    assert run.state == Run.State.DONE
    assert outcomes(run, FIRST) == {NORTH: ("m", 30_000_000, 30_000_000), SOUTH: ("u", None, None)}
    assert outcomes(run, LATE) == {NORTH: ("n", 0, 0), SOUTH: ("u", None, None)}
    assert outcomes(run, AID) == {NORTH: ("n", 0, 0), SOUTH: ("u", None, None)}
    clause = queries.clause_of(run, policy=FIRST[0], clause=FIRST[1])
    assert (clause.met, clause.not_met, clause.unknown, clause.low, clause.high) == (
        1,
        0,
        1,
        Decimal(300_000),
        Decimal(300_000),
    )
    assert (run.companies, run.companies_met, run.low, run.high, run.open_amounts) == (
        2,
        1,
        Decimal(300_000),
        Decimal(300_000),
        0,
    )


def test_reasons_are_kept_with_their_names(cast: Cast, officer: Actor) -> None:
    hnte(cast.north_company, applied=True, recognised=False, first=False)
    run = run_now(officer, cast)
    clause = queries.clause_of(run, policy=FIRST[0], clause=FIRST[1])
    answers = queries.answers_of(clause)
    names = queries.companies(run.snapshot.digest).names
    why = {names[row]: answers.reasons[place] for row, place in enumerate(answers.why)}
    assert why == {NORTH: (("recognised", "first"), ()), SOUTH: ((), ("recognised_this_year", "first_recognition"))}
    assert clause.words["recognised"] == ["当年认定高企", "Recognised this year"]
    assert clause.words["first_recognition"] == ["首次认定高企", "It is the first recognition as HNTE"]


def test_shares_of_parks_add_up(cast: Cast, officer: Actor) -> None:
    hnte(cast.north_company, applied=True, recognised=True, first=True)
    hnte(cast.south_company, applied=True, recognised=True, first=False)
    run = run_now(officer, cast)
    park = run.groups["park"]
    assert sorted(map(tuple, zip([zh for zh, _ in park["labels"]], park["companies"], park["met"], strict=True))) == [
        ("北园", 1, 1),
        ("南园", 1, 1),
    ]
    assert sum(share["low_fen"] for share in park["shares"]) == 50_000_000


def test_only_the_policies_asked_for_are_run(cast: Cast, officer: Actor) -> None:
    with pytest.raises(services.CannotRun) as refused:
        run_now(officer, cast, policies=["hnte-reward", "no-such"])
    assert refused.value.code == "unknown_policy"
    with pytest.raises(services.CannotRun) as refused:
        services.start_run(scope=cast.zone.pk, day=date(2001, 1, 1), actor=officer, now=LATER)
    assert refused.value.code == "nothing_in_force"
    run = run_now(officer, cast, policies=["hnte-reward"])
    assert {clause.policy for clause in queries.clauses_of(run)} == {"hnte-reward"}


def test_starting_leaves_work_in_the_queue_and_a_row_in_the_trail(cast: Cast, officer: Actor) -> None:
    run = services.start_run(scope=cast.zone.pk, day=DAY, actor=officer, now=LATER)
    (job,) = ProcrastinateJob.objects.filter(task_name=tasks.carry_out_run.name)
    assert job.args == {"run": str(run.pk)}
    assert run.state == Run.State.WAITING
    tasks.carry_out_run(**job.args)
    codes = AuditEntry.objects.filter(subject=str(run.pk)).values_list("code", flat=True)
    assert list(codes) == ["casework.run.started", "casework.run.finished"]
    done = Job.objects.get(pk=run.job)
    assert (done.state, done.result) == ("done", f"/casework/runs/{run.pk}")
    assert Message.objects.get(person=officer.person).kind == "run.done"


def test_a_run_that_dies_leaves_nothing_half_done_and_can_be_started_again(cast, officer, monkeypatch) -> None:
    hnte(cast.north_company, applied=True, recognised=True, first=True)
    run = services.start_run(scope=cast.zone.pk, day=DAY, actor=officer, now=LATER)
    dies = monkeypatch.context()
    with dies as broken:
        # The worker is killed after the first rows were written.
        monkeypatch_bulk(broken)
        with pytest.raises(KeyboardInterrupt):
            tasks.carry_out_run(run=str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.snapshot, run.digest) == (Run.State.WAITING, None, "")
    assert not RunClause.objects.exists()
    again = services.restart_run(id=run.pk, actor=officer, now=LATER)
    assert again.job != run.job
    tasks.carry_out_run(run=str(run.pk))
    assert outcomes(queries.run_of(officer, id=run.pk), FIRST)[NORTH] == ("m", 30_000_000, 30_000_000)
    with pytest.raises(services.CannotRun) as refused:
        services.restart_run(id=run.pk, actor=officer, now=LATER)
    assert refused.value.code == "done_already"


def monkeypatch_bulk(broken: pytest.MonkeyPatch) -> None:
    from django.db.models import QuerySet

    def killed(self, rows):
        rows[0].save(force_insert=True)
        raise KeyboardInterrupt

    broken.setattr(QuerySet, "bulk_create", killed)


def test_work_done_twice_counts_once(cast: Cast, officer: Actor) -> None:
    run = run_now(officer, cast)
    tasks.carry_out_run(run=str(run.pk))
    assert RunClause.objects.filter(run=run).count() == 3
    assert AuditEntry.objects.filter(code="casework.run.finished").count() == 1


def test_a_repeat_gives_the_same_to_the_last_byte(cast: Cast, officer: Actor) -> None:
    hnte(cast.north_company, applied=True, recognised=True, first=True)
    run = run_now(officer, cast)
    # What became known since is not in the snapshot.
    hnte(cast.south_company, applied=True, recognised=True, first=True)
    again = services.repeat_run(id=run.pk, actor=officer, now=LATER)
    tasks.carry_out_run(run=str(again.pk))
    again = queries.run_of(officer, id=again.pk)
    assert (again.repeats_id, again.snapshot_id, again.digest) == (run.pk, run.snapshot_id, run.digest)
    other = run_now(officer, cast)
    assert other.digest != run.digest
    assert Snapshot.objects.count() == 2


def test_a_damaged_snapshot_is_told_not_used(cast: Cast, officer: Actor) -> None:
    run = run_now(officer, cast)
    path = queries.path_of(run.snapshot.digest)
    path.write_bytes(path.read_bytes()[:-40])
    again = services.repeat_run(id=run.pk, actor=officer, now=LATER)
    tasks.carry_out_run(run=str(again.pk))
    job = Job.objects.get(pk=again.job)
    assert job.state == "failed"
    assert "已损坏" in job.problem
    path.unlink()
    tasks.carry_out_run(run=str(again.pk))
    assert "从备份恢复" in Job.objects.get(pk=again.job).problem


def test_a_full_disk_is_told(cast, officer, monkeypatch) -> None:
    run = services.start_run(scope=cast.zone.pk, day=DAY, actor=officer, now=LATER)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("huiqi.casework.services.snapshots.os.fsync", full)
    tasks.carry_out_run(run=str(run.pk))
    assert "No space left" in Job.objects.get(pk=run.job).problem
    assert not Snapshot.objects.exists()
    assert not list(queries.path_of("ab").parent.parent.rglob("*.zip*"))


def test_somebody_of_a_park_runs_and_sees_that_park_alone(cast: Cast, officer: Actor) -> None:
    local = cast.person("园区专员", (Role.POLICY_OFFICER, cast.north))
    whole = run_now(officer, cast)
    part = run_now(local, cast, scope=cast.north)
    assert part.companies == 1
    assert [run.pk for run in queries.runs(local)] == [part.pk]
    assert {run.pk for run in queries.runs(officer)} == {part.pk, whole.pk}
    with pytest.raises(queries.CannotSeeRun):
        queries.run_of(local, id=whole.pk)
    with pytest.raises(services.CannotRun):
        run_now(local, cast, scope=cast.zone)


@pytest.mark.parametrize("role", (Role.LEADER, Role.AUDITOR, Role.FINANCE_OFFICER, Role.SERVICE_OFFICER))
def test_others_read_and_start_nothing(cast: Cast, officer: Actor, role: Role) -> None:
    run = run_now(officer, cast)
    reader = cast.person("读者", (role, cast.zone))
    assert queries.run_of(reader, id=run.pk) == run
    with pytest.raises(services.CannotRun):
        run_now(reader, cast)
    with pytest.raises(services.CannotRun):
        services.repeat_run(id=run.pk, actor=reader, now=LATER)


@pytest.mark.parametrize("role", (Role.COMPANY_OWNER, Role.PROVIDER, Role.ADMINISTRATOR))
def test_who_has_no_business_there_sees_nothing(cast: Cast, officer: Actor, role: Role) -> None:
    run = run_now(officer, cast)
    stranger = cast.person("外人", (role, cast.place_of(role)))
    assert not queries.runs(stranger).exists()
    with pytest.raises(queries.CannotSeeRun):
        queries.run_of(stranger, id=run.pk)
