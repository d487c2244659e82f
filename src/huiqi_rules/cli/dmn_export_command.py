"""`huiqi rules dmn export`: a policy of a pack as a DMN 1.5 model, with what the standard cannot say."""

from __future__ import annotations

import argparse
from pathlib import Path

from huiqi_rules.cli.console import complain, say
from huiqi_rules.cli.dates import day
from huiqi_rules.cli.opening import CannotOpen, make_folder, open_pack
from huiqi_rules.dmn.exchange import EDITIONS, NEWEST, CannotExport, export_policy


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "export",
        help="take a policy of a pack out as a decision model",
        description="Writes a policy as a DMN 1.5 model with inputs, tables, formulas, types and a picture, as in force on a day and "
        "with the figures of that day. What the standard cannot say is listed, and stands in the model's description; a figure "
        "that FEEL cannot work out is an input of the model.",
        epilog="Exit code: 0 all went over, 1 something is not in the model, 2 no such pack or policy, or not in force.\n"
        "Example: huiqi rules dmn export national --policy tech-sme-2017 --on 2024-06-01 --to tech-sme.dmn",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("pack", metavar="PACK", help="a pack folder, or the name of a bundled pack")
    parser.add_argument("--policy", required=True, metavar="ID", help="the policy to take out")
    parser.add_argument(
        "--on", type=day, required=True, metavar="DATE", help="the day whose text and figures are taken"
    )
    parser.add_argument(
        "--to", type=Path, metavar="FILE", help="the file to write; it is printed where this is left out"
    )
    parser.add_argument("--edition", choices=tuple(EDITIONS), default=NEWEST, help="edition of the standard (default 1.5; "
                        "modelers built on dmn-js, as Camunda's, read 1.3)")  # fmt: skip
    parser.add_argument("--replace", action="store_true", help="write over a file that is there")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Take the policy out; return the exit code."""
    pack = open_pack(arguments.pack)
    tables = pack.loaded.tables.get(arguments.policy, ())
    try:
        exported = export_policy(pack.checked, arguments.policy, arguments.on, tables, arguments.edition)
    except CannotExport as error:
        raise CannotOpen(f"{arguments.pack}: {error}") from None
    if arguments.to is None:
        say(exported.xml.rstrip("\n"))
    else:
        _write(arguments.to, exported.xml, replace=arguments.replace)
    for left in exported.left:
        complain(f"not in the model: {left}")
    return 1 if exported.left else 0


def _write(path: Path, text: str, *, replace: bool) -> None:
    make_folder(path.parent)
    try:
        with path.open("w" if replace else "x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise CannotOpen(f"{path} is there already; --replace writes over it") from None
    except OSError as error:
        raise CannotOpen(f"{path}: it cannot be written: {error.strerror}") from None
