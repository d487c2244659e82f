"""Which roles do what with competitions: officers sit on panels; who set one up closes it."""

from __future__ import annotations

from huiqi.casework.domain.applying.rights import OPEN_INTAKES, SEE_APPLICATIONS
from huiqi.kernel.actor import Role
from huiqi.register.domain.rights import OFFICERS

SET_UP = OPEN_INTAKES
SEE_COMPETITIONS = SEE_APPLICATIONS
# Who may be named to a panel: officers see the facts of companies, and what they look at is written down.
SIT = OFFICERS
# Experts from outside see nothing but the sheets of an open competition to which they were named (decision 0017).
FROM_OUTSIDE = (Role.EXPERT,)
SCORE = (*SIT, *FROM_OUTSIDE)
