"""The facts of claims as they stood, with who said them, in which file and cell, and when; and the answer, decided again, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
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
from huiqi.rulebook.queries import Book
from huiqi.rulebook.services import evaluating
from huiqi.rulebook.services.evaluating import ClauseHead, Trace

PART = 500


@dataclass(frozen=True, slots=True)
class Decided:
    """What a claim stands on: its facts, and its reasons in both languages; none where they speak of what is withheld."""

    facts: list[dict[str, Any]]
    trace: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is the same for all claims of a round."""

    book: Book
    head: ClauseHead
    companies: Sequence[str]
    rows: Mapping[str, int]
    # Where limits weigh claims against each other: all rows that claimed.
    together: Sequence[int]


def decided(sight: Sight) -> Iterator[tuple[Claim, Decided]]:
    """Yield the claims with what they stand on, part by part; the looks are noted. Raises CannotReadSnapshot, CannotFindBook."""
    ground = _ground(sight.round)
    shown: set[str] = set()
    size = len(sight.claims) if ground.together else PART
    for start in range(0, len(sight.claims), max(size, 1)):
        part = sight.claims[start : start + size]
        for claim, one in zip(part, _part(sight, ground, part), strict=True):
            shown |= {fact["key"].partition("|")[0] for fact in one.facts if not fact["withheld"]}
            yield claim, one
    companies = [claim.company for claim in sight.claims if sight.sees_sensitive(claim)]
    register.note_look(sight.actor, organisations=companies, names=shown)


def _ground(made: Round) -> _Ground:
    book = book_for(made.run)
    heads = evaluating.clauses_in_force(book, day=made.day, policies=[made.policy])
    head = next(one for one in heads if one.clause == made.clause)
    companies = companies_of(made.run).ids
    rows = {company: row for row, company in enumerate(companies)}
    together: list[int] = []
    if head.has_limits:
        answers = answers_of(clause_of(made.run, policy=made.policy, clause=made.clause))
        refused = [any(name in head.needs for name in failed) for failed, _ in answers.reasons]
        together = [row for row, why in enumerate(answers.why) if not refused[why]]
    return _Ground(book, head, companies, rows, together)


def _part(sight: Sight, ground: _Ground, part: Sequence[Claim]) -> Iterator[Decided]:
    own = [ground.rows[str(claim.company_id)] for claim in part]
    rows = list(dict.fromkeys([*own, *ground.together]))
    columns = snapshots.rows(sight.round.snapshot_digest, rows)
    told = _traces(sight.round, ground, rows, columns, own)
    sources = _sources(sight.round, ground, [claim.company_id for claim in part])
    dictionary = rulebook.facts_of(ground.book)
    names = {*ground.head.facts, *USUAL_LISTS}
    keys = sorted(key for key in columns if key.partition("|")[0] in names)
    places = {row: at for at, row in enumerate(rows)}
    for claim, row, (zh, en) in zip(part, own, told, strict=True):
        sees = sight.sees_sensitive(claim)
        facts = [
            _fact(key, columns[key], places[row], dictionary, sources.get(claim.company_id, []), sees=sees)
            for key in keys
            if columns[key].cells[places[row]] is not None or places[row] in columns[key].absent
        ]
        speaks = any(one.is_sensitive for one in zh.facts) and not sees
        yield Decided(facts, None if speaks else {"zh": _told(zh), "en": _told(en)})


def _traces(
    made: Round, ground: _Ground, rows: Sequence[int], columns: Mapping[str, Column], own: Sequence[int]
) -> Iterator[tuple[Trace, Trace]]:
    values = evaluating.values_of(ground.book, [ground.head], columns=columns, size=len(rows), day=made.day)
    known = [
        {name: cells[at] for name, cells in values.facts.items() if cells[at] is not None} for at in range(len(rows))
    ]
    ids = ground.companies
    companies = [(str(row), ids[row], facts) for row, facts in zip(rows, known, strict=True)]
    places = {row: at for at, row in enumerate(rows)}
    which = [places[row] for row in own]
    return evaluating.traces(
        ground.book, ground.head, companies=companies, which=which, day=made.day, past=past_given(made.run)
    )


def _sources(made: Round, ground: _Ground, companies: Sequence[UUID]) -> Mapping[UUID, list[KnownFact]]:
    assert made.run.snapshot is not None, "a round stands on a finished run"
    names = {*ground.head.facts, *USUAL_LISTS}
    # Who may see the claim was asked before; what of it is shown is decided fact by fact.
    return register.facts_of_many(
        system("audit pack"), subjects=companies, names=names, valid_on=made.day, known_on=made.run.snapshot.known_at
    )


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
