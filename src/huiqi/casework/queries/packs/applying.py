"""What companies gave with their applications, and what a panel made of it: declaration, answers, files, score sheets, places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from huiqi.casework.domain.applying.rights import APPLY, SEE_APPLICATIONS
from huiqi.casework.domain.ranking.rights import SEE_COMPETITIONS
from huiqi.casework.models import (
    Application,
    ApplicationFile,
    ApplicationStep,
    Claim,
    Competition,
    Declaration,
    Intake,
    Placing,
    Recusal,
    ScoreSheet,
)
from huiqi.casework.queries.packs.sight import Sight
from huiqi.kernel.audit import plain
from huiqi.register import queries as register
from huiqi.rulebook.queries import FactEntry

_INTAKE: Final = (
    "id", "way", "first_day", "last_day", "notes", "needs_proof", "check_days", "fix_days", "pay_days", "made_at",
    "made_by_name", "closed_at", "closed_by_name",
)  # fmt: skip
_COMPETITION: Final = (
    "id", "score_fact", "places", "budget", "pass_mark", "ties", "trims", "panel_least", "made_at", "made_by_name",
    "closed_at", "closed_by_name",
)  # fmt: skip
_APPLICATION: Final = (
    "id", "standing", "begun_at", "begun_by_name", "declaration", "submitted_at", "submitted_by_name", "checked_at",
    "checked_by_name", "accepted_at", "reason",
)  # fmt: skip
WITHHELD: Final[Mapping[str, Any]] = {"withheld": True}


def intake_line(sight: Sight) -> dict[str, Any] | None:
    """Return the intake that a round came of; None where nobody applied for it."""
    found: Intake | None = sight.round.run.intake
    return None if found is None else _said(found, _INTAKE)


def competition_line(sight: Sight) -> dict[str, Any] | None:
    """Return how the applications of a round were ranked, by what criteria, by whom; None where they were not."""
    found = Competition.objects.filter(intake=sight.round.run.intake_id).first() if sight.round.run.intake_id else None
    if found is None:
        return None
    if not sees_scores(sight):
        return dict(WITHHELD)
    criteria = [
        {"id": str(one.pk), "zh": one.zh, "en": one.en, "weight": plain(one.weight), "most": plain(one.most)}
        for one in found.criteria.all()
    ]
    panel = [{"id": one.pk, "name": one.name, "is_outside": one.is_outside} for one in found.members.all()]
    placings = _all_placings(found) if sight.is_whole else []
    return {"withheld": False, **_said(found, _COMPETITION), "criteria": criteria, "panel": panel, "placings": placings}


def _all_placings(found: Competition) -> list[dict[str, Any]]:
    """Return everybody's place, of those who got nothing too: whoever audits a ranking compares."""
    rows = list(found.placings.select_related("application__company").order_by("rank", "pk"))
    ids = [one.application_id for one in rows]
    papers = _papers(ids)
    return [
        {"application": str(one.application_id), "name": one.application.company.name,
         **_placing(one, papers)}
        for one in rows
    ]  # fmt: skip


def sees_scores(sight: Sight) -> bool:
    """Return whether it may be shown what a panel gave; never to the company."""
    return not sight.is_own and register.reaches(sight.actor, sight.round.scope, *SEE_COMPETITIONS)


def application_lines(
    sight: Sight, part: Sequence[Claim], dictionary: Mapping[str, FactEntry]
) -> Mapping[UUID, dict[str, Any]]:
    """Return the applications of some claims, by claim, in three queries; the looks are noted."""
    if sight.round.run.intake_id is None:
        return {}
    # A claim has the identifier of the application that it came of.
    companies = {claim.pk: claim for claim in part}
    rows = {one.pk: one for one in Application.objects.filter(pk__in=companies)}
    files = _grouped(ApplicationFile.objects.filter(application__in=rows).select_related("evidence").order_by("pk"))
    steps = _grouped(ApplicationStep.objects.filter(application__in=rows).order_by("pk"))
    found: dict[UUID, dict[str, Any]] = {}
    for key, one in rows.items():
        claim = companies[key]
        seen = register.reaches(sight.actor, sight.round.scope, *SEE_APPLICATIONS)
        if not (seen or register.reaches(sight.actor, claim.company, *APPLY)):
            found[key] = dict(WITHHELD)
            continue
        answers = _answers(one, dictionary, sees=sight.sees_sensitive(claim))
        found[key] = {
            "withheld": False, **_said(one, _APPLICATION), "answers": answers,
            "files": [_file(file) for file in files[key]], "steps": [_step(step) for step in steps[key]],
        }  # fmt: skip
        told = [answer["name"] for answer in answers if not answer["withheld"]]
        register.note_look(sight.actor, organisations=[claim.company], names=told)
    return found


def score_lines(sight: Sight, part: Sequence[Claim]) -> Mapping[UUID, dict[str, Any]]:
    """Return what a panel gave the applications of some claims, by claim, in three queries."""
    if sight.round.run.intake_id is None:
        return {}
    ids = [claim.pk for claim in part]
    places = {one.application_id: one for one in Placing.objects.filter(application__in=ids)}
    if not sees_scores(sight):
        return {key: dict(WITHHELD) for key in places}
    papers = _papers(ids)
    return {key: _placing(one, papers) for key, one in places.items()}


@dataclass(frozen=True, slots=True)
class _Papers:
    """What a panel left about applications, by application."""

    sheets: Mapping[UUID, list[ScoreSheet]]
    recusals: Mapping[UUID, list[Recusal]]
    declarations: Mapping[UUID, list[Declaration]]


def _papers(ids: Sequence[UUID]) -> _Papers:
    kinds = (ScoreSheet, Recusal, Declaration)
    rows = (kind.objects.filter(application__in=ids).select_related("member") for kind in kinds)
    return _Papers(*(_grouped(found.order_by("member__name", "pk")) for found in rows))


def _placing(one: Placing, papers: _Papers) -> dict[str, Any]:
    key = one.application_id
    return {
        "withheld": False, "rank": one.rank, "outcome": one.outcome, "top": str(one.top), "bottom": str(one.bottom),
        "marks": one.marks, "reason": one.reason, "settled_by": one.settled_by_name,
        "sheets": [
            {"by": sheet.member.name, "member": sheet.member_id, "values": sheet.values, "comment": sheet.comment, "saved_at": plain(sheet.saved_at)}
            for sheet in papers.sheets[key]
        ],
        "recusals": [{"by": row.member.name, "reason": row.reason, "at": plain(row.at)} for row in papers.recusals[key]],
        "declarations": [{"by": row.member.name, "text": row.text, "at": plain(row.at)} for row in papers.declarations[key]],
    }  # fmt: skip


def _answers(one: Application, dictionary: Mapping[str, FactEntry], *, sees: bool) -> list[dict[str, Any]]:
    found = []
    for key, kept in sorted(one.answers.items()):
        name, _, period = key.partition("|")
        entry = dictionary.get(name)
        withheld = entry is not None and entry.is_sensitive and not sees
        zh, en = (entry.zh, entry.en) if entry else (name, name)
        check = one.checks.get(key, {})
        found.append({
            "key": key, "name": name, "period": period, "zh": zh, "en": en, "withheld": withheld,
            "kind": None if withheld else kept[0], "text": None if withheld else " ".join(map(str, kept[1:])),
            "accepted": check.get("accepted"), "why": check.get("reason", ""), "checked_by": check.get("by", ""),
        })  # fmt: skip
    return found


def _file(one: ApplicationFile) -> dict[str, Any]:
    known = one.evidence
    return {
        "id": str(known.pk), "question": one.question, "name": known.name, "bytes": known.size_bytes, "sha256": known.digest,
        "added_at": plain(known.added_at), "added_by": known.added_by_name,
    }  # fmt: skip


def _step(one: ApplicationStep) -> dict[str, Any]:
    return {
        "doing": one.doing, "standing": one.standing, "at": plain(one.at), "by": plain(one.by), "by_name": one.by_name,
        "reason": one.reason,
    }  # fmt: skip


def _said(row: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in names}


def _grouped(rows: Any) -> Mapping[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.application_id].append(row)
    return found
