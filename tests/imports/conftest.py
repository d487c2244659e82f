"""What tests of imports share."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.imports.desk import Desk, make_desk


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """An officer who brings sheets in."""
    return make_desk(cast)
