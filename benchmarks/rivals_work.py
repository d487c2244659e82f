"""The other engines' part of `rivals.py`, run by the Python that has them; it needs nothing of ours.

Reads a job (JSON) from its first argument and prints sums, counts and seconds as JSON. What is unknown is 0, false or
the first option here: OpenFisca takes it so by itself, zen stops with an error where it meets null in a comparison.
"""

from __future__ import annotations

import json
import sys
import time
from decimal import Decimal
from pathlib import Path

import duckdb

RUNS = 3


def columns(path: str, limit: int) -> tuple[list[str], list[tuple]]:
    """Return names and rows of the register, in file order, unknowns as null."""
    cursor = duckdb.connect().execute(f"SELECT * FROM read_parquet('{path}') LIMIT {limit}")
    return [column[0] for column in cursor.description], cursor.fetchall()


def openfisca(job: dict) -> dict:
    """Run the policies as OpenFisca variables over a population."""
    import numpy
    from openfisca_core import entities, periods, simulations, taxbenefitsystems, variables

    names, rows = columns(job["path"], job["rows"])
    enterprise = entities.Entity("enterprise", "enterprises", "", "")
    system = taxbenefitsystems.TaxBenefitSystem([enterprise])
    base = {"entity": enterprise, "definition_period": periods.YEAR}
    data = {}
    for name, cells in zip(names, zip(*rows, strict=True), strict=True):
        data[name] = array(numpy, name, cells, job)
        kind = {"b": bool, "i": int, "f": float}[data[name].dtype.kind]
        system.add_variable(type(name, (variables.Variable,), {**base, "value_type": kind}))

    def added(variable: str, kind: type, text: str, guard: str | None) -> None:
        code = compile(text, variable, "eval")
        read = [name for name in code.co_names if name in data]

        def formula(enterprises, period):
            values = {name: enterprises(name, period) for name in read}
            with numpy.errstate(divide="ignore", invalid="ignore"):
                answer = eval(code, {"where": numpy.where, "minimum": numpy.minimum}, values)
                return answer if guard is None else numpy.where(enterprises(guard, period), numpy.round(answer, 2), 0)

        system.add_variable(type(variable, (variables.Variable,), {**base, "value_type": kind, "formula": formula}))

    for number, policy in enumerate(job["policies"]):
        added(f"met_{number}", bool, policy["outcome"], None)
        added(
            f"amount_{number}",
            float,
            policy["amount"] + (" + 0 * staff" if plain(policy["amount"]) else ""),
            f"met_{number}",
        )
    times = []
    for _ in range(RUNS):
        simulation = simulations.SimulationBuilder().build_default_simulation(system, count=len(rows))
        for name, values in data.items():
            simulation.set_input(name, 2026, values)
        started = time.perf_counter()
        met = [int(simulation.calculate(f"met_{n}", 2026).sum()) for n in range(len(job["policies"]))]
        sums = [
            str(round(Decimal(float(simulation.calculate(f"amount_{n}", 2026).sum(dtype="float64"))), 2))
            for n in range(len(job["policies"]))
        ]
        times.append(time.perf_counter() - started)
    return {"met": met, "sums": sums, "seconds": sorted(times)}


def plain(text: str) -> bool:
    """Tell whether an amount names no fact, so that numpy would make one number of it."""
    return not any(character.isalpha() for character in text)


def array(numpy, name: str, cells: tuple, job: dict):
    """Return a column as OpenFisca holds it."""
    if name in job["codes"]:
        codes = {option: code for code, option in enumerate(job["codes"][name])}
        return numpy.array([codes.get(cell, 0) for cell in cells], dtype="int32")
    if name == "industry_code":
        return numpy.array([int(cell or 0) for cell in cells], dtype="int32")
    known = next(cell for cell in cells if cell is not None)
    if isinstance(known, bool):
        return numpy.array([bool(cell) for cell in cells])
    if hasattr(known, "toordinal"):
        return numpy.array([0 if cell is None else days(cell) for cell in cells], dtype="int32")
    return numpy.array([float(cell or 0) for cell in cells], dtype="float32")


def days(day) -> int:
    """Return the days since 1970."""
    return day.toordinal() - 719_163


def zen(job: dict) -> dict:
    """Run the policies as one zen decision, enterprise by enterprise."""
    from zen import ZenEngine

    names, rows = columns(job["path"], job["rows"])
    expressions = []
    for number, policy in enumerate(job["policies"]):
        expressions.append({"id": f"m{number}", "key": f"met_{number}", "value": policy["outcome"]})
        value = f"({policy['outcome']}) ? round(({policy['amount']}) * 100) / 100 : 0"
        expressions.append({"id": f"a{number}", "key": f"amount_{number}", "value": value})
    graph = {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode"},
            {"id": "work", "name": "work", "type": "expressionNode", "content": {"expressions": expressions}},
            {"id": "out", "name": "out", "type": "outputNode"},
        ],
        "edges": [
            {"id": "first", "sourceId": "in", "targetId": "work"},
            {"id": "last", "sourceId": "work", "targetId": "out"},
        ],
    }
    decision = ZenEngine().create_decision(json.dumps(graph))
    known = {
        name: next(cell for cell in cells if cell is not None)
        for name, cells in zip(names, zip(*rows, strict=True), strict=True)
    }
    subjects = [{name: zen_value(cell, known[name]) for name, cell in zip(names, row, strict=True)} for row in rows]
    count = len(job["policies"])
    met, sums = [0] * count, [Decimal(0)] * count
    started = time.perf_counter()
    answers = [decision.evaluate(subject)["result"] for subject in subjects]
    seconds = time.perf_counter() - started
    for answer in answers:
        for number in range(count):
            met[number] += bool(answer[f"met_{number}"])
            sums[number] += round(Decimal(str(answer[f"amount_{number}"])), 2)
    return {"met": met, "sums": [str(one) for one in sums], "seconds": [seconds]}


def zen_value(cell, known):
    """Return a cell as zen takes it; amounts as binary numbers, for it refuses decimals."""
    if cell is None:
        return False if isinstance(known, bool) else "" if isinstance(known, str) else 0
    if isinstance(cell, bool | str):
        return cell
    return days(cell) if hasattr(cell, "toordinal") else float(cell)


if __name__ == "__main__":
    task = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    print(json.dumps({"openfisca": openfisca, "zen": zen}[task["engine"]](task)))
