"""Policies: dated versions with named values, named conditions and clauses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from huiqi_rules.core.spans import Place
from huiqi_rules.core.types import Type
from huiqi_rules.model.facts import Fact, Formula, Parameter, Source, Text
from huiqi_rules.model.limits import NO_LIMITS, Limits


class Delivery(StrEnum):
    """How a clause reaches the company."""

    AUTO = "auto_entitlement"
    FAST = "fast_claim"
    APPLICATION = "on_application"
    RANKING = "by_ranking"


@dataclass(frozen=True, slots=True)
class ExactAmount:
    """An amount by formula in yuan, at most `at_most`; rounded half-up to `digits` decimals at the clause's end."""

    of: Formula
    at_most: Formula | None = None
    digits: int = 2


@dataclass(frozen=True, slots=True)
class RangeAmount:
    """An amount known only between two ends: "up to 500,000" is from 0."""

    low: Formula | None
    high: Formula


@dataclass(frozen=True, slots=True)
class Unpublished:
    """The source states no amount: unknown, never 0."""


Amount: TypeAlias = ExactAmount | RangeAmount | Unpublished


@dataclass(frozen=True, slots=True)
class Condition:
    """A named yes/no question with its source."""

    id: str
    name: Text
    when: Formula
    source: Source
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Value:
    """A named figure of a version; `digits` is set where a ratio or mean is given out rounded half-up."""

    id: str
    name: Text
    of: Formula | None
    type: Type | None
    source: Source
    digits: int | None = None
    labels: tuple[tuple[str, Text], ...] = ()
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Contact:
    """The office to call and the person who explains the policy; empty where the source names none."""

    office: str = ""
    phone: str = ""
    spokesperson: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One promise: who (all conditions of `needs`), what (amount, title or finding), how and within which limits."""

    id: str
    name: Text
    needs: tuple[str, ...]
    source: Source
    amount: Amount | None = None
    title: Text | None = None
    limits: Limits = NO_LIMITS
    delivery: Delivery = Delivery.APPLICATION
    notice_days: int | None = None
    pay_within_days: int | None = None
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Version:
    """The text of a policy in force from `start` to `end`, both included."""

    id: str
    start: date
    end: date | None
    source: Source
    values: tuple[Value, ...]
    conditions: tuple[Condition, ...]
    clauses: tuple[Clause, ...]
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy with all its versions; `aliases` are the policy's own short names of facts, `outputs` what it answers."""

    id: str
    title: Text
    subject: str
    issuer: str
    level: str
    theme: str
    aliases: Mapping[str, str]
    outputs: tuple[str, ...]
    versions: tuple[Version, ...]
    inventory: tuple[str, ...] = ()
    contact: Contact = Contact()
    place: Place = field(default=Place(""), compare=False)

    def on(self, day: date) -> Version | None:
        """Return the version in force on the day, or None."""
        for version in self.versions:
            if version.start <= day and (version.end is None or day <= version.end):
                return version
        return None


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One pack with everything it inherits: facts and parameters by id, policies by id, and the hash of its files."""

    id: str
    title: Text
    facts: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    policies: Mapping[str, Policy]
    hash: str
    path: str = ""


DEFAULT_RATIO_DIGITS = 10
