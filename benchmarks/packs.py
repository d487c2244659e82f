"""The audit pack of a round of 10,000 claims, all paid: made into a file, then verified offline; each in a process of its own.

`HUIQI_BENCH_CLAIMS` says how many claims there are; fewer make a quick trial. Goals: 2 minutes and 300 MB for either.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from benchmarks.runs import unseen
from benchmarks.workload import apart, peak_mb, seconds
from benchmarks.zone import NOW, database, make_zone

if TYPE_CHECKING:
    from huiqi.casework.models import Round
    from tests.casework.claims.made import Crew

CLAIMS = int(os.environ.get("HUIQI_BENCH_CLAIMS", "10000"))
_A_BATCH = 1_000
_FACTS = """
insert into register_fact (id, subject_id, name, period, state, truth, source, evidence, recorded_at, recorded_by_name)
select gen_random_uuid(), id, %s, '', 'known', %s, '科技局名单', '名单.xlsx!A1', %s, 'bench'
from register_subject where kind = 'company' and organisation_id = any(%s)
"""
# What makes a company rewarded and clean under the first clause of Ganzhou's rewards.
_SAID = {
    "applied_this_year": True, "recognised_this_year": True, "first_recognition": True, "on_adverse_list": False,
    "serious_incident_or_misconduct": False,
}  # fmt: skip


def main() -> dict[str, object]:
    """Return seconds, memory and size of making and of verifying."""
    with tempfile.TemporaryDirectory(prefix="huiqi-bench-") as data, database():
        # After the settings of the tests, which name a folder of their own.
        os.environ["HUIQI_DATA"] = data
        made, crew = paid_round()
        figures = apart("benchmarks.packs", "make", data, str(made.pk), str(crew.officer.person))
        (file,) = (Path(data) / "packs").iterdir()
        size = round(file.stat().st_size / 1e6, 1)
        return {"claims": CLAIMS, **figures, "size_mb": size, **apart("benchmarks.packs", "verify", str(file))}


def work(act: str, *words: str) -> dict[str, object]:
    """Make the pack as the worker does, or verify it as an auditor does."""
    return make(*words) if act == "make" else verified(Path(words[0]))


def make(data: str, made: str, person: str) -> dict[str, object]:
    """Make the pack of a round for a person."""
    import django

    django.setup()
    os.environ["HUIQI_DATA"] = data
    from huiqi.casework import services
    from huiqi.kernel.ids import new_id
    from huiqi.register import queries as register

    actor, before = register.actor_of(person=UUID(person), now=NOW), peak_mb()
    took = seconds(lambda: services.make_round_pack(id=UUID(made), job=new_id(NOW), actor=actor, now=NOW))
    return {"make_seconds": took, "memory_before_mb": before, "make_peak_mb": peak_mb()}


def verified(file: Path) -> dict[str, object]:
    """Verify a pack with neither site nor database."""
    from huiqi.casework.domain.packs.checking import verify

    found: list[Any] = []
    took = seconds(lambda: found.append(verify(file)))
    assert found[0].is_whole and found[0].claims == found[0].repeated, found[0].problems[:5]
    return {"files": found[0].files, "verify_seconds": took, "verify_peak_mb": peak_mb()}


def paid_round() -> tuple[Round, Crew]:
    """Run the rules over companies that all meet a clause, and take the round from there to the bank's results."""
    from django.urls import reverse

    from huiqi.casework import services
    from huiqi.kernel.actor import system
    from huiqi.kernel.clock import day_in_china
    from huiqi.register.models import Organisation
    from huiqi.rulebook import services as rulebook
    from huiqi_rules.packs import bundled_folder
    from tests.casework.claims.made import Crew, seen
    from tests.cast import Cast

    # A site has its pages loaded when somebody works: their addresses stand in messages.
    reverse("casework:rounds")
    zone, actor, day = make_zone(CLAIMS), system("bench"), day_in_china(NOW)
    say(zone.companies)
    rulebook.install_pack(zone=zone.id, folder=bundled_folder() / "ganzhou", actor=actor, now=NOW)
    places = [Organisation.objects.get(pk=one) for one in (zone.id, *zone.parks[:2], *zone.companies[:2])]
    crew = Crew(Cast(*places))
    run = services.start_run(scope=zone.id, day=day, actor=crew.officer, now=NOW)
    services.carry_out(id=run.pk, actor=crew.officer, now=NOW, progress=unseen)
    made = services.open_round(
        run=run.pk, policy="hnte-reward", clause="first_recognition_reward",
        terms=services.Terms(confirm_days=10, notice_days=5), actor=crew.officer, now=NOW,
    )  # fmt: skip
    services.set_lines(round=made.pk, lines=[crew.books.line(10**11)], actor=crew.maker, now=NOW)
    crew.offered(made)
    confirm_all(made, crew)
    pay(made, crew, zone.id)
    assert len(seen(made, "paid")) == CLAIMS, "all are paid"
    return made, crew


def say(companies: Sequence[UUID]) -> None:
    """Say of companies that they meet the clause, and put an account of each on file."""
    from django.db import connection

    from huiqi.kernel.ids import new_ids
    from huiqi.register.models import BankAccount, Organisation
    from huiqi.register.services.standing import refresh

    with connection.cursor() as cursor:
        for name, truth in _SAID.items():
            cursor.execute(_FACTS, [name, truth, NOW, list(companies)])
    refresh(None, now=NOW)
    found = Organisation.objects.filter(pk__in=companies)
    said = {"bank": "示范银行高新支行", "number": "6222000000001234", "branch": "105100000017", "made_at": NOW}
    BankAccount.objects.bulk_create(
        BankAccount(id=key, organisation=one, holder=one.name, made_by_name="bench", **said)
        for key, one in zip(new_ids(NOW, len(companies)), found, strict=True)
    )


def confirm_all(made: Round, crew: Crew) -> None:
    """Have all claims confirmed, with the steps, transfers and rows of the trail that one company after the other leaves."""
    from django.db import transaction

    from huiqi.casework.domain.claims.states import Act
    from huiqi.casework.services.claims.confirming import confirmers
    from huiqi.casework.services.claims.money import OWED, move_all
    from huiqi.casework.services.claims.reviewing import note
    from huiqi.casework.services.claims.stepping import locked, step
    from huiqi.kernel.actor import Role
    from huiqi.register.models import BankAccount
    from tests.casework.claims.made import PASSED, seen

    accounts = dict(BankAccount.objects.values_list("organisation", "pk"))
    owner = crew.cast.person("企业负责人", (Role.COMPANY_OWNER, crew.cast.north_company))
    with transaction.atomic():
        claims = locked(list(seen(made, "offered")))
        before = made.claims.exclude(queue=None).count()
        for queue, claim in enumerate(claims, start=before + 1):
            said = {
                "account_id": accounts[claim.company_id],
                "confirmed_by": owner.person,
                "confirmed_by_name": owner.name,
            }
            step([claim], Act.CONFIRM, actor=owner, now=PASSED, confirmed_at=PASSED, queue=queue, **said)
            note("confirmed", [claim], actor=owner, now=PASSED)
        move_all(claims, OWED, hands=confirmers, actor=owner, now=PASSED)
        step(claims, Act.OWE, actor=owner, now=PASSED)


def pay(made: Round, crew: Crew, zone: UUID) -> None:
    """Pay all claims in batches of a thousand, each with the bank's result."""
    from huiqi.casework import queries, services
    from tests.casework.claims.made import PASSED, seen

    owed = list(seen(made, "owed"))
    for start in range(0, len(owed), _A_BATCH):
        services.make_batch(zone=zone, claims=owed[start : start + _A_BATCH], actor=crew.maker, now=PASSED)
    for batch in list(queries.batches(crew.maker)):
        services.check_batch(id=batch.pk, actor=crew.checker, now=PASSED)
        services.send_batch(id=batch.pk, fixed=False, actor=crew.maker, now=PASSED)
        lines = [f"{one.reference},{one.amount},成功" for one in batch.payments.all()]
        result = "\n".join(["参考号,金额,结果", *lines]).encode()
        services.take_result(zone=zone, content=result, actor=crew.maker, now=PASSED)


if __name__ == "__main__":
    print(json.dumps(work(*sys.argv[1:])))
