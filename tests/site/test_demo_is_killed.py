"""A start of the invented zone that is killed leaves nothing, and those who listen to events listen again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huiqi.kernel.actor import system
from huiqi.kernel.events import wired
from huiqi.register import queries
from huiqi.site.demo import is_made, make_demo, making

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def test_nothing_is_left_and_listeners_listen_again(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*arguments: object, **named: object) -> int:
        raise KeyboardInterrupt

    listeners = dict(wired())
    monkeypatch.setattr(making, "make_titles", killed)
    with pytest.raises(KeyboardInterrupt):
        make_demo(size=10, now=NOW, say=lambda _: None)
    assert not is_made()
    assert not queries.organisations(system("test")).exists()
    assert dict(wired()) == listeners
    assert listeners
