"""Bounds on what one evaluation may spend, so that no expression can hang or fill the memory.

Every step of an iteration, every call and every long text pays into a meter of the current thread. The outermost loop or
call empties it again, so independent evaluations never add up.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

STEPS_MAX: Final = 1_000_000
CALL_DEPTH_MAX: Final = 80
CALL_STEPS: Final = 5
TEXT_LENGTH_MAX: Final = 2_000_000
LIST_LENGTH_MAX: Final = 1_000_000
# A text of this many characters costs one step, so that a loop cannot build a million long texts.
CHARACTERS_PER_STEP: Final = 128


class EvaluationLimit(Exception):
    """Raised when an expression would iterate, recurse or grow beyond what one evaluation may spend."""


class _Meter(threading.local):
    steps: int = 0
    depth: int = 0
    calls: int = 0


_METER: Final = _Meter()


def spend(steps: int) -> None:
    """Pay for work done; raises `EvaluationLimit` when the evaluation has spent all it may."""
    _METER.steps += steps
    if _METER.steps > STEPS_MAX:
        raise EvaluationLimit(f"more than {STEPS_MAX} steps in one evaluation")


def begin() -> None:
    """Enter a loop or a call; pair with `finish` in a `finally`."""
    _METER.depth += 1


def finish() -> None:
    """Leave a loop or a call; the outermost one empties the meter."""
    _METER.depth -= 1
    if _METER.depth <= 0:
        _METER.depth = 0
        _METER.steps = 0
        _METER.calls = 0


@contextmanager
def metered() -> Iterator[None]:
    """Run one evaluation under the meter; too deep a recursion of Python becomes `EvaluationLimit`."""
    begin()
    try:
        yield
    except RecursionError:
        raise EvaluationLimit("the expression is nested or recurses too deeply") from None
    finally:
        finish()


def call_body(body: Callable[[list[object]], object], values: list[object]) -> object:
    """Run the body of one function written in FEEL; raises `EvaluationLimit` when calls nest too deeply."""
    if _METER.calls >= CALL_DEPTH_MAX:
        raise EvaluationLimit(f"functions call each other more than {CALL_DEPTH_MAX} deep")
    begin()
    _METER.calls += 1
    try:
        spend(CALL_STEPS)
        return body(values)
    except RecursionError:
        raise EvaluationLimit("functions call each other too deeply") from None
    finally:
        _METER.calls -= 1
        finish()


def bounded(value: object) -> object:
    """Return a text or list as it is when it is short enough; raises `EvaluationLimit` otherwise."""
    if isinstance(value, str):
        if len(value) > TEXT_LENGTH_MAX:
            raise EvaluationLimit(f"a text of more than {TEXT_LENGTH_MAX} characters")
        if len(value) > CHARACTERS_PER_STEP and _METER.depth:
            spend(len(value) // CHARACTERS_PER_STEP)
    elif isinstance(value, (list, tuple)):
        if len(value) > LIST_LENGTH_MAX:
            raise EvaluationLimit(f"a list of more than {LIST_LENGTH_MAX} items")
        if len(value) > CHARACTERS_PER_STEP and _METER.depth:
            spend(len(value) // CHARACTERS_PER_STEP)
    return value


def spend_on_arguments(values: Sequence[object]) -> None:
    """Pay for the texts and lists handed to a built-in, before it can multiply them."""
    for value in values:
        if isinstance(value, (list, tuple)):
            texts = sum(len(item) for item in value if isinstance(item, str))
            if texts > TEXT_LENGTH_MAX:
                raise EvaluationLimit(f"texts of more than {TEXT_LENGTH_MAX} characters in one list")
            bounded(value)
        elif isinstance(value, str):
            bounded(value)
