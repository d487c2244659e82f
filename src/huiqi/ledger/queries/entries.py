"""Entries and proposals for their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from huiqi.kernel.actor import Actor
from huiqi.kernel.money import FEN
from huiqi.kernel.words import Pair
from huiqi.ledger.domain.rights import CHECK, MAKE, SEE_LINES
from huiqi.ledger.domain.steps import Step
from huiqi.ledger.models import Entry, Obligation, Proposal, ProposalPart, Transfer
from huiqi.ledger.queries.outside import outside
from huiqi.ledger.queries.reach import CannotSee, within_reach

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class SummedProposal(TypedDict):
        """What a list of proposals shows besides."""

        amount: Decimal

    SeenProposal = WithAnnotations[Proposal, SummedProposal]

# The kinds of causes whose identifier is that of the proposal which made them.
_PROPOSED = frozenset({"agreement", "loss"})


@dataclass(frozen=True, slots=True)
class SeenTransfer:
    """A transfer with its receiver's name, what was corrected of it, and what is left to correct, in yuan."""

    row: Transfer
    party: str
    corrected: Decimal
    left: Decimal


@dataclass(frozen=True, slots=True)
class EntryPage:
    """An entry with its transfers on lines that the actor may see, and who made and checked it."""

    entry: Entry
    maker: str
    checker: str
    transfers: Sequence[SeenTransfer]
    proposal: Proposal | None
    may_correct: bool


def entry_page(actor: Actor, *, id: UUID) -> EntryPage:
    """Return the page of an entry; raises CannotSee."""
    reach = within_reach(actor, *SEE_LINES)
    rows = (
        Transfer.objects.filter(entry=id, line__in=reach)
        .annotate(corrected=Sum("corrections__amount"))
        .select_related("line", "corrects__entry")
        .order_by("id")
    )
    names = outside().parties(actor, ids={row.party for row in rows if row.party})
    transfers = [seen(row, row.corrected or Decimal(0), names.get(row.party, "") if row.party else "") for row in rows]
    people = Entry.objects.annotate(
        maker_name=outside().person_name(field="maker"), checker_name=outside().person_name(field="checker")
    )
    entry = people.filter(pk=id).first() if transfers else None
    if entry is None:
        raise CannotSee("not_found", what="entry", id=id)
    places = [place for one in transfers for place in one.row.line.within]
    may = not actor.organisations(*MAKE).isdisjoint(places) and any(one.left for one in transfers)
    proposal = Proposal.objects.filter(entry=id).first()
    return EntryPage(entry, entry.maker_name, entry.checker_name, transfers, proposal, may_correct=may)


def seen(row: Transfer, corrected: Decimal, party: str) -> SeenTransfer:
    """Return a transfer with what is left to correct: nothing of a correction, or of what the ledger repeats by itself."""
    own = row.mirrors_id is None and row.step != Step.CORRECT.value
    return SeenTransfer(row, party, corrected, (row.amount - corrected if own else Decimal(0)).quantize(FEN))


def proposals(actor: Actor) -> QuerySet[SeenProposal]:
    """Return the proposals about lines that the actor may see, the last first, with `amount`, in yuan."""
    parts = ProposalPart.objects.filter(proposal=OuterRef("pk"), line__in=within_reach(actor, *SEE_LINES))
    # What is shifted goes out of one line and into another: it counts once.
    more = Sum("parts__amount", filter=~Q(parts__step=Step.CUT.value))
    rows = Proposal.objects.filter(Exists(parts)).annotate(amount=Coalesce(more, Sum("parts__amount")))
    return rows.order_by("-made_at", "-id")


def waiting(actor: Actor) -> int:
    """Return how many proposals wait for the actor's check."""
    parts = ProposalPart.objects.filter(proposal=OuterRef("pk"), line__in=within_reach(actor, *CHECK))
    return Proposal.objects.filter(Exists(parts), ~Q(made_by=actor.person), standing="open").count()


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """A proposal with its parts, and what the actor may do about it."""

    proposal: Proposal
    parts: Sequence[ProposalPart]
    said: Sequence[tuple[Pair, str]]
    may_decide: bool
    may_withdraw: bool


def proposal_page(actor: Actor, *, id: UUID) -> ProposalPage:
    """Return the page of a proposal; raises CannotSee."""
    found = proposals(actor).filter(pk=id).select_related("entry").first()
    if found is None:
        raise CannotSee("not_found", what="proposal", id=id)
    parts = tuple(found.parts.select_related("line", "transfer__entry").order_by("id"))
    is_open = found.standing == "open"
    places = {place for part in parts for place in part.line.within}
    decides = is_open and actor.person != found.made_by and not actor.organisations(*CHECK).isdisjoint(places)
    withdraws = is_open and not actor.organisations(*MAKE).isdisjoint(places)
    return ProposalPage(found, parts, said_of(actor, found), may_decide=decides, may_withdraw=withdraws)


def said_of(actor: Actor, proposal: Proposal) -> list[tuple[Pair, str]]:
    """Return what a proposal says besides its amounts, in words for who checks it."""
    details, found = proposal.details, list[tuple[Pair, str]]()
    if "party" in details:
        party = UUID(details["party"])
        found.append((("对方单位", "With"), outside().parties(actor, ids=[party]).get(party, str(party))))
    if "code" in details:
        found.append((("用途", "For"), details["code"]))
    if "last_day" in details:
        found.append((("最后使用日", "Last day"), details["last_day"]))
    for year, amount in details.get("years", {}).items():
        found.append(((f"{year}年支付（元）", f"Paid in {year} (yuan)"), f"{Decimal(amount):,.2f}"))
    for key, words in (("uses", ("使用记录（笔）", "Uses")), ("vouchers", ("券（张）", "Vouchers"))):
        if key in details:
            found.append((words, str(len(details[key]))))
    if "cause" in details:
        found += said_of_cause(actor, details["cause"])
    return found


def said_of_cause(actor: Actor, cause: str) -> list[tuple[Pair, str]]:
    """Return whom a cause pays, and what it is: of a project the ground on which it was promised."""
    kind, _, rest = cause.partition("/")
    party = Obligation.objects.filter(cause=cause, party__isnull=False).values_list("party", flat=True).first()
    found: list[tuple[Pair, str]] = []
    if party is not None:
        found.append((("收款方", "Receiver"), outside().parties(actor, ids=[party]).get(party, str(party))))
    return [*found, (("事由", "Cause"), (ground_of(rest) if kind in _PROPOSED else None) or cause)]


def ground_of(proposal: str) -> str | None:
    """Return the ground of a proposal by its identifier; None where it is none."""
    try:
        key = UUID(proposal)
    except ValueError:
        return None
    return Proposal.objects.filter(pk=key).values_list("reason", flat=True).first()
