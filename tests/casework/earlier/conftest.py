"""What the tests of earlier payments share: Ganzhou's rules published, and the two of finance."""

from __future__ import annotations

import pytest

from tests.casework.earlier.desk import Finance
from tests.cast import Cast


@pytest.fixture
def finance(cast: Cast, ganzhou: None) -> Finance:
    """The desk of finance in the zone of the cast."""
    return Finance(cast)
