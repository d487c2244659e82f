"""One decision table of 1,000 rules: read and compiled as a DMN model and as a pack, and added up over 1,000,000 rows in Parquet.

Two shapes: `pairs` asks for a code and a limit, each pair in one rule; `ranges` asks two figures for stretches that overlap,
where the first rule counts. Counts and sums are compared with those of the scalar back end over a sample of the rows.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks import workload
from huiqi_rules.api import Engine, LargeRegister, Subject
from huiqi_rules.check.rulebook import CheckedRulebook, CheckedVersion, check_rulebook, check_version
from huiqi_rules.columnar.store import connect
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.dmn.model import load_model
from huiqi_rules.packs import load_pack
from huiqi_rules.scalar.linking import compile_version

RULES, ROWS, SAMPLE, RUNS = 1_000, 1_000_000, 500, 5
GOAL_SECONDS = 0.2
PACK: Final = "id: table\ntitle: {zh: 表, en: Table}\nissuer: {zh: 区, en: Zone}\nlevel: zone\n"
FACTS: Final = """\
code: {zh: 代码, en: Code, type: text}
staff: {zh: 职工, en: Staff, type: int, unit: person}
sales: {zh: 件数, en: Items, type: int}
"""
POLICY: Final = """\
id: award
title: {zh: 奖, en: Award}
subject: enterprise
versions:
  - id: "1"
    from: 2020-01-01
    tables:
      t:
        inputs: [%s]
        hit: %s
        outputs: {prize: {zh: 奖金, en: Prize, type: money}}
        rows:
%s
    clauses:
      - {id: c, zh: 款, en: C, needs: [], amount: prize}
"""
MADE: Final = f"""SELECT 'E' || number AS id,
    CASE WHEN number % 17 = 0 THEN NULL ELSE 'C' || (number * 7919 % 520) END AS code,
    CASE WHEN number % 19 = 0 THEN NULL ELSE CAST(number * 104729 % 500 AS DECIMAL(9,0)) END AS staff,
    CASE WHEN number % 23 = 0 THEN NULL ELSE CAST(number * 1299709 % 600 AS DECIMAL(9,0)) END AS sales
    FROM range({ROWS}) AS numbers(number)"""
DMN: Final = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:bench" name="bench">
<inputData id="code" name="code"><variable name="code"/></inputData><inputData id="staff" name="staff"><variable name="staff"/></inputData>
<decision id="prize" name="prize"><variable name="prize"/><informationRequirement><requiredInput href="#code"/></informationRequirement>
<informationRequirement><requiredInput href="#staff"/></informationRequirement><decisionTable>
<input><inputExpression><text>code</text></inputExpression></input><input><inputExpression><text>staff</text></inputExpression></input>
<output name="prize"/>%s</decisionTable></decision></definitions>"""


def main() -> dict[str, object]:
    """Return the seconds of reading, compiling and adding up."""
    figures: dict[str, object] = {"rules": RULES, "rows": ROWS, "goal_compiled_seconds": GOAL_SECONDS}
    with tempfile.TemporaryDirectory() as folder:
        figures["dmn_read_and_compiled_seconds"] = dmn_seconds(Path(folder))
        for shape in ("pairs", "ranges"):
            checked = rulebook(Path(folder, shape, "table"), shape)
            figures |= {f"{shape}_{name}": figure for name, figure in measured(checked, Path(folder, shape)).items()}
    return figures


def measured(checked: CheckedRulebook, folder: Path) -> dict[str, object]:
    """Return the figures of one table; raise `SystemExit` where the two back ends differ."""
    version = checked.version("award", "1")
    register, sample = str(folder / "register.parquet"), str(folder / "sample.parquet")
    with connect() as connection:
        connection.execute(f"COPY ({MADE}) TO '{register}' (FORMAT parquet)")
        connection.execute(
            f"COPY (SELECT * FROM read_parquet('{register}') LIMIT {SAMPLE}) TO '{sample}' (FORMAT parquet)"
        )
    compare(Engine(checked), sample)
    with LargeRegister(Engine(checked), register) as opened:
        return {
            "checked_seconds": times(partial(checked_again, checked, version)),
            "compiled_seconds": times(partial(compile_version, version)),
            "counted_and_added_up_seconds": times(partial(opened.totals, workload.DAY), 1),
        }


def compare(engine: Engine, sample: str) -> None:
    """Raise `SystemExit` where counts or the sum over a sample differ from one row after the other."""
    with LargeRegister(engine, sample) as opened:
        (found,) = opened.totals(workload.DAY).summaries
    names = ("code", "staff", "sales")
    with connect() as connection:
        rows = connection.execute(f"SELECT {', '.join(names)} FROM read_parquet('{sample}')").fetchall()
    subjects = [
        Subject(str(place), {name: value for name, value in zip(names, row, strict=True) if value is not None})
        for place, row in enumerate(rows)
    ]
    answers = engine.assess_all("award", workload.DAY, subjects)
    known = [answer.amount for answer in answers if answer.amount is not None]
    if (len(known), sum(known)) != (found.met - found.open_amounts, found.amount_low):
        raise SystemExit(f"the back ends differ: {(len(known), sum(known))} by rows, {found} by columns")


def checked_again(checked: CheckedRulebook, version: CheckedVersion) -> None:
    """Check the version once more."""
    check_version(checked.rulebook, version.policy, version.version, Findings())


def rulebook(folder: Path, shape: str) -> CheckedRulebook:
    """Return the checked pack of one table; raise `SystemExit` where it is wrong."""
    rows = "\n".join(f"          - [[{', '.join(tests(shape, number))}], [{number + 1}]]" for number in range(RULES))
    inputs, hit = ("code, staff", "unique") if shape == "pairs" else ("sales, staff", "first")
    for name, text in {"pack": PACK, "facts": FACTS, "policies/award": POLICY % (inputs, hit, rows)}.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    loaded = load_pack(folder, search=())
    findings = Findings(list(loaded.findings.items))
    checked = check_rulebook(loaded.rulebook, findings)
    if findings.errors:
        raise SystemExit("\n".join(map(str, findings.errors)))
    return checked


def tests(shape: str, number: int) -> tuple[str, str]:
    """Return the two tests of a rule as YAML."""
    if shape == "pairs":
        return f"'\"C{number // 2}\"'", f"'{'>= 100' if number % 2 else '< 100'}'"
    low, staff = number * 7 % 500, number % 40 * 10
    return f"'[{low}..{low + 50 + number % 90})'", f"'[{staff}..{staff + 60 + number % 30})'"


def dmn_seconds(folder: Path) -> float:
    """Return the seconds in which the same pairs are read from a DMN model, compiled, and answer once."""
    cells = (
        f'<rule><inputEntry><text>"C{number // 2}"</text></inputEntry><inputEntry><text>{"&gt;=" if number % 2 else "&lt;"} 100</text>'
        f"</inputEntry><outputEntry><text>{number + 1}</text></outputEntry></rule>"
        for number in range(RULES)
    )
    path = folder / "table.dmn"
    path.write_text(DMN % "".join(cells), encoding="utf-8")
    return times(lambda: load_model(path).evaluate("prize", {"code": "C7"}))


def times(work: object, runs: int = RUNS) -> float:
    """Return the median seconds of several runs."""
    return median(workload.seconds(work) for _ in range(runs))  # type: ignore[arg-type]  # anything that can be called


if __name__ == "__main__":
    print(main())
