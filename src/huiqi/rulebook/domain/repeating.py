"""Deciding again from the texts of a pack and the facts in hand: no database, no site. For whoever checks what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huiqi.rulebook.domain.pack_files import Files, path_in_pack
from huiqi.rulebook.domain.populations import Column, read_values
from huiqi.rulebook.domain.reading import CannotRead, laid_out, read_folder
from huiqi_rules.api import Circumstances, Engine
from huiqi_rules.core.values import Bounds
from huiqi_rules.model.facts import Fact
from huiqi_rules.model.limits import NO_LIMITS


@dataclass(frozen=True, slots=True)
class Own:
    """What a clause gives a company by itself: `met`, `not_met` or `unknown`, both ends in yuan, None where unknown."""

    outcome: str
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that can be decided again: by which rules, under which policy, on which day."""

    engine: Engine
    dictionary: Mapping[str, Fact]
    hash: str
    policy: str
    clause: str
    day: date
    has_limits: bool

    def own(self, columns: Mapping[str, Column]) -> Own:
        """Return what one company gets before limits, from its facts as columns of one cell, by `name` or `name|period`."""
        values = read_values(columns, self.dictionary, size=1, day=self.day, wanted=set(self.dictionary))
        facts = {name: cells[0] for name, cells in values.facts.items() if cells[0] is not None}
        around = Circumstances(clause=self.clause)
        (decision,) = self.engine.assess(self.policy, self.day, facts, around, limits=False).clauses
        amount = decision.amount
        low, high = (amount.low, amount.high) if isinstance(amount, Bounds) else (amount, amount)
        return Own(decision.outcome.value, low, high)


@contextmanager
def clause_to_repeat(files: Files, *, pack: str, policy: str, clause: str, day: date) -> Iterator[Clause]:
    """Give a clause of a pack's files; raises CannotRead where they are no pack, KeyError where they do not have the clause."""
    for path in files:
        if not path_in_pack(path):
            raise CannotRead("no_such_file", path=path, pack=pack)
    with laid_out(files) as folder:
        read = read_folder(folder, pack)
        engine = read.engine()
        version = read.loaded.rulebook.policies[policy].on(day)
        found = [one for one in version.clauses if one.id == clause] if version else []
        if not found:
            raise KeyError(clause)
        yield Clause(
            engine, read.loaded.rulebook.facts, read.loaded.rulebook.hash, policy, clause, day,
            has_limits=found[0].limits != NO_LIMITS,
        )  # fmt: skip
