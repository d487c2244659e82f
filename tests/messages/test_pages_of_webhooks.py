"""A person adds a webhook on a page, sees its secret once, tries it, reads its log, sends again; nobody touches another's."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.ids import new_ids
from huiqi.messages import services
from huiqi.messages.models import Hook, HookCall
from huiqi.messages.tasks import call_now
from tests.browser import PHONE, flaws, needs_chromium, new_page, open_browser
from tests.cast import Cast, visit
from tests.messages.receiver import Receiver

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
FORM = {"name": "统计系统", "events": ["register.facts.recorded", "register.correction.opened"]}


@pytest.fixture
def officer(cast: Cast) -> Actor:
    return cast.person("程", (Role.SERVICE_OFFICER, cast.zone))


def calls(hook: Hook, count: int) -> None:
    HookCall.objects.bulk_create(
        HookCall(
            id=key, hook=hook, event="register.facts.recorded", body="{}", state="failed", added_at=NOW, due_at=NOW,
            attempts=3, status=500, problem="refused", detail="HTTP 500",
        )
        for key in new_ids(NOW, count)
    )  # fmt: skip


def test_added_tried_and_sent_again(officer: Actor, receiver: Receiver) -> None:
    client = visit(officer)
    page = client.post("/messages/hooks/new", {**FORM, "address": receiver.address}).content.decode()
    secret = re.search(r"<code>(whsec_\S+)</code>", page)[1]
    hook = Hook.objects.get()
    shown = client.get(f"/messages/hooks/{hook.pk}").content.decode()
    assert secret not in shown
    assert "企业提出更正" in shown
    receiver.answers = [500, 204]
    assert client.post(f"/messages/hooks/{hook.pk}/try").status_code == 302
    call_now()
    failed = HookCall.objects.get()
    assert failed.state == "waiting"
    client.post(f"/messages/hooks/{hook.pk}/switch", {"on": "0"})
    assert "推送已停止，没有再发。" in client.get(f"/messages/hooks/{hook.pk}?state=failed").content.decode()
    again = f"/messages/hooks/{hook.pk}/calls/{failed.pk}/again"
    assert "请先启用这个推送地址" in client.post(again, follow=True).content.decode()
    client.post(f"/messages/hooks/{hook.pk}/switch", {"on": "1"})
    assert "推送内容" in client.get(again.removesuffix("/again")).content.decode()
    assert client.post(again).status_code == 302
    call_now()
    assert [call.state for call in HookCall.objects.all()] == ["taken"]
    assert client.post(f"/messages/hooks/{hook.pk}/secret").content.decode().count("whsec_") == 1
    assert client.post(f"/messages/hooks/{hook.pk}/end").status_code == 302
    assert client.get(f"/messages/hooks/{hook.pk}").status_code == 404


def test_what_is_wrong_is_said_beside_its_field(officer: Actor) -> None:
    client = visit(officer)
    empty = client.post("/messages/hooks/new", {"name": "", "address": ""})
    assert (empty.status_code, empty.content.decode().count('class="errorlist"')) == (422, 3)
    for address, words in (("http://example.cn/", "请填写https地址"), ("https://10.0.0.1/", "在内部网络")):
        refused = client.post("/messages/hooks/new", {**FORM, "address": address})
        assert refused.status_code == 422
        assert words in refused.content.decode()
    for _ in range(10):
        services.add_hook(**FORM, address="https://example.cn/", actor=officer, now=NOW)
    full = client.post("/messages/hooks/new", {**FORM, "address": "https://example.cn/"})
    assert "每人最多10个推送地址" in full.content.decode()


def test_nobody_touches_anothers_and_the_administrator_may_only_stop(cast: Cast, officer: Actor) -> None:
    hook, _ = services.add_hook(**FORM, address="https://example.cn/", actor=officer, now=NOW)
    calls(hook, 1)
    at = f"/messages/hooks/{hook.pk}"
    stranger = visit(cast.person("别人", (Role.POLICY_OFFICER, cast.zone)))
    of_a_park = visit(cast.person("园管", (Role.ADMINISTRATOR, cast.north)))
    for client in (stranger, of_a_park):
        assert client.get(at).status_code == 404
        assert client.get(f"{at}/calls/{HookCall.objects.get().pk}").status_code == 404
        assert "统计系统" not in client.get("/messages/hooks").content.decode()
        for act in ("secret", "try", "switch", "end", f"calls/{HookCall.objects.get().pk}/again"):
            assert client.post(f"{at}/{act}").status_code == 404
    admin = visit(cast.person("管", (Role.ADMINISTRATOR, cast.zone)))
    assert "统计系统" in admin.get("/messages/hooks").content.decode()
    assert "推送内容" not in admin.get(f"{at}/calls/{HookCall.objects.get().pk}").content.decode()
    for act in ("secret", "try"):
        assert admin.post(f"{at}/{act}").status_code == 404
    assert admin.post(f"{at}/switch", {"on": "0"}).status_code == 302
    assert admin.post(f"{at}/switch", {"on": "1"}).status_code == 404
    assert Hook.objects.get().state == "off"


def test_a_long_log_costs_no_more_queries(officer: Actor, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = visit(officer)
    hook, _ = services.add_hook(**FORM, address="https://example.cn/", actor=officer, now=NOW)
    calls(hook, 1)
    at = f"/messages/hooks/{hook.pk}"
    client.get(at)
    with django_assert_num_queries(8):
        client.get(at)
    calls(hook, 40)
    with django_assert_num_queries(8):
        client.get(at)


@needs_chromium
@pytest.mark.django_db(transaction=True)
def test_the_pages_have_no_flaw(officer: Actor, live_server) -> None:
    hook, _ = services.add_hook(**FORM, address="https://example.cn/huiqi/a-rather-long-path", actor=officer, now=NOW)
    calls(hook, 3)
    client, found = visit(officer), []
    with open_browser() as browser:
        for scheme, size in (("light", {"width": 1280, "height": 900}), ("dark", PHONE)):
            page = new_page(browser, live_server.url, client=client, scheme=scheme, size=size)
            for path in ("", "/new", f"/{hook.pk}", f"/{hook.pk}/calls/{HookCall.objects.first().pk}"):
                page.goto(f"/messages/hooks{path}")
                found += flaws(page)
    assert found == []
