"""The page of coverage: what proves each entry of the mission's inventory, scenarios of packs or tests of the product."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from docs.generators._marked_tests import MarkedTest, marked_tests
from huiqi_rules.api.batch import BatchEngine
from huiqi_rules.cli.opening import bundled_packs, open_pack
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.packs.testing import Assessor, pack_scenarios, run_scenarios

PAGE = "reference/coverage.md"
ROOT = Path(__file__).resolve().parent.parent.parent
HEAD = """# Coverage

What proves each entry of the mission's inventory. Scenarios of the bundled packs were run for this page on the closures and on
DuckDB (the Spark tests run the same ones where Java is found), and count where they are green on both. Tests of the product are
those that carry the entry's mark (`@pytest.mark.inventory`), read from the test files; they are green where the suite is.
`partly` says what an entry still needs.

"""
# Entries of which only a part is proved, and what is missing; strike one when a test proves the rest.
PARTLY = {
    "WH-06": "the request that starts the clock",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """How many scenarios of an entry ran green on both back ends, and how many there are."""

    pack: str
    green: int
    total: int


def text() -> str | None:
    """Return the page; None where the inventory is not there."""
    path = Path(os.environ.get("HUIQI_SHARED", ROOT.parent / "shared")) / "mission/inventory.yaml"
    if not path.is_file():
        return None
    entries = yaml.safe_load(path.read_text("utf-8"))["entries"]
    proofs, packs = proved()
    tests: dict[str, list[MarkedTest]] = defaultdict(list)
    for one in marked_tests():
        tests[one.entry].append(one)
    lines = {entry["id"]: (entry, state(entry["id"], proofs, tests)) for entry in entries}
    counted = Counter(said.partition(" (")[0] for _, said in lines.values())
    parts = [HEAD, "## Packs\n\n| pack | policies | clauses | scenarios green |\n|---|---|---|---|\n", *packs]
    parts.append(f"\n## Entries\n\nOf {len(entries)} entries:\n\n| state | entries |\n|---|---|\n")
    parts.extend(f"| {name} | {count} |\n" for name, count in sorted(counted.items()))
    parts.append("\n| entry | zone | engine | proved by | state |\n|---|---|---|---|---|\n")
    for name, (entry, said) in lines.items():
        proof = shown(proofs.get(name), tests[name])
        parts.append(f"| {name} | {entry['zone']} | {entry['engine']} | {proof} | {said} |\n")
    return "".join(parts)


def proved() -> tuple[dict[str, Proof], list[str]]:
    """Run every scenario of every pack on both back ends; return the proofs by entry and a line for each pack."""
    proofs: dict[str, Proof] = {}
    lines = []
    for folder in bundled_packs():
        pack = open_pack(str(folder))
        findings = Findings()
        scenarios = pack_scenarios(folder, pack.engine, findings)
        findings.raise_if_errors()
        back_ends: tuple[Assessor, ...] = (pack.engine, BatchEngine(pack.engine))
        green = [{id(one) for one in run_scenarios(scenarios, pack.engine, each).passed} for each in back_ends]
        both = green[0] & green[1]
        total = Counter(name for one in scenarios for name in one.inventory)
        passed = Counter(name for one in scenarios if id(one) in both for name in one.inventory)
        proofs.update({name: Proof(folder.name, passed[name], count) for name, count in total.items()})
        own = [one for one in pack.checked.rulebook.policies.values() if one.id in pack.loaded.own_policies]
        clauses = sum(len(version.clauses) for policy in own for version in policy.versions)
        lines.append(f"| {folder.name} | {len(own)} | {clauses} | {len(both)} of {len(scenarios)} |\n")
    return proofs, lines


def state(entry: str, proofs: Mapping[str, Proof], tests: Mapping[str, Sequence[MarkedTest]]) -> str:
    """Return in words how far an entry is proved."""
    proof, marked = proofs.get(entry), tests.get(entry)
    if proof is not None and proof.green != proof.total:
        return "red (scenarios fail)"
    if proof is None and not marked:
        return "not yet"
    if entry in PARTLY:
        return f"partly ({PARTLY[entry]} missing)"
    works = [name for name, has in (("scenario", proof), ("product test", marked)) if has]
    return f"works by {' and '.join(works)}"


def shown(proof: Proof | None, marked: Sequence[MarkedTest]) -> str:
    """Return what proves an entry: counted scenarios, then test files with the number of their tests."""
    parts = [f"{proof.green} of {proof.total} scenarios, {proof.pack}"] if proof else []
    parts += [f"`{path}` ({count})" for path, count in Counter(one.path for one in marked).items()]
    return "; ".join(parts)
