"""What somebody can get, from the facts that are known so far: three answers, amounts as ranges, and the one question to ask next.

Only questions that can still change an answer are asked, the one first that touches the most open policies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huiqi.rulebook.queries.books import Book
from huiqi_rules.api import explain_determination
from huiqi_rules.core.types import AnnualType, BoolType, EnumType, SetType
from huiqi_rules.core.values import Bounds
from huiqi_rules.explain.explanation import Explanation
from huiqi_rules.model.decision import AmountKind, Determination, FactValue, Outcome
from huiqi_rules.model.facts import Fact
from huiqi_rules.model.policy import Policy

COMPANY = "enterprise"


@dataclass(frozen=True, slots=True)
class Offer:
    """One policy for one subject: the policy and what the engine decided with the facts at hand."""

    policy: Policy
    determination: Determination

    @property
    def outcome(self) -> str:
        """Return `met`, `not_met` or `unknown`."""
        return self.determination.outcome.value

    @property
    def low(self) -> Decimal | None:
        """Return the least amount in yuan; None where it cannot be told or no money is promised."""
        amount = self.determination.amount
        return amount.low if isinstance(amount, Bounds) else amount

    @property
    def high(self) -> Decimal | None:
        """Return the largest amount in yuan; None where it cannot be told or no money is promised."""
        amount = self.determination.amount
        return amount.high if isinstance(amount, Bounds) else amount

    @property
    def kind(self) -> str:
        """Return `exact`, `range`, `unpublished`, `waiting` (for facts) or `none` (no money is promised)."""
        return self.determination.amount_kind.value


@dataclass(frozen=True, slots=True)
class Calculation:
    """All policies in force on a day for one subject; `question` is the fact to ask for next, None when none matters any more."""

    day: date
    offers: tuple[Offer, ...]
    question: Fact | None
    questions_left: int

    def of(self, outcome: str) -> tuple[Offer, ...]:
        """Return the offers with one of the three answers, the largest amounts first."""
        found = [offer for offer in self.offers if offer.outcome == outcome]
        return tuple(sorted(found, key=lambda offer: -(offer.high or Decimal(0))))

    @property
    def met(self) -> tuple[Offer, ...]:
        """Return what is met."""
        return self.of(Outcome.MET.value)

    @property
    def unknown(self) -> tuple[Offer, ...]:
        """Return what cannot be told yet."""
        return self.of(Outcome.UNKNOWN.value)

    @property
    def not_met(self) -> tuple[Offer, ...]:
        """Return what is not met."""
        return self.of(Outcome.NOT_MET.value)


def policies_in_force(book: Book, *, day: date, subject: str = COMPANY) -> tuple[Policy, ...]:
    """Return the policies of a book for one kind of subject that are in force on a day."""
    policies = book.loaded.rulebook.policies.values()
    return tuple(policy for policy in policies if policy.subject == subject and policy.on(day) is not None)


def calculate(
    book: Book,
    *,
    day: date,
    facts: Mapping[str, FactValue],
    unsure: Iterable[str] = (),
    policies: Iterable[str] | None = None,
    subject: str = COMPANY,
) -> Calculation:
    """Decide every policy in force (or those named) with the facts at hand; facts that are `unsure` are not asked for again."""
    chosen = None if policies is None else frozenset(policies)
    offered = [
        policy for policy in policies_in_force(book, day=day, subject=subject) if chosen is None or policy.id in chosen
    ]
    determinations = book.engine.assess_each([policy.id for policy in offered], day, facts)
    offers = tuple(Offer(policy, determination) for policy, determination in zip(offered, determinations, strict=True))
    asked = frozenset(unsure) | frozenset(facts)
    open_facts = touched(book, offers, asked)
    dictionary = book.loaded.rulebook.facts
    best = max(open_facts, key=lambda name: (open_facts[name], -effort(dictionary[name]), name), default=None)
    return Calculation(day, offers, dictionary[best] if best else None, len(open_facts))


def touched(book: Book, offers: Iterable[Offer], asked: frozenset[str]) -> dict[str, int]:
    """Return for every fact that can still change an answer how many policies it touches."""
    found: dict[str, int] = defaultdict(int)
    for offer in offers:
        if offer.outcome == Outcome.UNKNOWN.value or offer.kind == AmountKind.WAITING.value:
            for name in offer.determination.missing:
                if name in book.loaded.rulebook.facts and name not in asked:
                    found[name] += 1
    return dict(found)


def effort(fact: Fact) -> int:
    """Return how hard a question is: yes or no, a choice, a figure, figures of several years."""
    match fact.type:
        case BoolType():
            return 0
        case EnumType() | SetType():
            return 1
        case AnnualType():
            return 3
        case _:
            return 2


def why(book: Book, offer: Offer, *, english: bool) -> Explanation:
    """Return the reasons of an offer, down to the article, with what is missing and how far it is."""
    return explain_determination(book.engine, offer.determination, "en" if english else "zh")
