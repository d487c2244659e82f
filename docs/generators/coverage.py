"""The page of coverage: which entries of the mission's inventory have scenarios, and what ran green on which back end."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml

from huiqi_rules.api.batch import BatchEngine
from huiqi_rules.cli.opening import bundled_packs, open_pack
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.packs.testing import Assessor, pack_scenarios, run_scenarios

PAGE = "reference/coverage.md"
ROOT = Path(__file__).resolve().parent.parent.parent
HEAD = """# Coverage

What the bundled packs prove, made from a run of all their scenarios on the closures and on DuckDB (the Spark tests run the same
scenarios where Java is found). An entry of the mission's inventory counts where a scenario that names it ran green on both;
`partly` says that the entry also needs a part of the product that is still to come (cases, payments, messages).

"""
# Entries whose acceptance needs more than a decision: the engine's part is proved, the rest comes with the product.
PARTLY = {
    "XM-02": "publication gate in the editor", "ZJ-06": "printed compendium", "MA-01": "posting in the ledger",
    "DL-05": "messages to companies", "WH-06": "24-hour clock", "XA-02": "confirmation and payment",
    "XA-05": "list of gaps on a page", "OR-02": "hint in the account form", "OR-05": "compendium",
    "XY-01": "settlement in the ledger", "OR-01": "ledger of firms cleared one by one",
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
    done = [entry["id"] for entry in entries if _is_green(proofs.get(entry["id"]))]
    parts = [HEAD, "## Packs\n\n| pack | policies | clauses | scenarios green |\n|---|---|---|---|\n", *packs]
    parts.append(f"\n## Entries\n\n{len(done)} of {len(entries)} entries have green scenarios.\n\n")
    parts.append("| entry | zone | engine | proved by | state |\n|---|---|---|---|---|\n")
    parts.extend(_line(entry, proofs.get(entry["id"])) for entry in entries)
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


def _is_green(proof: Proof | None) -> bool:
    return proof is not None and proof.green == proof.total


def _line(entry: dict[str, str], proof: Proof | None) -> str:
    if proof is None:
        shown, state = "", "not yet"
    else:
        shown = f"{proof.green} of {proof.total} scenarios, {proof.pack}"
        partly = PARTLY.get(entry["id"])
        state = "red" if not _is_green(proof) else f"partly: {partly} to come" if partly else "green"
    return f"| {entry['id']} | {entry['zone']} | {entry['engine']} | {shown} | {state} |\n"
