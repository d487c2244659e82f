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
from huiqi.messages.services import Said, tell
from huiqi.register.domain.bank_accounts import masked, tidy_branch, tidy_number
from huiqi.register.domain.rights import CHECK_BANK_ACCOUNTS, KEEP_BANK_ACCOUNTS
from huiqi.register.models import BankAccount
from huiqi.register.queries.acting import organisations_related, people_acting_for
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
        "not_on_file": ("这个账户不在册或已更改，请重新打开。", "this account is not on file any more: open it again."),
        "checked_already": ("{name}已经核实。", "{name} has checked it already."),
        "own_account": ("账户由您本人登记，须由别人核实。", "you put it on file yourself: somebody else checks it."),
        "own_company": (
            "您在这家企业任职或任过职，须由别人核实。",
            "you act or acted for this company: somebody else checks it.",
        ),
        "not_said": ("请写明怎样向企业核实。", "say how you asked the company."),
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
    if before:
        people = people_acting_for([holder.pk], at=now)[holder.pk] - {actor.person}
        tell(persons=people, said=changed(made, before), now=now)
    return made


@transaction.atomic
def check_bank_account(*, id: UUID, how: str, actor: Actor, now: datetime) -> BankAccount:
    """Note that the company was asked whether an account on file is right, by somebody who did not put it there.

    Raises CannotKeepBankAccount, CannotKeep.
    """
    account = BankAccount.objects.select_for_update().filter(pk=id, ended_at=None).first()
    if account is None:
        raise CannotKeepBankAccount("not_on_file")
    allowed(account.organisation_id, actor=actor, roles=CHECK_BANK_ACCOUNTS)
    if account.checked_at is not None:
        raise CannotKeepBankAccount("checked_already", name=account.checked_by_name)
    if account.made_by is not None and account.made_by == actor.person:
        raise CannotKeepBankAccount("own_account")
    if account.organisation_id in organisations_related(actor.person):
        raise CannotKeepBankAccount("own_company")
    if not how.strip():
        raise CannotKeepBankAccount("not_said")
    account.checked_at, account.checked_how = now, how.strip()[:500]
    account.checked_by, account.checked_by_name = actor.person, actor.name
    account.save(update_fields=("checked_at", "checked_how", "checked_by", "checked_by_name"))
    audit.record(
        "register.bank_account.checked",
        actor=actor, subject_kind="bank_account", subject=account.pk, organisation=account.organisation_id, now=now,
        after={"number": account.masked, "how": account.checked_how},
    )  # fmt: skip
    return account


def changed(made: BankAccount, before: BankAccount) -> Said:
    """Return what everybody else who acts for a company is told when its account is another one."""
    return Said(
        kind="bank_account.changed",
        key=f"bank_account:{made.pk}",
        title=(f"收款账户已更改：{made.organisation.name}", f"The account was changed: {made.organisation.name}"),
        body=(
            f"{made.made_by_name}把收款账户由{before.masked}改为{made.masked}。如果不是贵公司的意思，请马上联系园区财务并改回。",
            f"{made.made_by_name} changed it from {before.masked} to {made.masked}. If you did not mean it, call the finance office at once and change it back.",
        ),
    )


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
