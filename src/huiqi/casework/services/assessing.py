"""The rules over a snapshot: what every clause gives, in the form in which it is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from huiqi.casework.domain.answers import Answers, Totals, answers_of, yuan
from huiqi.casework.domain.comparing import any_met
from huiqi.casework.domain.groups import Grouping, Share, groupings, shares
from huiqi.casework.domain.past import as_adjustment
from huiqi.casework.domain.payers import as_payer
from huiqi.casework.domain.snapshot_files import Content
from huiqi.casework.models import Run, RunClause
from huiqi.kernel.jobs import Progress
from huiqi.rulebook.domain.past import Past
from huiqi.rulebook.queries import Book
from huiqi.rulebook.services import evaluating
from huiqi.rulebook.services.evaluating import Adjusted, ClauseHead


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """One clause: its head, answers, totals, and its shares by kind of group."""

    head: ClauseHead
    answers: Answers
    totals: Totals
    shares: Mapping[str, list[Share]]
    digest: str
    adjusted: Mapping[int, tuple[Adjusted, ...]]
    borne: Mapping[int, tuple[Decimal, ...]]


@dataclass(frozen=True, slots=True)
class Result:
    """What a run gives, before it is kept."""

    clauses: tuple[ClauseResult, ...]
    companies: int
    groups: Mapping[str, Grouping]
    unreadable: Mapping[str, int]
    not_in_force: tuple[tuple[str, str], ...]

    def put_into(self, run: Run) -> None:
        """Set what the run says over all clauses."""
        with_money = [one.totals for one in self.clauses if one.head.has_money]
        met = any_met((one.answers for one in self.clauses), self.companies)
        run.digest = sha256("\n".join(one.digest for one in self.clauses).encode()).hexdigest()
        run.companies, run.companies_met = self.companies, met.count(1)
        run.low = yuan(sum(one.low_fen for one in with_money))
        run.high = yuan(sum(one.high_fen for one in with_money))
        run.open_amounts = sum(one.open_amounts for one in with_money)
        run.groups = {kind: self._group(kind, grouping, met) for kind, grouping in self.groups.items()}
        run.unreadable, run.not_in_force = dict(self.unreadable), list(self.not_in_force)

    def row_of(self, run: Run, one: ClauseResult) -> RunClause:
        """Return the row of a clause."""
        head, totals = one.head, one.totals
        return RunClause(
            run=run,
            place=self.clauses.index(one),
            policy=head.policy,
            version=head.version,
            clause=head.clause,
            policy_zh=head.policy_name[0],
            policy_en=head.policy_name[1],
            zh=head.name[0],
            en=head.name[1],
            article=head.article,
            delivery_zh=head.delivery[0],
            delivery_en=head.delivery[1],
            has_money=head.has_money,
            has_limits=head.has_limits,
            met=totals.met,
            not_met=totals.not_met,
            unknown=totals.unknown,
            low=yuan(totals.low_fen) if head.has_money else None,
            high=yuan(totals.high_fen) if head.has_money else None,
            open_amounts=totals.open_amounts if head.has_money else 0,
            words=_words_used(one),
            groups={kind: [asdict(share) for share in found] for kind, found in one.shares.items()},
            digest=one.digest,
            answers=one.answers.packed(),
            adjustments={
                row: [as_adjustment(change.limit, change.before, change.after) for change in changes]
                for row, changes in one.adjusted.items()
            },
            payers=[as_payer(payer.id, payer.name, payer.share) for payer in head.payers],
            borne={row: [f"{part:.2f}" for part in parts] for row, parts in one.borne.items()},
        )

    def _group(self, kind: str, grouping: Grouping, met: bytes) -> dict[str, object]:
        sums = [Share() for _ in grouping.labels]
        for one in self.clauses:
            for whole, part in zip(sums, one.shares[kind], strict=True):
                whole.add(part) if one.head.has_money else whole.add(Share(part.met, part.not_met, part.unknown))
        companies, meeting = [0] * len(sums), [0] * len(sums)
        for place, is_met in zip(grouping.places, met, strict=True):
            companies[place] += 1
            meeting[place] += is_met
        return {
            "labels": grouping.labels,
            "companies": companies,
            "met": meeting,
            "shares": [asdict(share) for share in sums],
        }


def assess(
    book: Book,
    content: Content,
    *,
    day: date,
    policies: Collection[str],
    figures: Mapping[str, Decimal | str | None],
    progress: Progress,
    past: Past = (),
) -> Result:
    """Return what the policies named, or all, give to the companies of a snapshot on a day, after what they had before."""
    heads = evaluating.clauses_in_force(book, day=day, policies=policies)
    ids = content.companies.ids
    values = evaluating.values_of(book, heads, columns=content.columns, size=len(ids), day=day)
    groups = groupings(content)
    found = evaluating.assess_register(
        book, heads, subjects=ids, values=values, day=day, figures=figures, past=past, progress=progress
    )
    return Result(
        clauses=tuple(_result(one, groups) for one in found),
        companies=len(ids),
        groups=groups,
        unreadable=values.unreadable,
        not_in_force=evaluating.not_in_force(book, day=day, policies=policies),
    )


def _result(one: evaluating.Assessed, groups: Mapping[str, Grouping]) -> ClauseResult:
    answers = answers_of(one.outcomes, zip(one.rows, one.low_fen, one.high_fen, strict=True), one.reasons)
    parts = {kind: shares(answers, grouping, has_money=one.head.has_money) for kind, grouping in groups.items()}
    named = f"{one.head.policy}/{one.head.clause} {answers.digest()}"
    return ClauseResult(
        one.head, answers, answers.totals(), parts, sha256(named.encode()).hexdigest(), one.adjusted, one.borne
    )


def _words_used(one: ClauseResult) -> dict[str, tuple[str, str]]:
    ids = {name for failed, missing in one.answers.reasons for name in (*failed, *missing)}
    return {name: one.head.words[name] for name in sorted(ids) if name in one.head.words}
