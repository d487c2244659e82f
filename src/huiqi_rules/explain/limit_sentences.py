"""What each limit did to an amount or an outcome, as a sentence: from how much to how much, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from huiqi_rules.core.types import MONEY, RATIO
from huiqi_rules.core.values import Bounds, bounds_of
from huiqi_rules.explain.case import Case
from huiqi_rules.explain.display import show
from huiqi_rules.explain.wording import Wording
from huiqi_rules.model.claims import Adjustment, Money
from huiqi_rules.model.facts import Text
from huiqi_rules.model.limits import UNTITLED

Names = Callable[[str], str]
_ONE_PHRASE: Final = {
    "once_per", "first_time", "cooling_off", "most_times", "negative", "at_most", "interim", "final", "recover", "stage",
    "unbalanced", "tie",
}  # fmt: skip
_MONEY: Final = ("most", "used", "left", "budget", "asked", "paid_before", "owed_back", "award", "payers", "below")


def limit_sentence(
    adjustment: Adjustment, wording: Wording, clause_name: Names, title_of: Callable[[str], Text] = lambda _: UNTITLED
) -> str:
    """Return one adjustment in words.

    `clause_name` gives the name of another clause of the book by "policy/clause", `title_of` the title of a cap or pool by id.
    """
    detail = adjustment.detail
    words: dict[str, object] = {key: value for key, value in detail.items() if not isinstance(value, tuple)}
    words |= {key: show(detail[key], MONEY, wording) for key in _MONEY if key in detail}
    words |= {key: clause_name(str(detail[key])) for key in ("higher", "rival") if key in detail}
    words["change"] = _change(adjustment.before, adjustment.after, wording)
    words["awarded"] = _awarded(detail, wording)
    words["ceiling"] = show(bounds_of(adjustment.after)[1], MONEY, wording) if adjustment.after is not None else ""
    words["limit"] = adjustment.limit
    if "cap" in detail:
        words["cap"] = wording.name(title_of(str(detail["cap"]))) or detail["cap"]
    if "pool" in detail:
        # A pool is named only where it has a title: "the budget" says as much as an id.
        title = wording.name(title_of(str(detail["pool"])))
        words["pool"] = wording.say("pool_title", title=title) if title else ""
    if "share" in detail:
        words["share"] = show(detail["share"], RATIO, wording)
    if "waits_for" in detail:
        names = detail["waits_for"]
        words["waits_for"] = wording.listed(names) if isinstance(names, tuple) else str(names)
    key = _key(adjustment.limit, detail, adjustment)
    words.setdefault("waits_for", wording.say("others"))
    return wording.say(key, **words) + (wording.say("open_limit") if _is_open(adjustment) else "")


def named_clause(case: Case, path: str, wording: Wording) -> str:
    """Return the name of a clause given as "policy/clause"."""
    policy_id, _, clause_id = path.partition("/")
    policy = case.rulebook.policies.get(policy_id)
    for version in () if policy is None else policy.versions:
        for clause in version.clauses:
            if clause.id == clause_id:
                return wording.name(clause.name)
    return path


def limit_title(case: Case, id: str) -> Text:
    """Return the title that any clause of the book gives to a cap or pool; empty where none does."""
    versions = (version for policy in case.rulebook.policies.values() for version in policy.versions)
    limits = (clause.limits for version in versions for clause in version.clauses)
    named = (one for limit in limits for one in (*limit.caps, *((limit.pool,) if limit.pool is not None else ())))
    return next((one.title for one in named if one.id == id and one.title != UNTITLED), UNTITLED)


def _key(limit: str, detail: Mapping[str, object], adjustment: Adjustment) -> str:
    match limit:
        case "cap":
            return "limit_cap_unknown" if detail.get("most") is None else "limit_cap"
        case "pool":
            return "limit_pool_ratio" if "budget" in detail else "limit_pool"
        case "highest_only" if "higher" in detail:
            return "limit_highest_only"
        case "highest_only":
            return "limit_highest_only_open" if "rival" in detail else "limit_highest_only_paid"
        case "quota":
            return "limit_quota_open" if "worst_place" in detail else "limit_quota"
        case "ranking" if detail.get("reason") == "floor":
            return "limit_ranking_floor"
        case "ranking" if "worst_place" in detail or "waits_for" in detail:
            return "limit_ranking_open"
        case "ranking":
            return "limit_ranking" if adjustment.after == 0 else "limit_ranking_prize"
        case "unbalanced" if "below" in detail:
            return "limit_unbalanced_below"
        case "negative" if isinstance(adjustment.before, Bounds):
            return "limit_negative_range"
        case "at_most" if not isinstance(adjustment.before, Decimal):
            return "limit_at_most_range"
        case _ if limit in _ONE_PHRASE:
            return f"limit_{limit}"
        case _:
            return "limit_other"


def _is_open(adjustment: Adjustment) -> bool:
    """Return whether a refusal for earlier awards is only possible: it left the amount as it was."""
    past = adjustment.limit in ("first_time", "once_per", "cooling_off", "most_times")
    return past and adjustment.after == adjustment.before and adjustment.before != 0


def _change(before: Money, after: Money, wording: Wording) -> str:
    if before == after and not isinstance(before, Bounds):
        return wording.say("unchanged")
    return wording.say("from_to", before=show(before, MONEY, wording), after=show(after, MONEY, wording))


def _awarded(detail: Mapping[str, object], wording: Wording) -> str:
    year = detail.get("awarded")
    return wording.say("some_year") if not isinstance(year, int | Decimal) else wording.say("in_year", year=year)
