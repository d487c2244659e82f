"""`huiqi rules run`: a register from a sheet, a row out for each subject and clause."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from huiqi_rules.api.register import RegisterRun, run_register
from huiqi_rules.api.results import write_results
from huiqi_rules.api.sheets import column_types, register_facts
from huiqi_rules.cli.console import Progress, complain, say
from huiqi_rules.cli.dates import day
from huiqi_rules.cli.opening import CannotOpen, make_folder, open_pack, refuse_unknown_policies
from huiqi_rules.cli.summaries import show_counts, show_head, show_summary, show_uncomputed
from huiqi_rules.core.echo import echo
from huiqi_rules.tables.annotating import annotate_workbook
from huiqi_rules.tables.mapping import read_map
from huiqi_rules.tables.reading import read_table
from huiqi_rules.tables.register import Register

_SHOWN = 20
_ENDINGS = (".csv", ".parquet", ".xlsx")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "run",
        help="assess a whole register from Excel, CSV or Parquet",
        description="Reads a register of companies, assesses every company against the policies in force on the day, "
        "and writes a row for each company and clause. Cells that cannot be read are unknown and reported by cell; "
        "nothing is guessed.",
        epilog="Exit code: 0 done (problems of cells are reported), 2 something could not be read.\n"
        "Example: huiqi rules run --pack national --as-of 2024-06-01 --table companies.xlsx --columns map.yaml "
        "--out results.xlsx --problems doubtful.xlsx",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--pack", required=True, metavar="PACK", help="a pack folder, or the name of a bundled pack")
    parser.add_argument("--as-of", required=True, type=day, metavar="DATE", help="the day, as 2024-06-01")
    parser.add_argument("--table", required=True, metavar="FILE", help="the register: .xlsx, .csv or .parquet")
    parser.add_argument("--columns", metavar="MAP.yaml", help="which column is which fact; else headers name facts")
    parser.add_argument("--out", required=True, metavar="FILE", help="the results: .parquet, .csv or .xlsx")
    parser.add_argument("--policy", nargs="+", default=[], metavar="ID", help="only these policies")
    parser.add_argument("--problems", metavar="FILE.xlsx", help="a copy of the register with the doubtful cells marked")
    parser.add_argument("--conditions", action="store_true", help="count every condition too")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Assess the register; return the exit code."""
    pack = open_pack(arguments.pack)
    refuse_unknown_policies(arguments.policy, pack)
    if not Path(arguments.table).is_file():
        raise CannotOpen(f"{arguments.table}: no such file")
    _refuse_targets(arguments)
    for target in filter(None, (arguments.out, arguments.problems)):
        make_folder(Path(target).parent)
    facts = pack.checked.rulebook.facts
    columns = column_types(facts)
    mapping = None if arguments.columns is None else read_map(arguments.columns, columns)
    reading = Progress("reading")
    register = read_table(arguments.table, columns, mapping, progress=reading)
    reading.close()
    _show_problems(register)
    if arguments.problems is not None:
        annotate_workbook(arguments.table, register.problems, arguments.problems, sheet=register.sheet)
        say(f"doubtful cells marked in {arguments.problems}")
    assessing = Progress("assessing")
    result = run_register(
        pack.engine, register_facts(register, facts), arguments.as_of, policies=arguments.policy, progress=assessing
    )
    assessing.close()
    rows = write_results(result, arguments.out)
    _show_summary(result, with_conditions=arguments.conditions)
    say(f"{rows:,} rows written to {arguments.out}")
    result.close()
    return 1 if result.uncomputed else 0


def _refuse_targets(arguments: argparse.Namespace) -> None:
    """Refuse before any work what could not be written, or would be written over what is read."""
    if Path(arguments.out).suffix.lower() not in _ENDINGS:
        raise CannotOpen(
            f"{arguments.out}: results are written as {', '.join(_ENDINGS)}; give --out one of these endings"
        )
    if arguments.problems is not None and Path(arguments.problems).suffix.lower() != ".xlsx":
        raise CannotOpen(f"{arguments.problems}: the marked copy is a workbook; let --problems end in .xlsx")
    taken = {
        Path(given).resolve(): f"{option} {given}"
        for option, given in (("--table", arguments.table), ("--columns", arguments.columns))
        if given is not None
    }
    for option, given in (("--out", arguments.out), ("--problems", arguments.problems)):
        if given is None:
            continue
        place = Path(given).resolve()
        if place in taken:
            raise CannotOpen(f"{option} {given}: the same file as {taken[place]}; name another file")
        taken[place] = f"{option} {given}"


def _show_problems(register: Register) -> None:
    say(
        f"{register.row_count:,} rows read: {len(register.subjects):,} subjects, {register.empty_row_count:,} empty rows, "
        f"{register.unread_row_count:,} rows not read, {len(register.problems):,} problems"
    )
    if not register.subjects:
        complain(f"{register.path}: no company was read: there is a header, and no row below it that has an id")
    if register.unread_columns:
        say(f"columns not read: {', '.join(map(echo, register.unread_columns))}")
    codes = Counter(problem.code for problem in register.problems)
    shown: Counter[str] = Counter()
    for problem in register.problems:
        shown[problem.code] += 1
        if shown[problem.code] <= max(1, _SHOWN // max(len(codes), 1)):
            complain(str(problem))
    for code, count in codes.most_common():
        say(f"  {count:,} x {code}")


def _show_summary(result: RegisterRun, *, with_conditions: bool) -> None:
    show_head()
    for one in result.summaries:
        show_summary(one)
        if with_conditions:
            for name, counts in result.conditions(one.policy).items():
                show_counts(f"    {name}", *(f"{count:,}" for count in counts))
    show_uncomputed(result.uncomputed)
    if result.not_in_force:
        say(f"not in force on {result.day}: {', '.join(result.not_in_force)}")
