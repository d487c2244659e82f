"""The zone's own names of clauses and Huiqi's: what is known by id or name, what somebody has said, what still has to be said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, Sum

from huiqi.casework.domain.earlier.states import Outcome
from huiqi.casework.models import EarlierFile, EarlierPayment
from huiqi.register.domain.likeness import same_key
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.queries.looking_back import clause_names

# What somebody said is to be left out: payments of a kind that no clause in Huiqi is about.
NOT_WANTED: Final = ""
_NAMES_MOST: Final = 300


@dataclass(frozen=True, slots=True)
class Clauses:
    """Clauses that payments may be under: names by "policy/clause", and which one a text means if that is certain."""

    names: Mapping[str, tuple[str, str]]
    by_text: Mapping[str, str]
    said: Mapping[str, str]

    def of(self, text: str) -> str | None:
        """Return the clause that a text means, `NOT_WANTED`, or None where nobody has said."""
        key = same_key(text)
        said = self.said.get(key)
        if said is not None and (said == NOT_WANTED or said in self.names):
            return said
        return text if text in self.names else self.by_text.get(key)


def clauses_for(zone: UUID, *, said: Mapping[str, str], now: datetime) -> Clauses:
    """Return the clauses that a zone has ever published in its present rules, and what texts mean; none where nothing is published."""
    try:
        found = clause_names(rulebook.current_book(zone=zone, now=now))
    except rulebook.CannotFindBook:
        found = {}
    texts: dict[str, set[str]] = defaultdict(set)
    for key, (policy, clause) in found.items():
        for language in (0, 1):
            texts[same_key(clause[language])].add(key)
            texts[same_key(policy[language] + clause[language])].add(key)
        texts[same_key(key)].add(key)
    # A name that two clauses have says nothing.
    by_text = {text: next(iter(keys)) for text, keys in texts.items() if len(keys) == 1 and text}
    names = {key: (f"{policy[0]}：{clause[0]}", f"{policy[1]}: {clause[1]}") for key, (policy, clause) in found.items()}
    return Clauses(names, by_text, said)


@dataclass(frozen=True, slots=True)
class NameUsed:
    """A name of a clause in a list, how many rows bear it, and over how much in yuan."""

    said: str
    count: int
    amount: Decimal | None


def names_in(found: EarlierFile) -> list[NameUsed]:
    """Return the names of clauses in a list to which the actor was let in, those that still have to be said first."""
    rows = EarlierPayment.objects.filter(file=found).exclude(clause_said="").order_by().values("clause_said")
    counted = rows.annotate(
        count=Count("pk"), sum=Sum("amount"), open=Count("pk", filter=Q(outcome=Outcome.UNMAPPED))
    ).order_by("-open", "clause_said")
    return [NameUsed(one["clause_said"], one["count"], one["sum"]) for one in counted[:_NAMES_MOST]]
