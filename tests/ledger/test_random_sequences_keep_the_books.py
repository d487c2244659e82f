"""Whatever is tried in whatever order, with repetitions and corrections: the books add up and can be replayed."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiqi.ledger import queries, services
from huiqi.ledger.domain.posting import Known, Sheet
from huiqi.ledger.domain.steps import DRAWS, ROUTES, State, Step
from huiqi.ledger.models import Account, Obligation, Transfer
from huiqi.ledger.services import CannotMove, Entry, Kind, Movement
from tests.cast import NOW, SYSTEM
from tests.ledger.books import CHECKER, FIRM, MAKER, OTHER_FIRM, Books, settle

ASKED = [step for step in ROUTES if step not in DRAWS]
amounts = st.decimals(min_value="0.01", max_value="400", places=2)
tries = st.tuples(
    st.integers(0, 3), st.sampled_from(ASKED), amounts, st.integers(1, 3), st.sampled_from([FIRM, None, OTHER_FIRM])
)
acts = st.lists(
    st.one_of(
        st.lists(tries, min_size=1, max_size=3),
        st.tuples(st.just("again"), st.integers(0, 9)),
        st.tuples(st.just("correct"), st.integers(0, 9), amounts),
    ),
    max_size=10,
)


def played(books: Books, sequence: list[object]) -> None:
    """Try one act after the other; what is refused leaves nothing."""
    ceiling = books.line(500, kind=Kind.CEILING)
    pool = books.line(300, kind=Kind.POOL)
    lines = [books.line(400, ceilings=[ceiling]), books.line(400), books.line(pool=pool, ceilings=[ceiling]), pool]
    entries = [
        Entry(f"{number}", [Movement(lines[at], step, amount, f"claim/{cause}", party) for at, step, amount, cause, party in act])
        for number, act in enumerate(sequence) if isinstance(act, list)
    ]  # fmt: skip
    outcomes = books.move_each(entries)
    for act in sequence:
        match act:
            case ("again", number) if entries:
                again = books.move_each([entries[number % len(entries)]])[0]
                first = outcomes[number % len(entries)]
                assert again.entry == first.entry or first.entry is None
            case ("correct", number, amount):
                correct(books, number, amount)


def correct(books: Books, number: int, amount: Decimal) -> None:
    rows = list(Transfer.objects.filter(mirrors=None).exclude(step="correct").order_by("pk"))
    try:
        services.correct(
            zone=books.zone, key=f"fix/{number}/{amount}", amounts={rows[number % len(rows)].pk: amount}, reason="",
            maker=MAKER, checker=CHECKER, actor=SYSTEM, now=NOW,
        )  # fmt: skip
    except CannotMove:
        # Whatever the reason: what counts is that nothing was left behind.
        return


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sequence=acts)
def test_the_books_add_up(books: Books, sequence: list[object]) -> None:
    with transaction.atomic():
        played(books, sequence)
        settle()
        assert queries.replay() == []
        for line in queries.lines(SYSTEM):
            kept = dict(line.accounts.values_list("state", "balance"))
            assert kept.pop("set") == sum(kept.values())
        assert not Account.objects.filter(balance__lt=0).exists()
        promised = Obligation.objects.values_list("reserved", "committed", "payable", "paid")
        lines = Account.objects.exclude(line__kind="ceiling").filter(
            state__in=["reserved", "committed", "payable", "paid"]
        )
        assert sum(sum(row) for row in promised) == sum(lines.values_list("balance", flat=True))
        transaction.set_rollback(True)


@given(sequence=st.lists(st.tuples(st.sampled_from(ASKED), amounts, st.integers(1, 2)), max_size=30))
def test_the_sheet_alone_never_goes_below_zero(sequence: list[tuple[Step, Decimal, int]]) -> None:
    line = FIRM
    sheet = Sheet({line: Known(("一", "one"))}, {(line, State.SET): Decimal(500), (line, State.FREE): Decimal(500)})
    for step, amount, cause in sequence:
        before = dict(sheet.balances)
        try:
            sheet.take(Entry("key", [Movement(line, step, amount, f"claim/{cause}")]))
        except CannotMove:
            assert sheet.balances == before
        held = {state: sheet.balances.get((line, state), Decimal(0)) for state in State}
        assert min(held.values()) >= 0
        assert held.pop(State.SET) == sum(held.values())
