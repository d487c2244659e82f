"""The pages of drafts: with and without script a text is saved, checked and compared; nothing is overwritten."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiqi.kernel.actor import Actor, Role
from huiqi.rulebook import queries, services
from huiqi.rulebook.models import Draft, PackVersion
from tests.cast import NOW, Cast, visit
from tests.rulebook.conftest import install

POLICY = "xian/policies/retired_policy.yaml"


def text(draft: Draft) -> str:
    return queries.last_texts(draft)[POLICY].text


def sent(draft: Draft, body: str, over: int) -> dict[str, object]:
    return {"path": POLICY, "text": body, "over": over}


def test_without_script_a_text_is_saved_and_the_checks_stand_on_the_page(officer: Actor, draft: Draft) -> None:
    client = visit(officer)
    wrong = text(draft).replace("when: clause_conditions_met", "when: 符合条款条")
    page = client.post(f"/rulebook/drafts/{draft.pk}", sent(draft, wrong, 0), follow=True).content.decode()
    assert "已保存。" in page
    assert "没有叫“符合条款条”的数据项、参数、数值或条件" in page
    assert f"{POLICY}:19:15" in page
    assert text(draft) == wrong


def test_a_text_is_saved_as_it_is_typed_and_the_page_learns_its_number(officer: Actor, draft: Draft) -> None:
    client = visit(officer)
    typed = text(draft) + "# 李\n"
    part = client.post(f"/rulebook/drafts/{draft.pk}/save", sent(draft, typed, 0), headers={"HX-Request": "true"})
    assert 'name="over" value="1" hx-swap-oob="true"' in part.content.decode()
    assert "6 / 6 通过" in part.content.decode()
    assert text(draft) == typed


def test_the_later_of_two_is_told_at_once_and_sees_both_texts(cast: Cast, officer: Actor, draft: Draft) -> None:
    colleague = visit(cast.person("王芳", (Role.POLICY_OFFICER, cast.zone)))
    first = text(draft)
    theirs = first.replace("zh: 按原文件兑现", "zh: 按旧文件兑现")
    services.save_text(draft=draft.pk, path=POLICY, text=theirs, over=0, actor=officer, now=NOW)
    ours = first.replace("theme: service", "theme: reward")
    part = colleague.post(f"/rulebook/drafts/{draft.pk}/save", sent(draft, ours, 0)).content.decode()
    assert "李敏在您之后保存过这个文件" in part
    assert "对照两个版本" in part
    answer = colleague.post(f"/rulebook/drafts/{draft.pk}", sent(draft, ours, 0))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "已替您合在一起" in page
    assert "zh: 按旧文件兑现" in page
    assert "theme: reward" in page
    assert text(draft) == theirs
    both = theirs.replace("theme: service", "theme: reward")
    colleague.post(f"/rulebook/drafts/{draft.pk}", sent(draft, both, 1))
    assert text(draft) == both


def test_two_changes_of_one_line_both_stand_in_the_page(cast: Cast, officer: Actor, draft: Draft) -> None:
    colleague = visit(cast.person("王芳", (Role.POLICY_OFFICER, cast.zone)))
    first = text(draft)
    theirs = first.replace("to: 2023-06-30", "to: 2023-07-31")
    services.save_text(draft=draft.pk, path=POLICY, text=theirs, over=0, actor=officer, now=NOW)
    ours = first.replace("to: 2023-06-30", "to: 2023-08-31")
    page = colleague.post(f"/rulebook/drafts/{draft.pk}", sent(draft, ours, 0)).content.decode()
    assert "有 1 处两人都改了" in page
    assert "to: 2023-07-31" in page
    assert "to: 2023-08-31" in page


@pytest.mark.parametrize(
    "wrong",
    (
        {},
        {"path": POLICY, "text": "x"},
        {"path": POLICY, "text": "x", "over": "one"},
        {"path": POLICY, "text": "x", "over": "-1"},
        {"path": "x" * 500, "text": "x", "over": "0"},
    ),
)
def test_a_form_that_no_page_sends_changes_nothing(officer: Actor, draft: Draft, wrong: dict[str, str]) -> None:
    client, before = visit(officer), text(draft)
    assert client.post(f"/rulebook/drafts/{draft.pk}", wrong).status_code == 400
    assert client.post(f"/rulebook/drafts/{draft.pk}/save", wrong).status_code == 400
    assert text(draft) == before


def test_a_number_from_the_future_is_a_conflict_and_no_crash(officer: Actor, draft: Draft) -> None:
    answer = visit(officer).post(f"/rulebook/drafts/{draft.pk}", sent(draft, "x", 2_000_000_000))
    assert answer.status_code == 409


def test_a_path_of_no_file_is_not_found(officer: Actor, draft: Draft) -> None:
    client = visit(officer)
    for path, status in (("xian/pack.yaml", 404), ("..", 404), ("x\x00y", 400)):
        assert client.get(f"/rulebook/drafts/{draft.pk}", {"path": path}).status_code == status
        answer = client.post(f"/rulebook/drafts/{draft.pk}/save", {"path": path, "text": "x", "over": 0})
        assert answer.status_code in {400, 404}


def test_markup_in_a_text_stays_text(officer: Actor, draft: Draft) -> None:
    client = visit(officer)
    nasty = '</textarea><script>alert(1)</script>\nid: "<b>"\n'
    page = client.post(f"/rulebook/drafts/{draft.pk}", sent(draft, nasty, 0), follow=True).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_what_may_be_completed_is_what_the_draft_declares(officer: Actor, draft: Draft) -> None:
    client = visit(officer)
    found = {word[0]: word for word in client.get(f"/rulebook/drafts/{draft.pk}/words").json()["words"]}
    assert found["符合条款条件"] == ["符合条款条件", "fact", "是/否 clause_conditions_met"]
    assert found["listed_clauses"][1] == "figure"
    assert found["sum of years("][1] == "function"
    assert found["needs: "][1] == "key"
    path = "xian/facts.yaml"
    facts = queries.last_texts(draft)[path].text + "new_fact: {zh: 新的数据项, en: A new fact, type: money}\n"
    services.save_text(draft=draft.pk, path=path, text=facts, over=0, actor=officer, now=NOW)
    words = client.get(f"/rulebook/drafts/{draft.pk}/words").json()["words"]
    assert ["新的数据项", "fact", "金额（元） new_fact"] in words


def test_an_approver_reads_and_cannot_write(cast: Cast, draft: Draft) -> None:
    client = visit(cast.person("审批", (Role.POLICY_APPROVER, cast.zone)))
    page = client.get(f"/rulebook/drafts/{draft.pk}").content.decode()
    assert "readonly" in page
    assert "保存并检查" not in page
    client.post(f"/rulebook/drafts/{draft.pk}", sent(draft, "x", 0))
    assert text(draft) != "x\n"


def test_the_history_shows_what_each_text_changed(officer: Actor, draft: Draft) -> None:
    body = text(draft).replace("theme: service", "theme: reward")
    services.save_text(draft=draft.pk, path=POLICY, text=body, over=0, actor=officer, now=NOW)
    client = visit(officer)
    page = client.get(f"/rulebook/drafts/{draft.pk}/history", {"path": POLICY, "number": "1"}).content.decode()
    assert "theme: reward" in page
    assert "李敏" in page
    assert client.get(f"/rulebook/drafts/{draft.pk}/history", {"path": POLICY, "number": "9"}).status_code == 404


def test_a_new_policy_is_started_on_its_page(cast: Cast, xian: PackVersion, officer: Actor) -> None:
    client = visit(officer)
    said = {"policy": "rd-subsidy", "title_zh": "研发补贴", "title_en": "R&D subsidy"}
    page = client.post("/rulebook/drafts/new", said, follow=True).content.decode()
    assert "id: rd-subsidy" in page
    assert "编号rd-subsidy已经有政策在用" in client.post("/rulebook/drafts/new", said).content.decode()
    assert "研发补贴" in client.get("/rulebook/policies/?standing=draft").content.decode()
    assert "研发补贴" not in Client().get("/rulebook/find").content.decode()


def test_a_change_is_started_from_the_policy(cast: Cast, officer: Actor) -> None:
    install(cast, "ordos")
    client = visit(officer)
    page = client.post("/rulebook/policies/policy-compendium/change", follow=True).content.decode()
    assert "id: policy-compendium" in page
    page = client.post("/rulebook/policies/hnte-2016/change", follow=True).content.decode()
    assert "来自上级规则包" in page


def asked(client: Client) -> int:
    with CaptureQueriesContext(connection) as found:
        client.get("/rulebook/drafts/")
    return len(found)


def test_the_list_of_drafts_costs_the_same_at_any_size(cast: Cast, xian: PackVersion, officer: Actor) -> None:
    client = visit(officer)
    services.draft_policy(zone=cast.zone.pk, policy="a", title=("甲", "A"), actor=officer, now=NOW)
    asked(client)
    few = asked(client)
    for policy in ("b", "c", "d"):
        services.draft_policy(zone=cast.zone.pk, policy=policy, title=("甲", "A"), actor=officer, now=NOW)
    assert asked(client) == few
