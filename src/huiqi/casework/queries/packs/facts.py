"""The facts of claims as they stood, with who said them, in which file and cell, and when; and the answer, decided again, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from huiqi.casework.domain.claims.credit import USUAL_LISTS
from huiqi.casework.domain.snapshot_files import Column
from huiqi.casework.models import Claim, Round
from huiqi.casework.queries import snapshots
from huiqi.casework.queries.packs.sight import Sight
from huiqi.casework.queries.past import past_given
from huiqi.casework.queries.runs import answers_of, book_for, clause_of, companies_of
from huiqi.kernel.actor import system
from huiqi.kernel.audit import plain
from huiqi.register import queries as register
from huiqi.register.queries import KnownFact
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.domain.past import Awarded
from huiqi.rulebook.queries import Book
from huiqi.rulebook.services import evaluating, weighing
from huiqi.rulebook.services.evaluating import ClauseHead, Trace
from huiqi.rulebook.services.weighing import Weighed

# Companies read out of the snapshot at once.
_PART: Final = 1000


@dataclass(frozen=True, slots=True)
class Decided:
    """What a claim stands on: its facts, and its reasons in both languages; none where they speak of what is withheld."""

    facts: list[dict[str, Any]]
    trace: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Ground:
    """What is the same for all claims of a round; `weighed` holds what the limits made of each row of the snapshot."""

    round: Round
    book: Book
    head: ClauseHead
    companies: Sequence[str]
    rows: Mapping[str, int]
    past: Sequence[Awarded]
    weighed: Mapping[int, Weighed]

    @property
    def names(self) -> frozenset[str]:
        """Return the facts that are told of a claim."""
        return frozenset({*self.head.facts, *USUAL_LISTS})


def ground_of(sight: Sight) -> Ground:
    """Return what claims of a sight stand on together. Raises CannotReadSnapshot, CannotFindBook."""
    made = sight.round
    book, companies, past = book_for(made.run), companies_of(made.run).ids, past_given(made.run)
    heads = evaluating.clauses_in_force(book, day=made.day, policies=[made.policy])
    head = next(one for one in heads if one.clause == made.clause)
    rows = {company: row for row, company in enumerate(companies)}
    own = {rows[str(company)] for company in sight.claims.values_list("company", flat=True)}
    # In the order of the run, which limits may look at.
    wanted = sorted(own.union(_claiming(made, head)))
    facts = _all_facts(made, book, head, companies, wanted)
    weighed = weighing.weigh(book, head, companies=facts, day=made.day, past=past)
    kept = {row: one for row, one in zip(wanted, weighed, strict=True) if row in own}
    return Ground(made, book, head, companies, rows, past, kept)


def decided(sight: Sight, ground: Ground, part: Sequence[Claim]) -> Iterator[Decided]:
    """Yield what some claims stand on; the looks are noted."""
    rows = [ground.rows[str(claim.company_id)] for claim in part]
    columns = snapshots.rows(ground.round.snapshot_digest, rows, names=ground.names)
    told = _traces(ground, rows, columns)
    sources = _sources(ground, [claim.company_id for claim in part])
    dictionary = rulebook.facts_of(ground.book)
    shown: set[str] = set()
    for at, (claim, (zh, en)) in enumerate(zip(part, told, strict=True)):
        sees = sight.sees_sensitive(claim)
        facts = [
            _fact(key, column, at, dictionary, sources.get(claim.company_id, []), sees=sees)
            for key, column in sorted(columns.items())
            if column.cells[at] is not None or at in column.absent
        ]
        shown |= {fact["key"].partition("|")[0] for fact in facts if not fact["withheld"]}
        speaks = any(one.is_sensitive for one in zh.facts) and not sees
        yield Decided(facts, None if speaks else {"zh": _told(zh), "en": _told(en)})
    seen = [claim.company for claim in part if sight.sees_sensitive(claim)]
    register.note_look(sight.actor, organisations=seen, names=shown)


def _claiming(made: Round, head: ClauseHead) -> list[int]:
    """Return the rows whose claims the limits weigh against each other; none where the clause has no limits."""
    if not head.has_limits:
        return []
    answers = answers_of(clause_of(made.run, policy=made.policy, clause=made.clause))
    refused = [any(name in head.needs for name in failed) for failed, _ in answers.reasons]
    return [row for row, why in enumerate(answers.why) if not refused[why]]


def _all_facts(
    made: Round, book: Book, head: ClauseHead, companies: Sequence[str], rows: Sequence[int]
) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for start in range(0, len(rows), _PART):
        part = rows[start : start + _PART]
        columns = snapshots.rows(made.snapshot_digest, part, names=head.facts)
        yield from _facts_of(made, book, head, companies, part, columns)


def _facts_of(
    made: Round,
    book: Book,
    head: ClauseHead,
    companies: Sequence[str],
    rows: Sequence[int],
    columns: Mapping[str, Column],
) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    values = evaluating.values_of(book, [head], columns=columns, size=len(rows), day=made.day)
    for at, row in enumerate(rows):
        known = {name: cells[at] for name, cells in values.facts.items() if cells[at] is not None}
        yield str(row), companies[row], known


def _traces(ground: Ground, rows: Sequence[int], columns: Mapping[str, Column]) -> Iterator[tuple[Trace, Trace]]:
    made, book, head = ground.round, ground.book, ground.head
    companies = list(_facts_of(made, book, head, ground.companies, rows, columns))
    weighed = [ground.weighed[row] for row in rows]
    return weighing.traces(book, head, companies=companies, weighed=weighed, day=made.day)


def _sources(ground: Ground, companies: Sequence[UUID]) -> Mapping[UUID, list[KnownFact]]:
    made = ground.round
    assert made.run.snapshot is not None, "a round stands on a finished run"
    # Who may see the claim was asked before; what of it is shown is decided fact by fact.
    return register.facts_of_many(
        system("audit pack"), subjects=companies, names=ground.names, valid_on=made.day,
        known_on=made.run.snapshot.known_at,
    )  # fmt: skip


def _fact(
    key: str, column: Column, at: int, dictionary: Mapping[str, Any], known: Sequence[KnownFact], *, sees: bool
) -> dict[str, Any]:
    name, _, period = key.partition("|")
    entry = dictionary.get(name)
    withheld = entry is not None and entry.is_sensitive and not sees
    zh, en = (entry.zh, entry.en) if entry else (name, name)
    return {
        "key": key, "zh": zh, "en": en, "withheld": withheld, "cell": None if withheld else column.cells[at],
        "absent": not withheld and at in column.absent,
        "sources": [_source(one) for one in known if (one.name, one.period) == (name, period) and not withheld],
    }  # fmt: skip


def _source(one: KnownFact) -> dict[str, object]:
    said = {
        "source": one.source, "evidence": one.evidence, "recorded_at": one.recorded_at, "recorded_by": one.recorded_by_name,
        "valid_from": one.valid_from, "valid_to": one.valid_to,
    }  # fmt: skip
    return {name: plain(value) for name, value in said.items()}


def _told(trace: Trace) -> dict[str, Any]:
    return {"headline": trace.headline, "lines": [[one.level, one.mark, one.text] for one in trace.lines]}
