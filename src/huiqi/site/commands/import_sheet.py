"""`huiqi import`: bring an Excel or CSV file of companies into the register, or say what that would do."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from huiqi.kernel.errors import Cannot
from huiqi.site.commands import ground

if TYPE_CHECKING:
    from huiqi.imports.models import SheetImport

_SHOWN = 20
_COUNTS = (
    ("rows", "rows read"),
    ("rows_matched", "  about companies of the register"),
    ("rows_new", "  about new companies"),
    ("rows_back", "  about companies that were taken out before"),
    ("rows_doubtful", "  doubtful, left out: decide them on the page"),
    ("rows_left", "  left out: no code"),
    ("rows_refused", "  refused"),
    ("companies_new", "companies added"),
    ("companies_renamed", "companies renamed"),
    ("facts_new", "facts added"),
    ("facts_changed", "facts changed"),
    ("facts_same", "facts as they were"),
    ("faults", "faults found"),
)


class CannotFindFile(Cannot):
    """What the command line names is not there."""

    messages: ClassVar = {
        "no_file": "{path}: no such file, or it cannot be read.",
        "no_place": "there is no zone or park called {name!r}; there are: {known}",
        "several_places": "say with --into where the companies belong: {known}",
    }


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "import",
        help="bring an Excel or CSV file of companies into the register",
        description="Read a sheet, match its rows with the register, and bring facts and new companies in, in one "
        "transaction. Doubtful rows are left out and counted; the pages let an officer decide them. Taking it back: there.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help=".xlsx or .csv")
    parser.add_argument(
        "--map", type=Path, metavar="MAP.yaml", help="what the columns mean; else as remembered or proposed"
    )
    parser.add_argument(
        "--source", default="", metavar="NAME", help="where the sheet comes from (default: the file's name)"
    )
    parser.add_argument("--into", default="", metavar="NAME", help="the zone or park (default: the only zone)")
    parser.add_argument(
        "--codeless",
        choices=("leave", "match", "add"),
        default="leave",
        help="rows without any code (default: %(default)s)",
    )
    parser.add_argument("--names", action="store_true", help="take new names over where the code is known")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Bring the file in and print the counts."""
    content = read_bytes(arguments.file)
    map_text = read_bytes(arguments.map) if arguments.map is not None else b""
    private = ground.private()
    with ground.database():
        ground.set_up()
        if private:
            from huiqi.site.commands.migrate import migrate

            migrate(verbosity=0)
        ground.require_migrated()
        from huiqi.imports import services
        from huiqi.imports.domain.states import Codeless
        from huiqi.kernel.actor import system
        from huiqi.kernel.clock import read_clock

        wishes = services.Wishes(map_text, Codeless(arguments.codeless), arguments.names, arguments.dry_run)
        done = services.import_file(
            organisation=place(arguments.into),
            source=arguments.source or arguments.file.stem,
            upload=services.Upload(arguments.file.name, content),
            wishes=wishes,
            actor=system("import"),
            now=read_clock(),
        )
        show(done)
    return 0


def read_bytes(path: Path) -> bytes:
    """Return what a file holds; raises CannotFindFile."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotFindFile("no_file", path=path) from error


def place(name: str) -> UUID:
    """Return the zone or park of a name, or the only zone; raises CannotFindFile."""
    from huiqi.kernel.actor import system
    from huiqi.register import queries

    places = queries.organisations(system("import")).filter(kind__in=("zone", "park"))
    rows = [one for one in places if (one.name == name if name else one.kind == "zone")]
    if len(rows) == 1:
        return rows[0].pk
    known = ", ".join(one.name for one in places) or "none yet"
    raise CannotFindFile("no_place" if name else "several_places", name=name, known=known)


def show(done: SheetImport) -> None:
    """Print what was done, or would be, and the first faults."""
    from huiqi.imports import queries
    from huiqi.kernel.actor import system

    state = {"applied": "brought in", "checked": "checked only: nothing was brought in"}[done.state]
    sys.stdout.write(f"{done.file.name}: {state}\n")
    for key, label in _COUNTS:
        sys.stdout.write(f"{label:<46}{done.counts[key]:>12,}\n")
    for fault in queries.faults(system("import"), sheet=done.pk)[:_SHOWN]:
        sys.stdout.write(f"{fault.cell}: {fault.what + ': ' if fault.what else ''}{fault.en}\n")
