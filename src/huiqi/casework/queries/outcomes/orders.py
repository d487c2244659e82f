"""Orders paid on their outcome: officers see those of payees within reach, a payee its own from when they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from django.db.models import QuerySet

from huiqi.casework.domain.campaigns import Question
from huiqi.casework.domain.outcomes.rights import ENTER_ORDERS, SEE_ORDERS, SEE_OWN_ORDERS
from huiqi.casework.domain.outcomes.states import OWING, TOLD
from huiqi.casework.models import OutcomeOrder
from huiqi.casework.queries.applying.applications import cell_of
from huiqi.casework.queries.clocks import due_of_each
from huiqi.casework.queries.words import entry_of, fact_words
from huiqi.kernel.actor import Actor
from huiqi.kernel.clock import day_in_china
from huiqi.kernel.errors import NotVisible, Words
from huiqi.ledger import queries as ledger
from huiqi.register import queries as register
from huiqi.register.domain.rights import SEE_SENSITIVE
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.queries import FactEntry
from huiqi.rulebook.services import asking, evaluating
from huiqi.rulebook.services.evaluating import ClauseHead, Own

Kept = Mapping[str, list[str]]
PAY_DUE: Final = due_of_each("outcome", "pay")


class CannotSeeOrder(NotVisible):
    """There is no such order for this actor."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_found": ("没有您能查看的这项约定。", "there is no such order that you may see.")
    }


def outcome_orders(actor: Actor) -> QuerySet[Any]:
    """Return the orders of payees within reach, with `pay_due`: the day by which they are paid, by their clocks that run."""
    seen = register.within_reach(actor, *SEE_ORDERS)
    return OutcomeOrder.objects.filter(payee__in=seen).select_related("payee", "orderer").annotate(pay_due=PAY_DUE)


def outcome_order(actor: Actor, *, id: UUID) -> OutcomeOrder:
    """Return one order; raises CannotSeeOrder."""
    found: OutcomeOrder | None = outcome_orders(actor).filter(pk=id).first()
    if found is None:
        raise CannotSeeOrder("not_found")
    return found


def facts_of_order(
    actor: Actor, *, order: OutcomeOrder, now: datetime
) -> list[tuple[Question, FactEntry, list[str] | None, list[str] | None]]:
    """Return what was promised of an order and what came, fact by fact; a look at sensitive ones is noted, who may not see them sees none."""
    words = fact_words(zone=order.zone_id, now=now)
    keys = dict.fromkeys([*order.promised, *order.outcome])
    asked = [(key, question_of(key)) for key in keys]
    may_see = register.reaches(actor, order.payee, *SEE_SENSITIVE)
    shown = [(key, one, entry_of(one.name, words)) for key, one in asked]
    shown = [row for row in shown if may_see or not row[2].is_sensitive]
    register.note_look(
        actor, organisations=[order.payee], names={one.name for _, one, _ in shown},
        marked={one.name for _, one, entry in shown if entry.is_sensitive},
    )  # fmt: skip
    return [(one, entry, order.promised.get(key), order.outcome.get(key)) for key, one, entry in shown]


def question_of(key: str) -> Question:
    """Return the question under whose key an answer is kept."""
    name, _, period = key.partition("|")
    return Question(name, period)


def own_outcome_orders(actor: Actor) -> QuerySet[Any]:
    """Return the orders for which the actor's own company or institution is paid, from when they stand, with `pay_due`."""
    own = register.within_reach(actor, *SEE_OWN_ORDERS)
    told = sorted(one.value for one in TOLD)
    found = OutcomeOrder.objects.filter(payee__in=own, stage__in=told).select_related("payee", "orderer")
    return found.annotate(pay_due=PAY_DUE)


def late_to_pay(rows: QuerySet[Any], *, day: date) -> QuerySet[Any]:
    """Return those orders of some that are owed longer than their clause allows."""
    return rows.filter(stage__in=sorted(one.value for one in OWING), pay_due__lt=day)


def heads_to_order(zone: UUID, *, now: datetime) -> tuple[ClauseHead, ...]:
    """Return the clauses that an order can stand on: in force today, with money and an article, for what is no company.

    An order has one payee and one line of the budget: what several pay goes out in rounds.
    """
    try:
        book = rulebook.current_book(zone=zone, now=now)
    except rulebook.CannotFindBook:
        return ()
    found = evaluating.clauses_for_others(book, day=day_in_china(now))
    return tuple(head for head in found if head.is_published and head.article.strip() and not head.payers)


def questions_of(book: rulebook.Book, head: ClauseHead, *, day: date) -> tuple[Question, ...]:
    """Return what has to be said for a clause to be worked out: every fact that it reads, of yearly ones the years it asks for."""
    wanted = asking.ask(book, head, facts={}, day=day).wanted
    dated = {name for name, period in wanted if period}
    others = [Question(name) for name in head.facts if name not in dated]
    return (*others, *(Question(name, period) for name, period in wanted if period))


def head_on(hash: str, said: tuple[str, str, str], *, day: date) -> tuple[ClauseHead, date] | None:
    """Return a clause (policy, version, clause) of some rules, and the day on which it answers: its last one where it ended before.

    None where the rules hold no such clause.
    """
    policy, version, _ = said
    book = rulebook.book_of(hash=hash)
    versions = book.loaded.rulebook.policies[policy].versions if policy in book.loaded.rulebook.policies else ()
    known = next((one for one in versions if one.id == version), None)
    if known is None:
        return None
    last = max(min(day, known.end or day), known.start)
    heads = evaluating.clauses_for_others(book, day=last)
    head = next((one for one in heads if (one.policy, one.version, one.clause) == said), None)
    return (head, last) if head else None


def worked_out(hash: str, said: tuple[str, str, str], answers: Kept, *, day: date) -> tuple[ClauseHead, Own] | None:
    """Return what a clause (policy, version, clause) of some rules gives for answers on a day; None where it is in force no more."""
    found = head_on(hash, said, day=day)
    if found is None:
        return None
    head, last = found
    book = rulebook.book_of(hash=hash)
    columns = {key: cell_of(kept) for key, kept in answers.items()}
    values = rulebook.read_values(columns, book.loaded.rulebook.facts, size=1, day=day, wanted=set(head.facts))
    facts = {name: cells[0] for name, cells in values.facts.items() if cells[0] is not None}
    return head, evaluating.assess_own(book, [head], facts=facts, day=last)[0]


def pay_days(order: OutcomeOrder) -> int | None:
    """Return within how many working days an order is paid once its outcome is confirmed; None where its clause says nothing."""
    found = head_on(order.pack_hash, (order.policy, order.version, order.clause), day=order.expected_on)
    return found[0].pay_within_days if found else None


def lines_to_order(actor: Actor, *, zone: UUID) -> list[tuple[str, str]]:
    """Return the lines of the budget from which an order can be paid, as choices of a form."""
    rows = ledger.lines(actor).filter(zone=zone, kind="line").order_by("-year", "title_zh", "pk")
    return ledger.choices(rows)


def zones_to_order(actor: Actor) -> Sequence[UUID]:
    """Return the zones in which the actor enters orders."""
    places = register.within_reach(actor, *ENTER_ORDERS).filter(kind__in=("zone", "park"))
    return sorted({place.within[0] for place in places})


def party_with(actor: Actor, *, code: str, zone: UUID) -> UUID | None:
    """Return the company or institution of a zone with a credit code that the actor may see."""
    rows = register.organisations(actor).filter(credit_code=code.strip().upper(), kind__in=("company", "institution"))
    return rows.filter(within__contains=[zone]).values_list("pk", flat=True).first()
