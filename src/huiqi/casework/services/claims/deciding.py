"""Deciding on many claims of a round at once: those that were picked, and the ordinary ones of all pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from huiqi.casework import queries
from huiqi.casework.domain.claims.states import State
from huiqi.casework.models import Round
from huiqi.casework.queries.claims.ordinary import decidable, ordinary_as_seen
from huiqi.casework.services.claims.approving import approve, turn_down
from huiqi.casework.services.claims.failing import CannotClaim
from huiqi.casework.services.claims.reviewing import put_right, refuse, review, send_back
from huiqi.kernel.actor import Actor

# What may be decided over many at once, by its service.
DECISIONS: Final[Mapping[str, Callable[..., int]]] = {
    "review": review,
    "refuse": refuse,
    "send_back": send_back,
    "put_right": put_right,
    "approve": approve,
    "turn_down": partial(turn_down, back=False),
    "hand_back": partial(turn_down, back=True),
}


def decide(
    *, round: UUID, act: str, seen: Mapping[UUID, int], seals: Mapping[str, str], reason: str, actor: Actor, now: datetime
) -> int:  # fmt: skip
    """Decide on the claims that were picked (with their versions) and on the ordinary ones in some states, each sealed; return how many.

    Raises CannotClaim, CannotSeeClaim: all of them or none.
    """
    chosen = {**seen, **_sealed(queries.round_of(actor, id=round), seals, actor=actor, now=now)}
    if act not in DECISIONS or not chosen:
        raise CannotClaim("none_chosen")
    return DECISIONS[act](seen=chosen, reason=reason, actor=actor, now=now)


def _sealed(made: Round, seals: Mapping[str, str], *, actor: Actor, now: datetime) -> dict[UUID, int]:
    """Return the ordinary claims in the sealed states; raises CannotClaim where they are others than those that were sealed."""
    rows, found = queries.claims_of_round(actor, made=made), dict[UUID, int]()
    for state, seal in seals.items():
        theirs = decidable(actor, made, rows, State(state), now=now)
        seen = ordinary_as_seen(theirs, State(state), seal=seal)
        if seen is None:
            raise CannotClaim("ordinary_changed")
        found |= seen
    return found
