"""A bank's result of very many lines is kept at once and booked by a worker: whole and once, whatever becomes of the worker."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from huiqi.casework import services, tasks
from huiqi.casework.models import BankResult, Receipt
from huiqi.kernel.models import Job
from huiqi.ledger.services import CannotMove
from tests.casework.claims.made import Crew, claims
from tests.casework.claims.test_claims_are_paid import references, result_of, sent
from tests.cast import visit


@pytest.fixture(autouse=True)
def _two_lines_are_very_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MANY", 1)


def hand_in(client: Client, crew: Crew, content: bytes) -> str:
    """Where handing in a file leads to."""
    said = {"zone": str(crew.cast.zone.pk), "file": SimpleUploadedFile("回单.csv", content)}
    return client.post("/casework/payments/result", said)["Location"]


def asked() -> dict[str, object]:
    """What the worker was asked to do last."""
    return ProcrastinateJob.objects.filter(task_name="huiqi.casework.tasks.do_in_bulk").latest("id").args


def shown(client: Client, page: str) -> str:
    return client.get(page).content.decode()


def test_it_is_kept_and_then_booked_with_every_line_told(crew: Crew) -> None:
    made = crew.confirmed(crew.round())
    first, second = references(sent(crew, made))
    content = result_of((first, 300000, "成功", ""), (second, 300000, "失败", "户名不符"), ("无", 1, "成功", ""))
    client = visit(crew.maker)
    page = hand_in(client, crew, content)
    kept = BankResult.objects.get()
    assert page == f"/casework/payments/results/{kept.pk}"
    assert (bytes(kept.content), kept.booked_at) == (content, None)
    assert {claim.state for claim in claims(made)} == {"paying"}
    assert "排队等待后台处理" in shown(client, page)
    assert "正在后台入账" in shown(visit(crew.checker), page)
    tasks.do_in_bulk(**asked())
    told = shown(client, page)
    assert "没有这个参考号" in told
    assert sorted(claim.state for claim in claims(made)) == ["failed", "paid"]
    assert Job.objects.get(pk=kept.job).result == page


def test_a_worker_that_is_killed_loses_nothing_and_books_nothing_twice(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = crew.confirmed(crew.round())
    content = result_of(*((one, 300000, "成功", "") for one in references(sent(crew, made))))
    hand_in(visit(crew.maker), crew, content)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as at_the_end:
        at_the_end.setattr("huiqi.casework.services.claims.matching_bank.close_done", killed)
        with pytest.raises(KeyboardInterrupt):
            tasks.do_in_bulk(**asked())
    assert {claim.state for claim in claims(made)} == {"paying"}
    # It is taken up again, and once more where it was killed just after.
    for _ in range(2):
        tasks.do_in_bulk(**asked())
        assert crew.books.has(made.line)["paid"] == 600_000
        assert (BankResult.objects.get().paid, Receipt.objects.count()) == (2, 2)


def test_the_same_file_twice_is_said_to_be_so(crew: Crew) -> None:
    made = crew.confirmed(crew.round())
    content = result_of(*((one, 300000, "成功", "") for one in references(sent(crew, made))))
    client = visit(crew.maker)
    first = hand_in(client, crew, content)
    second = hand_in(client, crew, content)
    assert "完全相同" in shown(client, second)
    for job in ProcrastinateJob.objects.filter(task_name="huiqi.casework.tasks.do_in_bulk"):
        tasks.do_in_bulk(**job.args)
    assert "完全相同" not in shown(client, first)
    assert f'href="{first}"' in shown(client, second)
    again = BankResult.objects.latest("taken_at")
    assert (again.paid, {one.flaw for one in again.flaws.all()}) == (0, {"booked_already"})
    assert crew.books.has(made.line)["paid"] == 600_000


def test_what_cannot_be_booked_says_why_and_the_file_stays(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    made = crew.confirmed(crew.round())
    content = result_of(*((one, 300000, "成功", "") for one in references(sent(crew, made))))
    client = visit(crew.maker)
    page = hand_in(client, crew, content)

    def differ(*_: object, **__: object) -> None:
        raise CannotMove("key_used_otherwise", key="x")

    with monkeypatch.context() as otherwise:
        otherwise.setattr("huiqi.casework.services.claims.matching_bank.book_paid", differ)
        tasks.do_in_bulk(**asked())
    told = shown(client, page)
    assert "账目与拨付事项不一致" in told
    assert "原文件已经留存" in told
    assert "没有入账" in shown(visit(crew.checker), page)
    assert {claim.state for claim in claims(made)} == {"paying"}
    assert client.get(f"{page}/file").content == content
