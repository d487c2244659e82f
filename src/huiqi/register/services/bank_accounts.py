"""The account to which a company is paid: put on file by the company itself or by finance; the one before ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import transaction

from huiqi.kernel import audit
from huiqi.kernel.actor import Actor
from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.ids import new_id
from huiqi.register.domain.bank_accounts import masked, tidy_branch, tidy_number
from huiqi.register.domain.rights import KEEP_BANK_ACCOUNTS
from huiqi.register.models import BankAccount
from huiqi.register.services.allowing import allowed, tidy


class CannotKeepBankAccount(Cannot):
    """The account cannot be kept like that."""

    messages: ClassVar[Mapping[str, Words]] = {
        "bad_number": ("账号应为8到32位数字。", "an account number has 8 to 32 digits."),
        "bad_branch": ("联行号应为12位数字，或不填。", "the number of a branch has 12 digits, or stays empty."),
        "changed_meanwhile": (
            "{name}刚刚更改了收款账户，您的更改没有保存。请重新打开后再改。",
            "{name} has just changed the account; yours was not kept. Open it again.",
        ),
        "same": ("与在册账户相同。", "it is the account on file already."),
    }


@dataclass(frozen=True, slots=True)
class AccountSaid:
    """An account as it is said."""

    holder: str
    bank: str
    number: str
    branch: str = ""


@transaction.atomic
def set_bank_account(
    *, organisation: UUID, said: AccountSaid, seen: UUID | None, actor: Actor, now: datetime
) -> BankAccount:
    """Put an account on file in place of the one that was `seen` (None: there was none); raises CannotKeepBankAccount, CannotKeep."""
    holder = allowed(organisation, actor=actor, roles=KEEP_BANK_ACCOUNTS)
    fields = checked(said)
    before = BankAccount.objects.filter(organisation=holder, ended_at=None).first()
    if (before.pk if before else None) != seen:
        raise CannotKeepBankAccount("changed_meanwhile", name=before.made_by_name if before else "")
    if before and all(getattr(before, name) == value for name, value in fields.items()):
        raise CannotKeepBankAccount("same")
    if before:
        before.ended_at = now
        before.save(update_fields=("ended_at",))
    made = BankAccount.objects.create(
        id=new_id(now), organisation=holder, made_at=now, made_by=actor.person, made_by_name=actor.name, **fields
    )
    audit.record(
        "register.bank_account.set",
        actor=actor, subject_kind="bank_account", subject=made.pk, organisation=holder.pk, now=now,
        before={"number": before.masked} if before else {},
        after={"holder": made.holder, "bank": made.bank, "number": masked(made.number)},
    )  # fmt: skip
    return made


def checked(said: AccountSaid) -> dict[str, str]:
    """Return the fields as they are kept; raises CannotKeepBankAccount, CannotKeep."""
    try:
        number = tidy_number(said.number)
    except ValueError as error:
        raise CannotKeepBankAccount("bad_number") from error
    try:
        branch = tidy_branch(said.branch)
    except ValueError as error:
        raise CannotKeepBankAccount("bad_branch") from error
    return {"holder": tidy(said.holder), "bank": tidy(said.bank), "number": number, "branch": branch}
