"""A changed fact or policy has only what it touches assessed again, and a company gets one message of a batch, not ten."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huiqi.casework import tasks
from huiqi.casework.models import Match, MatchNews
from huiqi.casework.services import matching, own_answers, pushing, rematching
from huiqi.kernel.actor import Role
from huiqi.messages.models import Message
from huiqi.register.domain.values import MISSING
from huiqi.rulebook import services as rulebook
from huiqi.rulebook.services import evaluating
from huiqi_rules.packs import bundled_folder
from tests.casework.conftest import LATER, SOON, add_company, hnte, say
from tests.cast import NOW, SYSTEM, Cast

TASK = "huiqi.casework.tasks.match_after_facts"


def work(now=LATER) -> None:
    """Do what waits in the queue, each once."""
    for job in ProcrastinateJob.objects.filter(task_name=TASK, status="todo").order_by("id"):
        done = dict(job.args)
        rematching.rematch_facts(
            subjects=[UUID(one) for one in done["subjects"]], facts=done["facts"], batch=UUID(done["batch"]), now=now
        )
        ProcrastinateJob.objects.filter(pk=job.pk).update(task_name="done")
    pushing.tell_news(now=now)


def held(company) -> dict[str, str]:
    return dict(Match.objects.filter(company=company.pk).values_list("clause", "outcome"))


@pytest.mark.usefixtures("ganzhou")
def test_a_fact_puts_its_company_into_the_queue_and_the_answers_follow(cast: Cast) -> None:
    hnte(cast.north_company, applied=True, recognised=True, first=True)
    assert ProcrastinateJob.objects.filter(task_name=TASK).count() == 1
    work()
    assert held(cast.north_company) == {"first_recognition_reward": "met"}
    (row,) = Match.objects.filter(company=cast.north_company.pk)
    assert (row.low, row.high, row.since) == (300_000, 300_000, LATER)
    assert not held(cast.south_company), "nothing was said of the other company"


@pytest.mark.usefixtures("ganzhou")
def test_only_the_policies_that_read_the_fact_are_assessed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    hnte(cast.north_company, applied=True, recognised=True, first=True)
    work()
    asked = []
    own = evaluating.assess_own
    monkeypatch.setattr(
        evaluating,
        "assess_own",
        lambda book, heads, **rest: asked.append({one.policy for one in heads}) or own(book, heads, **rest),
    )
    say(cast.north_company, now=SOON, first_recognition=False)
    say(cast.north_company, now=SOON, nobody_asks_this="x")
    work()
    assert asked == [{"hnte-reward"}]
    assert held(cast.north_company) == {"first_recognition_reward": "not_met", "later_recognition_reward": "met"}


@pytest.mark.usefixtures("ganzhou")
def test_one_batch_gives_one_message_that_names_all_of_it(cast: Cast) -> None:
    owner = cast.person("业主", (Role.COMPANY_OWNER, cast.north_company))
    say(cast.north_company, applied_this_year=True, recognised_this_year=True)
    work()
    (message,) = Message.objects.filter(person=owner.person)
    assert "可能符合：首次认定奖励30万元（缺少：首次认定高企）" in message.body_zh
    assert "可能符合：非首次认定奖励20万元（缺少：首次认定高企）" in message.body_zh
    (news,) = MatchNews.objects.filter(company=cast.north_company.pk)
    rematching.rematch_facts(subjects=[cast.north_company.pk], facts=["first_recognition"], batch=news.batch, now=LATER)
    pushing.tell_news(now=LATER)
    assert Message.objects.filter(person=owner.person).count() == 1


@pytest.mark.inventory("DL-05")
@pytest.mark.usefixtures("ganzhou")
def test_ten_changes_one_after_the_other_are_one_message(cast: Cast) -> None:
    owner = cast.person("业主", (Role.COMPANY_OWNER, cast.north_company))
    for number in range(10):
        now = NOW + timedelta(minutes=number)
        hnte(cast.north_company, applied=True, recognised=bool(number % 2), first=True, now=now)
    for batch in range(10):
        now = NOW + timedelta(minutes=batch)
        rematching.rematch_facts(subjects=[cast.north_company.pk], facts=["first_recognition"], batch=uuid4(), now=now)
    assert MatchNews.objects.count() > 1, "each change is kept"
    pushing.tell_news(now=LATER)
    (message,) = Message.objects.filter(person=owner.person)
    assert message.body_zh.count("符合：") == 1
    assert "首次认定奖励30万元" in message.body_zh
    assert not MatchNews.objects.filter(told_at=None).exists()


@pytest.mark.usefixtures("ganzhou")
def test_nothing_is_said_where_nothing_changed_or_only_something_was_lost(cast: Cast) -> None:
    owner = cast.person("业主", (Role.COMPANY_OWNER, cast.north_company))
    hnte(cast.north_company, applied=True, recognised=True, first=True)
    work()
    hnte(cast.north_company, applied=True, recognised=True, first=True, now=SOON)
    work()
    say(cast.north_company, now=SOON.replace(minute=45), recognised_this_year=False, applied_this_year=False)
    work()
    assert [one.title_zh for one in Message.objects.filter(person=owner.person)] == ["贵企业可享政策：新符合 1 项"]
    assert [sorted(one.content) for one in MatchNews.objects.order_by("id")] == [["gained"], ["lost"]]


@pytest.mark.inventory("DL-05")
def test_a_missing_figure_makes_a_policy_possible_neither_eligible_nor_refused(cast: Cast) -> None:
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "dalian", actor=SYSTEM, now=NOW)
    owner = cast.person("业主", (Role.COMPANY_OWNER, cast.north_company))
    rematching.rematch_zone(zone=cast.zone.pk, batch=uuid4(), now=LATER)
    pushing.tell_news(now=LATER)
    row = Match.objects.get(company=cast.north_company.pk, clause="push")
    assert row.outcome == "unknown"
    assert row.missing, "the figure that is missing is named"
    message = Message.objects.get(person=owner.person)
    assert "可能符合：推送政策（缺少：" in message.body_zh
    assert "研发费用" in message.body_zh


def test_many_companies_at_once_are_answered_as_each_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "ganzhou", actor=SYSTEM, now=NOW)
    for number in range(6):
        company = add_company(cast, f"公司{number}", number=number)
        hnte(company, applied=bool(number % 2), recognised=bool(number % 3), first=bool(number % 4))
        if number == 5:
            say(company, now=SOON, first_recognition=MISSING)
    rematching.rematch_zone(zone=cast.zone.pk, batch=uuid4(), now=LATER)
    alone = sorted(Match.objects.values_list("company", "clause", "outcome", "low", "high", "missing"))
    Match.objects.all().delete()
    monkeypatch.setattr(own_answers, "MANY", 2)
    monkeypatch.setattr(matching, "AT_ONCE", 5)
    rematching.rematch_zone(zone=cast.zone.pk, batch=uuid4(), now=LATER)
    assert sorted(Match.objects.values_list("company", "clause", "outcome", "low", "high", "missing")) == alone
    assert {outcome for _, _, outcome, *_ in alone} == {"met", "unknown"}


@pytest.mark.usefixtures("ganzhou")
def test_a_published_policy_touches_its_own_clauses_alone(cast: Cast, tmp_path, monkeypatch) -> None:
    import shutil

    hnte(cast.north_company, applied=True, recognised=True, first=True)
    work()
    before = rulebook_hash(cast)
    folder = tmp_path / "ganzhou"
    shutil.copytree(bundled_folder() / "ganzhou", folder)
    text = (folder / "policies" / "hnte_reward.yaml").read_text(encoding="utf-8")
    (folder / "policies" / "hnte_reward.yaml").write_text(
        text.replace("needs: [recognised, first]", "needs: [not_recognised]"), encoding="utf-8"
    )
    rulebook.install_pack(zone=cast.zone.pk, folder=folder, actor=SYSTEM, now=SOON)
    (job,) = ProcrastinateJob.objects.filter(task_name="huiqi.casework.tasks.match_zone", args__before=before)
    matching.mark_matched([cast.south_company.pk], book=rematching.book_in(cast.zone.pk, now=LATER), now=LATER)
    rematching.rematch_rules(zone=cast.zone.pk, before=before, batch=uuid4(), now=LATER)
    assert held(cast.north_company)["first_recognition_reward"] == "not_met"
    assert tasks.match_zone.name == job.task_name


def rulebook_hash(cast: Cast) -> str:
    book = rematching.book_in(cast.zone.pk, now=NOW)
    assert book is not None
    return book.hash


def test_a_figure_too_wide_for_all_concerns_its_own_company_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "ganzhou", actor=SYSTEM, now=NOW)
    hnte(cast.north_company, applied=True, recognised=True, first=True)
    monkeypatch.setattr(own_answers, "MANY", 1)
    monkeypatch.setattr(evaluating, "_FEN_MOST", 1_000)
    rematching.rematch_zone(zone=cast.zone.pk, batch=uuid4(), now=LATER)
    assert held(cast.north_company) == {"first_recognition_reward": "met"}
