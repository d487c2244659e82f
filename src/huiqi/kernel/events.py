"""Things that happened, told to other parts: a service announces by name, one table (`site.wiring`) says who listens.

Listeners are called inside the transaction of the act, so that nothing is lost between its commit and their work. They only
put work into the queue, which sees it when the transaction is committed, and not at all when it is taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType

from django.db import connection

Listener = Callable[..., None]

_listeners: dict[str, tuple[Listener, ...]] = {}


def wire(table: Mapping[str, Sequence[Listener]]) -> None:
    """Say who listens to what, `app.subject.past_verb`; called once, when the site starts."""
    _listeners.clear()
    _listeners.update({name: tuple(listeners) for name, listeners in table.items()})


def wired() -> Mapping[str, tuple[Listener, ...]]:
    """Return who listens to what."""
    return MappingProxyType(_listeners)


def announce(name: str, /, **told: object) -> None:
    """Tell the listeners of an event, within the transaction of the act; `told` is what they are called with."""
    assert connection.in_atomic_block, (
        f"{name} is announced outside of a transaction: it could be told without having happened"
    )
    for listener in _listeners.get(name, ()):
        listener(**told)


@contextmanager
def unheard() -> Iterator[None]:
    """Tell nobody what happens within: where a whole zone is made at once, and told of at the end. For a process of its own."""
    before = dict(_listeners)
    _listeners.clear()
    try:
        yield
    finally:
        _listeners.update(before)
