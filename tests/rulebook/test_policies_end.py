"""Renewal and repeal: a draft that gives the last text another last day, through the gate like any other."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from huiqi.kernel.actor import VISITOR, Actor
from huiqi.rulebook import queries, services
from huiqi.rulebook.domain.drafting import Kind
from huiqi.rulebook.domain.ending import with_last_day
from huiqi.rulebook.models import CataloguedPolicy, Draft, PackVersion
from huiqi_rules.packs import bundled_folder
from tests.cast import NOW, Cast, visit
from tests.rulebook.conftest import install
from tests.rulebook.drafting import LATER, POLICY, SCENARIOS, pass_gates, publish, text

END = date(2023, 6, 30)


def ended(cast: Cast, policy: str, kind: Kind, last_day: date | None, *, actor: Actor, now: datetime = NOW) -> Draft:
    return services.draft_end(
        zone=cast.zone.pk, policy=policy, kind=kind, last_day=last_day, reason="效果不明显", actor=actor, now=now
    )


@pytest.fixture
def open_ended(cast: Cast, tmp_path: Path) -> PackVersion:
    """The pack xian with the policy that was retired still in force, and its scenarios about the end still true of a repeal."""
    folder = shutil.copytree(bundled_folder() / "xian", tmp_path / "xian")
    policy, scenarios = folder / "policies" / "retired_policy.yaml", folder / "scenarios" / "retired-policy.yaml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("to: 2023-06-30", "to: null"), encoding="utf-8")
    kept = [part for part in scenarios.read_text(encoding="utf-8").split("\n\n") if "[in_force]" not in part]
    scenarios.write_text("\n\n".join(kept), encoding="utf-8")
    return install(cast, folder)


@pytest.mark.inventory("XA-07")
def test_after_its_repeal_a_policy_refuses_claims_and_decides_earlier_ones_as_before(
    cast: Cast, open_ended: PackVersion, officer: Actor, approver: Actor
) -> None:
    before = queries.current_book(zone=cast.zone.pk, now=NOW)
    claim = ("retired-policy", {"clause_conditions_met": True})
    assert str(before.engine.assess(claim[0], date(2023, 7, 2), claim[1]).outcome) == "met"
    draft = ended(cast, "retired-policy", Kind.REPEAL, END, actor=officer)
    pass_gates(draft, drafter=officer, checker=officer)
    publish(draft, approver=approver)
    book = queries.current_book(zone=cast.zone.pk, now=LATER)
    late = book.engine.assess(claim[0], date(2023, 7, 2), claim[1])
    early = book.engine.assess(claim[0], date(2023, 6, 20), claim[1])
    assert (str(late.outcome), late.failed) == ("not_met", ("in_force",))
    assert (str(early.outcome), early.version) == ("met", "old")
    row = queries.policy_of(VISITOR, zone=cast.zone.pk, policy="retired-policy", day=date(2026, 3, 2))
    assert (row.standing, row.repealed_on) == ("repealed", END)
    page = Client().get("/rulebook/policies/retired-policy?day=2023-07-02").content.decode()
    assert "2023-07-02 提出的申请不予受理：政策已于 2023-06-30 停止施行。" in page
    page = Client().get("/rulebook/policies/retired-policy?day=2023-06-20").content.decode()
    assert "按文本“old”办理" in page


def test_a_repeal_to_come_leaves_the_policy_in_force_until_then(
    cast: Cast, open_ended: PackVersion, officer: Actor, approver: Actor
) -> None:
    draft = ended(cast, "retired-policy", Kind.REPEAL, date(2026, 12, 31), actor=officer)
    pass_gates(draft, drafter=officer, checker=officer)
    publish(draft, approver=approver)
    rows = [
        queries.policy_of(VISITOR, zone=cast.zone.pk, policy="retired-policy", day=day).standing
        for day in (date(2026, 3, 2), date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert rows == ["in_force", "expiring", "repealed"]


def test_a_renewed_policy_holds_longer(cast: Cast, xian: PackVersion, officer: Actor, approver: Actor) -> None:
    draft = ended(cast, "retired-policy", Kind.RENEWAL, date(2027, 12, 31), actor=officer)
    assert "to: 2027-12-31" in text(draft)
    # What the scenarios say about the day after the old end is no longer true.
    row = queries.last_texts(draft)[SCENARIOS]
    kept = "\n\n".join(part for part in row.text.split("\n\n") if "[in_force]" not in part)
    services.save_text(draft=draft.pk, path=SCENARIOS, text=kept, over=row.number, actor=officer, now=LATER)
    pass_gates(draft, drafter=officer, checker=officer)
    publish(draft, approver=approver)
    row = queries.policy_of(VISITOR, zone=cast.zone.pk, policy="retired-policy", day=date(2026, 3, 2))
    assert (row.standing, row.ends) == ("in_force", date(2027, 12, 31))


def test_a_renewal_after_a_repeal_takes_the_repeal_back(
    cast: Cast, open_ended: PackVersion, officer: Actor, approver: Actor
) -> None:
    for kind, day in ((Kind.REPEAL, date(2026, 6, 30)), (Kind.RENEWAL, None)):
        draft = ended(cast, "retired-policy", kind, day, actor=officer, now=LATER)
        pass_gates(draft, drafter=officer, checker=officer)
        publish(draft, approver=approver)
    row = CataloguedPolicy.objects.get(policy="retired-policy")
    assert (row.repealed_on, row.ends) == (None, None)


@pytest.mark.parametrize(
    ("kind", "last_day"),
    (
        (Kind.RENEWAL, END),
        (Kind.RENEWAL, END - timedelta(days=1)),
        (Kind.REPEAL, END + timedelta(days=1)),
        (Kind.REPEAL, date(2022, 12, 31)),
    ),
)
def test_a_last_day_that_makes_no_sense_is_refused(
    cast: Cast, xian: PackVersion, officer: Actor, kind: Kind, last_day: date
) -> None:
    with pytest.raises(services.CannotDraft):
        ended(cast, "retired-policy", kind, last_day, actor=officer)
    assert not Draft.objects.exists()


def test_a_policy_without_end_is_not_renewed_and_one_with_a_draft_waits(
    cast: Cast, xian: PackVersion, officer: Actor
) -> None:
    with pytest.raises(services.CannotDraft):
        ended(cast, "policy-calculator", Kind.RENEWAL, date(2027, 1, 1), actor=officer)
    services.draft_change(zone=cast.zone.pk, policy="retired-policy", actor=officer, now=NOW)
    with pytest.raises(services.CannotDraft, match="open draft"):
        ended(cast, "retired-policy", Kind.RENEWAL, date(2027, 1, 1), actor=officer)


@pytest.mark.parametrize(
    ("before", "day", "after"),
    (
        (
            "versions:\n  - id: a\n    from: 2023-01-01\n    to: 2023-06-30 # x\n",
            date(2024, 1, 1),
            "to: 2024-01-01 # x",
        ),
        ("versions:\n  - {id: a, from: 2023-01-01, to: null}\n", date(2024, 1, 1), "to: 2024-01-01}"),
        ("versions:\n  - id: a\n    from: 2023-01-01\n    to:\n", date(2024, 1, 1), "to: 2024-01-01\n"),
        ("versions:\n  - {id: a, from: 2023-01-01, to: 2023-06-30}\n", None, "to: null}"),
        (
            "versions:\n  - {id: b, from: 2024-01-01, to: null}\n  - {id: a, from: 2023-01-01, to: 2023-12-31}\n",
            date(2025, 1, 1),
            "{id: b, from: 2024-01-01, to: 2025-01-01}\n  - {id: a, from: 2023-01-01, to: 2023-12-31}",
        ),
    ),
)
def test_only_the_last_day_of_the_last_text_is_written_anew(before: str, day: date | None, after: str) -> None:
    assert after in with_last_day(before, day)


@pytest.mark.parametrize("text", ("", "versions: []", "id: [", "versions:\n  - {id: a, from: 2023-01-01}\n"))
def test_a_text_without_a_last_day_is_left_alone(text: str) -> None:
    assert with_last_day(text, END) is None


def test_the_pages_start_a_repeal_and_show_what_it_changes(cast: Cast, open_ended: PackVersion, officer: Actor) -> None:
    client = visit(officer)
    page = client.post(
        "/rulebook/policies/retired-policy/repeal", {"last_day": "2026-12-31", "reason": "效果不明显"}, follow=True
    ).content.decode()
    assert "2023-01-01 至 长期" in page
    assert "2023-01-01 至 2026-12-31" in page
    assert text(Draft.objects.get(), POLICY).count("to: 2026-12-31") == 1
    page = client.post("/rulebook/policies/retired-policy/repeal", {"last_day": "2026-12-31", "reason": "x"})
    assert "这项政策已有草案" in page.content.decode()
    assert client.post("/rulebook/policies/retired-policy/renew", {"last_day": "x", "reason": ""}).status_code == 200
