"""Loading, checking and compiling all bundled packs: the goal is 1 s or less.

Packs are read from their YAML each time; a pack that several need is read once.
"""

from __future__ import annotations

import time

from benchmarks import workload
from huiqi_rules.check.rulebook import check_rulebook
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.packs.loading import bundled_folder, load_packs
from huiqi_rules.scalar.linking import compile_version

GOAL_SECONDS = 1
RUNS = 7


def main() -> dict[str, object]:
    """Return the seconds of the three steps and of all together, and how much there was to load."""
    paths = sorted(path.parent for path in bundled_folder().glob("*/pack.yaml"))
    runs = [steps(paths) for _ in range(RUNS)]
    loaded = load_packs(paths)
    own = {(pack.rulebook.id, policy) for pack in loaded for policy in pack.own_policies}
    names = ("loading", "checking", "compiling")
    return {
        **workload.spread([sum(run) for run in runs]),
        **{f"{name}_median_seconds": sorted(run[at] for run in runs)[RUNS // 2] for at, name in enumerate(names)},
        "packs": len(paths),
        "policies": len(own),
        "mistakes": sum(len(pack.findings.items) for pack in loaded),
        "goal_seconds": GOAL_SECONDS,
    }


def steps(paths: list) -> tuple[float, float, float]:
    """Return the seconds of loading, checking and compiling everything once."""
    marks = [time.perf_counter()]
    loaded = load_packs(paths)
    marks.append(time.perf_counter())
    checked = [check_rulebook(pack.rulebook, Findings()) for pack in loaded]
    marks.append(time.perf_counter())
    for one in checked:
        for version in one.versions.values():
            compile_version(version)
    marks.append(time.perf_counter())
    return marks[1] - marks[0], marks[2] - marks[1], marks[3] - marks[2]


if __name__ == "__main__":
    print(main())
