"""Write the synthetic register and its column map: `python examples/make_register.py FOLDER [COMPANIES] [SEED]`.

The register is not kept in the repository: the same numbers give the same file, byte for byte, in two seconds.
"""  # noqa: INP001 - a script beside its README

from __future__ import annotations

import sys
from pathlib import Path

from huiqi_rules.report.demonstration import DEMO_COMPANIES, DEMO_SEED, make_demo_register


def main(folder: str = "out", companies: str = str(DEMO_COMPANIES), seed: str = str(DEMO_SEED)) -> None:
    """Write register.xlsx and register.map.yaml to the folder."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    made = make_demo_register(str(Path(folder) / "register.xlsx"), int(companies), int(seed))
    sys.stdout.write(f"{made.path}\n{made.map_path}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
