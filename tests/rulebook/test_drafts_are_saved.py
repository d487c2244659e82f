"""Drafts: every text that was saved stays, one is saved over the one that was read or not at all, and nobody else's is touched."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.models import AuditEntry
from huiqi.rulebook import queries, services
from huiqi.rulebook.models import CataloguedPolicy, Draft, DraftText, PackVersion
from tests.cast import NOW, Cast
from tests.rulebook.conftest import install

POLICY = "xian/policies/retired_policy.yaml"
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def colleague(cast: Cast) -> Actor:
    return cast.person("王芳", (Role.POLICY_OFFICER, cast.zone))


def text(draft: Draft, path: str = POLICY) -> str:
    return queries.last_texts(draft)[path].text


def test_a_draft_begins_with_the_published_files_of_its_policy(cast: Cast, draft: Draft) -> None:
    texts = queries.last_texts(draft)
    assert list(texts) == [
        POLICY,
        "xian/parameters/retired-policy.yaml",
        "xian/scenarios/retired-policy.yaml",
        "xian/facts.yaml",
    ]
    book = queries.current_book(zone=cast.zone.pk, now=NOW)
    assert texts[POLICY].text.encode() == book.files[POLICY]
    assert texts["xian/parameters/retired-policy.yaml"].text == ""


def test_figures_that_a_policy_reads_come_with_it(cast: Cast, xian: PackVersion, officer: Actor) -> None:
    draft = services.draft_change(zone=cast.zone.pk, policy="policy-calculator", actor=officer, now=NOW)
    assert "xian/parameters.yaml" in queries.last_texts(draft)


def test_a_policy_has_one_open_draft(cast: Cast, draft: Draft, colleague: Actor) -> None:
    assert services.draft_change(zone=cast.zone.pk, policy="retired-policy", actor=colleague, now=LATER) == draft


def test_an_inherited_policy_is_changed_where_it_comes_from(cast: Cast, officer: Actor) -> None:
    install(cast, "ordos")
    with pytest.raises(services.CannotDraft, match="comes from a pack"):
        services.draft_change(zone=cast.zone.pk, policy="hnte-2016", actor=officer, now=NOW)


def test_every_saved_text_stays(draft: Draft, officer: Actor) -> None:
    first = text(draft)
    for number, note in enumerate(("# 一\n", "# 二\n")):
        services.save_text(draft=draft.pk, path=POLICY, text=note + first, over=number, actor=officer, now=LATER)
    rows = DraftText.objects.filter(draft=draft, path=POLICY).order_by("number")
    assert [row.text[:3] for row in rows] == [first[:3], "# 一", "# 二"]
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        rows.update(saved_by_name="某人")


def test_the_later_of_two_officers_is_told_and_nothing_is_overwritten(
    draft: Draft, officer: Actor, colleague: Actor
) -> None:
    first = text(draft)
    services.save_text(draft=draft.pk, path=POLICY, text=first + "# 李\n", over=0, actor=officer, now=LATER)
    with pytest.raises(services.CannotSave) as caught:
        services.save_text(draft=draft.pk, path=POLICY, text=first + "# 王\n", over=0, actor=colleague, now=LATER)
    assert caught.value.last.saved_by_name == "李敏"
    assert text(draft) == first + "# 李\n"


def test_the_same_text_again_is_no_new_one_whoever_sends_it(draft: Draft, officer: Actor, colleague: Actor) -> None:
    first = text(draft)
    services.save_text(draft=draft.pk, path=POLICY, text=first + "# 李\n", over=0, actor=officer, now=LATER)
    again = first.replace("\n", "\r\n") + "# 李\r\n\r\n"
    services.save_text(draft=draft.pk, path=POLICY, text=again, over=0, actor=colleague, now=LATER)
    assert queries.last_texts(draft)[POLICY].number == 1


def test_a_new_policy_begins_with_a_text_that_says_what_is_missing(
    cast: Cast, xian: PackVersion, officer: Actor
) -> None:
    draft = services.draft_policy(
        zone=cast.zone.pk, policy="rd-subsidy", title=('研发"补贴"', "R&D subsidy"), actor=officer, now=NOW
    )
    report = queries.report(officer, id=draft.pk)
    assert {one.code for one in report.checked.errors} >= {"unknown-name"}
    assert text(draft, "xian/policies/rd-subsidy.yaml").startswith("id: rd-subsidy\n")
    assert CataloguedPolicy.objects.get(policy="rd-subsidy").is_unpublished


@pytest.mark.parametrize("policy", ("RD", "研发", "a--b", "-a", "a b", "a/b", "", "retired-policy"))
def test_an_id_that_cannot_be_or_is_taken_is_refused(
    cast: Cast, xian: PackVersion, officer: Actor, policy: str
) -> None:
    with pytest.raises(services.CannotDraft):
        services.draft_policy(zone=cast.zone.pk, policy=policy, title=("甲", "A"), actor=officer, now=NOW)


def test_a_discarded_draft_keeps_its_texts_and_frees_its_policy(cast: Cast, draft: Draft, officer: Actor) -> None:
    services.save_text(draft=draft.pk, path=POLICY, text=text(draft) + "# 李\n", over=0, actor=officer, now=LATER)
    services.discard_draft(draft=draft.pk, reason="不再需要", actor=officer, now=LATER)
    assert text(draft).endswith("# 李\n")
    with pytest.raises(services.CannotDraft):
        services.save_text(draft=draft.pk, path=POLICY, text="x", over=1, actor=officer, now=LATER)
    assert services.draft_change(zone=cast.zone.pk, policy="retired-policy", actor=officer, now=LATER) != draft


def test_a_new_policy_that_is_given_up_leaves_the_library(cast: Cast, xian: PackVersion, officer: Actor) -> None:
    draft = services.draft_policy(zone=cast.zone.pk, policy="new", title=("甲", "A"), actor=officer, now=NOW)
    services.discard_draft(draft=draft.pk, reason="", actor=officer, now=LATER)
    assert not CataloguedPolicy.objects.filter(policy="new").exists()


def test_only_drafters_of_the_zone_write_and_only_staff_of_it_read(cast: Cast, draft: Draft) -> None:
    for role, place in (
        (Role.POLICY_OFFICER, cast.north),
        (Role.COMPANY_OWNER, cast.north_company),
        (Role.FINANCE_OFFICER, cast.zone),
    ):
        stranger = cast.person("某人", (role, place))
        with pytest.raises(queries.CannotSeeDraft):
            queries.editor(stranger, id=draft.pk)
        with pytest.raises(queries.CannotSeeDraft):
            services.save_text(draft=draft.pk, path=POLICY, text="x", over=0, actor=stranger, now=LATER)
    approver = cast.person("审批", (Role.POLICY_APPROVER, cast.zone))
    assert not queries.editor(approver, id=draft.pk).may_write
    with pytest.raises(services.CannotChange):
        services.save_text(draft=draft.pk, path=POLICY, text="x", over=0, actor=approver, now=LATER)


def test_a_file_that_is_no_part_of_the_draft_is_not_written(draft: Draft, officer: Actor) -> None:
    for path in ("xian/pack.yaml", "../secret", "national/facts.yaml"):
        with pytest.raises(queries.CannotSeeDraft):
            services.save_text(draft=draft.pk, path=path, text="x", over=0, actor=officer, now=LATER)


def test_each_act_has_its_row_in_the_trail(draft: Draft, officer: Actor) -> None:
    services.save_text(draft=draft.pk, path=POLICY, text=text(draft) + "# 李\n", over=0, actor=officer, now=LATER)
    services.discard_draft(draft=draft.pk, reason="x", actor=officer, now=LATER)
    codes = AuditEntry.objects.filter(subject=str(draft.pk)).order_by("number").values_list("code", flat=True)
    assert list(codes) == ["rulebook.draft.started", "rulebook.draft.saved", "rulebook.draft.discarded"]
