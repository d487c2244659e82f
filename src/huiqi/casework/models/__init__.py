"""The part's tables, one subject a file. Only the part imports them."""

from __future__ import annotations

from huiqi.casework.models.applying.applications import Application, ApplicationFile, ApplicationStep
from huiqi.casework.models.applying.intakes import Intake
from huiqi.casework.models.calendars import CalendarYear, OfficeHours
from huiqi.casework.models.campaigns import AskedCompany, Campaign
from huiqi.casework.models.claims.approving import ApprovalBand, BandSet, StandIn
from huiqi.casework.models.claims.archive import ArchiveRecord
from huiqi.casework.models.claims.batches import (
    Batch,
    Payment,
)
from huiqi.casework.models.claims.claims import Claim, ClaimStep
from huiqi.casework.models.claims.contracts import ContractTerm
from huiqi.casework.models.claims.listed import ListedClause
from huiqi.casework.models.claims.notices import (
    Notice,
    Objection,
)
from huiqi.casework.models.claims.receipts import Receipt
from huiqi.casework.models.claims.results import BankResult, ResultFlaw
from huiqi.casework.models.claims.rounds import Round, RoundPayer
from huiqi.casework.models.claims.samples import Call, Sample
from huiqi.casework.models.clocks import Clock
from huiqi.casework.models.earlier import EarlierFile, EarlierPayment, EarlierSource, NothingBefore
from huiqi.casework.models.matches import Match, Matched, MatchNews
from huiqi.casework.models.outcomes.orders import OutcomeFile, OutcomeOrder, OutcomeStep
from huiqi.casework.models.past import Past
from huiqi.casework.models.ranking.competitions import (
    Competition,
    Criterion,
    Declaration,
    PanelMember,
    Placing,
    Recusal,
    ScoreSheet,
)
from huiqi.casework.models.runs import Run, RunClause
from huiqi.casework.models.snapshots import Snapshot
from huiqi.casework.models.what_ifs import WhatIf

__all__ = [
    "Application",
    "ApplicationFile",
    "ApplicationStep",
    "ApprovalBand",
    "ArchiveRecord",
    "AskedCompany",
    "BandSet",
    "BankResult",
    "Batch",
    "CalendarYear",
    "Call",
    "Campaign",
    "Claim",
    "ClaimStep",
    "Clock",
    "Competition",
    "ContractTerm",
    "Criterion",
    "Declaration",
    "EarlierFile",
    "EarlierPayment",
    "EarlierSource",
    "Intake",
    "ListedClause",
    "Match",
    "MatchNews",
    "Matched",
    "NothingBefore",
    "Notice",
    "Objection",
    "OfficeHours",
    "OutcomeFile",
    "OutcomeOrder",
    "OutcomeStep",
    "PanelMember",
    "Past",
    "Payment",
    "Placing",
    "Receipt",
    "Recusal",
    "ResultFlaw",
    "Round",
    "RoundPayer",
    "Run",
    "RunClause",
    "Sample",
    "ScoreSheet",
    "Snapshot",
    "StandIn",
    "WhatIf",
]
