"""Changing casework: one function, one use case, one transaction, one row of the audit trail."""

from __future__ import annotations

from huiqi.casework.services.looking import look_at_trace
from huiqi.casework.services.running import CannotRun, carry_out, repeat_run, restart_run, start_run
from huiqi.casework.services.snapshots import CannotTakeSnapshot, take_snapshot

__all__ = [
    "CannotRun",
    "CannotTakeSnapshot",
    "carry_out",
    "look_at_trace",
    "repeat_run",
    "restart_run",
    "start_run",
    "take_snapshot",
]
