"""What stands around the claims of a pack: the round, the sums, batches, notices, rows of the audit trail, evidence, rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db.models import Count, Q, Sum

from huiqi.casework.domain.packs.layout import FORMAT
from huiqi.casework.models import Application, Batch, Competition, Notice, Objection
from huiqi.casework.queries.claims.notices import notices_of
from huiqi.casework.queries.packs.afterwards import sample_lines
from huiqi.casework.queries.packs.applying import competition_line, intake_line, sees_scores
from huiqi.casework.queries.packs.sight import Sight
from huiqi.casework.queries.runs import book_for
from huiqi.kernel import audit
from huiqi.kernel.audit import plain
from huiqi.kernel.chain import PARTS
from huiqi.kernel.models import AuditEntry

# Making a pack is an act itself; it changes nothing of what the pack tells.
NOT_TOLD: Final = "casework.audit_pack."
# Rows of the trail read at once: those of a bulk act name all its claims.
_ROWS: Final = 200
_ROUND: Final = (
    "policy", "version", "clause", "policy_zh", "policy_en", "zh", "en", "article", "delivery", "pack_hash", "snapshot_digest",
    "day", "notice_days", "confirm_days", "pay_days", "order", "made_at", "made_by_name",
)  # fmt: skip


def about(sight: Sight) -> dict[str, Any]:
    """Return what the pack is of: the round, its terms, and how many claims stand where with how much money."""
    made = sight.round
    totals = sight.claims.order_by("state").values("state").annotate(count=Count("pk"), money=Sum("amount"))
    said = {name: plain(getattr(made, name)) for name in _ROUND}
    said |= {
        "id": str(made.pk),
        "run": str(made.run_id),
        "pack": made.run.pack,
        "zone": made.zone.name,
        "scope": made.scope.name,
    }
    if sight.is_whole:
        said |= {name: getattr(made, name) for name in ("met", "not_met", "unknown", "had_already")}
    assert made.run.snapshot is not None, "a round stands on a finished run"
    said["known_at"] = plain(made.run.snapshot.known_at)
    return {
        "format": FORMAT, "kind": "round" if sight.is_whole else "claim", "round": said,
        "intake": intake_line(sight), "competition": competition_line(sight), "samples": sample_lines(sight),
        "totals": {row["state"]: {"count": row["count"], "amount": f"{row['money'] or 0:.2f}"} for row in totals},
    }  # fmt: skip


def batches(sight: Sight) -> list[dict[str, Any]]:
    """Return the batches in which claims were paid; to a company not how much others got in them."""
    names = (
        "id", "number", "stage", "made_at", "made_by", "made_by_name", "checked_at", "checked_by", "checked_by_name",
        "sent_at", "closed_at", "reason", *(() if sight.is_own else ("count", "total")),
    )  # fmt: skip
    rows = _batches(sight).order_by("number")
    return [{name: plain(getattr(row, name)) for name in names} for row in rows]


def notices(sight: Sight) -> list[dict[str, Any]]:
    """Return the public notices, from when to when."""
    asked = set(sight.claims.order_by().values_list("notice", flat=True).distinct())
    return [
        {
            "id": str(row.pk), "first_day": plain(row.first_day), "days": row.days, "posted_at": plain(row.posted_at),
            "posted_by": row.posted_by_name, "last_day": plain(clock.due_on) if clock else None,
        }
        for row, clock in sorted(notices_of(sight.round), key=lambda pair: pair[0].pk)
        if row.pk in asked
    ]  # fmt: skip


def trail(sight: Sight) -> Iterator[dict[str, Any]]:
    """Yield the rows of the audit trail about the claims; to a company their hashes alone, for they speak of others too."""
    own = frozenset() if sight.is_whole else frozenset(map(str, sight.ids.values_list("pk", flat=True)))
    wanted = Q(subject_kind="round", subject=str(sight.round.pk))
    kinds = {
        "notice": Notice.objects.filter(claims__in=sight.ids).distinct(),
        "objection": Objection.objects.filter(claim__in=sight.ids),
        "batch": _batches(sight),
        "application": Application.objects.filter(pk__in=sight.ids),
    }
    if sight.is_whole and sees_scores(sight):
        kinds["competition"] = Competition.objects.filter(intake=sight.round.run.intake_id)
    for kind, rows in kinds.items():
        wanted |= Q(subject_kind=kind, subject__in=[str(pk) for pk in rows.order_by().values_list("pk", flat=True)])
    found = AuditEntry.objects.filter(wanted).exclude(code__startswith=NOT_TOLD).order_by("number")
    for entry in found.iterator(chunk_size=_ROWS):
        if sight.is_whole or _concerns(entry, own):
            yield _row(entry, withheld=sight.is_own)


def rules(sight: Sight) -> Mapping[str, bytes]:
    """Return the files of the rules that decided, with those that they inherit."""
    return book_for(sight.round.run).files


def _batches(sight: Sight) -> Any:
    return Batch.objects.filter(payments__claim__in=sight.ids).distinct()


def _concerns(entry: AuditEntry, own: frozenset[str]) -> bool:
    named = json.loads(entry.details).get("after", {}).get("claims")
    return not isinstance(named, list) or not own.isdisjoint(named)


def _row(entry: AuditEntry, *, withheld: bool) -> dict[str, Any]:
    parts = dict(zip(PARTS, audit.parts_of(entry), strict=True))
    if withheld:
        parts = {name: parts[name] for name in ("previous_hash", "number", "recorded_at", "code")}
    return {**parts, "own_hash": entry.own_hash, "withheld": withheld}
