"""Two clicks, or the browser's way back, make one intake, one application, one check; what was changed since is told to be out of date."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from huiqi.casework import services
from huiqi.casework.models import Application, Intake
from huiqi.kernel import calls
from huiqi.kernel.clock import read_clock
from huiqi.kernel.ids import new_id
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.at_once import at_once
from tests.casework.applying.conftest import LAST, Counter
from tests.casework.conftest import DAY, FIRST, LATER
from tests.cast import NOW, SYSTEM, make_cast, visit


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("intakes", "checks", "own"):
        monkeypatch.setattr(f"huiqi.casework.views.applying.{name}.read_clock", lambda: LATER)


def ticket_on(client: Client, page: str) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', client.get(page).text)
    assert found, f"{page} brings a ticket"
    return found[1]


def test_an_application_is_begun_once(counter: Counter) -> None:
    made, client = counter.intake(), visit(counter.owner)
    said = {"ticket": ticket_on(client, reverse("casework:applying"))}
    begin = reverse("casework:begin_application", args=[made.pk, counter.company.pk])
    first, second = client.post(begin, said), client.post(begin, said)
    assert first["Location"] == second["Location"]
    assert Application.objects.count() == 1
    assert "没有重复办理" in client.get(second["Location"]).text


def test_a_click_too_many_loses_nothing_and_a_changed_form_is_told_to_be_out_of_date(counter: Counter) -> None:
    draft = counter.draft(counter.intake())
    client, page = visit(counter.owner), reverse("casework:own_application", args=[draft.pk])
    said = {"ticket": ticket_on(client, page), "version": 0, "value-0": "yes", "save": "yes"}
    assert [client.post(page, said).status_code for _ in range(2)] == [302, 302]
    draft.refresh_from_db()
    assert draft.version == 1, "kept once"
    changed = client.post(page, said | {"value-0": "no"})
    assert (changed.status_code, "刚刚改过" in changed.text) == (422, True), "the text stays on the page"


def test_an_intake_is_opened_once(counter: Counter) -> None:
    client, page = visit(counter.officer), reverse("casework:new_intake")
    said = {
        "scope": counter.cast.zone.pk, "clause": "/".join(FIRST), "first_day": DAY, "last_day": LAST, "check_days": 5,
        "fix_days": 5, "ticket": ticket_on(client, page),
    }  # fmt: skip
    first, second = client.post(page, said), client.post(page, said)
    assert first["Location"] == second["Location"] == reverse("casework:intake", args=[Intake.objects.get().pk])


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_open_the_same_at_once_one_does() -> None:
    cast = make_cast()
    rulebook.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "ganzhou", actor=SYSTEM, now=NOW)
    counter = Counter(cast)
    results = at_once(*[partial(counter.intake) for _ in range(2)])
    assert sorted(getattr(one, "code", type(one).__name__) for one in results) == ["Intake", "open_already"], results
    assert Intake.objects.count() == 1


def test_a_form_that_was_open_longer_than_it_is_remembered_is_not_taken(counter: Counter) -> None:
    made, client = counter.intake(), visit(counter.owner)
    begin = reverse("casework:begin_application", args=[made.pk, counter.company.pk])
    old = {"ticket": str(new_id(read_clock() - calls.KEPT - timedelta(minutes=1)))}
    assert "打开得太久" in client.post(begin, old, follow=True).text
    assert not Application.objects.exists()
    young = {"ticket": str(new_id(read_clock() - calls.KEPT + timedelta(minutes=1)))}
    assert client.post(begin, young).status_code == 302
    assert Application.objects.count() == 1
    with pytest.raises(services.CannotApply):
        counter.draft(made)
