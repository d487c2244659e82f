"""A company gives only what the register does not know, saves, goes on, and submits once, in time."""

from __future__ import annotations

import pytest

from huiqi.casework import queries, services
from huiqi.casework.models import Application, ApplicationStep, Clock
from huiqi.casework.queries.applying import applications as applied
from huiqi.casework.services import CannotApply
from huiqi.kernel.actor import Role
from huiqi.register.services import CannotKeepFile, Upload
from tests.casework.applying.conftest import FACTS, LAST, Counter, days_later
from tests.casework.conftest import LATER, say


def asked(counter: Counter, draft: Application) -> set[str]:
    page = applied.application_page(counter.owner, application=draft, now=LATER)
    return {one.question.key for one in page.given}


def code(failure: pytest.ExceptionInfo[CannotApply]) -> str:
    return failure.value.code


def test_only_what_is_missing_is_asked_for(counter: Counter) -> None:
    made = counter.intake()
    assert asked(counter, counter.draft(made)) == {"recognised_this_year", "first_recognition"}


def test_what_the_register_knows_is_shown_with_its_source(counter: Counter) -> None:
    say(counter.company, recognised_this_year=True)
    draft = counter.draft(counter.intake())
    page = applied.application_page(counter.owner, application=draft, now=LATER)
    assert [(entry.id, fact.value, bool(fact.source)) for entry, fact in page.known] == [
        ("recognised_this_year", True, True)
    ]
    assert asked(counter, draft) == {"first_recognition"}


def test_a_draft_is_saved_and_resumed_and_says_who_wrote_when(counter: Counter) -> None:
    draft = counter.draft(counter.intake())
    counter.filled(draft, {"recognised_this_year": True}, done=False)
    again = applied.own_application(counter.owner, id=draft.pk)
    assert again.answers == {"recognised_this_year": ["truth", "yes"]}
    assert (again.saved_by_name, again.saved_at) == ("张总", LATER)
    assert [step.by_name for step in again.steps.all()] == ["张总"]
    assert asked(counter, again) == {"recognised_this_year", "first_recognition"}


def test_nobody_saves_over_what_they_have_not_seen(counter: Counter) -> None:
    draft = counter.draft(counter.intake())
    counter.filled(draft, {"recognised_this_year": True}, done=False)
    with pytest.raises(CannotApply) as refused:
        services.save_application(
            id=draft.pk, version=0, answers=FACTS, uploads={}, is_done=False, actor=counter.owner, now=LATER
        )
    assert code(refused) == "changed_meanwhile"


def test_what_is_open_or_unproved_is_told_all_at_once(counter: Counter) -> None:
    draft = counter.draft(counter.intake())
    with pytest.raises(CannotApply) as refused:
        counter.sent(draft)
    assert (code(refused), refused.value.data["count"]) == ("incomplete", 2)
    with pytest.raises(CannotApply) as refused:
        counter.filled(draft, proof=False)
    assert (code(refused), refused.value.data["count"]) == ("no_proof", 2)


def test_a_file_is_looked_at_before_it_is_kept(counter: Counter) -> None:
    draft = counter.draft(counter.intake())
    with pytest.raises(CannotKeepFile):
        services.save_application(
            id=draft.pk, version=0, answers={}, uploads={"first_recognition": [Upload("证书.pdf", b"MZ\x90")]},
            is_done=False, actor=counter.owner, now=LATER,
        )  # fmt: skip


def test_it_is_submitted_with_a_declaration_and_waits_under_a_clock(counter: Counter) -> None:
    sent = counter.submitted(counter.intake())
    assert (sent.standing, sent.declaration, sent.submitted_by_name) == (
        "submitted",
        "以上内容真实，愿承担责任。",
        "张总",
    )
    assert Clock.objects.get(cause=f"application/{sent.pk}/check", stopped_at=None).amount == 5
    steps = list(ApplicationStep.objects.filter(application=sent).values_list("doing", flat=True))
    assert steps == ["fill", "submit"]


def test_without_agreeing_to_the_declaration_nothing_is_submitted(counter: Counter) -> None:
    draft = counter.filled(counter.draft(counter.intake()))
    with pytest.raises(CannotApply) as refused:
        services.submit_application(
            id=draft.pk, version=draft.version, declaration="…", has_agreed=False, actor=counter.owner, now=LATER
        )
    assert code(refused) == "not_declared"


def test_after_the_last_day_nothing_is_taken(counter: Counter) -> None:
    draft = counter.filled(counter.draft(counter.intake()))
    late = days_later(30)
    with pytest.raises(CannotApply) as refused:
        counter.sent(draft, now=late)
    assert (code(refused), refused.value.data["day"]) == ("too_late", LAST)
    with pytest.raises(CannotApply) as refused:
        services.begin_application(
            intake=draft.intake_id, company=counter.cast.south_company.pk,
            actor=counter.cast.person("李总", (Role.COMPANY_OWNER, counter.cast.south_company)), now=late,
        )  # fmt: skip
    assert code(refused) == "too_late"


def test_one_application_of_a_company_in_an_intake(counter: Counter) -> None:
    made = counter.intake()
    first = counter.draft(made)
    with pytest.raises(CannotApply) as refused:
        counter.draft(made)
    assert code(refused) == "once"
    services.withdraw_application(id=first.pk, version=0, actor=counter.owner, now=LATER)
    assert counter.draft(made).pk != first.pk


def test_what_was_submitted_can_be_taken_back_and_its_clock_stops(counter: Counter) -> None:
    sent = counter.submitted(counter.intake())
    services.withdraw_application(id=sent.pk, version=sent.version, actor=counter.owner, now=LATER)
    assert not Clock.objects.filter(cause__startswith=f"application/{sent.pk}", stopped_at=None).exists()


def test_an_agent_with_consent_applies_for_a_company_and_a_stranger_does_not(counter: Counter) -> None:
    made = counter.intake()
    agent = counter.cast.person("代办员", (Role.COMPANY_AGENT, counter.company))
    stranger = counter.cast.person("李总", (Role.COMPANY_OWNER, counter.cast.south_company))
    with pytest.raises(CannotApply) as refused:
        services.begin_application(intake=made.pk, company=counter.company.pk, actor=stranger, now=LATER)
    assert code(refused) == "not_allowed"
    draft = services.begin_application(intake=made.pk, company=counter.company.pk, actor=agent, now=LATER)
    assert draft.begun_by_name == "代办员"
    with pytest.raises(queries.CannotSeeApplication):
        applied.own_application(stranger, id=draft.pk)


def test_a_draft_is_the_company_s_alone(counter: Counter) -> None:
    draft = counter.draft(counter.intake())
    with pytest.raises(queries.CannotSeeApplication):
        applied.application_of(counter.officer, id=draft.pk)
