"""The pages: what can be applied for, the form, the review, the officer's check; each list in a fixed number of queries."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from huiqi.casework.models import Application, Intake
from huiqi.kernel.actor import Role
from tests.casework.applying.conftest import LAST, PDF, Counter
from tests.casework.conftest import AID, DAY, FIRST, LATE, LATER, add_company
from tests.cast import Cast, visit


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("intakes", "checks", "own"):
        monkeypatch.setattr(f"huiqi.casework.views.applying.{name}.read_clock", lambda: LATER)


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile(PDF.name, PDF.content)


def test_an_officer_opens_an_intake(counter: Counter) -> None:
    client = visit(counter.officer)
    assert "首次认定奖励30万元" in client.get(reverse("casework:new_intake")).text
    said = {
        "scope": counter.cast.zone.pk, "clause": "/".join(FIRST), "first_day": DAY, "last_day": LAST, "check_days": 5,
        "fix_days": 5, "needs_proof": "on", "notes": "请附证书",
    }  # fmt: skip
    response = client.post(reverse("casework:new_intake"), said)
    made = Intake.objects.get()
    assert response.url == reverse("casework:intake", args=[made.pk])
    assert "请附证书" in client.get(response.url).text
    refused = client.post(reverse("casework:new_intake"), said)
    assert (refused.status_code, "已经受理申报" in refused.text) == (422, True)


def test_a_company_applies_in_two_pages_and_is_told_how_many_steps_it_took(counter: Counter) -> None:
    counter.intake()
    client = visit(counter.owner)
    page = client.get(reverse("casework:applying"))
    assert "首次认定奖励30万元" in page.text
    made = Intake.objects.get()
    response = client.post(reverse("casework:begin_application", args=[made.pk, counter.company.pk]))
    form = client.get(response.url)
    assert 'enctype="multipart/form-data"' in form.text
    answers = {"version": 0, "value-0": "yes", "file-0": file(), "value-1": "yes", "file-1": file(), "next": "yes"}
    assert client.post(response.url, answers).status_code == 302
    review = client.get(response.url)
    assert "我已阅读并同意" in review.text
    assert "已办1步" in review.text
    application = Application.objects.get()
    refused = client.post(response.url, {"version": application.version, "submit": "yes"})
    assert (refused.status_code, "请先勾选声明" in refused.text) == (422, True)
    client.post(response.url, {"version": application.version, "submit": "yes", "has_agreed": "on"})
    application.refresh_from_db()
    assert application.standing == "submitted"
    assert "已办2步" in client.get(response.url).text


def test_what_is_open_is_said_on_the_form_and_nothing_is_lost(counter: Counter) -> None:
    draft = counter.draft(counter.intake())
    client, address = visit(counter.owner), reverse("casework:own_application", args=[draft.pk])
    saved = client.post(address, {"version": 0, "value-0": "yes", "save": "yes"})
    assert saved.status_code == 302
    page = client.post(address, {"version": 1, "value-0": "yes", "next": "yes"})
    assert (page.status_code, "还有1项没有填写" in page.text) == (422, True)
    assert "checked" in client.get(address).text


def test_an_officer_checks_on_one_page(counter: Counter) -> None:
    application = counter.submitted(counter.intake())
    client, address = visit(counter.officer), reverse("casework:application", args=[application.pk])
    page = client.get(address)
    assert "认定证书.pdf" in page.text
    refused = client.post(address, {"version": application.version, "act": "check", "verdict-0": "accepted"})
    assert (refused.status_code, "还有1项没有核对" in refused.text) == (422, True)
    client.post(
        address, {"version": application.version, "act": "check", "verdict-0": "accepted", "verdict-1": "accepted"}
    )
    application.refresh_from_db()
    assert application.standing == "accepted"
    assert "测算已受理的1家" in client.get(reverse("casework:intake", args=[application.intake_id])).text


def test_another_company_finds_nothing_there(counter: Counter) -> None:
    draft = counter.draft(counter.intake())
    stranger = visit(counter.cast.person("李总", (Role.COMPANY_OWNER, counter.cast.south_company)))
    assert stranger.get(reverse("casework:own_application", args=[draft.pk])).status_code == 404
    assert stranger.post(reverse("casework:withdraw_application", args=[draft.pk])).status_code == 404
    assert "首次认定奖励30万元" in stranger.get(reverse("casework:applying")).text, "it may apply itself"


def test_lists_take_the_same_number_of_queries_whatever_their_length(
    counter: Counter, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = counter.intake()
    counter.submitted(made)
    officer, owner = visit(counter.officer), visit(counter.owner)
    places = [(officer, reverse("casework:intakes")), (officer, reverse("casework:intake", args=[made.pk]))]
    places.append((owner, reverse("casework:applying")))
    before = [queries_of(client, address) for client, address in places]
    for clause in (LATE, AID):
        counter.intake(policy=clause[0], clause=clause[1])
    for number in range(3):
        other = Application.objects.get(intake=made, company=counter.company)
        other.pk, other.company = (
            other.pk.__class__(int=number + 1),
            add_company(cast, f"第{number}家", number=number + 50),
        )
        other.save(force_insert=True)
    for (client, address), count in zip(places, before, strict=True):
        with django_assert_num_queries(count):
            client.get(address)


def queries_of(client: object, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)


def test_company_and_officer_see_by_when_a_fast_claim_is_paid(counter: Counter) -> None:
    application = counter.checked(counter.submitted(counter.intake(way="fast_claim", pay_days=10)))
    due = "2026-03-16"
    assert f"最迟 {due} 到账" in visit(counter.owner).get(
        reverse("casework:own_application", args=[application.pk])
    ).text  # fmt: skip
    for actor, address in (
        (counter.owner, reverse("casework:applying")),
        (counter.officer, reverse("casework:intake", args=[application.intake_id])),
        (counter.officer, reverse("casework:application", args=[application.pk])),
        (counter.officer, reverse("casework:clocks")),
    ):
        assert due in visit(actor).get(address).text, address
