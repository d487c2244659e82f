"""Many companies and facts in one act, and that act taken back: the rows of an import.

Who calls them asks for the rights on the whole, holds the transaction, and writes the one row of the audit trail.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from huiqi.kernel import events
from huiqi.kernel.actor import Actor
from huiqi.kernel.copying import copy_lines, copy_rows, written
from huiqi.kernel.ids import new_ids
from huiqi.register.domain import names
from huiqi.register.domain.values import Value, columns, storable
from huiqi.register.models import Organisation
from huiqi.register.services.searching import index_organisations
from huiqi.register.services.standing import refresh

_FACT_COLUMNS = (
    "id", "subject_id", "name", "period", "state", "number", "text", "day", "truth", "evidence", "source", "recorded_at",
    "recorded_by", "recorded_by_name", "batch",
)  # fmt: skip
_COMPANY_COLUMNS = (
    "id", "kind", "name", "name_key", "name_initials", "credit_code", "parent_id", "within", "added_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
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


def record_batch(batch: UUID, lines: Sequence[Line], *, source: str, actor: Actor, now: datetime) -> int:
    """Add what a batch says and bring the standings of its subjects up to date; return how many facts were added."""
    subjects = list({line.subject: None for line in lines})
    count = copy_lines("register_fact", _FACT_COLUMNS, _fact_lines(batch, lines, source, actor, now))
    refresh(subjects, now=now)
    told = tuple(sorted({line.name for line in lines}))
    events.announce("register.facts.recorded", subjects=tuple(subjects), facts=told)
    return count


def _company_row(one: NewCompany, now: datetime) -> tuple[object, ...]:
    name = names.tidy(one.name)
    within = [*one.parent.within, one.id]
    return (
        one.id, Organisation.Kind.COMPANY.value, name, names.sort_key(name), names.initials(name), one.credit_code,
        one.parent.pk, within, now,
    )  # fmt: skip


def _fact_lines(batch: UUID, lines: Sequence[Line], source: str, actor: Actor, now: datetime) -> Iterator[str]:
    # Hundreds of thousands of them: what is the same in all is written once.
    end = "\t".join(map(written, (source, now, actor.person, actor.name, batch))) + "\n"
    for key, line in zip(new_ids(now, len(lines)), lines, strict=True):
        yield f"{key}\t{line.subject}\t{line.name}\t{line.period}\t{_value(line.value)}\t{written(line.evidence)}\t{end}"


def _value(value: Value) -> str:
    match value:
        case bool():
            return f"known\t\\N\t\\N\t\\N\t{'t' if value else 'f'}"
        case Decimal():
            return f"known\t{storable(value)}\t\\N\t\\N\t\\N"
        case _:
            held = columns(value)
            return "\t".join(map(written, (held.state.value, held.number, held.text, held.day, held.truth)))
