"""The hash that chains the rows of the audit trail; plain Python, so that a row can be proved where no database is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Final

# What a row's hash covers, in this order, each as text.
PARTS: Final = (
    "previous_hash", "number", "recorded_at", "code", "actor", "actor_name", "subject_kind", "subject", "organisation", "details",
)  # fmt: skip


def row_hash(parts: Sequence[str]) -> str:
    """Return the hash of a row from its parts, in the order of `PARTS`."""
    # As JSON no part can run over into its neighbour.
    return hashlib.sha256(json.dumps(list(parts), ensure_ascii=False).encode()).hexdigest()
