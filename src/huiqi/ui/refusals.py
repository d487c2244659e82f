"""Telling why what was asked is not done: one way for every form and every button.

What is not there for the actor is told as any page tells it: by 404, unless the form let somebody choose it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import TracebackType

from django import forms

from huiqi.kernel.errors import Cannot, NotVisible
from huiqi.ui.doors import Request
from huiqi.ui.once import refused
from huiqi.ui.words import spoken


class Refusal:
    """Tells the expected failure of what is done within, and goes on behind it."""

    def __init__(self, tell: Callable[[str], None], also: tuple[type[NotVisible], ...]) -> None:
        self.tell = tell
        self.also = also

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Cannot) or (isinstance(error, NotVisible) and not isinstance(error, self.also)):
            return False
        self.tell(spoken(error))
        return True


def refusal_in(form: forms.Form, *also: type[NotVisible], field: str | None = None) -> Refusal:
    """Let a form say why what is done within is refused, at a field or above all; what follows shows the form again.

    `also`: what is not visible and said all the same, since the form let somebody name it.
    """
    return Refusal(partial(form.add_error, field), also)


def refusal_said(request: Request, *also: type[NotVisible]) -> Refusal:
    """Let the next page say, above all else, why what is done within is refused."""
    return Refusal(partial(refused, request), also)
