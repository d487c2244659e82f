"""Two runs side by side: per clause who gained and who lost, and what it costs; per group; and the companies themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import TypeAlias
from uuid import UUID

from huiqi.casework.domain.answers import WORDS, Answers, yuan
from huiqi.casework.domain.comparing import Difference, Rows, changes, difference, matched_rows, same_rows
from huiqi.casework.domain.effects import nobody
from huiqi.casework.models import Run, RunClause
from huiqi.casework.queries import snapshots
from huiqi.casework.queries.runs import CannotSeeRun, answers_of, run_of
from huiqi.kernel.actor import Actor

Side: TypeAlias = tuple[Run, RunClause | None]


@dataclass(frozen=True, slots=True)
class ClausePair:
    """A clause in both runs, or in one of them; `difference` is None where the other did not run its policy.

    Where the policy was run and had no such clause, nobody had anything of it.
    """

    before: RunClause | None
    after: RunClause | None
    difference: Difference | None

    @property
    def any(self) -> RunClause:
        """Return the clause for its names."""
        found = self.after or self.before
        assert found is not None, "a pair of nothing"
        return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two finished runs of the same zone or park, clause by clause in the order of the later one."""

    before: Run
    after: Run
    pairs: tuple[ClausePair, ...]

    @property
    def low(self) -> Decimal:
        """Return by how much the least money grows."""
        return self.after.low - self.before.low

    @property
    def high(self) -> Decimal:
        """Return by how much the most money grows."""
        return self.after.high - self.before.high

    @property
    def is_nothing(self) -> bool:
        """Return whether nothing differs."""
        return all(pair.difference is not None and pair.difference.is_nothing for pair in self.pairs)


@dataclass(frozen=True, slots=True)
class ChangedCompany:
    """A company whose answer or amount changed under a clause; amounts in yuan, None where they cannot be told.

    `run` is the one of both whose reasons can be read.
    """

    run: UUID
    company: str
    name: str
    park: str
    policy: str
    clause: str
    clause_zh: str
    clause_en: str
    kind: str
    outcome_before: str
    outcome_after: str
    before: tuple[Decimal | None, Decimal | None]
    after: tuple[Decimal | None, Decimal | None]


def comparison(actor: Actor, *, before: UUID, after: UUID) -> Comparison:
    """Return two finished runs side by side; raises CannotSeeRun where the actor may not see both or one is not done."""
    one, other = run_of(actor, id=before), run_of(actor, id=after)
    if one.snapshot is None or other.snapshot is None:
        raise CannotSeeRun("not_found")
    rows = rows_of(one, other)
    befores = {(clause.policy, clause.clause): clause for clause in one.clauses.all()}
    pairs = []
    for clause in other.clauses.all():
        earlier = befores.pop((clause.policy, clause.clause), None)
        found = _difference((one, earlier), (other, clause), rows, policy=clause.policy)
        pairs.append(ClausePair(earlier, clause, found))
    for clause in befores.values():
        found = _difference((one, clause), (other, None), rows, policy=clause.policy)
        pairs.append(ClausePair(clause, None, found))
    return Comparison(one, other, tuple(pairs))


def rows_of(before: Run, after: Run) -> Rows:
    """Return the rows of the same companies in two finished runs."""
    assert before.snapshot is not None and after.snapshot is not None, "only finished runs are compared"
    if before.snapshot.digest == after.snapshot.digest:
        return same_rows(before.companies)
    return matched_rows(snapshots.companies(before.snapshot.digest).ids, snapshots.companies(after.snapshot.digest).ids)


def changed_companies(found: Comparison, *, kinds: Sequence[str] = ()) -> Iterator[ChangedCompany]:
    """Yield the companies that changed, clause by clause; of some kinds of change only, where they are named."""
    assert found.after.snapshot is not None, "only finished runs are compared"
    companies, rows = snapshots.companies(found.after.snapshot.digest), rows_of(found.before, found.after)
    for pair in found.pairs:
        if pair.difference is None or pair.difference.is_nothing:
            continue
        before, after = _answers(found.before, pair.before), _answers(found.after, pair.after)
        for change in changes(before, after, rows):
            if (kinds and change.kind not in kinds) or change.before is None or change.after is None:
                continue
            park = companies.parks[change.after]
            yield ChangedCompany(
                company=companies.ids[change.after],
                name=companies.names[change.after],
                park="" if park is None else companies.park_names[park],
                run=(found.after if pair.after else found.before).pk,
                policy=pair.any.policy,
                clause=pair.any.clause,
                clause_zh=pair.any.zh,
                clause_en=pair.any.en,
                kind=change.kind,
                outcome_before=WORDS[before.outcomes[change.before]],
                outcome_after=WORDS[after.outcomes[change.after]],
                before=_money(before, change.before),
                after=_money(after, change.after),
            )


def _difference(before: Side, after: Side, rows: Rows, *, policy: str) -> Difference | None:
    (one, was), (other, now) = before, after
    if not all(clause or _covers(run, policy) for run, clause in (before, after)):
        return None
    if was and now and was.digest == now.digest and all(first == second for first, second in rows):
        return Difference()
    return difference(_answers(one, was), _answers(other, now), rows)


def _covers(run: Run, policy: str) -> bool:
    """Return whether a run was of a policy; both sides of a trial are of the same policies."""
    return run.is_trial or not run.policies or policy in run.policies


def _answers(run: Run, clause: RunClause | None) -> Answers:
    return nobody(run.companies) if clause is None else answers_of(clause)


def _money(answers: Answers, row: int) -> tuple[Decimal | None, Decimal | None]:
    low, high = answers.amount(row)
    return (None if low is None else yuan(low)), (None if high is None else yuan(high))


def first_changed(found: Comparison, *, kinds: Sequence[str], most: int) -> list[ChangedCompany]:
    """Return the first companies that changed, for a page; an export has them all."""
    return list(islice(changed_companies(found, kinds=kinds), most))
