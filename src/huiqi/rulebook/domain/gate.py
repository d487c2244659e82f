"""The gate before publication: what has to be on record about the very text that is to be published.

A record counts for the text it was made about: where a letter is changed, it has to be made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, Protocol, TypeVar

from huiqi.kernel.words import Pair


class Gate(StrEnum):
    """What is recorded before a policy may be published; the approval is the publication's own."""

    SELF_REVIEW = "self_review"
    EXPERT_OPINION = "expert_opinion"
    PROCEDURE_CHECK = "procedure_check"
    LEGAL_BASIS = "legal_basis"
    FAIR_COMPETITION = "fair_competition"
    APPROVAL = "approval"


class Outcome(StrEnum):
    """How a check came out."""

    PASSED = "passed"
    REFUSED = "refused"


NEEDED: Final = tuple(gate for gate in Gate if gate is not Gate.APPROVAL)
# The drafter reviews the own text when sending it in; all others are recorded while it is in review.
IN_REVIEW: Final = tuple(gate for gate in NEEDED if gate is not Gate.SELF_REVIEW)

GATES: Final[Mapping[str, Pair]] = {
    Gate.SELF_REVIEW: ("自我审查", "Self-review"),
    Gate.EXPERT_OPINION: ("专业支持", "Professional support"),
    Gate.PROCEDURE_CHECK: ("程序把关", "Procedural check"),
    Gate.LEGAL_BASIS: ("合法性审核", "Legal basis"),
    Gate.FAIR_COMPETITION: ("公平竞争审查", "Fair-competition review"),
    Gate.APPROVAL: ("审批发布", "Approval"),
}
HELPS: Final[Mapping[str, Pair]] = {
    Gate.SELF_REVIEW: (
        "起草人对草案的自我审查，送审时填写",
        "The drafter's own review, given when the draft is sent in",
    ),
    Gate.EXPERT_OPINION: ("专家意见：谁、何时、意见是什么", "The experts' opinion: who, when, and what it is"),
    Gate.PROCEDURE_CHECK: (
        "征求意见、集体讨论等程序是否走完",
        "Whether consultation, joint decision and so on were done",
    ),
    Gate.LEGAL_BASIS: ("上位法依据、权限与程序是否合法", "Whether it has its basis in law, in power and procedure"),
    Gate.FAIR_COMPETITION: (
        "是否含有排除、限制竞争的内容",
        "Whether anything in it keeps out or restricts competition",
    ),
}
OUTCOMES: Final[Mapping[str, Pair]] = {
    Outcome.PASSED: ("通过", "Passed"),
    Outcome.REFUSED: ("不通过", "Not passed"),
}


class Recorded(Protocol):
    """A record of the gate."""

    gate: str
    outcome: str
    digest: str


Record = TypeVar("Record", bound=Recorded)


def standing(records: Iterable[Record], digest: str) -> dict[str, Record]:
    """Return the last record of each gate about the text with the digest; `records` are in the order of time."""
    return {one.gate: one for one in records if one.digest == digest}


def missing(records: Iterable[Recorded], digest: str) -> tuple[Gate, ...]:
    """Return the gates that the text has not passed, in their order."""
    found = standing(records, digest)
    return tuple(gate for gate in NEEDED if gate not in found or found[gate].outcome != Outcome.PASSED)
