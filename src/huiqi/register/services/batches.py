"""Many companies and facts in one act, and that act taken back: the rows of an import.

Who calls them asks for the rights on the whole, holds the transaction, and writes the one row of the audit trail.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final, NamedTuple
from uuid import UUID

from huiqi.kernel import events
from huiqi.kernel.actor import Actor
from huiqi.kernel.arrays import among
from huiqi.kernel.copying import copy_lines, copy_rows, written
from huiqi.kernel.ids import new_ids
from huiqi.register.domain import names
from huiqi.register.domain.values import MISSING, State, Value, columns, written_number
from huiqi.register.models import Organisation, Standing
from huiqi.register.services.searching import index_organisations
from huiqi.register.services.standing import fold_in, refresh

_FACT_COLUMNS = (
    "id", "subject_id", "name", "period", "state", "number", "text", "day", "truth", "evidence", "source", "recorded_at",
    "recorded_by", "recorded_by_name", "batch",
)  # fmt: skip
_COMPANY_COLUMNS = (
    "id", "kind", "name", "name_key", "name_initials", "credit_code", "parent_id", "within", "added_at",
)  # fmt: skip
_KNOWN: Final = State.KNOWN.value


class Line(NamedTuple):
    """What a batch says of one thing; `evidence` is the place it was read from."""

    subject: UUID
    name: str
    period: str
    value: Value
    evidence: str


@dataclass(frozen=True, slots=True)
class NewCompany:
    """A company that a batch adds: its identifier is chosen beforehand, so that lines can name it. The code may be unknown."""

    id: UUID
    name: str
    credit_code: str | None
    parent: Organisation


def add_companies(added: Sequence[NewCompany], *, now: datetime) -> None:
    """Add companies with their subjects; an IntegrityError says that somebody else has added one of the codes."""
    copy_rows("register_organisation", _COMPANY_COLUMNS, (_company_row(one, now) for one in added))
    copy_rows("register_subject", ("id", "kind", "organisation_id"), ((one.id, "company", one.id) for one in added))
    index_organisations([one.id for one in added])


def record_batch(batch: UUID, lines: Iterable[Line], *, source: str, actor: Actor, now: datetime) -> int:
    """Add what a batch says and bring the standings of its subjects up to date; return how many facts were added.

    The lines are taken one by one, those of a subject behind each other at best; nothing may ask the database meanwhile.
    """
    about = _About()
    count = copy_lines("register_fact", _FACT_COLUMNS, _fact_lines(batch, about.seen_in(lines), source, actor, now))
    subjects = list(about.subjects)
    if not about.withdraws and not said_since(subjects, now=now, or_then=True):
        fold_in(batch, now=now)
    else:
        refresh(subjects, now=now)
    events.announce("register.facts.recorded", subjects=tuple(subjects), facts=tuple(sorted(about.names)))
    return count


@dataclass(slots=True)
class _About:
    """What the lines of a batch are about, noted while they pass."""

    subjects: dict[UUID, None] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    withdraws: bool = False

    def seen_in(self, lines: Iterable[Line]) -> Iterator[Line]:
        for line in lines:
            self.subjects[line.subject] = None
            self.names.add(line.name)
            if line.value is MISSING:
                self.withdraws = True
            yield line


def hold_companies(companies: Collection[UUID]) -> None:
    """Keep others from changing companies, and from saying anything of them, until the transaction ends."""
    held = Organisation.objects.select_for_update(no_key=True).filter(pk__in=among(companies)).order_by("pk")
    assert len(held.values_list("pk", flat=True)) <= len(companies), "more companies than were named"


def said_since(subjects: Collection[UUID], *, now: datetime, or_then: bool = False) -> bool:
    """Return whether something was said of subjects after this moment, or at it: what is said now would not be the last word."""
    since = {"changed_at__gte" if or_then else "changed_at__gt": now}
    return Standing.objects.filter(subject__in=among(subjects), **since).exists()


def _company_row(one: NewCompany, now: datetime) -> tuple[object, ...]:
    name = names.tidy(one.name)
    within = [*one.parent.within, one.id]
    return (
        one.id, Organisation.Kind.COMPANY.value, name, names.sort_key(name), names.initials(name), one.credit_code,
        one.parent.pk, within, now,
    )  # fmt: skip


def _fact_lines(batch: UUID, lines: Iterable[Line], source: str, actor: Actor, now: datetime) -> Iterator[str]:
    # Hundreds of thousands of them: what is the same in all is written once, and what is the same as in the line before.
    end = "\t".join(map(written, (source, now, actor.person, actor.name, batch))) + "\n"
    first = next(new_ids(now, 1)).int
    subject, shown = None, ""
    for step, line in enumerate(lines):
        if line.subject is not subject:
            subject, shown = line.subject, str(line.subject)
        value = _value(line.value)
        yield f"{first + step:032x}\t{shown}\t{line.name}\t{line.period}\t{value}\t{written(line.evidence)}\t{end}"


def _value(value: Value) -> str:
    if value.__class__ is Decimal:
        return f"{_KNOWN}\t{written_number(value)}\t\\N\t\\N\t\\N"
    held = columns(value)
    return "\t".join(map(written, (held.state.value, held.number, held.text, held.day, held.truth)))
