"""What takes long for very many companies is done by a worker, with a bar; it is done whole, or says why not."""

from __future__ import annotations

import re

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huiqi.casework import services, tasks
from huiqi.casework.models import Batch, Claim, Round
from huiqi.kernel.models import Job
from tests.casework.claims.conftest import Desk
from tests.casework.claims.made import Crew, claims
from tests.cast import visit


@pytest.fixture(autouse=True)
def _one_is_very_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MANY", 1)
    monkeypatch.setattr("huiqi.ui.listing.PAGE_SIZE", 1)


def work(answer: object) -> Job:
    """Do as a worker what a page has asked for, and return how it went."""
    asked = ProcrastinateJob.objects.filter(task_name="huiqi.casework.tasks.do_in_bulk").latest("id")
    assert answer["Location"] == f"/work/{asked.args['job']}"
    tasks.do_in_bulk(**asked.args)
    return Job.objects.get(pk=asked.args["job"])


def sealed(client: object, page: str, name: str) -> str:
    return re.search(rf'name="seal-{name}" value="([0-9a-f]{{32}})"', client.get(page).content.decode())[1]


def test_all_ordinary_ones_are_reviewed_approved_and_posted(crew: Crew) -> None:
    made = crew.round()
    page = f"/casework/rounds/{made.pk}"
    for actor, act, state, then in (
        (crew.officer, "review", "proposed", "reviewed"),
        (crew.approver, "approve", "reviewed", "approved"),
    ):
        client = visit(actor)
        said = {"act": act, "everyone": "1", f"seal-{state}": sealed(client, page, state), "reason": "齐全"}
        job = work(client.post(f"{page}/decide", said))
        assert (job.state, job.result) == ("done", page)
        assert len(claims(made, then)) == 2
    assert work(visit(crew.officer).post(f"{page}/post")).state == "done"
    assert len(claims(made, "noticed")) == 2


def test_what_changed_meanwhile_is_not_decided_and_its_owner_reads_why(crew: Crew) -> None:
    made = crew.round()
    client, page = visit(crew.officer), f"/casework/rounds/{made.pk}"
    said = {"act": "review", "everyone": "1", "seal-proposed": sealed(client, page, "proposed"), "reason": "齐全"}
    answer = client.post(f"{page}/decide", said)
    Claim.objects.filter(company=crew.companies[0]).update(exceptions=["near"])
    job = work(answer)
    assert job.state == "failed"
    assert "没有例外的企业刚刚有变化" in client.get(f"/work/{job.pk}").content.decode()
    assert len(claims(made, "proposed")) == 2


def test_a_round_of_very_many_is_made_and_the_unknown_are_asked(desk: Desk) -> None:
    run, client = desk.run(), visit(desk.officer)
    page = f"/casework/rounds/new/{run.pk}/hnte-reward/first_recognition_reward"
    job = work(client.post(page, {"confirm_days": 10, "notice_days": 5, "order": "listed"}))
    made = Round.objects.get()
    assert (job.state, job.result) == ("done", f"/casework/rounds/{made.pk}")
    assert made.claims.count() == len(desk.companies)
    Round.objects.filter(pk=made.pk).update(unknown=2)
    assert work(client.post(f"/casework/rounds/{made.pk}/ask")).state == "done"
    made.refresh_from_db()
    assert made.asked_at is not None


def test_all_that_is_ready_becomes_a_batch(crew: Crew) -> None:
    crew.confirmed(crew.round())
    client, zone = visit(crew.maker), str(crew.cast.zone.pk)
    seal = sealed(client, "/casework/payments", zone)
    job = work(client.post("/casework/payments/make", {"zone": zone, "everything": zone, f"seal-{zone}": seal}))
    batch = Batch.objects.get()
    assert (batch.count, job.result) == (2, f"/casework/batches/{batch.pk}")
