"""Programs add, read, pause and end webhooks; the secret is in the answer to their own call alone, and in no table."""

from __future__ import annotations

import json

import pytest

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.ids import new_id
from huiqi.kernel.models import Call
from huiqi.messages.domain.hooks import secret_text
from huiqi.messages.models import Hook, HookCall
from huiqi.messages.services.hooks import secret_of
from huiqi.ui.api import Scope
from tests.api.conftest import Caller, caller, token_for
from tests.cast import NOW, Cast

BODY = {
    "name": "同步程序",
    "address": "https://program.example.org/huiqi",
    "events": ["register.facts.recorded", "rulebook.pack.published"],
}


@pytest.fixture
def added(call: Caller) -> dict[str, object]:
    answer = call("post", "webhooks", BODY, key="hook-0001")
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def test_webhook_is_added_once_and_its_secret_kept_nowhere(call: Caller, added: dict[str, object]) -> None:
    again = call("post", "webhooks", BODY, key="hook-0001")
    assert again.json() == added
    hook = Hook.objects.get()
    assert added["secret"] == secret_text(secret_of(hook, hook.salt))
    assert str(added["secret"]) not in json.dumps(Call.objects.get().body)
    listed = call("get", "webhooks").json()["items"]
    assert [(one["name"], one["state"], one["events"]) for one in listed] == [("同步程序", "on", BODY["events"])]
    assert "secret" not in listed[0]
    assert "secret" not in call("get", f"webhooks/{hook.pk}").json()


def test_webhook_is_paused_and_goes_on(call: Caller, added: dict[str, object]) -> None:
    address = f"webhooks/{added['id']}"
    assert call("patch", address, {"on": False}, key="pause-0001").json()["state"] == "off"
    assert call("patch", address, {"on": True}, key="resume-0001").json()["state"] == "on"
    # Sent again it gets the answer that it got, and does nothing.
    assert call("patch", address, {"on": False}, key="pause-0001").json()["state"] == "off"
    assert Hook.objects.get().state == "on"


def test_webhook_ends_for_good(call: Caller, added: dict[str, object]) -> None:
    address = f"webhooks/{added['id']}"
    assert call("delete", address, key="end-00001").json()["state"] == "ended"
    assert call("delete", address, key="end-00001").status_code == 200
    assert call("delete", address, key="end-00002").status_code == 404
    assert call("get", "webhooks").json()["items"] == []


def test_deliveries_are_read_without_what_they_said(call: Caller, added: dict[str, object]) -> None:
    for state in ("waiting", "failed"):
        HookCall.objects.create(
            id=new_id(NOW), hook_id=added["id"], event="register.facts.recorded", body="{}", added_at=NOW, due_at=NOW,
            state=state, problem="refused" if state == "failed" else "",
        )  # fmt: skip
    address = f"webhooks/{added['id']}/deliveries"
    found = call("get", address, limit="1").json()
    assert len(found["items"]) == 1
    assert len(call("get", address, cursor=found["next"]).json()["items"]) == 1
    (failed,) = call("get", address, state="failed").json()["items"]
    assert (failed["event"], failed["problem"], "body" in failed) == ("register.facts.recorded", "refused", False)


def test_an_address_inside_is_refused(call: Caller) -> None:
    refused = call("post", "webhooks", BODY | {"address": "https://localhost/x"}, key="hook-0002")
    assert (refused.status_code, refused.json()["code"]) == (409, "inside")
    for wrong in ({"address": "http://program.example.org"}, {"events": ["no.such"]}, {"name": " "}):
        assert call("post", "webhooks", BODY | wrong, key="hook-0003").status_code == 422
    assert not Hook.objects.exists()


def test_scopes_and_others_are_kept_out(cast: Cast, officer: Actor, added: dict[str, object]) -> None:
    reads = caller(token_for(officer, Scope.WEBHOOKS_READ))
    assert reads("get", "webhooks").status_code == 200
    assert reads("delete", f"webhooks/{added['id']}", key="end-00003").status_code == 403
    other = caller(token_for(cast.person("别人", (Role.SERVICE_OFFICER, cast.zone)), *Scope))
    assert other("get", "webhooks").json()["items"] == []
    for address in (f"webhooks/{added['id']}", f"webhooks/{added['id']}/deliveries"):
        assert other("get", address).status_code == 404
    assert other("patch", f"webhooks/{added['id']}", {"on": False}, key="pause-0002").status_code == 404
    administrator = caller(token_for(cast.person("管理员", (Role.ADMINISTRATOR, cast.zone)), *Scope))
    assert administrator("patch", f"webhooks/{added['id']}", {"on": False}, key="pause-0003").status_code == 200
    assert administrator("patch", f"webhooks/{added['id']}", {"on": True}, key="resume-0003").status_code == 404
