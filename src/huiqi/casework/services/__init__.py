"""Changing casework: one function, one use case, one transaction, one row of the audit trail."""

from __future__ import annotations

from huiqi.casework.services.campaigns import (
    CampaignSaid,
    CannotAsk,
    change_campaign,
    choose_companies,
    close_campaign,
    draft_campaign,
    remind,
    send_out,
)
from huiqi.casework.services.looking import look_at_trace
from huiqi.casework.services.running import CannotRun, carry_out, repeat_run, restart_run, start_run
from huiqi.casework.services.snapshots import CannotTakeSnapshot, take_snapshot
from huiqi.casework.services.surveys import (
    CannotAnswer,
    return_answers,
    save_answers,
    send_answers,
    take_answers,
    take_many,
)

__all__ = [
    "CampaignSaid",
    "CannotAnswer",
    "CannotAsk",
    "CannotRun",
    "CannotTakeSnapshot",
    "carry_out",
    "change_campaign",
    "choose_companies",
    "close_campaign",
    "draft_campaign",
    "look_at_trace",
    "remind",
    "repeat_run",
    "restart_run",
    "return_answers",
    "save_answers",
    "send_answers",
    "send_out",
    "start_run",
    "take_answers",
    "take_many",
    "take_snapshot",
]
