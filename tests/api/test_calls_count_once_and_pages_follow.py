"""Writes with their key count once, whoever sends them again; pages by cursor hold every row once; facts come back exactly."""

from __future__ import annotations

from huiqi.kernel.audit import flaws
from huiqi.register import services
from huiqi.register.models import Organisation
from tests.api.conftest import Caller
from tests.cast import NOW, SYSTEM, Cast

CODE = "91440300708461136T"


def test_a_write_counts_once(call: Caller, cast: Cast) -> None:
    body = {"name": "新  公司", "credit_code": CODE.lower(), "parent": str(cast.north.pk)}
    first = call("post", "organisations", body, key="order-0001")
    again = call("post", "organisations", body, key="order-0001")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Organisation.objects.filter(credit_code=CODE).count() == 1
    other = call("post", "organisations", body | {"name": "别的公司"}, key="order-0001")
    assert (other.status_code, other.json()["code"]) == (409, "other_call")
    twice = call("post", "organisations", body, key="order-0002")
    assert (twice.status_code, twice.json()["code"]) == (409, "code_taken")
    assert "已属于" in twice.json()["detail_zh"]
    # A call that failed kept nothing: its key may be used for the call put right.
    right = call("post", "organisations", body | {"credit_code": "91310000607378229Y"}, key="order-0002")
    assert right.status_code in {201, 409}


def test_without_a_key_nothing_is_written(call: Caller, cast: Cast) -> None:
    refused = call("post", "organisations", {"name": "新", "credit_code": CODE, "parent": str(cast.north.pk)})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["where"].endswith("Idempotency-Key")
    assert not Organisation.objects.filter(credit_code=CODE).exists()


def test_pages_hold_every_row_once(call: Caller, cast: Cast) -> None:
    for number in range(11):
        services.add_organisation(kind="department", name=f"科{number % 3}", parent=cast.zone.pk, actor=SYSTEM, now=NOW)
    seen, cursor = [], ""
    while True:
        page = call("get", "organisations", limit="4", cursor=cursor).json()
        seen += [one["id"] for one in page["items"]]
        assert len(page["items"]) <= 4
        if not (cursor := page["next"]):
            break
    assert len(seen) == len(set(seen)) == Organisation.objects.count()


def test_facts_come_back_exactly(call: Caller, cast: Cast) -> None:
    facts = [
        {"name": "revenue", "period": "2025", "number": "12345678901234567890.0123456789"},
        {"name": "rd_expense", "period": "2025", "number": "0"},
        {"name": "exports", "state": "not_applicable"},
        {"name": "listed", "truth": False},
    ]
    address = f"organisations/{cast.north_company.pk}/facts"
    assert call("post", address, {"source": "年报", "facts": facts}, key="facts-01").json() == {"recorded": 4}
    found = {one["name"]: (one["state"], one["value"]) for one in call("get", address).json()}
    assert found == {
        "revenue": ("known", "12345678901234567890.0123456789"),
        "rd_expense": ("known", "0"),
        "exports": ("not_applicable", None),
        "listed": ("known", False),
    }
    both = [{"name": "x", "number": "1", "text": "1"}, {"name": "y"}]
    assert call("post", address, {"source": "年报", "facts": both}, key="facts-02").status_code == 409
    assert len(call("get", address).json()) == 4
    assert not list(flaws())


def test_an_assessment_says_what_it_could_not_read(call: Caller, published: Cast) -> None:
    body = {
        "zone": str(published.zone.pk),
        "day": "2024-06-30",
        "facts": {"staff": "很多", "nothing": "1", "total_assets": "300万"},
    }
    answer = call("post", "assessments", body)
    assert answer.status_code == 200, answer.json()
    told = answer.json()
    assert sorted(told["unread"]) == ["nothing", "staff"]
    assert {one["outcome"] for one in told["decided"]} <= {"met", "not_met", "unknown"}
    assert told["next_question"]
    policies = call("get", "policies", zone=str(published.zone.pk), day="2024-06-30").json()
    assert {one["policy"] for one in told["decided"]} <= {one["id"] for one in policies}
