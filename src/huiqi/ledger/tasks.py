"""Background work of the ledger: what is left of vouchers goes back after their last day."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huiqi.kernel.actor import system
from huiqi.kernel.clock import read_clock
from huiqi.ledger import services


@app.periodic(cron="5 16 * * *")
@app.task(name="huiqi.ledger.tasks.expire_vouchers", queueing_lock="ledger.expire_vouchers", pass_context=False)
def expire_vouchers(timestamp: int) -> None:
    """Give back what is left of vouchers that are over, after midnight in China. `timestamp` is the moment it was asked for."""
    services.expire_vouchers(actor=system("voucher"), now=read_clock())
