"""The register's tables, one subject a file. Only the register imports them."""

from __future__ import annotations

from huiqi.register.models.bank_accounts import (
    BankAccount,
)
from huiqi.register.models.candidates import Candidate
from huiqi.register.models.contacts import Contact
from huiqi.register.models.corrections import Correction
from huiqi.register.models.facts import Fact, Standing, Subject
from huiqi.register.models.files import EvidenceFile
from huiqi.register.models.grid import Grid, GridDuty, GridPlace, KeyCompany, PlacementBatch, Scheme, Visit
from huiqi.register.models.merging import DuplicatePair, Merge
from huiqi.register.models.organisations import FormerName, Identifier, Organisation
from huiqi.register.models.people import Account, AccountLink, Person, RoleGrant
from huiqi.register.models.published import PublishedFigure
from huiqi.register.models.searching import SearchEntry
from huiqi.register.models.titles import Title
from huiqi.register.models.tokens import Token
from huiqi.register.models.undertakings import Label, Residency, Undertaking

__all__ = [
    "Account",
    "AccountLink",
    "BankAccount",
    "Candidate",
    "Contact",
    "Correction",
    "DuplicatePair",
    "EvidenceFile",
    "Fact",
    "FormerName",
    "Grid",
    "GridDuty",
    "GridPlace",
    "Identifier",
    "KeyCompany",
    "Label",
    "Merge",
    "Organisation",
    "Person",
    "PlacementBatch",
    "PublishedFigure",
    "Residency",
    "RoleGrant",
    "Scheme",
    "SearchEntry",
    "Standing",
    "Subject",
    "Title",
    "Token",
    "Undertaking",
    "Visit",
]
