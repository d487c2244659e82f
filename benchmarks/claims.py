"""Awards on their way to the bank: 10,000 decided, reserved and listed; 1,000 confirmed payments booked in one batch."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from benchmarks.workload import seconds
from benchmarks.zone import NOW, database, make_zone

AWARDS, PAYMENTS = 10_000, 1_000


def main() -> dict[str, object]:
    """Return seconds by act."""
    with database():
        return measured()


def measured() -> dict[str, object]:
    """Take one round from the list of a run to the bank's result."""
    from django.urls import reverse

    from huiqi.casework import queries, services
    from huiqi.kernel.actor import Role
    from huiqi.register.models import Organisation
    from tests.casework.claims.made import PASSED, Crew, claims, confirm, put_on_file, seen
    from tests.cast import Cast

    # A site has its pages loaded when somebody works: their addresses stand in messages.
    reverse("casework:rounds")
    zone = make_zone(AWARDS)
    places = [Organisation.objects.get(pk=one) for one in (zone.id, *zone.parks[:2])]
    firms = list(Organisation.objects.filter(pk__in=zone.companies).order_by("pk"))
    crew = Crew(Cast(*places, *firms[:2]))
    made = crew.round(firms, line=crew.books.line(10**11), notice_days=None)
    figures: dict[str, object] = {"awards": AWARDS, "payments": PAYMENTS}

    def timed(name: str, act: Callable[[], object]) -> None:
        figures[f"{name}_seconds"] = seconds(act)

    proposed = seen(made, "proposed")
    timed("review", lambda: services.review(seen=proposed, reason="同意", actor=crew.officer, now=NOW))
    reviewed = seen(made, "reviewed")
    timed("decide_and_reserve", lambda: services.approve(seen=reviewed, reason="同意", actor=crew.approver, now=NOW))
    timed("list", lambda: len(queries.claims(crew.officer).filter(round=made)[:AWARDS]))
    timed("offer", lambda: services.post(round=made.pk, actor=crew.officer, now=NOW))
    some = claims(made, "offered")[:PAYMENTS]
    owners = {one.pk: crew.cast.person("负责人", (Role.COMPANY_OWNER, one.company)) for one in some}
    for one in some:
        put_on_file(one.company)
    timed("confirm_each", lambda: [confirm(one, owners[one.pk]) for one in some])
    ids = [one.pk for one in some]
    timed("make_batch", lambda: services.make_batch(zone=zone.id, claims=ids, actor=crew.maker, now=PASSED))
    (batch,) = queries.batches(crew.maker)
    services.check_batch(id=batch.pk, actor=crew.checker, now=PASSED)
    timed("send", lambda: services.send_batch(id=batch.pk, fixed=False, actor=crew.maker, now=PASSED))
    lines = [f"{one.reference},{one.amount},成功" for one in batch.payments.all()]
    result = "\n".join(["参考号,金额,结果", *lines]).encode()
    timed("book", lambda: services.take_result(zone=zone.id, content=result, actor=crew.maker, now=PASSED))
    assert crew.books.has(made.line)["paid"] == Decimal(300_000) * PAYMENTS
    return figures
