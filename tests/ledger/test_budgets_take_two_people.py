"""A budget changes when one person has proposed it and another one has confirmed it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from huiqi.kernel.actor import Actor, Role
from huiqi.kernel.models import AuditEntry
from huiqi.ledger import queries, services
from huiqi.ledger.models import Entry, Proposal, Transfer
from huiqi.ledger.services import CannotKeep, CannotMove, Part, Step
from tests.cast import NOW, SYSTEM, Cast
from tests.ledger.books import Books, settle, sql


def proposed(maker: Actor, *parts: Part) -> Proposal:
    return services.propose(parts=parts, reason="管委会会议纪要〔2026〕3号", actor=maker, now=NOW)


def test_nothing_is_booked_before_it_is_confirmed(books: Books, maker: Actor, checker: Actor) -> None:
    line = books.line()
    proposal = proposed(maker, Part(line, Step.SET, Decimal(500_000)))
    assert books.has(line) == {}
    assert queries.waiting(checker) == 1
    services.confirm(id=proposal.pk, actor=checker, now=NOW)
    settle()
    assert books.has(line) == {"set": Decimal(500_000), "free": Decimal(500_000)}
    entry = Entry.objects.get()
    assert (entry.maker, entry.checker, entry.note) == (maker.person, checker.person, "管委会会议纪要〔2026〕3号")
    assert queries.waiting(checker) == 0
    assert AuditEntry.objects.filter(code="ledger.proposal.confirmed", actor=checker.person).exists()


def test_a_shift_moves_one_amount_between_two_lines(books: Books, maker: Actor, checker: Actor) -> None:
    giver, taker = books.line(100), books.line(50)
    parts = [Part(giver, Step.CUT, Decimal(30)), Part(taker, Step.SET, Decimal(30))]
    services.confirm(id=proposed(maker, *parts).pk, actor=checker, now=NOW)
    assert (books.has(giver)["free"], books.has(taker)["free"]) == (Decimal(70), Decimal(80))
    with pytest.raises(CannotMove) as refused:
        proposed(maker, Part(giver, Step.CUT, Decimal(30)), Part(taker, Step.SET, Decimal(29)))
    assert refused.value.code == "total_differs"


def test_a_correction_takes_two_as_well(books: Books, maker: Actor, checker: Actor) -> None:
    line = books.line(100)
    wrong = Transfer.objects.get(line=line)
    proposal = proposed(maker, Part(line, Step.CORRECT, Decimal(40), wrong.pk))
    services.confirm(id=proposal.pk, actor=checker, now=NOW)
    assert books.has(line) == {"set": Decimal(60), "free": Decimal(60)}
    assert wrong.corrections.get().entry.proposal == proposal


def test_nobody_confirms_an_own_proposal(books: Books, maker: Actor) -> None:
    proposal = proposed(maker, Part(books.line(), Step.SET, Decimal(1)))
    both = Actor(person=maker.person, name="一人", grants=tuple(
        type(grant)(Role.FINANCE_APPROVER, grant.organisation) for grant in maker.grants
    ))  # fmt: skip
    for act in (
        lambda: services.confirm(id=proposal.pk, actor=both, now=NOW),
        lambda: services.refuse(id=proposal.pk, said="不", actor=both, now=NOW),
    ):
        with pytest.raises(CannotMove) as refused:
            act()
        assert refused.value.code == "maker_is_checker"


def test_the_database_knows_it_too(books: Books, maker: Actor) -> None:
    proposal = proposed(maker, Part(books.line(), Step.SET, Decimal(1)))
    with pytest.raises(IntegrityError, match="proposal_decided_by_another"), transaction.atomic():
        sql(
            "update ledger_proposal set standing = 'refused', decided_by = made_by, decided_at = now() where id = %s",
            proposal.pk,
        )
    with pytest.raises(IntegrityError, match="proposal_confirmed_has_entry"), transaction.atomic():
        sql(
            "update ledger_proposal set standing = 'confirmed', decided_by = gen_random_uuid(), decided_at = now()"
            " where id = %s", proposal.pk,
        )  # fmt: skip


def test_what_is_decided_is_decided(books: Books, maker: Actor, checker: Actor) -> None:
    line = books.line()
    refused = proposed(maker, Part(line, Step.SET, Decimal(1)))
    services.refuse(id=refused.pk, said="没有依据", actor=checker, now=NOW)
    withdrawn = proposed(maker, Part(line, Step.SET, Decimal(2)))
    services.withdraw(id=withdrawn.pk, actor=maker, now=NOW)
    for proposal in (refused, withdrawn):
        with pytest.raises(CannotKeep) as late:
            services.confirm(id=proposal.pk, actor=checker, now=NOW)
        assert late.value.code == "decided"
    assert books.has(line) == {}


def test_what_is_no_longer_there_cannot_be_cut(books: Books, maker: Actor, checker: Actor) -> None:
    line = books.line(100)
    proposal = proposed(maker, Part(line, Step.CUT, Decimal(80)))
    books.step(line, Step.RESERVE, amount=50)
    with pytest.raises(CannotMove) as refused:
        services.confirm(id=proposal.pk, actor=checker, now=NOW)
    assert refused.value.code == "not_enough"
    proposal.refresh_from_db()
    assert proposal.standing == "open"


def test_rights_are_those_for_the_place(cast: Cast, maker: Actor, checker: Actor) -> None:
    south = Books(cast, cast.south.pk).line(10)
    northerner = cast.person("北经办", (Role.FINANCE_OFFICER, cast.north))
    northern_checker = cast.person("北复核", (Role.FINANCE_APPROVER, cast.north))
    part = Part(south, Step.SET, Decimal(5))
    for actor in (northerner, checker, SYSTEM):
        with pytest.raises(CannotKeep):
            services.propose(parts=[part], reason="试", actor=actor, now=NOW)
    proposal = proposed(maker, part)
    with pytest.raises(CannotKeep) as refused:
        services.confirm(id=proposal.pk, actor=northern_checker, now=NOW)
    assert refused.value.code == "not_allowed"
    assert not queries.proposals(northern_checker).exists()
    assert not queries.lines(northerner).exists()
