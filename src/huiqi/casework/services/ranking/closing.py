"""Closing a competition: means worked out exactly, places given, ties told; by the clause's own ranking the means become facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

from django.db import transaction

from huiqi.casework.domain.applying.states import Doing, Standing
from huiqi.casework.domain.ranking.places import UNRESOLVED, Entry, Outcome, Placed, Rule, Ties, placed
from huiqi.casework.domain.ranking.scoring import FACT_DIGITS, TRIMMED_LEAST, Criterion, mark, mean, rounded
from huiqi.casework.models import Application, Competition, PanelMember, Placing
from huiqi.casework.queries.applying import applications as applied
from huiqi.casework.queries.ranking import competitions as ranking
from huiqi.casework.services.applying.checking import end
from huiqi.casework.services.applying.opening import intake_to_change
from huiqi.casework.services.applying.stepping import locked
from huiqi.casework.services.ranking.failing import CannotRank
from huiqi.kernel import audit
from huiqi.kernel.actor import Actor, system
from huiqi.register import services as facts

_NAMED_MOST: Final = 10
Marks = Mapping[UUID, Sequence[Mapping[str, Decimal]]]


@transaction.atomic
def close_competition(*, intake: UUID, actor: Actor, now: datetime) -> Competition:
    """Work out the means and give the places; who gets none is told the rank and why. Raises CannotRank, CannotApply."""
    intake_to_change(intake, actor=actor)
    found = Competition.objects.select_for_update(of=("self",)).select_related("intake").filter(intake=intake).first()
    if found is None:
        raise CannotRank("not_ranked")
    if found.closed_at is not None:
        raise CannotRank("closed")
    refuse_early(found)
    rows = list(ranking.entrants(found).order_by("pk"))
    marks = marks_of(found)
    means = means_of(found, rows, marks)
    ranked = placed(entries_of(found, rows, means, actor=actor, now=now), rule_of(found))
    Placing.objects.bulk_create(placing_of(found, one, marks=len(marks[UUID(str(one.entry.key))])) for one in ranked)
    found.closed_at, found.closed_by_name = now, actor.name
    found.save(update_fields=("closed_at", "closed_by_name"))
    audit.record(
        "casework.competition.closed",
        actor=actor, subject_kind="competition", subject=found.pk, organisation=found.intake.scope_id, now=now,
        after={"applications": len(rows), "selected": 0 if found.score_fact else sum(one.outcome is Outcome.WINS for one in ranked)},
    )  # fmt: skip
    dismiss_experts(found, now=now)
    if found.score_fact:
        record_means(found, ranked, actor=actor, now=now)
    else:
        refuse_losers(
            found, [one for one in ranked if one.outcome not in {Outcome.WINS, *UNRESOLVED}], actor=actor, now=now
        )
    return found


@transaction.atomic
def settle_place(*, application: UUID, is_selected: bool, reason: str, actor: Actor, now: datetime) -> Placing:
    """Decide what the rule leaves open, a tie or an amount, and say why; raises CannotRank, CannotApply."""
    placing = Placing.objects.select_for_update(of=("self",)).select_related("competition__intake").filter(
        application=application
    ).first()  # fmt: skip
    if placing is None or placing.outcome not in list(UNRESOLVED):
        raise CannotRank("not_open")
    intake_to_change(placing.competition.intake_id, actor=actor)
    if not reason.strip():
        raise CannotRank("no_reason")
    placing.outcome = (Outcome.WINS if is_selected else Outcome.NO_PLACE).value
    placing.reason, placing.settled_by_name = reason.strip()[:500], actor.name
    placing.save()
    audit.record(
        "casework.competition.tie_decided",
        actor=actor, subject_kind="competition", subject=placing.competition_id,
        organisation=placing.competition.intake.scope_id, now=now,
        after={"application": application, "outcome": placing.outcome, "reason": placing.reason},
    )  # fmt: skip
    if not is_selected:
        words = f"评审第{placing.rank}名，{placing.reason}"
        end(locked(application), Doing.REFUSE, reason=words, actor=actor, now=now)
    return placing


def dismiss_experts(found: Competition, *, now: datetime) -> None:
    """End the roles of the experts from outside who sit on no other competition that is open."""
    people = list(found.members.filter(is_outside=True).values_list("person", flat=True))
    busy = PanelMember.objects.filter(person__in=people, is_outside=True, competition__closed_at=None)
    kept = set(busy.values_list("person", flat=True))
    done = [person for person in people if person not in kept]
    facts.end_experts(people=done, actor=system("competition"), now=now)


def refuse_early(found: Competition) -> None:
    """Refuse to close what is not whole; raises CannotRank with everything that is open."""
    open_ = (Standing.SUBMITTED.value, Standing.RETURNED.value)
    waiting = Application.objects.filter(intake=found.intake, standing__in=open_).count()
    if waiting:
        raise CannotRank("still_to_check", count=waiting)
    if not ranking.entrants(found).exists():
        raise CannotRank("nobody")
    late = [f"{one.member.name}（{one.left}）" for one in ranking.progress(found) if one.left]
    if late:
        raise CannotRank("sheets_missing", names="、".join(late[:_NAMED_MOST]))


def marks_of(found: Competition) -> Marks:
    """Return what the panel gave each application."""
    marks: dict[UUID, list[Mapping[str, Decimal]]] = {}
    for member in found.members.all():
        for sheet in member.sheets.all():
            marks.setdefault(sheet.application_id, []).append(
                {key: Decimal(value) for key, value in sheet.values.items()}
            )
    return marks


def means_of(
    found: Competition, rows: Sequence[Application], marks: Marks
) -> dict[UUID, tuple[Fraction, tuple[Fraction, ...]]]:
    """Return each application's mean, and the means of its criteria; raises CannotRank where too few scored."""
    least = max(found.panel_least, TRIMMED_LEAST if found.trims else 1)
    few = [row.company.name for row in rows if len(marks.get(row.pk, ())) < least]
    if few:
        raise CannotRank("too_few", least=least, names="、".join(few[:_NAMED_MOST]))
    criteria = ranking.criteria_of(found)

    def over(key: UUID, counted: Sequence[Criterion]) -> Fraction:
        return mean([mark(values, counted) for values in marks[key]], trims=found.trims)

    return {row.pk: (over(row.pk, criteria), tuple(over(row.pk, [one]) for one in criteria)) for row in rows}


def entries_of(
    found: Competition, rows: Sequence[Application], means: Mapping[UUID, tuple[Fraction, tuple[Fraction, ...]]],
    *, actor: Actor, now: datetime,
) -> list[Entry]:  # fmt: skip
    """Return the applications as they are ranked; what each would get is looked at where money is a line."""
    return [
        Entry(row.pk, *means[row.pk], amount=None if found.budget is None else amount_of(row, actor=actor, now=now))
        for row in rows
    ]


def amount_of(row: Application, *, actor: Actor, now: datetime) -> Decimal | None:
    """Return what the clause gives a company by itself, in yuan; None where it is open."""
    own = applied.application_page(actor, application=row, now=now).own
    return own.low if own is not None and own.low == own.high else None


def rule_of(found: Competition) -> Rule:
    """Return how places are given."""
    return Rule(found.places, found.budget, found.pass_mark, Ties(found.ties))


def placing_of(found: Competition, one: Placed, *, marks: int) -> Placing:
    """Return the row of a place; the mean stays two whole numbers."""
    top, bottom = one.entry.mean.as_integer_ratio()
    return Placing(
        application_id=UUID(str(one.entry.key)), competition=found, top=top, bottom=bottom, rank=one.rank,
        outcome=(Outcome.RANKED if found.score_fact else one.outcome).value, marks=marks,
    )  # fmt: skip


def record_means(found: Competition, ranked: Sequence[Placed], *, actor: Actor, now: datetime) -> None:
    """Make facts of the means: the clause ranks by them itself."""
    companies = dict(ranking.entrants(found).values_list("pk", "company_id"))
    for one in ranked:
        said = facts.Said(found.score_fact, rounded(one.entry.mean, FACT_DIGITS).normalize())
        source = f"评审“{found.intake.zh}”（{found.members.count()}位评审人）"[:200]
        facts.record_facts(
            subject=companies[UUID(str(one.entry.key))], said=[said], source=source, actor=actor, now=now
        )


def refuse_losers(found: Competition, losers: Sequence[Placed], *, actor: Actor, now: datetime) -> None:
    """End the applications that got no place, and tell each its rank and why."""
    for one in losers:
        reason = f"评审第{one.rank}名，{one.outcome.words[0]}"
        end(locked(UUID(str(one.entry.key))), Doing.REFUSE, reason=reason, actor=actor, now=now)
