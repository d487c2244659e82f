"""Verifying an audit pack: every check, one after another; what a pack withholds is counted, not guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Final

from huiqi.casework.domain.packs import layout
from huiqi.casework.domain.packs.checking_claims import claim_problems
from huiqi.casework.domain.packs.checking_files import file_problems, index_problems
from huiqi.casework.domain.packs.checking_money import as_money, batch_problems
from huiqi.casework.domain.packs.checking_papers import paper_problems
from huiqi.casework.domain.packs.checking_rules import Repeating
from huiqi.casework.domain.packs.checking_trail import Trail, missing_claims
from huiqi.casework.domain.packs.frame import is_unchanged
from huiqi.casework.domain.packs.opening import CannotOpen, Opened, manifest_of, opened
from huiqi.casework.domain.packs.problems import Problem, problem

PROBLEMS_MOST: Final = 1000


@dataclass(slots=True)
class Verified:
    """What verifying found: the hash of the manifest, how much was looked at, and everything that does not hold."""

    manifest: str
    made: Mapping[str, Any]
    files: int = 0
    claims: int = 0
    repeated: int = 0
    withheld: int = 0
    trail_rows: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Return whether everything holds."""
        return not self.problems


def verify(path: Path, *, kept: str | None = None) -> Verified:
    """Verify a pack, and that its manifest has the hash that was `kept` elsewhere; raises CannotOpen where it cannot be read."""
    with opened(path) as pack:
        listed = manifest_of(pack)
        _, digest = pack.digest(layout.MANIFEST)
        found = Verified(digest, listed.get("made", {}) if isinstance(listed.get("made"), dict) else {})
        found.files = len(listed["files"])
        if kept is not None and kept != digest:
            found.problems.append(problem(layout.MANIFEST, "other_manifest", wanted=kept))
        found.problems += islice(file_problems(pack, listed, digest), PROBLEMS_MOST)
        check_content(pack, listed, found)
    # Where a file was changed as well, that is what matters.
    if found.is_whole and not is_unchanged(path):
        found.problems.append(problem("", "frame"))
    return found


def check_content(pack: Opened, listed: Mapping[str, Any], found: Verified) -> None:
    """Check what the files say; one that does not have its form is a problem, and the others are looked at."""
    try:
        found.problems += islice(index_problems(pack, listed), PROBLEMS_MOST)
        about = pack.json(layout.ABOUT)
        batches = {one["id"]: one for one in pack.json(layout.BATCHES)}
        found.problems += batch_problems(batches.values())
        trail = Trail(about["round"]["id"])
        found.problems += islice(trail.problems(pack.lines(layout.TRAIL)), PROBLEMS_MOST)
        found.trail_rows = trail.rows
        seen = check_claims(pack, Ground(about, batches, listed["files"]), found)
        if about["kind"] == "round":
            found.problems += islice(missing_claims(trail, seen), PROBLEMS_MOST)
    except CannotOpen as error:
        found.problems.append(problem("", "not_read", reason=str(error)))
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        found.problems.append(problem("", "not_read", reason=f"{type(error).__name__}: {error}"))


@dataclass(frozen=True, slots=True)
class Ground:
    """What claims are held against: what the pack is of, the batches, the files of the manifest."""

    about: Mapping[str, Any]
    batches: Mapping[str, Any]
    files: Mapping[str, Any]


def check_claims(pack: Opened, ground: Ground, found: Verified) -> set[str]:
    """Check claim by claim, then their sums; return which claims there are."""
    about = ground.about
    seen: set[str] = set()
    sums: dict[str, tuple[int, Decimal]] = {}
    if not about["round"]["article"].strip():
        found.problems.append(problem(layout.ABOUT, "no_article"))
    with Repeating.over(pack, about) as repeating:
        found.problems += repeating.problems
        for file, claim in claims_in(pack):
            if len(found.problems) < PROBLEMS_MOST:
                found.problems += claim_problems(file, claim, ground.batches)
                found.problems += paper_problems(file, claim, about=about, listed=ground.files)
                found.problems += repeating.repeat(file, claim)
            if claim["id"] in seen:
                found.problems.append(problem(file, "twice", claim["name"], what=claim["id"]))
            seen.add(claim["id"])
            count, money = sums.get(claim["state"], (0, Decimal(0)))
            sums[claim["state"]] = (count + 1, money + (as_money(claim["amount"]) or Decimal(0)))
        found.repeated, found.withheld = repeating.repeated, repeating.withheld
    found.claims = len(seen)
    said = {state: (row["count"], as_money(row["amount"])) for state, row in about["totals"].items()}
    for state in sorted({*said, *sums}):
        if said.get(state) != sums.get(state):
            pair = (str(sums.get(state)), str(said.get(state)))
            found.problems.append(problem(layout.ABOUT, "totals_differ", what=state, wanted=pair[0], found=pair[1]))
    return seen


def claims_in(pack: Opened) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the claims of a pack with the names of their files."""
    for name in sorted(pack.members):
        if name.startswith(layout.CLAIMS):
            for claim in pack.lines(name):
                yield name, claim
