"""What a scenario expects, held against a determination: only the keys that are named, each with expected and got."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from huiqi_rules.core.values import ABSENT, EXACT, Bounds
from huiqi_rules.model.decision import Determination
from huiqi_rules.model.policy import Policy

MOST_DECIMALS_OF_A_ROUNDED_RATIO = 4
# What every answer has, beside the outputs of its policy.
ANSWERS = (
    "outcome", "failed", "missing", "amount", "amount_kind", "version", "next_change", "adjustments", "place", "next_period",
    "payers", "conditions", "delivery", "clauses",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One key that is not as expected."""

    key: str
    expected: str
    got: str


def compare(
    expect: Mapping[str, object], got: Determination, policy: Policy, names: Mapping[str, str]
) -> tuple[Mismatch, ...]:
    """Return every named key that differs; `names` maps all names of facts to ids, for the `missing` key."""
    found = []
    for key, wanted in expect.items():
        answer = _answer(key, got, policy)
        if isinstance(answer, _NoSuchKey):
            found.append(Mismatch(key, show(wanted), f"no such output; known: {', '.join(answer.known)}"))
        elif not _matches(key, wanted, answer, policy, names):
            found.append(Mismatch(key, show(wanted), show(answer)))
    return tuple(found)


def show(value: object) -> str:
    """Return a value as a scenario file writes it."""
    match value:
        case None:
            return "unknown"
        case bool():
            return "true" if value else "false"
        case Decimal():
            # The same figure reads the same from either back end: 0.04, not 0.0400.
            return f"{value.normalize(EXACT):f}"
        case Bounds():
            return f"{{from: {show(value.low)}, to: {show(value.high)}}}"
        case Mapping():
            return "{" + ", ".join(f"{key}: {show(item)}" for key, item in value.items()) + "}"
        case frozenset() | set():
            return "[" + ", ".join(sorted(show(item) for item in value)) + "]"
        case list() | tuple():
            return "[" + ", ".join(show(item) for item in value) + "]"
        case date():
            return value.isoformat()
        case _ if value is ABSENT:
            return "none"
        case _:
            return str(value)


@dataclass(frozen=True, slots=True)
class _NoSuchKey:
    known: tuple[str, ...]


def _answer(key: str, got: Determination, policy: Policy) -> object:
    clauses = got.clauses
    first = clauses[0] if clauses else None
    simple: dict[str, object] = {
        "outcome": str(got.outcome), "failed": frozenset(got.failed), "missing": frozenset(got.missing),
        "amount_kind": str(got.amount_kind), "version": got.version, "next_change": got.next_change,
        "adjustments": tuple(item.limit for clause in clauses for item in clause.adjustments),
        "place": None if first is None else first.place,
        "next_period": None if first is None else first.next_period,
        "payers": {name: amount for clause in clauses for name, amount in clause.payers},
        "conditions": dict(got.conditions),
        "delivery": None if first is None else _delivery(policy, got, first.clause),
        "clauses": {clause.clause: str(clause.outcome) for clause in clauses},
    }  # fmt: skip
    if key in got.values:
        return got.values[key]
    if key == "amount":
        return got.amount
    if key in simple:
        return simple[key]
    if key in policy.outputs:
        # Declared, but the version in force on that day (or none at all) does not answer it.
        return None
    return _NoSuchKey((*ANSWERS, *policy.outputs))


def _delivery(policy: Policy, got: Determination, clause_id: str) -> str | None:
    for version in policy.versions:
        for clause in version.clauses:
            if version.id == got.version and clause.id == clause_id:
                return str(clause.delivery)
    return None


def _matches(key: str, wanted: object, answer: object, policy: Policy, names: Mapping[str, str]) -> bool:
    if key == "missing":
        return frozenset(names.get(str(name), str(name)) for name in _items(wanted)) == answer
    if key == "failed":
        by_name = {item.name.zh: item.id for version in policy.versions for item in version.conditions}
        return frozenset(by_name.get(str(name), str(name)) for name in _items(wanted)) == answer
    return _equal(wanted, answer)


def _items(wanted: object) -> Iterable[object]:
    return wanted if isinstance(wanted, list | tuple | set) else () if wanted is None else (wanted,)


def _equal(wanted: object, answer: object) -> bool:
    if wanted is None or (wanted == "unknown" and not isinstance(answer, str)):
        return answer is None or isinstance(answer, Bounds)
    match answer:
        case bool():
            return wanted is answer
        case int():
            return str(wanted) == str(answer)
        case Decimal():
            return _same_number(wanted, answer)
        case Bounds():
            return _same_range(wanted, answer)
        case Mapping():
            return isinstance(wanted, Mapping) and all(
                name in answer and _equal(item, answer[name]) for name, item in wanted.items()
            )
        case tuple() | frozenset():
            return sorted(map(str, _items(wanted))) == sorted(map(str, answer))
        case None:
            return False
        case _:
            return str(wanted) == show(answer)


def _same_range(wanted: object, answer: Bounds) -> bool:
    if not isinstance(wanted, Mapping) or set(wanted) - {"from", "to"}:
        return False
    return _same_number(wanted.get("from", 0), answer.low) and _same_number(wanted.get("to"), answer.high)


def _same_number(wanted: object, answer: Decimal) -> bool:
    try:
        number = Decimal(str(wanted))
    except InvalidOperation:
        return False
    if number == answer:
        return True
    exponent = number.as_tuple().exponent
    # A ratio that does not end (0.0416666667) may be written with four or more decimals, rounded half-up.
    if not isinstance(exponent, int) or -exponent < MOST_DECIMALS_OF_A_ROUNDED_RATIO:
        return False
    return answer.quantize(Decimal(1).scaleb(exponent), ROUND_HALF_UP) == number
