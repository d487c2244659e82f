"""What has to hold whenever one looks: the books, the claims, the batches and the bank tell the same story."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Sum

from huiqi.casework.models import Batch, Claim, Payment
from huiqi.kernel import audit
from huiqi.ledger import queries as ledger
from huiqi.ledger.models import Account

# A claim's money stands where the claim stands, and is paid by one payment or by none.
ASTRAY = """
select c.name, c.state, o.payable, o.paid, p.paid, p.waiting
from casework_claim c
left join ledger_obligation o on o.cause = 'claim/' || c.id
left join lateral (
    select count(*) filter (where result = 'paid') as paid, count(*) filter (where result = 'waiting') as waiting,
        sum(amount) filter (where result = 'paid') as amount
    from casework_payment where claim_id = c.id) p on true
where c.state in ('owed', 'paying', 'failed', 'paid') and not coalesce(
    case c.state
        when 'paid' then o.paid = c.amount and o.payable = 0 and p.paid = 1 and p.waiting = 0 and p.amount = c.amount
        when 'paying' then o.paid = 0 and o.payable = c.amount and p.paid = 0 and p.waiting = 1
        else o.paid = 0 and o.payable = c.amount and p.paid = 0 and p.waiting = 0
    end, false)
"""


@transaction.atomic
def flaws(folder: Path) -> list[str]:
    """Return whatever is wrong now; nothing where all is well."""
    with connection.cursor() as cursor:
        # One moment for all questions: what a killed worker had sent may still be carried out.
        cursor.execute("set transaction isolation level repeatable read")
    found = [f"replay: {one}" for one in ledger.replay()]
    with connection.cursor() as cursor:
        cursor.execute(ASTRAY)
        found += [f"claim: {row}" for row in cursor.fetchall()]
    booked = dict(Payment.objects.filter(result="paid").values_list("reference", "amount"))
    bank = paid_at_bank(folder)
    found += [f"booked but not paid: {key}" for key, amount in booked.items() if bank.get(key) != amount]
    sums = Account.objects.filter(state="paid").aggregate(sum=Sum("balance"))["sum"] or Decimal(0)
    if sums != sum(booked.values(), Decimal(0)):
        found.append(f"the ledger paid {sums}, the payments {sum(booked.values())}")
    if (folder / "changed").exists():
        found.append("a file to the bank changed")
    return found


def flaws_at_the_end(folder: Path) -> list[str]:
    """Return whatever is wrong once everything is paid: each claim once, all that the bank paid is booked, every batch closed."""
    found = flaws(folder)
    bank = paid_at_bank(folder)
    claims = Claim.objects.filter(state="paid")
    if Claim.objects.exclude(state="paid").exists():
        found.append("not every claim is paid")
    owed = claims.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    if (len(bank), sum(bank.values())) != (claims.count(), owed):
        found.append(f"the bank paid {len(bank)} with {sum(bank.values())}; owed were {claims.count()} with {owed}")
    found += [f"batch {one.number} is {one.stage}" for one in Batch.objects.exclude(stage="closed")]
    found += [f"audit {one.number}: {one.text}" for one in audit.flaws()]
    return found


def paid_at_bank(folder: Path) -> dict[str, Decimal]:
    """Return what the bank paid, by reference; one that is paid twice is counted with both amounts."""
    paid: dict[str, Decimal] = {}
    book = folder / "paid"
    for line in book.read_text(encoding="utf-8").splitlines() if book.exists() else ():
        reference, _, amount = line.split(",")
        paid[reference] = paid.get(reference, Decimal(0)) + Decimal(amount)
    return paid
