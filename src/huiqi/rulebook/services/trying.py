"""What can be tried out in a book without touching it: its figures of a day and the texts of its policies, and what that affects."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from huiqi.kernel.errors import Cannot, Words
from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.policy_words import pair
from huiqi.rulebook.queries.books import Book
from huiqi.rulebook.services.evaluating import Figures, parameters_read, policies_for_companies
from huiqi_rules.api.sheets import column_types
from huiqi_rules.core.values import ABSENT
from huiqi_rules.explain.display import show
from huiqi_rules.explain.explanation import WORDINGS
from huiqi_rules.model.facts import Fact, Parameter
from huiqi_rules.model.policy import Clause, Policy
from huiqi_rules.tables.cells import read_cell
from huiqi_rules.tables.columns import Problem


class CannotTry(Cannot):
    """A figure cannot be read; `problems` says why in both languages, by figure."""

    messages: ClassVar[Mapping[str, Words]] = {
        "figures": ("{count}个数值读不懂。", "{count} figures cannot be read."),
        "unknown_figure": ("规则包中没有这个数值：{names}。", "the pack has no such figure: {names}."),
    }

    def __init__(self, code: str, /, problems: Mapping[str, Pair] | None = None, **data: object) -> None:
        super().__init__(code, **data)
        self.problems = dict(problems or {})


@dataclass(frozen=True, slots=True)
class Figure:
    """A dated figure of a policy: its name, and its value on the day in words (unpublished ones say so)."""

    id: str
    name: Pair
    shown: Pair


@dataclass(frozen=True, slots=True)
class Adjustable:
    """A policy that can be tried otherwise: the figures that it reads, and its text with the path of its file."""

    id: str
    title: Pair
    path: str
    text: str
    figures: tuple[Figure, ...]


def adjustable(book: Book, *, day: date, policies: Collection[str]) -> tuple[Adjustable, ...]:
    """Return the policies named, in force or not, as they can be changed for a trial; unknown ones are left out."""
    titles = policies_for_companies(book)
    known = book.loaded.rulebook.policies
    return tuple(_adjustable(book, known[name], titles[name], day) for name in titles if name in policies)


def read_figures(book: Book, typed: Mapping[str, str]) -> dict[str, Decimal | str | None]:
    """Return figures as typed (`30万`, `60%`), read by their types; raises CannotTry with the problem of each that cannot be."""
    parameters = book.loaded.rulebook.parameters
    if unknown := sorted(set(typed) - set(parameters)):
        raise CannotTry("unknown_figure", names="、".join(unknown))
    asked = {name: Fact(name, parameters[name].name, parameters[name].type) for name in typed}
    found: dict[str, Decimal | str | None] = {}
    problems: dict[str, Pair] = {}
    for column in column_types(asked):
        value = read_cell(typed[column.fact_id], column)
        if isinstance(value, Decimal | str):
            found[column.fact_id] = value
        else:
            problems[column.fact_id] = _problem(value)
    if problems:
        raise CannotTry("figures", problems, count=len(problems))
    return found


def figures_in_words(book: Book, typed: Mapping[str, str]) -> dict[str, Pair]:
    """Return figures as typed in words (`50万` is 50万元, CNY 500,000); raises CannotTry."""
    parameters = book.loaded.rulebook.parameters
    read = read_figures(book, typed)
    return {name: _in_words(value, parameters[name]) for name, value in read.items()}


def affected(base: Book, changed: Book, figures: Figures) -> tuple[str, ...]:
    """Return the policies for companies that can answer otherwise: those that differ, and those that share limits with them."""
    titles = {**policies_for_companies(base), **policies_for_companies(changed)}
    before, after = base.loaded.rulebook.policies, changed.loaded.rulebook.policies
    found = {name for name in titles if before.get(name) != after.get(name) or _reads(changed, name, figures)}
    marks = {name: _marks(before.get(name)) | _marks(after.get(name)) for name in titles}
    reached = {mark for name in found for mark in marks[name]}
    while more := {name for name in titles.keys() - found if marks[name] & reached}:
        found |= more
        reached |= {mark for name in more for mark in marks[name]}
    return tuple(name for name in titles if name in found)


def _adjustable(book: Book, policy: Policy, title: Pair, day: date) -> Adjustable:
    path = next(one for one in book.files if f"/{policy.place.path}".endswith(f"/{one}"))
    version = policy.on(day)
    read = () if version is None else parameters_read(book.engine.checked.version(policy.id, version.id))
    parameters = book.loaded.rulebook.parameters
    figures = tuple(Figure(name, pair(parameters[name].name), _shown(parameters[name], day)) for name in read)
    return Adjustable(policy.id, title, path, book.files[path].decode(), figures)


def _shown(parameter: Parameter, day: date) -> Pair:
    dated = parameter.on(day)
    if dated is None or dated.value is None:
        return "未公布", "unpublished"
    return _in_words(dated.value, parameter)


def _in_words(value: object, parameter: Parameter) -> Pair:
    return show(value, parameter.type, WORDINGS["zh"]), show(value, parameter.type, WORDINGS["en"])


def _problem(value: object) -> Pair:
    if isinstance(value, Problem):
        return f"{value.reason('zh')}。{value.remedy('zh')}", f"{value.reason('en')}. {value.remedy('en')}"
    assert value is None or value is ABSENT, "figures are numbers and texts"
    return "请填写一个数值。", "Give a figure."


def _reads(book: Book, policy: str, figures: Figures) -> bool:
    if not figures or policy not in book.loaded.rulebook.policies:
        return False
    versions = book.loaded.rulebook.policies[policy].versions
    return any(
        not figures.keys().isdisjoint(parameters_read(book.engine.checked.version(policy, one.id))) for one in versions
    )


def _marks(policy: Policy | None) -> frozenset[str]:
    """Return what ties a policy's clauses to those of others: groups, caps, pools, and clauses named with first times."""
    if policy is None:
        return frozenset()
    return frozenset(
        mark for version in policy.versions for clause in version.clauses for mark in _ties(policy.id, clause)
    )


def _ties(policy: str, clause: Clause) -> Iterator[str]:
    limits = clause.limits
    if limits.group is not None:
        yield f"group {limits.group.id}"
    for cap in limits.caps:
        yield f"cap {cap.id}"
    if limits.pool is not None:
        yield f"pool {limits.pool.id}"
    for other in limits.first_time_with:
        yield f"first {other}"
    yield f"first {policy}/{clause.id}"
