"""The commands of an operator: `huiqi serve | worker | migrate | doctor`; `huiqi rules …` goes to the engine alone.

Nothing is imported here before it is known which command is wanted: the engine needs no Django and starts at once, and Ctrl-C
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
        from huiqi.site.commands.entry import main as product

        return product(words)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return INTERRUPTED


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of `huiqi`; the area `rules` is only named in it, its parser is the engine's."""
    from huiqi.site.commands.entry import build_parser as build

    return build()
