"""`huiqi rules demo`: the main job without a site: a synthetic register against all bundled packs, a report and a workbook."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from huiqi_rules.api.register import RegisterFacts, RegisterRun, run_register
from huiqi_rules.api.sheets import column_types, register_facts
from huiqi_rules.cli.console import Progress, say
from huiqi_rules.cli.dates import day
from huiqi_rules.cli.opening import CannotOpen, OpenPack, bundled_packs, make_folder, open_pack
from huiqi_rules.model.facts import Fact
from huiqi_rules.report import write_report
from huiqi_rules.report.demonstration import DEMO_COMPANIES, DEMO_DAY, DEMO_FIGURES, DEMO_SEED, make_demo_register
from huiqi_rules.tables.mapping import read_map
from huiqi_rules.tables.reading import read_table

SUBJECT = "enterprise"
_MOST = 200_000


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "demo",
        help="assess a synthetic register against all bundled packs, with a report",
        description="Makes a register of invented companies (with the dirt of real sheets), assesses it against every "
        "bundled pack, and leaves a report to read (HTML) and a workbook (Excel). Deterministic by seed.",
        epilog="Example: huiqi rules demo --companies 33000 --out out",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--companies", type=int, default=DEMO_COMPANIES, metavar="N", help="how many (default %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=DEMO_SEED, metavar="N", help="another seed, other companies")
    parser.add_argument("--as-of", type=day, default=DEMO_DAY, metavar="DATE", help="the day (default %(default)s)")
    parser.add_argument("--out", default="out", metavar="FOLDER", help="where the files go (default %(default)s)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the register, the run and the report; return the exit code."""
    if not 1 <= arguments.companies <= _MOST:
        raise CannotOpen(f"--companies: between 1 and {_MOST:,}, not {arguments.companies:,}")
    started = time.monotonic()
    folder = Path(arguments.out)
    make_folder(folder)
    packs = [open_pack(str(path)) for path in bundled_packs()]
    facts = shared_dictionary(packs)
    made = make_demo_register(str(folder / "register.xlsx"), arguments.companies, arguments.seed, known_facts=facts)
    columns = column_types(facts)
    reading = Progress("reading the register")
    register = read_table(made.path, columns, read_map(made.map_path, columns), progress=reading, language="zh")
    reading.close()
    runs = _assess(packs, register_facts(register, facts), arguments)
    writing = Progress("writing the report")
    files = write_report(str(folder), register, runs, figures=DEMO_FIGURES, progress=writing)
    writing.close()
    for one in runs:
        one.close()
    say(f"{len(register.subjects):,} companies, {len(runs)} packs, {time.monotonic() - started:.1f} s")
    say(f"register  {made.path}")
    say(f"report    {files.page}")
    say(f"results   {files.workbook}")
    return 0


def shared_dictionary(packs: Sequence[OpenPack]) -> Mapping[str, Fact]:
    """Return the facts that the policies for companies read, by id; raise `CannotOpen` where two packs mean different things by one id."""
    facts: dict[str, Fact] = {}
    for pack in packs:
        for fact in _facts_of_companies(pack):
            known = facts.setdefault(fact.id, fact)
            if known.type != fact.type or known.name.zh != fact.name.zh:
                raise CannotOpen(f"{fact.place}: the fact {fact.id} means something else in {known.place}")
    return facts


def _facts_of_companies(pack: OpenPack) -> Iterator[Fact]:
    rulebook = pack.checked.rulebook
    names: dict[str, None] = {}
    for (policy_id, version_id), checked in pack.checked.versions.items():
        if checked.policy.subject == SUBJECT:
            names.update(dict.fromkeys(pack.engine.program(policy_id, version_id).facts))
    yield from (rulebook.facts[name] for name in names)


def _assess(packs: Sequence[OpenPack], register: RegisterFacts, arguments: argparse.Namespace) -> list[RegisterRun]:
    progress = Progress("assessing")
    runs = []
    for number, pack in enumerate(packs):
        dictionary = pack.checked.rulebook.facts
        policies = [
            policy.id
            for policy in pack.checked.rulebook.policies.values()
            if policy.id in pack.loaded.own_policies and policy.subject == SUBJECT
        ]
        own = replace(register, values={name: cells for name, cells in register.values.items() if name in dictionary})
        if policies:
            figures = {name: value for name, value in DEMO_FIGURES.items() if name in pack.checked.rulebook.parameters}
            runs.append(run_register(pack.engine, own, arguments.as_of, policies=policies, figures=figures))
        progress(number + 1, len(packs))
    progress.close()
    return runs
