"""Where two clauses of one run bar each other by the order of approval, officers see it when the second round is made, on both claims."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from huiqi.casework import services, tasks
from huiqi.casework.models import Claim, Round
from huiqi.casework.services import CannotClaim, Terms
from huiqi.kernel.actor import Actor
from huiqi.kernel.models import AuditEntry
from huiqi.rulebook import services as rulebook
from huiqi_rules.packs import bundled_folder
from tests.casework.claims.made import claims
from tests.casework.conftest import FIRST, LATE, LATER, add_company, hnte, outcomes, run_now
from tests.casework.test_what_is_under_review_counts_in_limits import approver
from tests.cast import NOW, SYSTEM, Cast, visit
from tests.ledger.books import Books

BOTH = "with: [hnte-reward/later_recognition_reward]"
AFTER = LATER + timedelta(minutes=1)
TERMS = Terms(confirm_days=10, notice_days=5)


def published(cast: Cast, folder: Path, *, also: str = "") -> None:
    """Ganzhou's rewards: the first recognition only before any later one; a company can meet both in one run."""
    shutil.copytree(bundled_folder() / "ganzhou", folder)
    file = folder / "policies" / "hnte_reward.yaml"
    text = file.read_text("utf-8")
    assert BOTH in text
    text = text.replace("needs: [recognised, not_first]", "needs: [recognised]")
    text = text.replace("amount: hnte_later_reward", f"amount: hnte_later_reward{also}")
    file.write_text(text, "utf-8")
    for one in (folder / "scenarios").rglob("hnte_reward*.yaml"):
        one.unlink()
    rulebook.install_pack(zone=cast.zone.pk, folder=folder, actor=SYSTEM, now=NOW)


def both_met(cast: Cast, officer: Actor) -> tuple[Claim, Claim]:
    """The claims of a company under both clauses, of one run; another company has but one of them."""
    hnte(cast.north_company, applied=True, recognised=True, first=True)
    hnte(add_company(cast, "只有一项公司", number=7), applied=True, recognised=True, first=False)
    run = run_now(officer, cast)
    assert [outcomes(run, clause)[cast.north_company.name][0] for clause in (FIRST, LATE)] == ["m", "m"]
    first, late = (round_of(officer, run, *one) for one in ((FIRST, LATER), (LATE, AFTER)))
    for made in (first, late):
        Round.objects.filter(pk=made.pk).update(line=Books(cast).line(1_000_000))
        made.claims.update(credit="clean")
    return first.claims.get(company=cast.north_company), late.claims.get(company=cast.north_company)


def round_of(officer: Actor, run: object, clause: tuple[str, str], now: object) -> Round:
    return services.open_round(run=run.pk, policy=clause[0], clause=clause[1], terms=TERMS, actor=officer, now=now)


def agreed(claim: Claim, officer: Actor, boss: Actor) -> None:
    claim.refresh_from_db()
    services.review(seen={claim.pk: claim.version}, reason="", actor=officer, now=AFTER)
    claim.refresh_from_db()
    services.approve(seen={claim.pk: claim.version}, reason="", actor=boss, now=AFTER)
    tasks.end_exclusion(decided=[str(claim.pk)])


def test_both_are_marked_when_the_second_round_is_made(cast: Cast, officer: Actor, tmp_path: Path) -> None:
    published(cast, tmp_path / "ganzhou")
    first, late = both_met(cast, officer)
    assert (first.excluded_by, first.excluded_limit, late.excluded_by) == (late, "first_time", None)
    assert all("exclusive" in one.exceptions for one in (first, late))
    (other,) = (one for one in claims(late.round) if one.pk != late.pk)
    assert "exclusive" not in other.exceptions, "it has but one"
    assert AuditEntry.objects.get(code="casework.claim.excluded").subject == str(first.round_id)
    client = visit(officer)
    page = client.get(f"/casework/claims/{first.pk}").text
    assert f'href="/casework/claims/{late.pk}"' in page
    assert "一经批准，按“只奖励首次”本项就不能再批准" in page
    page = client.get(f"/casework/claims/{late.pk}").text
    assert f'href="/casework/claims/{first.pk}"' in page
    assert "本项一经批准，按“只奖励首次”" in page
    assert "与另一项有先后" in client.get(f"/casework/rounds/{late.round_id}").text


def test_in_the_order_of_the_rule_both_are_approved(cast: Cast, officer: Actor, tmp_path: Path) -> None:
    published(cast, tmp_path / "ganzhou")
    first, late = both_met(cast, officer)
    boss = approver(cast)
    for claim in (first, late):
        agreed(claim, officer, boss)
    for claim in (first, late):
        claim.refresh_from_db()
        assert (claim.state, "exclusive" in claim.exceptions, claim.excluded_by) == ("approved", False, None)


def test_in_the_other_order_the_first_one_is_stopped_and_says_why(cast: Cast, officer: Actor, tmp_path: Path) -> None:
    published(cast, tmp_path / "ganzhou")
    first, late = both_met(cast, officer)
    boss = approver(cast)
    agreed(late, officer, boss)
    with pytest.raises(CannotClaim) as refused:
        agreed(first, officer, boss)
    assert refused.value.code == "limits_used"
    page = visit(officer).get(f"/casework/claims/{first.pk}").text
    assert "按“只奖励首次”本项不能再批准" in page
    # What was to come before it comes to nothing: it has its place again.
    late.round.claims.filter(pk=late.pk).update(state="declined")
    tasks.end_exclusion(decided=[str(late.pk)])
    first.refresh_from_db()
    assert ("exclusive" in first.exceptions, first.excluded_by) == (False, None)


def test_who_is_refused_excludes_nobody(cast: Cast, officer: Actor, tmp_path: Path) -> None:
    published(cast, tmp_path / "ganzhou")
    first, late = both_met(cast, officer)
    services.refuse(seen={late.pk: late.version}, reason="只兑现一项", actor=officer, now=AFTER)
    tasks.end_exclusion(decided=[str(late.pk)])
    first.refresh_from_db()
    assert ("exclusive" in first.exceptions, first.excluded_by) == (False, None)


def test_where_each_bars_the_other_the_second_round_is_refused_and_names_it(
    cast: Cast, officer: Actor, tmp_path: Path
) -> None:
    mutual = "\n        limits: {first_time: {with: [hnte-reward/first_recognition_reward]}}"
    published(cast, tmp_path / "ganzhou", also=mutual)
    hnte(cast.north_company, applied=True, recognised=True, first=True)
    run = run_now(officer, cast)
    round_of(officer, run, FIRST, LATER)
    with pytest.raises(CannotClaim) as refused:
        round_of(officer, run, LATE, AFTER)
    assert refused.value.code == "limits_moved"
    said = refused.value.said(english=False)
    assert cast.north_company.name in said
    assert "“首次认定奖励30万元”" in said
    assert not Round.objects.filter(clause=LATE[1]).exists()
    assert outcomes(run_now(officer, cast), LATE)[cast.north_company.name][0] == "n", "the next run knows"
