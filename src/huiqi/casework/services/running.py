"""Runs: started by an officer, carried out by a worker, kept whole or not at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from huiqi.casework import queries
from huiqi.casework.domain.rights import START_RUNS
from huiqi.casework.domain.snapshot_files import written
from huiqi.casework.models import Past, Run, Snapshot
from huiqi.casework.queries.earlier.unknown import unknown_past
from huiqi.casework.services.assessing import Result, assess
from huiqi.casework.services.past import keep_past
from huiqi.casework.services.snapshots import keep_snapshot, read_register
from huiqi.kernel import audit, jobs
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.kernel.jobs import Progress
from huiqi.messages.services import Said, tell
from huiqi.register import queries as register
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.services import evaluating

_TASK = "huiqi.casework.tasks.carry_out_run"


class CannotRun(Cannot):
    """A run cannot be started like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": ("{actor}无权在这里测算。", "{actor} may not start runs here."),
        "no_rules": ("这里还没有发布政策，无法测算。", "no policies are published here yet: there is nothing to run."),
        "unknown_policy": (
            "规则包中没有面向企业的政策：{names}。",
            "the pack has no such policies for companies: {names}.",
        ),
        "nothing_in_force": ("{day}没有生效的政策可以测算。", "no policy to run is in force on {day}."),
        "done_already": ("这项测算已经完成，不必重新开始。", "this run is done: there is nothing to start again."),
        "a_trial": ("试算请在沙盒里重新计算。", "a trial is worked out again in the sandbox."),
        "not_done": ("这项测算还没有完成，不能重复测算。", "this run is not done yet: it cannot be repeated."),
    }


@transaction.atomic
def start_run(
    *, scope: UUID, day: date, actor: Actor, now: datetime, policies: Collection[str] = (), name: str = ""
) -> Run:
    """Put a run of the published rules into the queue, of some policies or of all; raises CannotRun."""
    place = next((one for one in queries.scopes(actor) if one.id == scope), None)
    if place is None:
        raise CannotRun("not_allowed", actor=actor.name)
    try:
        book = rulebook.current_book(zone=place.zone, now=now)
    except rulebook.CannotFindBook as error:
        raise CannotRun("no_rules") from error
    if unknown := sorted(set(policies) - set(evaluating.policies_for_companies(book))):
        raise CannotRun("unknown_policy", names="、".join(unknown))
    if not evaluating.clauses_in_force(book, day=day, policies=policies):
        raise CannotRun("nothing_in_force", day=day)
    run = Run(
        scope_id=scope, name=name.strip(), day=day, pack=book.pack, pack_hash=book.hash, policies=sorted(set(policies))
    )
    return queue_run(run, "casework.run.started", actor=actor, now=now)


@transaction.atomic
def repeat_run(*, id: UUID, actor: Actor, now: datetime) -> Run:
    """Put a finished run into the queue again, with the same rules and the same snapshot; raises CannotRun, CannotSeeRun."""
    first = startable(id, actor=actor)
    if first.is_trial:
        raise CannotRun("a_trial")
    if first.state != Run.State.DONE:
        raise CannotRun("not_done")
    run = Run(
        scope_id=first.scope_id, name=first.name, day=first.day, pack=first.pack, pack_hash=first.pack_hash,
        policies=first.policies, snapshot=first.snapshot, past=first.past, past_unknown=first.past_unknown, repeats=first,
        intake=first.intake,
    )  # fmt: skip
    return queue_run(run, "casework.run.repeated", actor=actor, now=now)


@transaction.atomic
def restart_run(*, id: UUID, actor: Actor, now: datetime) -> Run:
    """Put a run that was not finished into the queue again; raises CannotRun, CannotSeeRun."""
    run = startable(id, actor=actor)
    if run.state == Run.State.DONE:
        raise CannotRun("done_already")
    run.job = jobs.open_job(kind="casework.run", title=(str(run), str(run)), actor=actor, now=now).pk
    run.save(update_fields=("job",))
    audit.record(
        "casework.run.restarted",
        actor=actor, subject_kind="run", subject=run.pk, organisation=run.scope_id, now=now,
    )  # fmt: skip
    jobs.put_into_queue(_TASK, run=str(run.pk))
    return run


def startable(id: UUID, *, actor: Actor) -> Run:
    """Return a run, locked, over whose zone or park the actor may start runs; raises CannotRun, CannotSeeRun."""
    seen = queries.run_of(actor, id=id)
    if not register.within_reach(actor, *START_RUNS).filter(pk=seen.scope_id).exists():
        raise CannotRun("not_allowed", actor=actor.name)
    return Run.objects.select_for_update(of=("self",)).get(pk=id)


def queue_run(run: Run, code: str, *, actor: Actor, now: datetime) -> Run:
    """Add a run with its job and its row of the audit trail, and put it into the queue."""
    run.id = new_id(now)
    run.job = jobs.open_job(kind="casework.run", title=(str(run), str(run)), actor=actor, now=now).pk
    run.started_at, run.started_by, run.started_by_name = now, actor.person, actor.name
    run.save(force_insert=True)
    after: dict[str, Any] = {"day": run.day, "pack": run.pack, "pack_hash": run.pack_hash, "policies": run.policies}
    if run.figures or run.files:
        after |= {"figures": run.figures, "files": sorted(run.files)}
    audit.record(code, actor=actor, subject_kind="run", subject=run.pk, organisation=run.scope_id, now=now, after=after)
    jobs.put_into_queue(_TASK, run=str(run.pk))
    return run


def carry_out(*, id: UUID, actor: Actor, now: datetime, progress: Progress) -> Run:
    """Do the work of a run and keep what it gives in one transaction; a run that is done already stays as it is.

    Raises CannotSeeRun, CannotTakeSnapshot, CannotReadSnapshot, CannotFindBook.
    """
    run = queries.run_of(actor, id=id)
    if run.state == Run.State.DONE:
        return run
    book, figures = queries.book_for(run), queries.figures_for(run)
    past = queries.past_given(run) if run.snapshot else queries.past_of(run.scope.within[0], day=run.day)
    decide = partial(assess, book, day=run.day, policies=run.policies, figures=figures, past=past, progress=progress)
    if run.snapshot is not None:
        result = decide(queries.content(run.snapshot.digest))
        return keep(run.pk, run.snapshot, run.past, result, unknown=run.past_unknown, actor=actor, now=now)
    among = None if run.intake is None else queries.accepted_companies(run.intake)
    content = read_register(scope=run.scope_id, day=run.day, actor=actor, now=now, among=among)
    unknown = unknown_past(book, zone=run.scope.within[0], day=run.day)
    with ThreadPoolExecutor(1) as beside:
        # The snapshot is packed meanwhile, which needs no database.
        packed = beside.submit(written, content)
        result = decide(content)
    snapshot = keep_snapshot(content, *packed.result(), actor=actor, now=now)
    return keep(run.pk, snapshot, keep_past(past), result, unknown=unknown, actor=actor, now=now)


@transaction.atomic
def keep(
    id: UUID, snapshot: Snapshot, past: Past | None, result: Result, *, unknown: Mapping[str, list[str]], actor: Actor, now: datetime
) -> Run:  # fmt: skip
    """Keep what a run gave, unless somebody else was quicker, and tell the one who started it; `unknown`: of the past, by clause."""
    run = Run.objects.select_for_update(of=("self",)).get(pk=id)
    if run.state == Run.State.DONE:
        return run
    result.put_into(run)
    run.state, run.snapshot, run.past, run.finished_at = Run.State.DONE, snapshot, past, now
    has = {f"{one.head.policy}/{one.head.clause}" for one in result.clauses}
    run.past_unknown = {key: missing for key, missing in unknown.items() if key in has}
    run.save()
    run.clauses.bulk_create([result.row_of(run, clause) for clause in result.clauses])
    after = {
        "snapshot": snapshot.digest,
        "past": past.digest if past else "",
        "digest": run.digest,
        "companies": run.companies,
        "clauses": len(result.clauses),
    }
    audit.record(
        "casework.run.finished",
        actor=actor, subject_kind="run", subject=run.pk, organisation=run.scope_id, now=now, after=after,
    )  # fmt: skip
    if run.started_by is not None and not run.is_trial:
        tell(persons=[run.started_by], said=told(run, len(result.clauses)), now=now)
    return run


def told(run: Run, clauses: int) -> Said:
    """Return what the one who started a run is told when it is done."""
    return Said(
        kind="run.done",
        key=f"run:{run.pk}",
        title=(f"测算完成：{run}", f"Run finished: {run}"),
        body=(
            f"{run.companies} 家企业、{clauses} 个条款，{run.companies_met} 家至少符合一项。",
            f"{run.companies} companies, {clauses} clauses; {run.companies_met} meet at least one.",
        ),
        link=reverse("casework:run", args=[run.pk]),
    )
