"""The part's tables, one subject a file. Only the part imports them."""

from __future__ import annotations

from huiqi.casework.models.campaigns import AskedCompany, Campaign
from huiqi.casework.models.runs import Run, RunClause
from huiqi.casework.models.snapshots import Snapshot

__all__ = [
    "AskedCompany",
    "Campaign",
    "Run",
    "RunClause",
    "Snapshot",
]
