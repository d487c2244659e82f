"""What tests of the ledger begin with."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.ledger.books import Books


@pytest.fixture
def books(cast: Cast) -> Books:
    """The ledger of the cast's zone."""
    return Books(cast)
