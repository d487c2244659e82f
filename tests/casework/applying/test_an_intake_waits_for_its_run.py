"""While the applications are checked the page of an intake says so and shows itself anew afterwards; nobody unknown is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiqi.casework import services, tasks
from huiqi.casework.services import CannotApply
from huiqi.kernel.models import Job
from huiqi.register.domain.values import MISSING
from tests.casework.applying.conftest import Counter
from tests.casework.conftest import LATER, say
from tests.cast import visit


def unmet(counter: Counter) -> str:
    try:
        return str(services.refuse_unmet(intake=counter.made.pk, actor=counter.officer, now=LATER))
    except CannotApply as refused:
        return refused.code


@pytest.fixture
def waiting(counter: Counter) -> Counter:
    """An application that does not meet the clause is accepted, and its run waits."""
    counter.made = counter.intake()
    draft = counter.filled(counter.draft(counter.made), {"recognised_this_year": False})
    counter.one = counter.checked(counter.sent(draft))
    counter.waits = services.compare_applications(intake=counter.made.pk, actor=counter.officer, now=LATER)
    return counter


def test_nothing_is_called_not_met_before_the_run_is_done(waiting: Counter) -> None:
    client, page = visit(waiting.officer), reverse("casework:intake", args=[waiting.made.pk])
    text = client.get(page).text
    assert "正在核对已受理的申报" in text
    assert "办结不符合" not in text
    assert "建立发放批次" not in text
    asked = {"HX-Request": "true", "HX-Target": "checking"}
    part = client.get(page, headers=asked)
    assert ("正在核对" in part.text, "HX-Refresh" in part.headers) == (True, False)
    assert unmet(waiting) == "run_waits"
    tasks.carry_out_run(run=str(waiting.waits.pk))
    assert client.get(page, headers=asked)["HX-Refresh"] == "true"
    text = client.get(page).text
    assert ("正在核对" in text, "办结不符合的申报" in text) == (False, True)
    assert unmet(waiting) == "1"


def test_a_run_that_was_given_up_is_said_and_asked_for_no_longer(waiting: Counter) -> None:
    Job.objects.filter(pk=waiting.waits.job).update(state="failed")
    client, page = visit(waiting.officer), reverse("casework:intake", args=[waiting.made.pk])
    text = client.get(page).text
    assert ("没有完成，请打开后重新开始" in text, "hx-trigger" in text) == (True, False)
    assert client.get(page, headers={"HX-Target": "checking"})["HX-Refresh"] == "true"


def test_what_was_accepted_since_the_run_is_not_refused_by_it(waiting: Counter) -> None:
    tasks.carry_out_run(run=str(waiting.waits.pk))
    waiting.one.refresh_from_db()
    waiting.one.accepted_at = LATER + timedelta(minutes=1)
    waiting.one.save()
    assert unmet(waiting) == "none_unmet"


def test_who_is_unknown_is_not_refused(counter: Counter) -> None:
    counter.made = counter.intake(needs_proof=False)
    one = counter.checked(counter.submitted(counter.made))
    say(counter.company, now=LATER + timedelta(seconds=30), first_recognition=MISSING)
    run = counter.run(counter.made, now=LATER + timedelta(minutes=1))
    assert (run.clauses.get(clause=counter.made.clause).unknown, run.companies_met) == (1, 0)
    assert unmet(counter) == "none_unmet"
    one.refresh_from_db()
    assert one.standing == "accepted"
