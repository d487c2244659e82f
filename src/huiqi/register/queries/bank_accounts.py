"""The account to which an organisation is paid: a look at it is noted."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from huiqi.kernel.actor import Actor
from huiqi.register.domain.rights import SEE_BANK_ACCOUNTS
from huiqi.register.models import BankAccount
from huiqi.register.queries.looking import note_look
from huiqi.register.queries.reach import within_reach


def bank_account(actor: Actor, *, organisation: UUID) -> BankAccount | None:
    """Return the account on file, for the company itself, finance and auditors; None where there is none for the actor."""
    place = within_reach(actor, *SEE_BANK_ACCOUNTS).filter(pk=organisation).first()
    found = BankAccount.objects.filter(organisation=place, ended_at=None).first() if place else None
    if found is not None and place is not None:
        note_look(actor, organisations=[place], names=(), marked={"bank_account"})
    return found


def account_before(account: BankAccount) -> BankAccount | None:
    """Return the account that was on file before one to which the actor was let in; None where it is the first."""
    others = BankAccount.objects.filter(organisation=account.organisation_id, made_at__lte=account.made_at)
    return others.exclude(pk=account.pk).first()


def unchecked_accounts() -> QuerySet[BankAccount]:
    """Return the accounts on file that nobody checked with their companies; for conditions, not for pages."""
    return BankAccount.objects.filter(ended_at=None, checked_at=None)


def accounts_of_others(actor: Actor) -> QuerySet[BankAccount]:
    """Return the accounts on file that somebody else than the actor put there; for conditions, not for pages."""
    return BankAccount.objects.filter(ended_at=None).exclude(made_by=actor.person)


def account_on_file(organisation: UUID) -> BankAccount | None:
    """Return the account on file; for services, not for pages."""
    return BankAccount.objects.filter(organisation=organisation, ended_at=None).first()


def accounts_on_file(organisations: Collection[UUID]) -> dict[UUID, BankAccount]:
    """Return the accounts on file by organisation; for services, not for pages."""
    found = BankAccount.objects.filter(organisation__in=organisations, ended_at=None)
    return {one.organisation_id: one for one in found}
