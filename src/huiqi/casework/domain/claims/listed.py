"""Where a clause on the list of automatic payment stands."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

# The way of delivery that a clause itself has to say (`delivery` in a pack).
AUTOMATIC: Final = "auto_entitlement"


class Listed(StrEnum):
    """Whether a clause on the list makes cases."""

    WAITING = "waiting"
    ACTIVE = "active"
    OFF = "off"

    @property
    def words(self) -> tuple[str, str]:
        """Return what it is called, in Chinese and in English."""
        return _NAMES[self]


_NAMES: Final = {
    Listed.WAITING: ("待同意", "To be agreed"),
    Listed.ACTIVE: ("在清单内", "On the list"),
    Listed.OFF: ("已移出", "Off the list"),
}


def stands(*, is_agreed: bool, is_off: bool) -> Listed:
    """Return where a clause stands."""
    return Listed.OFF if is_off else Listed.ACTIVE if is_agreed else Listed.WAITING
