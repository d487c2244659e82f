"""What goes with a claim: files that were handed in are those that were named, the panel's mean follows from its sheets, receipts say what was paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from huiqi.casework.domain.claims.batches import Result
from huiqi.casework.domain.packs.checking_money import as_money
from huiqi.casework.domain.packs.problems import Problem, problem
from huiqi.casework.domain.ranking.scoring import TRIMMED_LEAST, Criterion, mark, mean

_NOTHING: Final = Decimal(0)


def paper_problems(
    file: str, claim: Mapping[str, Any], *, about: Mapping[str, Any], listed: Mapping[str, Any]
) -> Iterator[Problem]:
    """Yield everything that does not hold of what goes with a claim; `listed` are the files of the manifest."""
    yield from file_problems(file, claim, listed)
    yield from score_problems(file, claim, about.get("competition"))
    yield from receipt_problems(file, claim)


def file_problems(file: str, claim: Mapping[str, Any], listed: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield files that are said to be enclosed and are not, or are others than were handed in."""
    handed_in = (claim.get("application") or {}).get("files", ())
    for one in (*handed_in, *claim["objections"]):
        if one.get("file"):
            there = listed.get(one["file"])
            if there is None:
                yield problem(file, "not_enclosed", claim["name"], what=one["file"])
            elif one.get("sha256") not in {None, there["sha256"]}:
                yield problem(file, "other_file", claim["name"], what=one["file"])


def score_problems(file: str, claim: Mapping[str, Any], competition: Mapping[str, Any] | None) -> Iterator[Problem]:
    """Yield a mean that does not follow from the sheets of the panel."""
    scores = claim.get("scores")
    if not scores or scores["withheld"] or not competition or competition["withheld"]:
        return
    criteria = [Criterion(one["id"], Decimal(one["weight"]), Decimal(one["most"])) for one in competition["criteria"]]
    sheets = [{key: Decimal(value) for key, value in sheet["values"].items()} for sheet in scores["sheets"]]
    said = Fraction(int(scores["top"]), int(scores["bottom"]))
    trims, least = competition["trims"], TRIMMED_LEAST if competition["trims"] else 1
    found = mean([mark(one, criteria) for one in sheets], trims=trims) if len(sheets) >= least else None
    if found != said or len(sheets) != scores["marks"]:
        yield problem(file, "other_mean", claim["name"], found=found, wanted=said)
    if {sheet["by"] for sheet in scores["sheets"]} & {row["by"] for row in scores["recusals"]}:
        yield problem(file, "scored_aside", claim["name"])


def receipt_problems(file: str, claim: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield receipts that stand for another amount than the bank paid; a claim may have none."""
    standing = [one for one in claim.get("receipts", ()) if not one["void_at"]]
    paid = sum(
        (as_money(one["amount"]) or _NOTHING for one in claim["payments"] if one["result"] == Result.PAID), _NOTHING
    )
    found = sum((as_money(one["amount"]) or _NOTHING for one in standing), _NOTHING)
    if standing and found != paid:
        yield problem(file, "receipt_differs", claim["name"], found=found, wanted=paid)
