"""Payments that arrived before receipts were made (migration 0015) get theirs: numbered after those that are there, year by year."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import Max

from huiqi.kernel import audit
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.kernel.ids import new_id


def make_missing(apps: Any, editor: Any) -> None:
    """Make the receipts that lack, in the order in which the payments arrived; asked again, there are none to make."""
    payments, receipts = (
        apps.get_model("casework", name).objects.using(editor.connection.alias) for name in ("Payment", "Receipt")
    )
    lacking = payments.filter(result="paid", receipt=None, settled_at__isnull=False).select_related("batch")
    if not lacking.exists():
        return
    # Numbers are given out one at a time, as the booking does.
    audit.locked_head()
    now = read_clock()
    last: dict[tuple[object, int], int] = {}
    for one in lacking.order_by("settled_at", "reference").iterator(chunk_size=2000):
        day, zone = day_in_china(one.settled_at), one.batch.zone_id
        if (zone, day.year) not in last:
            kept = receipts.filter(zone=zone, year=day.year).aggregate(last=Max("serial"))
            last[zone, day.year] = kept["last"] or 0
        last[zone, day.year] += 1
        serial = last[zone, day.year]
        receipts.create(
            id=new_id(now), zone_id=zone, payment_id=one.pk, claim_id=one.claim_id, year=day.year, serial=serial,
            number=f"{day.year}-{serial:06d}", amount=one.amount, paid_on=day, made_at=now,
        )  # fmt: skip


class Migration(migrations.Migration):
    """Makes them. Taken back, they stay: a number that was given out is never given to another payment."""

    dependencies = [("casework", "0025_ranked_by_the_clause"), ("kernel", "0001_initial")]

    operations = [migrations.RunPython(make_missing, migrations.RunPython.noop)]
