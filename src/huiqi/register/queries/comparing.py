"""Two records side by side: who they are, what was said of each last, and what points at each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from huiqi.kernel.actor import Actor
from huiqi.register.domain.rights import KEEP_REGISTER
from huiqi.register.models import FormerName, Identifier, Organisation, Standing
from huiqi.register.queries.pointing import pointed_from
from huiqi.register.queries.reach import CannotSee, within_reach

Entry = list[object]


@dataclass(frozen=True, slots=True)
class Side:
    """One record as it stands."""

    organisation: Organisation
    former_names: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    pointed_at: Mapping[str, int]
    fact_count: int


@dataclass(frozen=True, slots=True)
class ComparedFact:
    """A fact of either record: `first` and `second` as `Standing` holds them, None where nothing is said."""

    name: str
    period: str
    first: Entry | None
    second: Entry | None

    @property
    def key(self) -> str:
        """Return the fact with its period, as `Standing` names it."""
        return f"{self.name}|{self.period}" if self.period else self.name

    @property
    def differs(self) -> bool:
        """Return whether both say something, and not the same."""
        return self.first is not None and self.second is not None and self.first[:2] != self.second[:2]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records side by side."""

    first: Side
    second: Side
    facts: tuple[ComparedFact, ...]


def comparison(actor: Actor, *, first: UUID, second: UUID) -> Comparison:
    """Return two records that the actor may change; raises CannotSee."""
    rows = {
        row.pk: row
        for row in within_reach(actor, *KEEP_REGISTER).filter(pk__in=(first, second)).select_related("parent")
    }
    if first not in rows or second not in rows:
        raise CannotSee("not_found", what="organisation", id=first)
    standings = dict(Standing.objects.filter(subject__in=rows).values_list("subject", "facts"))
    said_first, said_second = standings.get(first, {}), standings.get(second, {})
    facts = []
    for key in sorted({*said_first, *said_second}):
        name, _, period = key.partition("|")
        facts.append(ComparedFact(name, period, said_first.get(key), said_second.get(key)))
    sides = [
        Side(rows[key], tuple(names), tuple(issued), pointed, len(standings.get(key, {})))
        for key, names, issued, pointed in around(first, second)
    ]
    return Comparison(sides[0], sides[1], tuple(facts))


def around(*records: UUID) -> Iterator[tuple[UUID, list[str], list[tuple[str, str]], dict[str, int]]]:
    """Yield what belongs to each record: its former names, its other identifiers, what points at it; three queries."""
    names: dict[UUID, list[str]] = {one: [] for one in records}
    former = FormerName.objects.filter(organisation__in=records).order_by("-until")
    for key, name in former.values_list("organisation", "name"):
        names[key].append(name)
    issued: dict[UUID, list[tuple[str, str]]] = {one: [] for one in records}
    for key, kind, value in Identifier.objects.filter(organisation__in=records).values_list(
        "organisation", "kind", "value"
    ):
        issued[key].append((kind, value))
    pointed = pointed_from(records)
    for one in records:
        yield one, names[one], issued[one], pointed[one]
