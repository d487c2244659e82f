"""What a determination answers: outcome, reasons, missing facts, amount, adjustments, next change.

`None` in an outcome is unknown. Everything here is data; `explain` turns it into sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

from huiqi_rules.core.values import Absent, Bounds
from huiqi_rules.model.claims import Adjustment, Money

FactValue: TypeAlias = Decimal | bool | str | date | frozenset[str] | Mapping[int, Decimal | None] | Absent | None
Answer: TypeAlias = FactValue | Bounds
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class Outcome(StrEnum):
    """The three answers."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"

    @staticmethod
    def of(answer: bool | None) -> Outcome:
        """Return the outcome of a three-valued answer."""
        return Outcome.UNKNOWN if answer is None else Outcome.MET if answer else Outcome.NOT_MET


class AmountKind(StrEnum):
    """Why an amount is what it is; NONE means that the clause promises no money."""

    EXACT = "exact"
    RANGE = "range"
    UNPUBLISHED = "unpublished"
    WAITING = "waiting"
    NONE = "none"


class ClauseDecision(NamedTuple):
    """One clause for one subject. `conditions` maps each needed condition id to its answer.

    `failed`: conditions (and, after limits, limit codes) that refuse it. `missing`: ids of the facts, and
    `missing_parameters` of the unpublished figures, that can still change the answer or the amount.
    `amount` in yuan is what is due: 0 where not met, None where unknown. `before_limits` is the amount before other
    claims and history were looked at.
    """

    clause: str
    outcome: Outcome
    conditions: Mapping[str, bool | None]
    failed: tuple[str, ...]
    missing: tuple[str, ...]
    amount: Money
    amount_kind: AmountKind
    missing_parameters: tuple[str, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    before_limits: Money = None
    payers: tuple[tuple[str, Money], ...] = ()
    place: int | None = None
    next_period: int | None = None


class Determination(NamedTuple):
    """One subject under one policy on one day.

    `outcome` is met when any clause is met, unknown when none is met but one may be. `amount` is the sum over clauses after
    limits; None when it cannot be told. `values` are the named outputs. `next_change` is the next day on which the answer
    changes by itself (a window opens or closes), `version` the id of the version used (None: none in force).
    `facts` is what the decision looked at, by fact id, so that it can be repeated and explained.

    A tuple, since one subject has as many of them as there are policies: a frozen dataclass takes five times as long to make.
    """

    policy: str
    version: str | None
    as_of: date
    outcome: Outcome
    failed: tuple[str, ...]
    missing: tuple[str, ...]
    amount: Money
    amount_kind: AmountKind
    clauses: tuple[ClauseDecision, ...]
    conditions: Mapping[str, bool | None] = NOTHING
    next_change: date | None = None
    pack_hash: str = ""
    # What differs between those who are answered alike stands at the end.
    values: Mapping[str, Answer] = NOTHING
    facts: Mapping[str, FactValue] = NOTHING
    subject: str = ""
    payee: str = ""

    @property
    def alike(self) -> tuple[object, ...]:
        """Return what all have in common who are decided alike."""
        return self[:-4]

    @staticmethod
    def of_one(
        alike: tuple[object, ...],
        values: Mapping[str, Answer],
        facts: Mapping[str, FactValue],
        subject: str,
        payee: str,
    ) -> Determination:
        """Return the determination of one of those who are decided alike."""
        # Two tuples put together: unpacking the first one takes half as long again.
        return tuple.__new__(Determination, alike + (values, facts, subject, payee))  # noqa: RUF005
