"""What follows from what: the one table of events and those who listen. Lower parts announce, they import nobody above them.

A listener only puts work into the queue (`kernel.events`). docs/reference/events.md says what each event tells.
"""

from __future__ import annotations

from collections.abc import Mapping

from huiqi.casework.services import listening
from huiqi.kernel.events import Listener
from huiqi.site import hooking, telling

WIRING: Mapping[str, tuple[Listener, ...]] = {
    "register.facts.recorded": (listening.facts_were_recorded, hooking.facts_recorded),
    "register.correction.opened": (telling.correction_opened, hooking.correction_opened),
    "register.correction.closed": (telling.correction_closed, hooking.correction_closed),
    "rulebook.pack.published": (listening.pack_was_published, hooking.pack_published),
    "ledger.proposal.confirmed": (telling.money_was_booked,),
    "casework.matches.changed": (hooking.matches_changed,),
}
