"""A receiver of webhooks on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.messages.receiver import Receiver, listening


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object) -> Iterator[Receiver]:
    with listening(tmp_path, monkeypatch, settings) as found:
        yield found
