"""The pages of the gate and of versions: forms do what they say, and say why where they cannot."""

from __future__ import annotations

import pytest
from django.test import Client

from huiqi.kernel.actor import Actor
from huiqi.rulebook.models import Draft
from tests.cast import Cast, visit
from tests.rulebook.drafting import pass_gates, publish, write


@pytest.fixture
def draft(draft: Draft, officer: Actor) -> Draft:
    write(draft, "停止施行的政策(示例)", "停止施行的政策(新)", actor=officer)
    return draft


def send(client: Client, draft: Draft, act: str, prefix: str, **said: str) -> str:
    data = {f"{prefix}-{name}": value for name, value in said.items()}
    return client.post(f"/rulebook/drafts/{draft.pk}/gate/{act}", data, follow=True).content.decode()


def test_a_draft_goes_through_the_pages_to_its_publication(draft: Draft, officer: Actor, approver: Actor) -> None:
    drafter, checker = visit(officer), visit(approver)
    page = drafter.get(f"/rulebook/drafts/{draft.pk}/gate").content.decode()
    assert "停止施行的政策(示例)" in page
    assert "停止施行的政策(新)" in page
    assert "本政策情景 6 / 6 通过" in page
    assert "草案已送审" in send(drafter, draft, "send-in", "send_in", text="已自查")
    for gate in ("expert_opinion", "procedure_check", "legal_basis"):
        page = send(checker, draft, f"record/{gate}", gate, outcome="passed", text="同意", document="会议纪要3号")
        assert "已记录。" in page
    assert "还缺：公平竞争审查。" in send(checker, draft, "publish", "publish", text="同意发布")
    send(checker, draft, "record/fair_competition", "fair_competition", outcome="passed", text="未发现")
    assert "政策已发布。" in send(checker, draft, "publish", "publish", text="同意发布")
    page = checker.get("/rulebook/versions/2").content.decode()
    assert "修改：停止施行的政策(示例)" in page
    assert "停止施行的政策(新)" in page
    assert "发布版本 2" in checker.get("/rulebook/policies/retired-policy").content.decode()


def test_what_cannot_be_taken_is_said_in_its_form(draft: Draft, officer: Actor, approver: Actor) -> None:
    checker = visit(approver)
    page = send(checker, draft, "record/legal_basis", "legal_basis", outcome="passed", text="同意")
    assert "草案现在是“起草中”，不能这样做。" in page
    pass_gates(draft, drafter=officer, checker=officer)
    page = send(checker, draft, "record/legal_basis", "legal_basis", outcome="perhaps", text="")
    assert "有内容需要更正" in page
    assert checker.post(f"/rulebook/drafts/{draft.pk}/gate/record/self_review", {}).status_code == 404
    assert checker.post(f"/rulebook/drafts/{draft.pk}/gate/record/none", {}).status_code == 404


def test_an_approver_who_wrote_on_it_is_told_on_the_page(draft: Draft, officer: Actor, cast: Cast) -> None:
    pass_gates(draft, drafter=officer, checker=officer)
    page = visit(officer).get(f"/rulebook/drafts/{draft.pk}/gate").content.decode()
    assert "同意并发布" not in page


def test_a_draft_is_sent_back(draft: Draft, officer: Actor, approver: Actor) -> None:
    pass_gates(draft, drafter=officer, checker=officer)
    assert "草案已退回起草。" in send(visit(approver), draft, "take-back", "take_back", reason="请补充依据")
    page = visit(officer).get(f"/rulebook/drafts/{draft.pk}/gate").content.decode()
    assert "通过自我审查并送审" in page


def test_versions_are_compared_with_any_other(cast: Cast, draft: Draft, officer: Actor, approver: Actor) -> None:
    pass_gates(draft, drafter=officer, checker=officer)
    publish(draft, approver=approver)
    client = visit(approver)
    assert "修改：停止施行的政策(示例)" in client.get("/rulebook/versions/").content.decode()
    assert "规则没有变化" in client.get("/rulebook/versions/2?against=2").content.decode()
    assert "这是第一个版本" in client.get("/rulebook/versions/1").content.decode()
    for address in ("/rulebook/versions/9", "/rulebook/versions/2?against=9", "/rulebook/versions/99999999999"):
        assert client.get(address).status_code == 404
    assert client.get("/rulebook/versions/2?against=999999999999999999").status_code == 200


def test_the_trail_and_the_page_of_a_published_draft_stay(draft: Draft, officer: Actor, approver: Actor) -> None:
    pass_gates(draft, drafter=officer, checker=approver)
    publish(draft, approver=approver)
    page = visit(officer).get(f"/rulebook/drafts/{draft.pk}/gate").content.decode()
    assert "草案已发布。" in page
    assert "陈静 记录于" in page
    client = visit(officer)
    client.post(f"/rulebook/drafts/{draft.pk}/discard", {"reason": "x"})
    draft.refresh_from_db()
    assert draft.state == "published"


def test_the_pages_of_the_gate_are_complete_in_english(draft: Draft, officer: Actor) -> None:
    client = visit(officer)
    page = client.get(f"/rulebook/drafts/{draft.pk}/gate", headers={"accept-language": "en"}).content.decode()
    for words in ("What it changes", "Fair-competition review", "Not on record", "Self-review passed: send it in"):
        assert words in page
