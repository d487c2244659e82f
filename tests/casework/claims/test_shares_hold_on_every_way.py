"""Whatever way awards go, forward and back, each payer's line has exactly its parts; by random walks against a reckoning of its own."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from huiqi.casework import services
from huiqi.casework.models import Claim, Objection, RoundPayer
from huiqi.kernel.errors import Cannot
from huiqi.ledger import queries as ledger_queries
from huiqi.ledger import services as ledger
from huiqi.ledger.models import Transfer
from huiqi.ledger.services import Movement, Step
from huiqi.register.models import Organisation
from tests.casework.claims.made import PASSED, Crew, claims, confirm, make_round, seen
from tests.casework.claims.test_claims_are_paid import result_of, take
from tests.casework.conftest import add_company
from tests.cast import NOW, SYSTEM
from tests.ledger.books import settle
from tests.ledger.test_books_are_read_by_beancount import said_by_beancount

# Where the parts of a claim lie; nothing is put aside for one who is first served when it confirms.
HELD_AT = {
    "approved": "reserved", "noticed": "reserved", "objected": "reserved", "offered": "committed",
    "owed": "payable", "paying": "payable", "failed": "payable", "paid": "paid",
}  # fmt: skip
SEEDS, STEPS = 2, 30


def parts_of(fen: int, shares: list[Fraction]) -> list[int]:
    """An amount in fen dealt out by shares: half a fen up, never more than is left, the rest to the last."""
    parts, left = [], fen
    for share in shares[:-1]:
        part = min(left, int(fen * share + Fraction(1, 2)))
        parts.append(part)
        left -= part
    return [*parts, left]


def random_parts(random: Random, payers: int) -> list[int]:
    fen = random.choice([1, 2, 3, 10, random.randrange(1, 1000), random.randrange(10**6, 10**8), 145_000_000_000])
    if random.random() < 0.5:
        weights = [random.randrange(0, 10) for _ in range(payers)]
        weights[random.randrange(payers)] += 1
        return parts_of(fen, [Fraction(one, sum(weights)) for one in weights])
    cuts = sorted(random.choice([0, fen, random.randrange(fen + 1)]) for _ in range(payers - 1))
    return [after - before for before, after in zip([0, *cuts], [*cuts, fen], strict=True)]


def yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


class Walk:
    """A round of shared claims, what each line was given, and what its awards should have done to it."""

    def __init__(self, crew: Crew, companies: list[Organisation], seed: int) -> None:
        self.crew, self.random, self.companies = crew, Random(seed), companies
        self.payers = self.random.choice([2, 2, 3, 4])
        self.parts: dict[UUID, list[int]] = {}
        self.order = self.random.choice(["listed", "listed", "confirmed"])
        self.made = make_round(
            crew.cast.zone, companies, order=self.order, borne=[Decimal(300_000), *[Decimal(0)] * (self.payers - 1)],
            notice_days=self.random.choice([None, 5, 5]),
        )  # fmt: skip
        for claim in claims(self.made):
            self.parts[claim.pk] = random_parts(self.random, self.payers)
            amount = yuan(sum(self.parts[claim.pk]))
            borne = [yuan(part) for part in self.parts[claim.pk]]
            Claim.objects.filter(pk=claim.pk).update(amount=amount, low=amount, high=amount, borne=borne)
        self.given = [self.enough(place) for place in range(self.payers)]
        self.lines = [crew.books.line(yuan(fen)) for fen in self.given]
        for place, line in enumerate(self.lines):
            RoundPayer.objects.create(
                round=self.made, place=place, code=f"p{place}", zh=f"第{place}方", en="", line=line
            )
        self.returned = [Counter() for _ in self.lines]
        self.said: Counter[str] = Counter()

    def enough(self, place: int) -> int:
        whole = sum(parts[place] for parts in self.parts.values())
        return self.random.choice([whole, whole, whole + 1, max(whole - 1, 0), whole * 2 // 3])

    def go(self) -> None:
        before = [(claim.state, claim.version) for claim in claims(self.made)]
        for _ in range(12):
            self.act()
            if [(claim.state, claim.version) for claim in claims(self.made)] != before:
                return

    def act(self) -> None:
        act = self.random.choice(
            ("review", "approve", "approve", "post", "object", "judge", "offer", "offer", "confirm", "confirm", "confirm", "decline", "lapse",
             "send_back", "refuse", "more", "serve", "batch", "batch", "unbatch", "result", "result", "bounce", "ask_back", "other_lines")
        )  # fmt: skip
        try:
            getattr(self, act)()
            self.said[act] += 1
        except Cannot as refused:
            self.said[f"{act}: {refused.code}"] += 1

    def some(self, state: str) -> dict[UUID, int]:
        found = seen(self.made, state)
        kept = self.random.sample(list(found), self.random.randint(0, len(found)))
        return {pk: found[pk] for pk in kept}

    def one(self, *states: str) -> Claim | None:
        found = [claim for claim in claims(self.made) if claim.state in states]
        return self.random.choice(found) if found else None

    def review(self) -> None:
        services.review(seen=self.some("proposed"), reason="", actor=self.crew.officer, now=NOW)

    def approve(self) -> None:
        services.approve(seen=self.some("reviewed"), reason="", actor=self.crew.approver, now=NOW)

    def refuse(self) -> None:
        claim = self.one("proposed", "reviewed", "held")
        if claim and self.random.random() < 0.15:
            services.refuse(seen={claim.pk: claim.version}, reason="不符", actor=self.crew.officer, now=NOW)

    def send_back(self) -> None:
        if claim := self.one("proposed", "returned"):
            act = services.send_back if claim.state == "proposed" else services.put_right
            act(seen={claim.pk: claim.version}, reason="再看", actor=self.crew.officer, now=NOW)

    def post(self) -> None:
        services.post(round=self.made.pk, actor=self.crew.officer, now=NOW)

    def object(self) -> None:
        if (claim := self.one("noticed")) and claim.notice_id:
            said = services.ObjectionSaid(claim.pk, "李某", "citizen", "13800000000", "不实")
            services.object_to(notice=claim.notice_id, said=said, now=NOW)

    def judge(self) -> None:
        if one := Objection.objects.filter(claim__round=self.made, judged_at=None).first():
            upheld = self.random.random() < 0.3
            services.judge(id=one.pk, upheld=upheld, answer="已核", actor=self.crew.officer, now=NOW)

    def offer(self) -> None:
        services.offer_passed(now=PASSED)

    def confirm(self) -> None:
        if claim := self.one("offered"):
            confirm(claim, self.crew.owner(claim.company))

    def decline(self) -> None:
        claim = self.one("offered")
        if claim and self.random.random() < 0.2:
            services.decline(id=claim.pk, reason="", actor=self.crew.owner(claim.company), now=PASSED)

    def lapse(self) -> None:
        if self.random.random() < 0.05:
            services.lapse_late(now=PASSED + timedelta(days=15))

    def more(self) -> None:
        place = self.random.randrange(self.payers)
        fen = self.random.randrange(1, 2 * sum(parts[place] for parts in self.parts.values()) + 2)
        self.crew.books.move(Movement(self.lines[place], Step.SET, yuan(fen), "budget/more"))
        self.given[place] += fen

    def serve(self) -> None:
        services.serve_all_waiting(now=PASSED)
        waiting = claims(self.made, "held")
        if waiting:
            free = [int(self.crew.books.has(line).get("free", 0) * 100) for line in self.lines]
            first = min(waiting, key=lambda claim: (claim.confirmed_at or NOW, claim.place))
            assert any(part > has for part, has in zip(self.parts[first.pk], free, strict=True)), "it would have fitted"

    def batch(self) -> None:
        ids = [claim.pk for claim in claims(self.made) if claim.state in {"owed", "failed"}]
        batch = services.make_batch(zone=self.crew.cast.zone.pk, claims=ids, actor=self.crew.maker, now=PASSED)
        services.check_batch(id=batch.pk, actor=self.crew.checker, now=PASSED)
        services.send_batch(id=batch.pk, fixed=False, actor=self.crew.maker, now=PASSED)

    def unbatch(self) -> None:
        ids = [claim.pk for claim in claims(self.made) if claim.state in {"owed", "failed"}]
        batch = services.make_batch(zone=self.crew.cast.zone.pk, claims=ids, actor=self.crew.maker, now=PASSED)
        services.withdraw_batch(id=batch.pk, reason="有误", actor=self.crew.maker, now=PASSED)

    def result(self) -> None:
        if claim := self.one("paying"):
            payment = claim.payments.latest("reference")
            word = self.random.choice(["成功", "成功", "失败"])
            take(self.crew, result_of((payment.reference, payment.amount, word, "不明")))

    def bounce(self) -> None:
        if (claim := self.one("paid")) and not any(claim.pk in returned for returned in self.returned):
            payment = claim.payments.latest("reference")
            take(self.crew, result_of((payment.reference, payment.amount, "退票", "销户")))

    def ask_back(self) -> None:
        if claim := self.one("paid"):
            place = self.random.randrange(self.payers)
            part = self.parts[claim.pk][place] - self.returned[place][claim.pk]
            fen = self.random.randint(1, max(part, 1))
            asked = ledger.ask_back(
                line=self.lines[place], cause=f"claim/{claim.pk}", amount=yuan(fen), ground="多付", due_on=NOW.date(),
                actor=self.crew.maker, now=PASSED,
            )  # fmt: skip
            ledger.recover(
                id=asked.pk, key=f"back/{asked.pk}", amount=yuan(fen), maker=self.crew.maker.person,
                checker=self.crew.checker.person, actor=self.crew.checker, now=PASSED,
            )  # fmt: skip
            self.returned[place][claim.pk] += fen

    def other_lines(self) -> None:
        turned = [*self.lines[1:], self.lines[0]]
        services.set_lines(round=self.made.pk, lines=turned, actor=self.crew.maker, now=NOW)
        self.lines, self.given = turned, [*self.given[1:], self.given[0]]

    def look(self) -> None:
        settle()
        stands = {claim.pk: claim for claim in claims(self.made)}
        for place, line in enumerate(self.lines):
            due: Counter[str] = Counter({"set": self.given[place], "free": self.given[place]})
            for pk, claim in stands.items():
                assert claim.borne is not None
                assert [int(one * 100) for one in claim.borne] == self.parts[pk]
                where = HELD_AT.get(claim.state)
                if self.order == "confirmed" and where not in {"payable", "paid"}:
                    where = None
                if where:
                    back = self.returned[place][pk]
                    due[where] += self.parts[pk][place] - back
                    due["free"] -= self.parts[pk][place] - back
            has = {state: int(amount * 100) for state, amount in self.crew.books.has(line).items()}
            assert has == {state: fen for state, fen in due.items() if fen}, (
                place,
                {c.name: c.state for c in stands.values()},
            )
        assert not Transfer.objects.filter(cause__startswith="claim/", amount__lte=0).exists()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_line_has_its_parts_wherever_the_claims_stand(crew: Crew, seed: int, tmp_path: Path) -> None:
    companies = [
        *crew.companies,
        *(add_company(crew.cast, f"第{number}家有限公司", number=number) for number in (31, 32, 33)),
    ]
    walk = Walk(crew, companies, seed)
    for _ in range(STEPS):
        walk.go()
        walk.look()
    assert ledger_queries.replay() == []
    said = said_by_beancount(
        tmp_path, "".join(ledger_queries.plain_text(SYSTEM, day=PASSED.date() + timedelta(days=400)))
    )
    assert (said.returncode, said.stdout + said.stderr) == (0, "")
