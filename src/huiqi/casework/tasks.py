"""Background work of casework: carrying out runs and what-ifs, and matching companies again."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse
from procrastinate.contrib.django import app

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.archive import Retention
from huiqi.casework.domain.earlier.states import OPEN
from huiqi.casework.queries.earlier.files import file_of
from huiqi.casework.services import pushing, rematching
from huiqi.casework.services.earlier import checking
from huiqi.kernel import jobs
from huiqi.kernel.actor import system
from huiqi.kernel.clock import read_clock
from huiqi.register import queries as register
from huiqi.ui.pdf import remove_old


@app.task(name="huiqi.casework.tasks.carry_out_run")
def carry_out_run(run: str) -> None:
    """Carry out a run with the rights that the one who started it has now."""
    now = read_clock()
    waiting = queries.run_of(system("worker"), id=UUID(run))
    with jobs.at_work(waiting.job) as progress:
        by = waiting.started_by
        actor = register.actor_of(person=by, now=now) if by else system(waiting.started_by_name)
        done = services.carry_out(id=waiting.pk, actor=actor, now=now, progress=progress)
        jobs.finish_with(waiting.job, result=reverse("casework:run", args=[done.pk]))


@app.task(name="huiqi.casework.tasks.carry_out_what_if")
def carry_out_what_if(what_if: str) -> None:
    """Work out a what-if with the rights that the one who made it has now."""
    now = read_clock()
    waiting = queries.what_if_of(system("worker"), id=UUID(what_if))
    assert waiting.job is not None, "it was started"
    with jobs.at_work(waiting.job) as progress:
        by = waiting.made_by
        actor = register.actor_of(person=by, now=now) if by else system(waiting.made_by_name)
        done = services.carry_out_what_if(id=waiting.pk, actor=actor, now=now, progress=progress)
        jobs.finish_with(waiting.job, result=reverse("casework:what_if", args=[done.pk]))


@app.task(name="huiqi.casework.tasks.make_round_pack")
def make_round_pack(round: str, job: str, person: str) -> None:
    """Make the audit pack of a round with the rights that the one who asked for it has now."""
    now = read_clock()
    with jobs.at_work(UUID(job)) as progress:
        actor = register.actor_of(person=UUID(person), now=now)
        services.make_round_pack(id=UUID(round), job=UUID(job), actor=actor, now=now, progress=progress)
        jobs.finish_with(UUID(job), result=reverse("casework:pack_file", args=[job]))


@app.task(name="huiqi.casework.tasks.do_in_bulk")
def do_in_bulk(act: str, said: dict[str, Any], job: str, person: str) -> None:
    """Do an act on very many claims with the rights that the one who asked for it has now."""
    now = read_clock()
    with jobs.at_work(UUID(job)):
        actor = register.actor_of(person=UUID(person), now=now)
        jobs.finish_with(UUID(job), result=services.do_in_bulk(act, said=said, actor=actor, now=now))


@app.task(name="huiqi.casework.tasks.serve_listed")
def serve_listed(listed: str) -> None:
    """Make the cases of a clause on the list of automatic payment for those who newly meet it."""
    services.serve_listed(id=UUID(listed), now=read_clock())


@app.task(name="huiqi.casework.tasks.set_notice")
def set_notice(notice: str) -> None:
    """Make the PDF of a notice before somebody asks for it."""
    services.set_notice(id=UUID(notice), now=read_clock())


@app.task(name="huiqi.casework.tasks.write_to_objector")
def write_to_objector(objection: str) -> None:
    """Write to an objector what became of the objection."""
    services.write_to_objector(id=UUID(objection), now=read_clock())


@app.task(name="huiqi.casework.tasks.file_round")
def file_round(round: str, retention: str, job: str, person: str) -> None:
    """File the finished claims of a round with the rights that the one who asked for it has now."""
    now = read_clock()
    with jobs.at_work(UUID(job)) as progress:
        actor = register.actor_of(person=UUID(person), now=now)
        services.file_round(id=UUID(round), retention=Retention(retention), actor=actor, now=now, progress=progress)
        jobs.finish_with(UUID(job), result=reverse("casework:archive"))


@app.task(name="huiqi.casework.tasks.match_after_facts")
def match_after_facts(batch: str, subjects: list[str], facts: list[str]) -> None:
    """Match companies again under what their changed facts touch."""
    rematching.rematch_facts(subjects=[UUID(one) for one in subjects], facts=facts, batch=UUID(batch), now=read_clock())


@app.task(name="huiqi.casework.tasks.match_zone")
def match_zone(batch: str, zone: str, before: str) -> None:
    """Match the companies of a zone again under what differs from the rules `before`; with all policies where there were none."""
    rematching.rematch_rules(zone=UUID(zone), before=before, batch=UUID(batch), now=read_clock())


@app.periodic(cron="*/10 * * * *")
@app.task(name="huiqi.casework.tasks.tell_news", queueing_lock="casework.tell_news", pass_context=False)
def tell_news(timestamp: int) -> None:
    """Tell companies what is new for them, all that came since in one message. `timestamp` is the moment it was asked for."""
    pushing.tell_news(now=read_clock())


@app.periodic(cron="30 16 * * *")
@app.task(name="huiqi.casework.tasks.keep_claims_going", queueing_lock="casework.claims", pass_context=False)
def keep_claims_going(timestamp: int) -> None:
    """Make cases by the list, offer what passed its notice, remind, let lapse, after midnight in China. `timestamp` is the moment it was asked for."""
    now = read_clock()
    acts = (
        services.serve_all_listed, services.offer_passed, services.remind_late, services.lapse_late,
        services.lapse_unfixed,
    )  # fmt: skip
    # What one of them raises is raised when all had their turn: money that is stuck keeps nobody from being reminded.
    with ExitStack() as turns:
        for act in reversed(acts):
            turns.callback(act, now=now)


@app.periodic(cron="*/10 * * * *")
@app.task(name="huiqi.casework.tasks.serve_waiting", queueing_lock="casework.serve_waiting", pass_context=False)
def serve_waiting(timestamp: int) -> None:
    """Serve what is held for lack of money, where there is some again. `timestamp` is the moment it was asked for."""
    services.serve_all_waiting(now=read_clock())


@app.task(name="huiqi.casework.tasks.tell_freed")
def tell_freed(fallen: list[str]) -> None:
    """Tell officers of the claims that would get more, now that these came to nothing."""
    services.tell_freed(fallen=[UUID(one) for one in fallen], now=read_clock())


@app.task(name="huiqi.casework.tasks.end_exclusion")
def end_exclusion(decided: list[str]) -> None:
    """Take the marks off claims that nothing excludes any more, now that these are decided."""
    services.end_exclusion(decided=[UUID(one) for one in decided], now=read_clock())


@app.periodic(cron="40 17 * * *")
@app.task(name="huiqi.casework.tasks.remove_old_packs", queueing_lock="casework.old_packs", pass_context=False)
def remove_old_packs(timestamp: int) -> None:
    """Remove audit packs and other files that were made long ago. `timestamp` is the moment it was asked for."""
    now = read_clock()
    services.remove_old_packs(now=now)
    remove_old(now=now)


@app.periodic(cron="10 1 * * *")
@app.task(name="huiqi.casework.tasks.tell_clocks", queueing_lock="casework.tell_clocks", pass_context=False)
def tell_clocks(timestamp: int) -> None:
    """Tell officers of their deadlines, after nine in the morning in China. `timestamp` is the moment it was asked for."""
    services.tell_clocks(now=read_clock())


@app.periodic(cron="20 16 * * *")
@app.task(
    name="huiqi.casework.tasks.match_on_a_new_day", queueing_lock="casework.match_on_a_new_day", pass_context=False
)
def match_on_a_new_day(timestamp: int) -> None:
    """Match every zone again after midnight in China: periods begin and end by themselves. `timestamp` is the moment it was asked for."""
    for zone in rematching.zones():
        rematching.rematch_zone(zone=zone, batch=uuid4(), now=read_clock())


@app.task(name="huiqi.casework.tasks.check_earlier")
def check_earlier(job: str, file: str, person: str | None) -> None:
    """Check a list of earlier payments with the rights that the one who asked for it has now; one that went on meanwhile is left."""
    now = read_clock()
    actor = register.actor_of(person=UUID(person), now=now) if person else system("earlier payments")
    with jobs.at_work(UUID(job)) as progress:
        jobs.finish_with(UUID(job), result=reverse("casework:earlier_file", args=[file]))
        if file_of(actor, id=UUID(file)).state in OPEN:
            checking.check_earlier(file=UUID(file), actor=actor, now=now, progress=progress)
