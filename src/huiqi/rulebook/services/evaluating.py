"""Rules and facts together: what a book's clauses are, how a whole register does under them, and why one company does so.

Facts come from whoever keeps them (`domain.populations`); nothing is asked of the database here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar, Final

from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.jobs import Progress
from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.labels import DELIVERIES, LEVELS, SUBJECTS, label
from huiqi.rulebook.domain.past import Past, as_history
from huiqi.rulebook.domain.policy_words import pair
from huiqi.rulebook.domain.populations import Column, Values, read_values
from huiqi.rulebook.domain.shelf import Shelf
from huiqi.rulebook.queries.books import Book
from huiqi.rulebook.queries.calculator import COMPANY, policies_in_force
from huiqi_rules.api import Circumstances, RegisterFacts, Subject, explain_determination, run_register
from huiqi_rules.check.rulebook import CheckedVersion, facts_used
from huiqi_rules.check.tree import NameKind, references
from huiqi_rules.core.types import AnnualType
from huiqi_rules.core.values import Bounds
from huiqi_rules.explain.display import show
from huiqi_rules.explain.explanation import WORDINGS
from huiqi_rules.model.claims import Adjustment
from huiqi_rules.model.decision import ClauseDecision, Determination, FactValue
from huiqi_rules.model.limits import NO_LIMITS
from huiqi_rules.model.policy import Clause, Policy, Unpublished

Figures = Mapping[str, Decimal | str | None]

# What a limit is called where it refuses; what an answer waits for is worded by the engine.
_LIMITS: Mapping[str, Pair] = {
    "first_time": ("不是首次", "not the first time"),
    "once_per": ("本期已享受", "had already in the period"),
    "cooling_off": ("未满间隔年限", "too soon after the last time"),
    "most_times": ("已达次数上限", "had as often as allowed"),
    "ranking": ("未进入名次", "not among the places"),
    "ranking_floor": ("未达到评选最低要求", "below the floor of the ranking"),
    "quota": ("名额已满", "the places are taken"),
    "highest_only": ("就高不重复", "a higher award of the same kind is given"),
}


# The clauses of a book on a day are the same for every company: making them takes longer than assessing one.
HEADS: Final[Shelf[tuple[ClauseHead, ...]]] = Shelf(32)
# What an amount in fen may be at most, in a whole number of 64 bits with room for sums of a register.
_FEN_MOST: Final = 10**18


class CannotAssess(Cannot):
    """Some clauses cannot be computed."""

    messages: ClassVar[Mapping[str, Words]] = {
        "not_computed": ("未能计算：{zh}。", "not computed: {en}."),
        "too_much": (
            "条款“{zh}”对某家企业算出的金额超过一亿亿元，请检查所依据的数据。",
            "clause “{en}” gives some company more than 10^16 yuan: check the facts that it reads.",
        ),
    }


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears a part of each award: its id, its name, its share of each; no share where the clause gives it an amount of its own."""

    id: str
    name: Pair
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class ClauseHead:
    """A clause in force: names in both languages, the article, how it is delivered, its conditions, the facts it reads.

    `words` says what the ids mean by which it refuses or waits. `has_limits`: its answer looks at other claims and the past.
    `payers` are those who share its amount. `subject` is what it is for in words; `way` is the code of its delivery; `notice_days` and `pay_within_days` are working days, None where it says none.
    """

    policy: str
    version: str
    clause: str
    policy_name: Pair
    name: Pair
    article: str
    delivery: Pair
    has_money: bool
    is_published: bool
    has_limits: bool
    needs: tuple[str, ...]
    facts: tuple[str, ...]
    words: Mapping[str, Pair]
    way: str = ""
    notice_days: int | None = None
    pay_within_days: int | None = None
    subject: Pair = ("", "")
    payers: tuple[Bearer, ...] = ()


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What a limit made of an amount: its id, both ends before and after, in yuan, None where unknown."""

    limit: str
    before: tuple[Decimal | None, Decimal | None]
    after: tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Assessed:
    """A clause over a register, column by column.

    `outcomes`: a letter a row, `m` met, `n` not met, `u` unknown. `rows`: those whose amount is not 0, with both ends in fen, None
    where unknown. `reasons`: what failed and what is missing, each pair once, with its rows. `adjusted`: by row, what limits
    changed of those who meet it. `borne`: by row, what each payer bears of those who meet it with an exact amount, in yuan.
    """

    head: ClauseHead
    outcomes: str
    rows: Sequence[int]
    low_fen: Sequence[int | None]
    high_fen: Sequence[int | None]
    reasons: Sequence[tuple[tuple[str, ...], tuple[str, ...], Sequence[int]]]
    adjusted: Mapping[int, tuple[Adjusted, ...]] = field(default_factory=dict)
    borne: Mapping[int, tuple[Decimal, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of reasons: how deep it stands, its mark (✓ ✗ ? · or none), its text."""

    level: int
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class UsedFact:
    """A fact that an answer looked at: its id, name, value in words, whether it is known, and whether it is sensitive."""

    id: str
    name: Pair
    shown: str
    is_known: bool
    is_sensitive: bool


@dataclass(frozen=True, slots=True)
class Own:
    """One clause for one company: `met`, `not_met` or `unknown`, both ends of the amount in yuan, what failed, what is missing."""

    outcome: str
    low: Decimal | None
    high: Decimal | None
    failed: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """Why one company has its answer under one clause, in one language: the first sentence, reasons, how to get there, facts."""

    own: Own
    headline: str
    lines: tuple[Line, ...]
    advice: tuple[Line, ...]
    facts: tuple[UsedFact, ...]


def policies_for_companies(book: Book) -> dict[str, Pair]:
    """Return the titles of all policies for companies, in force or not, by id."""
    every = book.loaded.rulebook.policies.values()
    return {policy.id: pair(policy.title) for policy in every if policy.subject == COMPANY}


def clauses_in_force(book: Book, *, day: date, policies: Collection[str] = ()) -> tuple[ClauseHead, ...]:
    """Return the clauses for companies that are in force on a day, in the order of the book; of the policies named, else of all."""
    found = HEADS.get((book.pack, book.hash, day), lambda: _heads(book, policies_in_force(book, day=day), day))
    return tuple(head for head in found if head.policy in policies) if policies else found


def clauses_for_others(book: Book, *, day: date) -> tuple[ClauseHead, ...]:
    """Return the clauses in force on a day that promise money for what is no company: a class, a loan, a project."""
    others = [one for one in book.loaded.rulebook.policies.values() if one.subject != COMPANY and one.on(day)]
    found = HEADS.get((book.pack, book.hash, day, "others"), lambda: _heads(book, others, day))
    return tuple(head for head in found if head.has_money)


def not_in_force(book: Book, *, day: date, policies: Collection[str] = ()) -> tuple[Pair, ...]:
    """Return the titles of policies for companies that have no version in force on the day, of those named, else of all."""
    known = book.loaded.rulebook.policies
    titles = policies_for_companies(book)
    return tuple(titles[name] for name in titles if (not policies or name in policies) and known[name].on(day) is None)


def policies_reading(book: Book, *, day: date, facts: Collection[str]) -> tuple[str, ...]:
    """Return the policies in force that read one of the facts: only they can answer otherwise when it changes."""
    heads = clauses_in_force(book, day=day)
    return tuple(dict.fromkeys(head.policy for head in heads if not set(head.facts).isdisjoint(facts)))


def values_of(
    book: Book, heads: Sequence[ClauseHead], *, columns: Mapping[str, Column], size: int, day: date
) -> Values:
    """Return the facts that clauses read, of so many companies, from the columns of a register."""
    wanted = {name for head in heads for name in head.facts}
    return read_values(columns, book.loaded.rulebook.facts, size=size, day=day, wanted=wanted)


def assess_register(
    book: Book,
    heads: Sequence[ClauseHead],
    *,
    subjects: Sequence[str],
    values: Values,
    day: date,
    figures: Figures | None = None,
    past: Past = (),
    limits: bool = True,
    progress: Progress | None = None,
) -> Iterator[Assessed]:
    """Yield every clause over all companies, limits settled over all of them and the `past`; without `limits` every answer is its own.

    Raises CannotAssess where a clause could not be computed, with all such clauses: half a run is no run.
    """
    if not heads:
        return
    register = RegisterFacts(tuple(subjects), (None,) * len(subjects), values.facts)
    policies = tuple(dict.fromkeys(head.policy for head in heads))
    run = run_register(
        book.engine, register, day, policies=policies, history=as_history(past), figures=figures, limits=limits,
        progress=progress,
    )  # fmt: skip
    try:
        if run.uncomputed:
            raise CannotAssess(
                "not_computed",
                zh="；".join(f"{one.policy_title.zh} {one.clause_name.zh}：{one.reason.zh}" for one in run.uncomputed),
                en="; ".join(f"{one.policy_title.en} {one.clause_name.en}: {one.reason.en}" for one in run.uncomputed),
            )
        for head in heads:
            columns = run.columns(head.policy, head.clause)
            if any(end is not None and end > _FEN_MOST for end in columns.high_fen):
                raise CannotAssess("too_much", zh=head.name[0], en=head.name[1])
            yield Assessed(
                head, columns.outcomes, columns.rows, columns.low_fen, columns.high_fen, columns.reasons,
                _adjusted(run.adjustments.get((head.policy, head.clause), {})),
                _borne(run.borne.get((head.policy, head.clause), {})),
            )  # fmt: skip
    finally:
        run.close()


def assess_own(
    book: Book,
    heads: Sequence[ClauseHead],
    *,
    facts: Mapping[str, FactValue],
    day: date,
    figures: Figures | None = None,
) -> tuple[Own, ...]:
    """Return one company's own answers, before other claims and the past are looked at, in the order of the clauses."""
    around = Circumstances(figures=figures or {})
    decided = {
        (policy, decision.clause): decision
        for policy in dict.fromkeys(head.policy for head in heads)
        for decision in book.engine.assess(policy, day, facts, around, limits=False).clauses
    }
    return tuple(own_of(decided[head.policy, head.clause]) for head in heads)


def trace(
    book: Book,
    head: ClauseHead,
    *,
    companies: Sequence[tuple[str, str, Mapping[str, FactValue]]],
    which: int,
    day: date,
    english: bool,
    figures: Figures | None = None,
    past: Past = (),
) -> Trace:
    """Return why one of the companies (name, payee, facts) has its answer; the others are those with which it shares limits."""
    around = Circumstances(as_history(past), figures=figures or {}, clause=head.clause)
    subjects = [Subject(name, facts, payee) for name, payee, facts in companies]
    determination = book.engine.assess_all(head.policy, day, subjects, around)[which]
    return told(book, head, determination, companies[which][2], around, english=english)


def told(
    book: Book, head: ClauseHead, determination: Determination, facts: Mapping[str, FactValue],
    around: Circumstances, *, english: bool,
) -> Trace:  # fmt: skip
    """Return why a company with some facts has its answer, in words."""
    said = explain_determination(book.engine, determination, "en" if english else "zh", around, with_data=False)
    (decision,) = determination.clauses
    return Trace(
        own=own_of(decision),
        headline=said.headline,
        lines=tuple(Line(line.level, line.mark, line.text) for line in said.lines if line.text),
        advice=tuple(Line(line.level, line.mark, line.text) for line in said.advice if line.text),
        facts=tuple(_used(book, name, facts.get(name), english=english) for name in head.facts),
    )


def own_of(decision: ClauseDecision) -> Own:
    """Return a decision as one company's own answer."""
    low, high = _ends(decision.amount)
    missing = (*decision.missing, *(f"§{name}" for name in decision.missing_parameters))
    return Own(decision.outcome.value, low, high, decision.failed, missing)


def _heads(book: Book, policies: Iterable[Policy], day: date) -> tuple[ClauseHead, ...]:
    found = []
    for policy in policies:
        version = policy.on(day)
        if version is not None:
            checked = book.engine.checked.version(policy.id, version.id)
            found += [_head(book, checked, clause) for clause in version.clauses]
    return tuple(found)


def _head(book: Book, checked: CheckedVersion, clause: Clause) -> ClauseHead:
    policy, version, facts = checked.policy, checked.version, facts_used(checked, clause)
    source = clause.source.cite() or version.source.cite()
    return ClauseHead(
        policy=policy.id,
        version=version.id,
        clause=clause.id,
        policy_name=pair(policy.title),
        name=pair(clause.name),
        article=source,
        delivery=label(DELIVERIES, clause.delivery.value),
        has_money=clause.amount is not None,
        is_published=not isinstance(clause.amount, Unpublished),
        has_limits=clause.limits != NO_LIMITS,
        needs=clause.needs,
        facts=facts,
        words=_words(book, checked, clause, facts),
        way=clause.delivery.value,
        notice_days=clause.notice_days,
        pay_within_days=clause.pay_within_days,
        subject=label(SUBJECTS, policy.subject),
        payers=tuple(Bearer(payer.id, label(LEVELS, payer.id), payer.share) for payer in clause.limits.payers),
    )


def _words(book: Book, checked: CheckedVersion, clause: Clause, facts: Sequence[str]) -> dict[str, Pair]:
    rulebook = book.loaded.rulebook
    words = {one.id: pair(one.name) for one in checked.version.conditions if one.id in clause.needs}
    words |= {name: pair(rulebook.facts[name].name) for name in facts}
    words |= {f"§{name}": pair(rulebook.parameters[name].name) for name in parameters_read(checked)}
    if clause.limits != NO_LIMITS:
        zh, en = WORDINGS["zh"].phrases, WORDINGS["en"].phrases
        words |= {key.removeprefix("wait_"): (zh[key], en[key]) for key in zh if key.startswith("wait_")} | dict(
            _LIMITS
        )
    return words


def parameters_read(checked: CheckedVersion) -> tuple[str, ...]:
    """Return the ids of the dated figures that a version reads, in order of first mention."""
    trees = [step.tree for step in checked.steps if step.tree is not None]
    trees += [formula for formulas in checked.clauses.values() for formula in formulas.values()]
    return tuple(dict.fromkeys(name for tree in trees for name in references(tree, NameKind.PARAMETER)))


def _ends(amount: Decimal | Bounds | None) -> tuple[Decimal | None, Decimal | None]:
    return (amount.low, amount.high) if isinstance(amount, Bounds) else (amount, amount)


def _adjusted(found: Mapping[int, Sequence[Adjustment]]) -> dict[int, tuple[Adjusted, ...]]:
    return {
        row: tuple(Adjusted(one.limit, _ends(one.before), _ends(one.after)) for one in said)
        for row, said in found.items()
    }


def _borne(found: Mapping[int, Sequence[Decimal | Bounds | None]]) -> dict[int, tuple[Decimal, ...]]:
    exact = {row: tuple(one for one in parts if isinstance(one, Decimal)) for row, parts in found.items()}
    return {row: parts for row, parts in exact.items() if len(parts) == len(found[row])}


def _used(book: Book, name: str, value: FactValue, *, english: bool) -> UsedFact:
    fact = book.loaded.rulebook.facts[name]
    type_ = fact.type.of if isinstance(fact.type, AnnualType) else fact.type
    shown = show(value, type_, WORDINGS["en" if english else "zh"], labels=fact.labels)
    return UsedFact(name, pair(fact.name), shown, value is not None, fact.sensitive)
