"""What tests of the ledger begin with."""

from __future__ import annotations

import pytest

from huiqi.kernel.actor import Actor, Role
from tests.cast import Cast
from tests.ledger.books import Books


@pytest.fixture
def books(cast: Cast) -> Books:
    """The ledger of the cast's zone."""
    return Books(cast)


@pytest.fixture
def maker(cast: Cast) -> Actor:
    """The zone's finance officer."""
    return cast.person("钱经办", (Role.FINANCE_OFFICER, cast.zone))


@pytest.fixture
def checker(cast: Cast) -> Actor:
    """The zone's finance approver."""
    return cast.person("金复核", (Role.FINANCE_APPROVER, cast.zone))
