"""Deciding again: the rules and the facts that are in the pack have to give what the claim says, to the fen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from huiqi.casework.domain.packs import layout
from huiqi.casework.domain.packs.checking_money import as_money, ends
from huiqi.casework.domain.packs.opening import Opened
from huiqi.casework.domain.packs.problems import Problem, problem
from huiqi.casework.domain.snapshot_files import Column
from huiqi.kernel.errors import Cannot
from huiqi.rulebook.domain.repeating import Clause, Own, clause_to_repeat


@dataclass(slots=True)
class Repeating:
    """Decides claims again; counts those that it decided and those of which facts are withheld."""

    clause: Clause | None
    problems: list[Problem] = field(default_factory=list)
    repeated: int = 0
    withheld: int = 0

    @classmethod
    @contextmanager
    def over(cls, pack: Opened, about: Mapping[str, Any]) -> Iterator[Repeating]:
        """Give what repeats by the rules of a pack; where they cannot be read, that is its one problem."""
        made = about["round"]
        with ExitStack() as stack:
            try:
                rules = clause_to_repeat(
                    rules_of(pack),
                    pack=made["pack"],
                    policy=made["policy"],
                    clause=made["clause"],
                    day=date.fromisoformat(made["day"]),
                )
                found = cls(stack.enter_context(rules))
            except (Cannot, KeyError, ValueError, OSError, RecursionError) as error:
                reason = f"{type(error).__name__}: {error}"[:300]
                found = cls(None, [problem(layout.RULES, "rules_unreadable", reason=reason)])
            if found.clause is not None and found.clause.hash != made["pack_hash"]:
                wanted = made["pack_hash"]
                found.problems.append(problem(layout.RULES, "rules_hash", found=found.clause.hash, wanted=wanted))
            yield found

    def repeat(self, file: str, claim: Mapping[str, Any]) -> Iterator[Problem]:
        """Yield where deciding again gives something else."""
        if self.clause is None:
            return
        if any(fact["withheld"] for fact in claim["facts"]):
            self.withheld += 1
            return
        own = self.clause.own(columns_of(claim))
        self.repeated += 1
        if not fits(own, claim, has_limits=self.clause.has_limits):
            wanted, found = said("met", claim["low"], claim["high"]), said(own.outcome, own.low, own.high)
            yield problem(file, "decided_otherwise", claim["name"], found=found, wanted=wanted)


def fits(own: Own, claim: Mapping[str, Any], *, has_limits: bool) -> bool:
    """Return whether a claim follows from what the clause gives by itself.

    What limits took off depends on other companies: of such an amount its way is checked, from its own beginning on.
    """
    kept = (as_money(claim["low"]), as_money(claim["high"]))
    amounts = {kept} | (
        {pair for one in claim["adjustments"] for pair in (ends(one["before"]), ends(one["after"]))}
        if has_limits
        else set()
    )
    return own.outcome == "met" and (own.low, own.high) in amounts


def columns_of(claim: Mapping[str, Any]) -> dict[str, Column]:
    """Return the facts of a claim as columns of one cell."""
    return {fact["key"]: Column([fact["cell"]], [0] if fact["absent"] else []) for fact in claim["facts"]}


def rules_of(pack: Opened) -> dict[str, bytes]:
    """Return the files of the rules."""
    names = sorted(name for name in pack.members if name.startswith(layout.RULES))
    return {name.removeprefix(layout.RULES): pack.content(name) for name in names}


def said(outcome: str, low: object, high: object) -> str:
    """Return an answer and its amount as text."""
    return f"{outcome} {low if isinstance(low, Decimal | str) else '?'} – {high if isinstance(high, Decimal | str) else '?'}"
