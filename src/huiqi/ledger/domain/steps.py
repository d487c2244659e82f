"""The states in which a line's money can be, and the steps that lead from one to another.

Each line has one account for each state. `SET` says how much the line was given; the five others say where that money is now,
so that set = free + reserved + committed + payable + paid. A step back is a step of its own, never an undoing.
"""

from __future__ import annotations

from enum import StrEnum

from huiqi.kernel.words import Pair, headed


class State(StrEnum):
    """A state of money, and the account of a line that holds what is in it."""

    SET = "set"
    FREE = "free"
    RESERVED = "reserved"
    COMMITTED = "committed"
    PAYABLE = "payable"
    PAID = "paid"


class Step(StrEnum):
    """What moves money of a line from one state to another."""

    SET = "set"
    CUT = "cut"
    DRAW_IN = "draw_in"
    DRAW_OUT = "draw_out"
    RESERVE = "reserve"
    RELEASE = "release"
    COMMIT = "commit"
    CANCEL = "cancel"
    OWE = "owe"
    WAIVE = "waive"
    PAY = "pay"
    BOUNCE = "bounce"
    RETURN = "return"
    CORRECT = "correct"


# From which state to which. A correction turns the transfer round that it names, so it has no route of its own.
ROUTES: dict[Step, tuple[State, State]] = {
    Step.SET: (State.SET, State.FREE),
    Step.CUT: (State.FREE, State.SET),
    # Between a pool and a line that draws from it; made by the ledger itself.
    Step.DRAW_IN: (State.SET, State.FREE),
    Step.DRAW_OUT: (State.FREE, State.SET),
    Step.RESERVE: (State.FREE, State.RESERVED),
    Step.RELEASE: (State.RESERVED, State.FREE),
    Step.COMMIT: (State.RESERVED, State.COMMITTED),
    Step.CANCEL: (State.COMMITTED, State.FREE),
    Step.OWE: (State.COMMITTED, State.PAYABLE),
    Step.WAIVE: (State.PAYABLE, State.FREE),
    Step.PAY: (State.PAYABLE, State.PAID),
    # The bank sent it back: it is still owed.
    Step.BOUNCE: (State.PAID, State.PAYABLE),
    # The receiver gave it back: it is free again.
    Step.RETURN: (State.PAID, State.FREE),
}
# On the way from free to owed.
TO_OWED = (Step.RESERVE, Step.COMMIT, Step.OWE)
DRAWS = frozenset({Step.DRAW_IN, Step.DRAW_OUT})
# What is promised to somebody, each from the cause it is promised for.
PROMISED = (State.RESERVED, State.COMMITTED, State.PAYABLE, State.PAID)
STATE_WORDS: dict[State, Pair] = {
    State.SET: ("预算", "set"),
    State.FREE: ("可用", "free"),
    State.RESERVED: ("预留", "reserved"),
    State.COMMITTED: ("已承诺", "committed"),
    State.PAYABLE: ("应付", "payable"),
    State.PAID: ("已付", "paid"),
}
STEP_WORDS: dict[Step, Pair] = {
    Step.SET: ("下达预算", "set"),
    Step.CUT: ("核减预算", "cut"),
    Step.DRAW_IN: ("从资金池取用", "drawn from the pool"),
    Step.DRAW_OUT: ("由资金池调出", "drawn out"),
    Step.RESERVE: ("预留", "reserve"),
    Step.RELEASE: ("解除预留", "release"),
    Step.COMMIT: ("承诺", "commit"),
    Step.CANCEL: ("撤销承诺", "cancel"),
    Step.OWE: ("列为应付", "owe"),
    Step.WAIVE: ("免除应付", "waive"),
    Step.PAY: ("支付", "pay"),
    Step.BOUNCE: ("银行退票", "bounce"),
    Step.RETURN: ("退回", "return"),
    Step.CORRECT: ("更正", "correct"),
}
# The same where they stand alone and not in a sentence.
STATE_NAMES: dict[State, Pair] = {state: headed(words) for state, words in STATE_WORDS.items()}
STEP_NAMES: dict[Step, Pair] = {step: headed(words) for step, words in STEP_WORDS.items()}
