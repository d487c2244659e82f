"""What-ifs: made, changed, worked out. Nothing published is touched: texts and figures live in the what-if alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.casework import queries
from huiqi.casework.domain.effects import Effects, effects, nobody
from huiqi.casework.domain.snapshot_files import written
from huiqi.casework.models import Past, Run, Snapshot, WhatIf
from huiqi.casework.services.assessing import Result, assess
from huiqi.casework.services.past import keep_past
from huiqi.casework.services.snapshots import keep_snapshot, read_register
from huiqi.kernel import audit, jobs
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.kernel.jobs import Progress
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.services import evaluating, trying

_TASK = "huiqi.casework.tasks.carry_out_what_if"


class CannotTryOut(Cannot):
    """A what-if cannot be made or changed like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_allowed": ("{actor}无权在这里试算。", "{actor} may not try things out here."),
        "no_rules": ("这里还没有发布政策，无法试算。", "no policies are published here yet: there is nothing to try."),
        "no_policy": ("请至少选择一项要改动的政策。", "choose at least one policy to change."),
        "unknown_text": ("{path}不是这次试算打开的政策文本。", "{path} is no text that this what-if has open."),
        "changed_meanwhile": (
            "这项试算刚被改动过，您的改动没有保存。请打开最新内容后再改。",
            "this what-if was changed meanwhile; yours was not saved. Open it anew and change it then.",
        ),
        "nothing_changed": (
            "还没有改动任何数值或文本，无从比较。",
            "nothing is changed yet: there is nothing to compare.",
        ),
    }


@dataclass(frozen=True, slots=True)
class Ground:
    """What both sides stand on: the companies as they are known, and what they were awarded before."""

    snapshot: Snapshot
    past: Past | None


@transaction.atomic
def make_what_if(
    *, scope: UUID, name: str, day: date, policies: Collection[str], actor: Actor, now: datetime
) -> WhatIf:
    """Make a what-if on the published rules with some policies open for change; raises CannotTryOut."""
    place = next((one for one in queries.scopes(actor) if one.id == scope), None)
    if place is None:
        raise CannotTryOut("not_allowed", actor=actor.name)
    try:
        book = rulebook.current_book(zone=place.zone, now=now)
    except rulebook.CannotFindBook as error:
        raise CannotTryOut("no_rules") from error
    chosen = sorted(set(policies) & set(evaluating.policies_for_companies(book)))
    if not chosen:
        raise CannotTryOut("no_policy")
    made = WhatIf.objects.create(
        id=new_id(now), scope_id=scope, name=name.strip(), day=day, pack=book.pack, pack_hash=book.hash, policies=chosen,
        made_at=now, made_by=actor.person, made_by_name=actor.name,
    )  # fmt: skip
    audit.record(
        "casework.what_if.made",
        actor=actor, subject_kind="what_if", subject=made.pk, organisation=scope, now=now,
        after={"name": made.name, "day": day, "pack_hash": book.hash, "policies": chosen},
    )  # fmt: skip
    return made


@transaction.atomic
def change_what_if(
    *, id: UUID, figures: Mapping[str, str], texts: Mapping[str, str], over: int, actor: Actor, now: datetime
) -> WhatIf:
    """Set what a what-if changes: figures as typed, texts by path; what it gave before is dropped.

    `over` is the edition that was changed. Raises CannotTryOut, CannotSeeRun, and with all findings CannotTry and CannotRead.
    """
    what_if = own(id, actor=actor)
    if what_if.edition != over:
        raise CannotTryOut("changed_meanwhile")
    base = rulebook.book_of(hash=what_if.pack_hash)
    known = {one.path: one.text for one in trying.adjustable(base, day=what_if.day, policies=what_if.policies)}
    if unknown := next((path for path in texts if path not in known), None):
        raise CannotTryOut("unknown_text", path=unknown)
    tidied = {path: text.replace("\r\n", "\n") for path, text in texts.items()}
    files = {path: text for path, text in tidied.items() if text.strip() != known[path].strip()}
    typed = {name: text.strip() for name, text in figures.items() if text.strip()}
    trying.read_figures(rulebook.book_with(base, files) if files else base, typed)
    before = {"figures": what_if.figures, "files": sorted(what_if.files)}
    drop_results(what_if)
    what_if.figures, what_if.files, what_if.edition = typed, files, what_if.edition + 1
    what_if.save()
    audit.record(
        "casework.what_if.changed",
        actor=actor, subject_kind="what_if", subject=id, organisation=what_if.scope_id, now=now, before=before,
        after={"figures": typed, "files": sorted(files)},
    )  # fmt: skip
    return what_if


@transaction.atomic
def start_what_if(*, id: UUID, actor: Actor, now: datetime) -> WhatIf:
    """Put the work of a what-if into the queue; raises CannotTryOut, CannotSeeRun."""
    what_if = own(id, actor=actor)
    if not (what_if.figures or what_if.files):
        raise CannotTryOut("nothing_changed")
    what_if.job = jobs.open_job(kind="casework.what_if", title=(what_if.name, what_if.name), actor=actor, now=now).pk
    what_if.save(update_fields=("job",))
    audit.record(
        "casework.what_if.started",
        actor=actor, subject_kind="what_if", subject=id, organisation=what_if.scope_id, now=now,
    )  # fmt: skip
    jobs.put_into_queue(_TASK, what_if=str(id))
    return what_if


def carry_out_what_if(*, id: UUID, actor: Actor, now: datetime, progress: Progress) -> WhatIf:
    """Work out a what-if: the policies that it affects, before and after, over the register as it is known now.

    Raises CannotSeeRun, CannotTakeSnapshot, CannotFindBook.
    """
    what_if = queries.what_if_of(actor, id=id)
    base, changed = queries.books_of(what_if)
    figures = queries.tried_figures(what_if, changed)
    policies = trying.affected(base, changed, figures) or tuple(what_if.policies)
    content = read_register(scope=what_if.scope_id, day=what_if.day, actor=actor, now=now)
    past = queries.past_of(what_if.scope.within[0], day=what_if.day)
    decide = partial(assess, content=content, day=what_if.day, policies=policies, past=past, progress=progress)
    before, after = decide(base, figures={}), decide(changed, figures=figures)
    ground = Ground(keep_snapshot(content, *written(content), actor=actor, now=now), keep_past(past))
    return keep_what_if(what_if, ground, before, after, actor=actor, now=now)


@transaction.atomic
def keep_what_if(seen: WhatIf, ground: Ground, before: Result, after: Result, *, actor: Actor, now: datetime) -> WhatIf:
    """Keep what a what-if gave, unless it was changed meanwhile."""
    what_if = WhatIf.objects.select_for_update(of=("self",)).get(pk=seen.pk)
    if what_if.edition != seen.edition:
        return what_if
    drop_results(what_if)
    what_if.before = keep_side(what_if, ground, before, actor=actor, now=now, is_after=False)
    what_if.after = keep_side(what_if, ground, after, actor=actor, now=now, is_after=True)
    what_if.effects = asdict(effects_of(before, after))
    what_if.save()
    audit.record(
        "casework.what_if.worked_out",
        actor=actor, subject_kind="what_if", subject=what_if.pk, organisation=what_if.scope_id, now=now,
        after={"snapshot": ground.snapshot.digest, "before": what_if.before.digest, "after": what_if.after.digest},
    )  # fmt: skip
    return what_if


def keep_side(what_if: WhatIf, ground: Ground, result: Result, *, actor: Actor, now: datetime, is_after: bool) -> Run:
    """Keep one side of a what-if as a run of its own, so that its companies and their reasons can be looked at."""
    assert what_if.job is not None, "it was started"
    figures = queries.tried_figures(what_if, queries.books_of(what_if)[1]) if is_after else {}
    run = Run(
        id=new_id(now), scope_id=what_if.scope_id, name=what_if.name, day=what_if.day, pack=what_if.pack,
        pack_hash=what_if.pack_hash, files=what_if.files if is_after else {},
        figures={name: {"text": value} if isinstance(value, str) else {"number": str(value)} for name, value in figures.items()},
        policies=sorted({one.head.policy for one in result.clauses}), snapshot=ground.snapshot, past=ground.past,
        is_trial=True, state=Run.State.DONE,
        job=what_if.job, started_at=now, started_by=actor.person, started_by_name=actor.name, finished_at=now,
    )  # fmt: skip
    result.put_into(run)
    run.save(force_insert=True)
    run.clauses.bulk_create([result.row_of(run, clause) for clause in result.clauses])
    return run


def effects_of(before: Result, after: Result) -> Effects:
    """Return how companies fare; under a clause that is only on one side nobody has anything on the other."""
    sides = [{(one.head.policy, one.head.clause): one.answers for one in result.clauses} for result in (before, after)]
    names = dict.fromkeys((*sides[0], *sides[1]))
    none = nobody(after.companies)
    pairs = ((sides[0].get(name, none), sides[1].get(name, none)) for name in names)
    return effects(pairs, after.groups, after.companies)


def drop_results(what_if: WhatIf) -> None:
    """Remove what a what-if gave before: its runs are trials and belong to it alone."""
    gone = [run for run in (what_if.before_id, what_if.after_id) if run is not None]
    what_if.before, what_if.after, what_if.effects = None, None, {}
    what_if.save(update_fields=("before", "after", "effects"))
    Run.objects.filter(pk__in=gone, is_trial=True).delete()


def own(id: UUID, *, actor: Actor) -> WhatIf:
    """Return the actor's own what-if, locked; raises CannotTryOut, CannotSeeRun."""
    seen = queries.what_if_of(actor, id=id)
    if not queries.may_change(actor, seen):
        raise CannotTryOut("not_allowed", actor=actor.name)
    return WhatIf.objects.select_for_update(of=("self",)).get(pk=id)
