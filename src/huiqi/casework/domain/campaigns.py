"""Survey campaigns: chosen companies are asked for chosen facts by a day; how far each is; answers as they are kept before they count.

A question is a fact of the dictionary with its period. An answer says a value, that the question does not apply, or that the company
does not know: the last makes no fact. What is not answered is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from huiqi.register.domain.values import MISSING, NOT_APPLICABLE, Value


class Stage(StrEnum):
    """Where a campaign is."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Progress(StrEnum):
    """How far a company is that is asked."""

    WAITING = "waiting"
    BEGUN = "begun"
    SENT = "sent"
    RETURNED = "returned"
    TAKEN = "taken"


STAGE_NAMES = {
    Stage.DRAFT: ("草稿", "Draft"),
    Stage.OPEN: ("填报中", "Open"),
    Stage.CLOSED: ("已结束", "Closed"),
}
PROGRESS_NAMES = {
    Progress.WAITING: ("未填", "Not begun"),
    Progress.BEGUN: ("填写中", "Begun"),
    Progress.SENT: ("待审核", "To be looked at"),
    Progress.RETURNED: ("已退回", "Returned"),
    Progress.TAKEN: ("已采纳", "Taken"),
}
# Those who still have to answer.
OWING = (Progress.WAITING, Progress.BEGUN, Progress.RETURNED)
# Those who may still write.
WRITABLE = OWING


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that is asked for, and its period: empty for what holds without one."""

    name: str
    period: str = ""

    @property
    def key(self) -> str:
        """Return how the answer is kept and how the form calls it."""
        return f"{self.name}|{self.period}" if self.period else self.name


class Unknown(StrEnum):
    """The answer that a company does not know."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN
Answer = Value | Unknown


@dataclass(frozen=True, slots=True)
class Counted:
    """Companies of a campaign by how far they are; `overdue` still owe an answer after its day."""

    asked: int
    begun: int
    sent: int
    returned: int
    taken: int
    overdue: int

    @property
    def answered(self) -> int:
        """Return how many have answered: their answers wait for the officer's look or have been taken."""
        return self.sent + self.taken


def stored(answer: Answer) -> list[str]:
    """Return an answer as it is kept: its kind and its text, no digit lost."""
    match answer:
        case Unknown():
            return ["unknown", ""]
        case _ if answer is NOT_APPLICABLE:
            return ["not_applicable", ""]
        case bool():
            return ["truth", "yes" if answer else "no"]
        case Decimal():
            return ["number", f"{answer:f}"]
        case date():
            return ["day", answer.isoformat()]
        case str():
            return ["text", answer]
        case _:
            raise TypeError(f"{answer!r} is no answer")


def answer_of(kept: list[str]) -> Answer:
    """Return an answer that was kept."""
    kind, text = kept
    match kind:
        case "unknown":
            return UNKNOWN
        case "not_applicable":
            return NOT_APPLICABLE
        case "truth":
            return text == "yes"
        case "number":
            return Decimal(text)
        case "day":
            return date.fromisoformat(text)
        case _:
            return text


def facts_of(answers: Mapping[str, list[str]], questions: tuple[Question, ...]) -> tuple[tuple[Question, Value], ...]:
    """Return the answers that make facts: those with a value, and those that say the question does not apply."""
    found = []
    for question in questions:
        answer = answer_of(answers[question.key]) if question.key in answers else MISSING
        if answer is not MISSING and not isinstance(answer, Unknown):
            found.append((question, answer))
    return tuple(found)
