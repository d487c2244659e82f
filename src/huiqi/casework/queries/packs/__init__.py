"""What goes into an audit pack, as plain data: asked once for all claims of a part, withheld where the reader may not see it."""

from __future__ import annotations

from huiqi.casework.queries.packs.around import about, batches, notices, rules, trail
from huiqi.casework.queries.packs.claims import Part, claim_lines
from huiqi.casework.queries.packs.files import path_of
from huiqi.casework.queries.packs.sight import Sight, sight_of_claim, sight_of_round

__all__ = [
    "Part",
    "Sight",
    "about",
    "batches",
    "claim_lines",
    "notices",
    "path_of",
    "rules",
    "sight_of_claim",
    "sight_of_round",
    "trail",
]
