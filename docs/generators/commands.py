"""The page of the command line, from its parser: every command with its arguments and options."""

from __future__ import annotations

import argparse
import importlib.util
from collections.abc import Iterator

PAGE = "reference/commands.md"
HEAD = """# Commands

Exit codes: 0 all is well, 1 the command found something wrong in what it was asked to judge, 2 it could not do its work
(a file that cannot be read, an argument that makes no sense).
"""


def text() -> str | None:
    """Return a section for each command; None as long as there is no command line."""
    if importlib.util.find_spec("huiqi_rules.cli") is None:
        return None
    cli = importlib.import_module("huiqi_rules.cli")
    if not hasattr(cli, "build_parser"):
        return None
    product = importlib.import_module("huiqi.site.commands").build_parser()
    clock = importlib.import_module("huiqi_clocks.cli").build_parser()
    # The areas are only named in the product's parser; their commands are in their own.
    found = [parser for parser in leaves(product) if parser.prog not in {"huiqi rules", "huiqi clock"}]
    return HEAD + "".join(section(parser) for parser in (*found, *leaves(clock), *leaves(cli.build_parser())))


def leaves(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Return the parsers of the commands that do something."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001  # no public way
    # One that does something by itself has its `run`, whatever commands it has below.
    if not groups or parser.get_default("run") is not None:
        yield parser
    for group in groups:
        for child in dict.fromkeys(group.choices.values()):
            yield from leaves(child)


def section(parser: argparse.ArgumentParser) -> str:
    """Return heading, description and table of arguments of one command; the same under every version of Python."""
    shown = [action for action in parser._actions if action.help != argparse.SUPPRESS and action.dest != "help"]  # noqa: SLF001  # no public way
    actions = [action for action in shown if action.option_strings or action.nargs != argparse.PARSER]
    lines = [f"\n## {parser.prog}\n", f"{(parser.description or '').strip()}\n"]
    if actions:
        lines += ["| argument | meaning |", "|---|---|", *(row(action) for action in actions), ""]
    if parser.epilog:
        lines += ["```text", parser.epilog.strip(), "```", ""]
    return "\n".join(lines)


def row(action: argparse.Action) -> str:
    """Return the table row of one argument."""
    value = action.metavar or (action.dest.upper() if action.nargs != 0 else "")
    if action.choices is not None and not action.metavar:
        value = "{" + ",".join(str(choice) for choice in action.choices) + "}"
    value = " ".join(value) if isinstance(value, tuple) else str(value)
    names = [f"`{option} {value}`" if value else f"`{option}`" for option in action.option_strings] or [f"`{value}`"]
    meaning = (action.help or "").replace("%%", "%").replace("%(default)s", str(action.default)).replace("|", "\\|")
    return f"| {', '.join(names)} | {meaning} |"
