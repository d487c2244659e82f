"""One claim: its steps are allowed ones in their order, two people decided, its money adds up from the clause to the bank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from huiqi.casework.domain.claims.states import Act, State, after
from huiqi.casework.domain.packs.checking_money import money_problems
from huiqi.casework.domain.packs.problems import Problem, problem

_UNDECIDED = frozenset({State.PROPOSED, State.RETURNED, State.REFUSED, State.REVIEWED})


def claim_problems(file: str, claim: Mapping[str, Any], batches: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield everything that does not hold of a claim."""
    yield from step_problems(file, claim)
    yield from people_problems(file, claim)
    yield from money_problems(file, claim, batches)


def step_problems(file: str, claim: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield steps that the table of the product does not allow, from proposed to where the claim stands."""
    name, state, last = claim["name"], State.PROPOSED, None
    for number, step in enumerate(claim["steps"], start=1):
        act, wanted, at = Act(step["act"]), after(state, Act(step["act"])), datetime.fromisoformat(step["at"])
        if wanted is None:
            yield problem(file, "step_not_allowed", name, number=number, act=act.words, state=state.words)
        elif step["state"] != wanted:
            said = State(step["state"])
            yield problem(
                file, "step_leads_elsewhere", name, number=number, act=act.words, wanted=wanted.words, state=said.words
            )
        if last is not None and at < last:
            yield problem(file, "steps_back_in_time", name, number=number)
        state, last = State(step["state"]), at
    if state != claim["state"]:
        yield problem(file, "other_state", name, steps=state.words, state=State(claim["state"]).words)


def people_problems(file: str, claim: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield where one person did what takes two; from the claim itself, and from its last steps as well."""
    reviewed, approved = claim["reviewed"], claim["approved"]
    if State(claim["state"]) not in _UNDECIDED and not (reviewed and approved):
        yield problem(file, "not_two_people", claim["name"], what=("决定", "the decision"))
    if reviewed and approved and reviewed["by"] == approved["by"]:
        yield problem(file, "reviewer_is_approver", claim["name"])
    reviewer = None
    for step in claim["steps"]:
        if step["act"] == Act.REVIEW:
            reviewer = step["by"]
        elif step["act"] == Act.APPROVE and reviewer is not None and step["by"] == reviewer:
            yield problem(file, "reviewer_is_approver", claim["name"])
    for transfer in claim["transfers"]:
        if transfer["maker"] == transfer["checker"]:
            yield problem(file, "maker_is_checker", claim["name"], what=transfer["key"])
