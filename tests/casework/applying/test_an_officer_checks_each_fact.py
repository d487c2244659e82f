"""Each fact given is checked: what holds becomes a fact of the register with its file; the rest goes back with a reason and a clock."""

from __future__ import annotations

import pytest

from huiqi.casework import services
from huiqi.casework.models import Application, Clock
from huiqi.casework.queries.applying import applications as applied
from huiqi.casework.services import CannotApply, Verdict
from huiqi.kernel.actor import Role
from huiqi.messages.models import Message
from huiqi.register import queries as register
from tests.casework.applying.conftest import Counter, days_later
from tests.casework.conftest import LATER
from tests.cast import SYSTEM, visit


def test_what_holds_becomes_a_fact_with_its_file_and_source(counter: Counter) -> None:
    application = counter.checked(counter.submitted(counter.intake()))
    assert application.standing == "accepted"
    (fact,) = register.facts(SYSTEM, subject=counter.company.pk, names=["first_recognition"])
    assert (fact.value, fact.source) == (True, "企业申报“首次认定奖励30万元”（张总）")
    assert fact.evidence.startswith("file:")
    assert Message.objects.get(kind="application.decided").title_zh.startswith("申报已受理")


def test_what_does_not_hold_goes_back_with_its_reason_and_a_clock(counter: Counter) -> None:
    application = counter.checked(counter.submitted(counter.intake()), wrong="first_recognition")
    assert (application.standing, "与证书不符" in application.reason) == ("returned", True)
    assert Clock.objects.get(cause=f"application/{application.pk}/fix", stopped_at=None).amount == 5
    assert not Clock.objects.filter(cause=f"application/{application.pk}/check", stopped_at=None).exists()
    assert "与证书不符" in Message.objects.get(kind="application.returned").body_zh
    known = register.facts(SYSTEM, subject=counter.company.pk, names=["recognised_this_year", "first_recognition"])
    assert [one.name for one in known] == ["recognised_this_year"], "what holds is not asked for again"


def test_every_reason_reaches_the_company_whole(counter: Counter) -> None:
    application = counter.submitted(counter.intake())
    long = {key: Verdict(False, f"{key}：" + "材料与证书不一致。" * 80) for key in application.answers}
    services.check_application(
        id=application.pk, version=application.version, verdicts=long, actor=counter.officer, now=LATER
    )
    application.refresh_from_db()
    told = Message.objects.get(kind="application.returned").body_zh
    assert all(one.reason in application.reason and one.reason in told for one in long.values())
    assert len(application.reason) > 1000, "more than was once kept of it"


def test_a_reason_that_is_too_long_is_not_cut_but_said(counter: Counter) -> None:
    application = counter.submitted(counter.intake())
    page, said = f"/casework/applications/{application.pk}", {"version": application.version}
    answer = visit(counter.officer).post(page, said | {"verdict-0": "back", "reason-0": "长" * 301})
    assert (answer.status_code, "300" in answer.content.decode()) == (422, True)
    assert Application.objects.get(pk=application.pk).standing == "submitted"


def test_only_what_went_back_is_given_again(counter: Counter) -> None:
    made = counter.intake()
    application = counter.checked(counter.submitted(made), wrong="first_recognition")
    # Put right after the last day of the intake: it was submitted in time.
    again = counter.filled(application, {"first_recognition": True}, now=days_later(3))
    assert set(again.answers) == {"recognised_this_year", "first_recognition"}
    sent = counter.sent(again, now=days_later(3))
    assert [key for key, found in sent.checks.items() if found["accepted"]] == ["recognised_this_year"]
    page = applied.application_page(counter.officer, application=sent, now=days_later(3))
    assert {one.question.key for one in page.given} == {"recognised_this_year", "first_recognition"}
    assert counter.checked(sent, now=days_later(4)).standing == "accepted"


def test_who_does_not_put_it_right_in_time_lapses_once_and_is_told(counter: Counter) -> None:
    application = counter.checked(counter.submitted(counter.intake()), wrong="first_recognition")
    assert services.lapse_unfixed(now=days_later(3)) == 0
    with pytest.raises(CannotApply) as refused:
        counter.filled(application, {"first_recognition": True}, now=days_later(20))
    assert refused.value.code == "too_late"
    assert services.lapse_unfixed(now=days_later(20)) == 1
    assert services.lapse_unfixed(now=days_later(20)) == 0
    application.refresh_from_db()
    assert application.standing == "lapsed"


def test_no_fact_is_accepted_unseen_and_none_goes_back_without_a_reason(counter: Counter) -> None:
    application = counter.submitted(counter.intake())
    for verdicts, code in (
        ({"first_recognition": Verdict(True)}, "unchecked"),
        ({"first_recognition": Verdict(True), "recognised_this_year": Verdict(False)}, "no_reason"),
    ):
        with pytest.raises(CannotApply) as refused:
            services.check_application(
                id=application.pk, version=application.version, verdicts=verdicts, actor=counter.officer, now=LATER
            )
        assert refused.value.code == code


def test_nobody_checks_the_application_of_a_company_for_which_they_act(counter: Counter) -> None:
    application = counter.submitted(counter.intake())
    both = counter.cast.person(
        "兼职专员", (Role.POLICY_OFFICER, counter.cast.zone), (Role.COMPANY_AGENT, counter.company)
    )
    with pytest.raises(CannotApply) as refused:
        counter.checked(application, by=both)
    assert refused.value.code == "own_company"
    elsewhere = counter.cast.person("审计", (Role.AUDITOR, counter.cast.zone))
    with pytest.raises(CannotApply) as refused:
        counter.checked(application, by=elsewhere)
    assert refused.value.code == "not_allowed"


def test_refused_says_why_and_stops_the_clock(counter: Counter) -> None:
    application = counter.submitted(counter.intake())
    with pytest.raises(CannotApply) as refused:
        services.refuse_application(
            id=application.pk, version=application.version, reason=" ", actor=counter.officer, now=LATER
        )
    assert refused.value.code == "no_reason"
    services.refuse_application(
        id=application.pk, version=application.version, reason="不属于本区企业", actor=counter.officer, now=LATER
    )
    assert Application.objects.get(pk=application.pk).standing == "refused"
    assert not Clock.objects.filter(cause__startswith=f"application/{application.pk}", stopped_at=None).exists()
    assert Message.objects.get(kind="application.decided").body_zh == "不属于本区企业"


def test_what_was_taken_back_meanwhile_cannot_be_decided(counter: Counter) -> None:
    application = counter.submitted(counter.intake())
    version = application.version
    services.withdraw_application(id=application.pk, version=version, actor=counter.owner, now=LATER)
    with pytest.raises(CannotApply, match="张总 has just changed it"):
        services.refuse_application(id=application.pk, version=version, reason="不符", actor=counter.officer, now=LATER)
    with pytest.raises(CannotApply, match="is now “Taken back”"):
        counter.checked(application)


def test_a_look_at_a_sensitive_fact_that_was_given_is_written_down(counter: Counter) -> None:
    application = counter.submitted(counter.intake())
    Application.objects.filter(pk=application.pk).update(answers={"operating_revenue|2025": ["number", "5000000"]})
    application.refresh_from_db()
    applied.application_page(counter.officer, application=application, now=LATER)
    looks = register.looks_at(counter.owner, organisation=counter.company.pk)
    assert [(look.person, look.names) for look in looks][:1] == [(counter.officer.person, ["operating_revenue"])]
