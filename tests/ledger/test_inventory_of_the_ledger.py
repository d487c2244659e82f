"""The zones' own numbers: each test is the acceptance scenario of an entry of the inventory."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from huiqi.kernel.ids import new_ids
from huiqi.ledger import queries, services
from huiqi.ledger.services import CannotMove, Entry, Kind, Movement, Step, WhenShort
from tests.cast import NOW, SYSTEM, Cast
from tests.ledger.books import CHECKER, FIRM, MAKER, Books, settle, sql

WAN = Decimal(10_000)
CHAIN = (Step.RESERVE, Step.COMMIT, Step.OWE, Step.PAY)
PEOPLE = {"maker": MAKER, "checker": CHECKER, "actor": SYSTEM, "now": NOW}


def pay(books: Books, line: UUID, amounts: dict[str, tuple[UUID, Decimal]]) -> None:
    """Pay amounts of a line, each for its cause."""
    entries = [
        Entry(cause, [Movement(line, step, amount, cause, party) for step in CHAIN])
        for cause, (party, amount) in amounts.items()
    ]
    assert all(done.entry for done in books.move_each(entries))


@pytest.mark.inventory("XM-06")
def test_62_payouts_to_50_firms(books: Books) -> None:
    line, firms = books.line(10_000_000, year=2020), list(new_ids(NOW, 50))
    one = Decimal("61092.77")
    amounts = {f"payout/{number}": (firms[number % 50], one) for number in range(61)}
    pay(books, line, amounts | {"payout/61": (firms[11], 3_787_752 - 61 * one)})
    found = queries.payouts(SYSTEM, year=2020)
    assert (found.times, found.parties, found.amount) == (62, 50, Decimal("3787752.00"))
    assert found.mean == Decimal("61092.77")


@pytest.mark.inventory("MA-01")
def test_an_award_is_split_between_city_and_zone(cast: Cast, books: Books) -> None:
    within = (cast.zone.pk,)
    city, zone = (
        books.line(1000 * WAN, payer=services.add_payer(within=within, name=(name, ""), actor=SYSTEM, now=NOW).pk)
        for name in ("市财政", "区配套")
    )

    def share(key: str, match: Decimal) -> None:
        shares = [Movement(line, Step.RESERVE, part, "award/2024") for line, part in ((city, 750 * WAN), (zone, match))]
        services.move(zone=books.zone, key=key, movements=shares, total=1450 * WAN, **PEOPLE)

    with pytest.raises(CannotMove) as refused:
        share("wrong", 699 * WAN)
    assert refused.value.code == "total_differs"
    assert books.has(city)["free"] == 1000 * WAN
    share("right", 700 * WAN)
    settle()
    assert (books.has(city)["reserved"], books.has(zone)["reserved"]) == (750 * WAN, 700 * WAN)


@pytest.mark.inventory("MA-01")
def test_unbalanced_shares_are_refused_by_the_database_itself(books: Books) -> None:
    city, zone = books.line(1000), books.line(1000)
    sql(
        "insert into ledger_entry (id, zone, key, digest, total, note, maker, checker, made_at, transaction) "
        "values (%s, %s, 'shares', '', 1450, '', %s, %s, now(), 0)", FIRM, books.zone, MAKER, CHECKER,
    )  # fmt: skip
    sql(
        "insert into ledger_transfer (entry_id, line_id, step, source, target, amount, cause) values "
        "(%s, %s, 'reserve', 'free', 'reserved', 750, 'award'), (%s, %s, 'reserve', 'free', 'reserved', 699, 'award')",
        FIRM, city, FIRM, zone,
    )  # fmt: skip
    with pytest.raises(Exception, match="do not add up to 1450"):
        settle()


@pytest.mark.inventory("MA-01")
def test_nothing_joins_shares_that_were_found_whole(books: Books) -> None:
    """The check at the end of the transaction may be called early: what comes after it is held as well."""
    city, zone = books.line(1000), books.line(1000)
    sql(
        "insert into ledger_entry (id, zone, key, digest, total, note, maker, checker, made_at, transaction) "
        "values (%s, %s, 'shares', '', 1450, '', %s, %s, now(), 0)", FIRM, books.zone, MAKER, CHECKER,
    )  # fmt: skip
    share = "insert into ledger_transfer (entry_id, line_id, step, source, target, amount, cause) values "
    route = "(%s, %s, 'reserve', 'free', 'reserved', {}, 'award')"
    sql(f"{share}{route.format(750)}, {route.format(700)}", FIRM, city, FIRM, zone)
    settle()
    with pytest.raises(Exception, match="added by one statement"):
        sql(f"{share}{route.format(1)}", FIRM, zone)


@pytest.mark.inventory("WH-01")
@pytest.mark.parametrize("when_short", WhenShort)
def test_a_fund_pays_what_it_holds_and_never_more(books: Books, when_short: WhenShort) -> None:
    fund = books.line(1_000_000_000, kind=Kind.FUND, year=None)
    books.step(fund, *CHAIN, amount=997_000_000, cause="claims/earlier")
    outcomes = services.draw(
        zone=books.zone, key="claim/1", fund=fund, amount=Decimal(5_000_000), cause="claim/1", party=FIRM,
        when_short=when_short, **PEOPLE,
    )  # fmt: skip
    owed = Decimal(3_000_000) if when_short is WhenShort.PART else Decimal(0)
    assert books.has(fund).get("payable", Decimal(0)) == owed
    assert books.has(fund).get("free", Decimal(0)) == Decimal(3_000_000) - owed
    waiting = queries.holds(SYSTEM).get()
    assert waiting.pk == outcomes[-1].held
    assert waiting.wanted == Decimal(5_000_000) - owed
    settle()
    # Money comes back from the borrower: what waits is paid from it.
    services.move(
        zone=books.zone, key="recovered", movements=[Movement(fund, Step.RETURN, Decimal(4_000_000), "claims/earlier", FIRM)],
        **PEOPLE,
    )  # fmt: skip
    services.take_up(id=waiting.pk, actor=SYSTEM, now=NOW)
    assert books.has(fund)["payable"] == Decimal(5_000_000)
    assert queries.replay() == []


@pytest.mark.inventory("XA-01")
def test_a_claim_over_the_yearly_fund_is_held(books: Books) -> None:
    fund = books.line(1_000_000_000, kind=Kind.CEILING, year=2026)
    ladder = [books.line(500_000_000, ceilings=[fund]) for _ in range(3)]
    books.step(ladder[0], *CHAIN, amount=500_000_000, cause="stage/1")
    books.step(ladder[1], *CHAIN, amount=490_000_000, cause="stage/2")
    claim = Entry("claim/20m", [Movement(ladder[2], Step.RESERVE, Decimal(20_000_000), "claim/20m", FIRM)])
    (held,) = books.move_each([claim])
    assert (held.entry, held.why_not.code) == (None, "over_ceiling")
    waiting = queries.holds(SYSTEM).get()
    assert (waiting.pk, waiting.line_id, waiting.had, waiting.wanted) == (
        held.held, fund, Decimal(10_000_000), Decimal(20_000_000),
    )  # fmt: skip
    with pytest.raises(CannotMove):
        services.take_up(id=waiting.pk, actor=SYSTEM, now=NOW)
    books.move(Movement(fund, Step.SET, Decimal(10_000_000), "budget/raise"))
    services.take_up(id=waiting.pk, actor=SYSTEM, now=NOW)
    assert books.has(fund) == {
        "set": Decimal(1_010_000_000),
        "reserved": Decimal(20_000_000),
        "paid": Decimal(990_000_000),
    }
    assert not queries.holds(SYSTEM).filter(ended_at=None).exists()


@pytest.mark.inventory("XA-03")
def test_the_share_that_came_without_an_application(books: Books) -> None:
    automatic, asked = books.line(100_000_000, code="auto"), books.line(750_000_000, code="asked")
    firms = list(new_ids(NOW, 40))
    pay(books, automatic, {f"auto/{number}": (firm, Decimal(2_500_000)) for number, firm in enumerate(firms)})
    pay(books, asked, {f"asked/{number}": (firm, Decimal(18_750_000)) for number, firm in enumerate(firms)})
    every, auto = queries.payouts(SYSTEM), queries.payouts(SYSTEM, codes=["auto"])
    assert (auto.amount, every.amount) == (100_000_000, 850_000_000)
    assert auto.share_of(every) == Decimal("11.8")
    # 850 million to 4,000 firms: here a hundredth of them, each with a hundred times as much.
    assert every.mean_of_party == 100 * Decimal(212_500)


@pytest.mark.inventory("OR-04")
def test_what_is_awarded_and_not_paid_stays_on_the_list_until_it_is(books: Books) -> None:
    line = books.line(20_000_000)
    books.step(line, Step.RESERVE, Step.COMMIT, Step.OWE, amount=18_848_000)
    books.step(line, Step.PAY, amount=18_000_000)
    row = queries.obligations(SYSTEM).get(unpaid__gt=0)
    assert (row.unpaid, row.paid, row.since) == (848_000, 18_000_000, NOW)
    books.step(line, Step.PAY, amount=848_000)
    assert not queries.obligations(SYSTEM).filter(unpaid__gt=0).exists()


@pytest.mark.inventory("XY-06")
def test_two_sponsorships_add_up(books: Books) -> None:
    line = books.line(1_000_000)
    pay(books, line, {"contest/1": (FIRM, Decimal(350_000)), "contest/2": (FIRM, Decimal(250_000))})
    found = queries.payouts(SYSTEM, lines=[line])
    assert (found.amount, found.times, found.parties) == (600_000, 2, 1)


@pytest.mark.inventory("XY-04")
def test_the_mean_of_an_internship(books: Books) -> None:
    line, schools = books.line(5_000_000), list(new_ids(NOW, 60))
    # 6,000 person-times and 5,000,000 yuan, in hundredths.
    amounts = [Decimal("833.33")] * 40 + [Decimal("833.34")] * 20
    pay(books, line, {f"internship/{number}": (schools[number], yuan) for number, yuan in enumerate(amounts)})
    found = queries.payouts(SYSTEM, lines=[line])
    assert (found.times, found.amount, found.mean) == (60, 50_000, Decimal("833.33"))


@pytest.mark.inventory("XY-05")
def test_a_year_never_pays_more_than_its_budget(books: Books) -> None:
    line, each = books.line(15_000_000), Decimal("4285.71")
    entries = [
        Entry(f"trained/{number}", [Movement(line, step, each * 500, f"trained/{number}", FIRM) for step in CHAIN])
        for number in range(8)
    ]  # fmt: skip
    outcomes = books.move_each(entries)
    assert [bool(one.entry) for one in outcomes] == [True] * 7 + [False]
    assert books.has(line)["paid"] == 3500 * each <= 15_000_000


def test_an_interim_payment_and_the_final_one(books: Books) -> None:
    line = books.line(100_000)
    books.step(line, Step.RESERVE, Step.COMMIT, amount=100_000)
    books.step(line, Step.OWE, Step.PAY, amount=80_000)
    assert books.has(line)["committed"] == Decimal(20_000)
    # The final figures come to 90,000: the rest is owed, and what is not needed is free again.
    books.step(line, Step.OWE, Step.PAY, amount=10_000)
    books.step(line, Step.CANCEL, amount=10_000)
    assert books.has(line) == {"set": Decimal(100_000), "free": Decimal(10_000), "paid": Decimal(90_000)}
    with pytest.raises(CannotMove):
        books.step(line, Step.OWE, amount="0.01")
