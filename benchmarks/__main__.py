"""Runs the measurements one after the other, prints a table and keeps the figures in `benchmarks/results/latest.json`.

    python -m benchmarks --date 2024-05-01 [name...]

A bench is a module beside this one with `main() -> dict[str, object]`: figure by name, the unit last in the name. Where a
run names only some of them, the figures of the others stay as they were, with the day and machine of their own run.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
import traceback
from datetime import date
from pathlib import Path

from benchmarks.machine import machine, machine_line

FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER / "results" / "latest.json"


def main(arguments: list[str] | None = None) -> int:
    """Run the named benches, or all; return 1 when one of them failed, 2 when a name is unknown."""
    options = read(arguments)
    known = names()
    unknown = [name for name in options.names if name not in known]
    if unknown:
        print(f"no bench {', '.join(unknown)}; there are: {', '.join(known) or 'none'}", file=sys.stderr)
        return 2
    facts = machine()
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    print(machine_line(facts))
    failed = []
    for name in options.names or known:
        started = time.perf_counter()
        print(f"\n{name} ...", flush=True)
        try:
            figures = run(name)
        except Exception:  # noqa: BLE001  # one bench that breaks must not cost the figures of the others
            traceback.print_exc()
            failed.append(name)
            continue
        print(table(figures))
        print(f"  ({time.perf_counter() - started:.1f} s in all)")
        kept[name] = {"date": options.date.isoformat(), "machine": facts, "figures": figures}
        RESULTS.parent.mkdir(exist_ok=True)
        text = json.dumps(dict(sorted(kept.items())), ensure_ascii=False, indent=2, default=str)
        RESULTS.write_text(text + "\n", encoding="utf-8")
    if failed:
        print(f"\nfailed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def read(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the engine.")
    parser.add_argument("names", nargs="*", help="benches to run; all of them where none is named")
    parser.add_argument("--date", type=date.fromisoformat, required=True, help="day of the run, written to the result")
    return parser.parse_args(arguments)


def names() -> list[str]:
    """Return the names of all benches: modules here whose text defines `main` without arguments."""
    files = (path for path in FOLDER.glob("*.py") if not path.stem.startswith("__"))
    return sorted(
        path.stem for path in files if "\ndef main() -> dict[str, object]:" in path.read_text(encoding="utf-8")
    )


def run(name: str) -> dict[str, object]:
    """Return the figures of one bench."""
    figures: dict[str, object] = importlib.import_module(f"benchmarks.{name}").main()
    return figures


def table(figures: dict[str, object], indent: str = "  ") -> str:
    """Return the figures as aligned lines; a figure that is itself a table is set below its name."""
    width = max((len(name) for name, figure in figures.items() if not isinstance(figure, dict)), default=0)
    lines = []
    for name, figure in figures.items():
        if isinstance(figure, dict):
            lines += [f"{indent}{name}", table(figure, indent + "  ")]
        else:
            lines.append(f"{indent}{name:<{width}}  {shown(figure)}")
    return "\n".join(lines)


def shown(figure: object) -> str:
    """Return a number with separators and at most four decimals, anything else as it is."""
    if isinstance(figure, bool) or not isinstance(figure, int | float):
        return str(figure)
    return f"{figure:,}" if isinstance(figure, int) else f"{figure:,.4f}".rstrip("0").rstrip(".")


if __name__ == "__main__":
    sys.exit(main())
