"""The gate before publication: every check on record about this very text, green checks, and another person's approval."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.models import AuditEntry
from huiqi.register import queries as register
from huiqi.register import services as people
from huiqi.register.models import RoleGrant
from huiqi.rulebook import queries, services
from huiqi.rulebook.domain.gate import Gate, Outcome
from huiqi.rulebook.models import CataloguedPolicy, Draft, GateRecord, PackVersion
from tests.cast import NOW, SYSTEM, Cast
from tests.rulebook.drafting import LATER, SCENARIOS, pass_gates, publish, text, write


@pytest.fixture
def draft(draft: Draft, officer: Actor) -> Draft:
    write(draft, "停止施行的政策(示例)", "停止施行的政策(新)", actor=officer)
    return draft


@pytest.mark.inventory("XM-02")
def test_without_the_expert_opinion_publication_is_refused_and_names_it(
    draft: Draft, officer: Actor, approver: Actor
) -> None:
    pass_gates(draft, drafter=officer, checker=officer, leave=(Gate.EXPERT_OPINION,))
    with pytest.raises(services.CannotPass) as caught:
        publish(draft, approver=approver)
    assert caught.value.said(english=True) == "still missing: Professional support."
    assert caught.value.said(english=False) == "还缺：专业支持。"
    assert PackVersion.objects.count() == 1
    said = services.Said("三位专家一致同意", document="专家意见〔2026〕3号", given_by="王教授等三人")
    services.record_check(draft=draft.pk, gate=Gate.EXPERT_OPINION, said=said, actor=officer, now=LATER)
    version = publish(draft, approver=approver)
    assert (version.number, PackVersion.objects.count()) == (2, 2)


def test_each_check_is_needed(draft: Draft, officer: Actor, approver: Actor) -> None:
    pass_gates(draft, drafter=officer, checker=officer, leave=tuple(Gate))
    with pytest.raises(services.CannotPass) as caught:
        publish(draft, approver=approver)
    assert caught.value.said(english=False) == "还缺：专业支持、程序把关、合法性审核、公平竞争审查。"


def test_a_check_that_was_not_passed_counts_for_nothing(draft: Draft, officer: Actor, approver: Actor) -> None:
    pass_gates(draft, drafter=officer, checker=officer)
    refused = services.Said("限定了本地企业", outcome=Outcome.REFUSED)
    services.record_check(draft=draft.pk, gate=Gate.FAIR_COMPETITION, said=refused, actor=officer, now=LATER)
    with pytest.raises(services.CannotPass, match="Fair-competition review"):
        publish(draft, approver=approver)


def test_records_count_for_the_text_they_were_made_about(draft: Draft, officer: Actor, approver: Actor) -> None:
    pass_gates(draft, drafter=officer, checker=officer)
    services.take_back(draft=draft.pk, reason="改一个字", actor=officer, now=LATER)
    write(draft, "(新)", "(新版)", actor=officer)
    services.send_in(draft=draft.pk, said=services.Said("已自查"), actor=officer, now=LATER)
    with pytest.raises(services.CannotPass, match="Professional support, Procedural check"):
        publish(draft, approver=approver)
    services.take_back(draft=draft.pk, reason="改回来", actor=approver, now=LATER)
    write(draft, "(新版)", "(新)", actor=officer)
    services.send_in(draft=draft.pk, said=services.Said("已自查"), actor=officer, now=LATER)
    assert publish(draft, approver=approver).number == 2


def test_a_drafter_approves_nothing(cast: Cast, draft: Draft, officer: Actor) -> None:
    pass_gates(draft, drafter=officer, checker=officer)
    colleague = cast.person("王芳", (Role.POLICY_OFFICER, cast.zone))
    for actor in (officer, colleague):
        with pytest.raises(services.CannotChange):
            publish(draft, approver=actor)


def test_who_wrote_on_a_draft_never_approves_it_even_in_another_role(
    cast: Cast, draft: Draft, officer: Actor, approver: Actor
) -> None:
    writer = cast.person("周洋", (Role.POLICY_OFFICER, cast.zone))
    write(draft, "(新)", "(新版)", actor=writer)
    pass_gates(draft, drafter=officer, checker=approver)
    grant = RoleGrant.objects.get(person=writer.person)
    people.end_role(grant=grant.pk, actor=SYSTEM, now=LATER)
    people.grant_role(
        person=writer.person, role=Role.POLICY_APPROVER, organisation=cast.zone.pk, actor=SYSTEM, now=LATER
    )
    now_approver = register.actor_of(person=writer.person, now=LATER + timedelta(seconds=1))
    with pytest.raises(services.CannotPass, match="nobody approves a draft that they started or wrote on"):
        publish(draft, approver=now_approver)
    assert publish(draft, approver=approver).number == 2


def test_a_draft_with_errors_or_red_scenarios_is_not_sent_in(draft: Draft, officer: Actor) -> None:
    write(draft, "when: clause_conditions_met", "when: 符合条款条", actor=officer)
    with pytest.raises(services.CannotPass, match="1 errors, 0 scenarios"):
        services.send_in(draft=draft.pk, said=services.Said("已自查"), actor=officer, now=LATER)
    write(draft, "when: 符合条款条", "when: clause_conditions_met", actor=officer)
    write(draft, 'expect: {outcome: met, version: "old"}', "expect: {outcome: not_met}", actor=officer, path=SCENARIOS)
    with pytest.raises(services.CannotPass, match="0 errors, 1 scenarios"):
        services.send_in(draft=draft.pk, said=services.Said("已自查"), actor=officer, now=LATER)


def test_a_draft_that_changes_nothing_is_not_sent_in(draft: Draft, officer: Actor) -> None:
    write(draft, "(新)", "(示例)", actor=officer)
    with pytest.raises(services.CannotPass, match="differs in nothing"):
        services.send_in(draft=draft.pk, said=services.Said("已自查"), actor=officer, now=LATER)


def test_the_self_review_is_the_drafters_own(cast: Cast, draft: Draft) -> None:
    colleague = cast.person("王芳", (Role.POLICY_OFFICER, cast.zone))
    with pytest.raises(services.CannotPass, match="the drafter's own"):
        services.send_in(draft=draft.pk, said=services.Said("已自查"), actor=colleague, now=LATER)


def test_a_text_in_review_is_not_written_on(draft: Draft, officer: Actor) -> None:
    pass_gates(draft, drafter=officer, checker=officer)
    with pytest.raises(services.CannotDraft, match="In review"):
        write(draft, "(新)", "(别的)", actor=officer)


@pytest.mark.parametrize("gate", (Gate.SELF_REVIEW, Gate.APPROVAL))
def test_self_review_and_approval_have_their_own_places(draft: Draft, officer: Actor, gate: Gate) -> None:
    pass_gates(draft, drafter=officer, checker=officer)
    with pytest.raises(services.CannotPass):
        services.record_check(draft=draft.pk, gate=gate, said=services.Said("x"), actor=officer, now=LATER)


def test_publication_makes_a_version_and_its_records_stay(
    draft: Draft, officer: Actor, approver: Actor, cast: Cast
) -> None:
    pass_gates(draft, drafter=officer, checker=officer)
    version = publish(draft, approver=approver)
    book = queries.current_book(zone=cast.zone.pk, now=LATER)
    assert book.hash == version.hash
    assert book.loaded.rulebook.policies["retired-policy"].title.zh == "停止施行的政策(新)"
    assert CataloguedPolicy.objects.get(policy="retired-policy").title_zh == "停止施行的政策(新)"
    draft.refresh_from_db()
    assert (draft.state, draft.version) == ("published", version)
    assert version.note == "修改：停止施行的政策(示例)"
    gates = GateRecord.objects.filter(draft=draft).values_list("gate", flat=True)
    assert set(gates) == set(Gate)
    codes = AuditEntry.objects.filter(code__startswith="rulebook.").order_by("number").values_list("code", flat=True)
    assert list(codes)[-3:] == ["rulebook.check.recorded", "rulebook.pack.published", "rulebook.draft.published"]
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        GateRecord.objects.update(text="anders")


def test_a_publication_that_fails_leaves_nothing(
    draft: Draft, officer: Actor, approver: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    pass_gates(draft, drafter=officer, checker=officer)
    monkeypatch.setattr("huiqi.rulebook.services.gate.move", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        publish(draft, approver=approver)
    draft.refresh_from_db()
    assert draft.state == "in_review"
    assert PackVersion.objects.count() == 1
    assert not GateRecord.objects.filter(gate=Gate.APPROVAL).exists()


def test_a_draft_is_published_once(draft: Draft, officer: Actor, approver: Actor) -> None:
    pass_gates(draft, drafter=officer, checker=officer)
    publish(draft, approver=approver)
    with pytest.raises(services.CannotDraft, match="Published"):
        publish(draft, approver=approver)


def test_two_drafts_of_different_policies_are_published_one_after_the_other(
    cast: Cast, draft: Draft, officer: Actor, approver: Actor
) -> None:
    other = services.draft_change(zone=cast.zone.pk, policy="policy-calculator", actor=officer, now=NOW)
    write(other, "zh: 政策计算器", "zh: 政策计算器(新)", actor=officer, path="xian/policies/policy_calculator.yaml")
    for one in (draft, other):
        pass_gates(one, drafter=officer, checker=officer)
    publish(draft, approver=approver)
    publish(other, approver=approver)
    policies = queries.current_book(zone=cast.zone.pk, now=LATER).loaded.rulebook.policies
    assert policies["retired-policy"].title.zh == "停止施行的政策(新)"
    assert policies["policy-calculator"].title.zh == "政策计算器(新)"


def test_a_file_that_was_published_otherwise_meanwhile_is_brought_in_first(
    cast: Cast, draft: Draft, officer: Actor, approver: Actor
) -> None:
    facts = "xian/facts.yaml"
    other = services.draft_change(zone=cast.zone.pk, policy="policy-calculator", actor=officer, now=NOW)
    write(other, "zh: 政策满意度", "zh: 政策满意度", actor=officer, path=facts)
    write(other, "# Entitlement without application", "# Without application", actor=officer, path=facts)
    write(other, "zh: 政策计算器", "zh: 政策计算器(新)", actor=officer, path="xian/policies/policy_calculator.yaml")
    for one in (draft, other):
        pass_gates(one, drafter=officer, checker=officer)
    publish(other, approver=approver)
    with pytest.raises(services.CannotPass, match="published otherwise meanwhile"):
        publish(draft, approver=approver)
    services.take_back(draft=draft.pk, reason="合并", actor=officer, now=LATER)
    services.bring_up_to_date(draft=draft.pk, actor=officer, now=LATER)
    assert "# Without application" in text(draft, facts)
    assert "(新)" in text(draft)
    pass_gates(draft, drafter=officer, checker=officer)
    assert publish(draft, approver=approver).number == 3


def test_strangers_do_nothing_at_the_gate(cast: Cast, draft: Draft, officer: Actor) -> None:
    pass_gates(draft, drafter=officer, checker=officer)
    stranger = cast.person("外人", (Role.POLICY_APPROVER, cast.north))
    leader = cast.person("领导", (Role.LEADER, cast.zone))
    with pytest.raises(queries.CannotSeeDraft):
        publish(draft, approver=stranger)
    with pytest.raises(services.CannotChange):
        publish(draft, approver=leader)
    with pytest.raises(services.CannotChange):
        services.take_back(draft=draft.pk, reason="x", actor=leader, now=LATER)
