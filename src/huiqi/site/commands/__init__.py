"""The commands of an operator: `huiqi serve | worker | migrate | doctor`; `huiqi rules …` goes to the engine alone, `huiqi clock …` to the
clocks.

Nothing is imported here before it is known which command is wanted: both need no Django and start at once, and Ctrl-C
while modules load ends as it does later.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code (2 where it could not do its work)."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        if words[:1] == ["rules"]:
            from huiqi_rules.cli import main as rules

            return rules(words)
        if words[:1] == ["clock"]:
            from huiqi_clocks.cli import main as clock

            return clock(words)
        from huiqi.site.commands.entry import main as product

        return product(words)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return INTERRUPTED


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of `huiqi`; the areas `rules` and `clock` are only named in it, they have their own."""
    from huiqi.site.commands.entry import build_parser as build

    return build()
