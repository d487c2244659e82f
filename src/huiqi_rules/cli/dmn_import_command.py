"""`huiqi rules dmn import`: a decision model as a policy of a pack, all or nothing, with what was left said plainly."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import unified_diff
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from huiqi_rules.api.engine import Engine
from huiqi_rules.check.rulebook import CheckedRulebook, check_rulebook
from huiqi_rules.cli.console import complain, say, say_data
from huiqi_rules.cli.dates import day
from huiqi_rules.cli.opening import CannotOpen, make_folder
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.dmn.exchange import SINCE, Imported, import_model, in_the_way, joined
from huiqi_rules.dmn.xml import UnreadableModel
from huiqi_rules.packs import Loaded, bundled_folder, load_pack
from huiqi_rules.packs.testing import TestReport, pack_scenarios, run_scenarios

_PARTS: Final = ("pack.yaml", "facts.yaml", "parameters.yaml", "parameters", "policies", "scenarios")
_DIFFERENCE_LINES: Final = 20


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "import",
        help="bring a decision model into a pack",
        description="Reads a DMN 1.3, 1.4 or 1.5 model and writes what packs can hold as one policy with facts, parameters, "
        "tables, conditions, clauses and scenarios. What cannot be held is listed with element, line and reason. Nothing is "
        "written where a file of the pack would be changed, or where the pack would have an error afterwards.",
        epilog="Exit code: 0 all came over, 1 something was left, 2 nothing could be read or written.\n"
        "Example: huiqi rules dmn import loan.dmn --tests loan-test-01.xml --to packs/loans",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("model", type=Path, metavar="MODEL", help="a .dmn file")
    parser.add_argument(
        "--to", type=Path, required=True, metavar="PACK", help="the folder of a new or an existing pack"
    )
    parser.add_argument(
        "--tests", type=Path, metavar="FILE", help="test cases in the conformance kit's layout, as scenarios"
    )
    parser.add_argument("--from", type=day, default=SINCE, dest="since", metavar="DATE",
                        help=f"first day in force, which no model says (default {SINCE})")  # fmt: skip
    parser.add_argument(
        "--subject", default="enterprise", metavar="WORD", help="what the facts are about (default enterprise)"
    )
    parser.add_argument("--yuan", action="append", default=[], metavar="NAME",
                        help="an input or decision whose figures are yuan, which no model says; as often as needed")  # fmt: skip
    parser.add_argument("--replace", action="store_true", help="write over files that are there and differ")
    parser.add_argument("--language", choices=("zh", "en"), default="en", help="language of what was left (default en)")
    parser.add_argument("--json", action="store_true", help="print what came over and what was left as data")
    parser.set_defaults(run=run)


@dataclass(frozen=True, slots=True)
class _Target:
    """The pack to write into: its texts by path, and what it declares already."""

    folder: Path
    texts: Mapping[str, str]
    loaded: Loaded | None


def run(arguments: argparse.Namespace) -> int:
    """Bring the model in; return the exit code."""
    target = _target(arguments.to)
    imported = _read(arguments, target)
    if not imported.files:
        for left in imported.left:
            complain(left.said(arguments.language))
        raise CannotOpen(f"{arguments.model}: nothing in it can be held by a pack, so nothing was written")
    files = joined(imported.files, target.texts)
    if not arguments.replace:
        _refuse_changes(files, target)
    report = _tried(files, target)
    _write(files, target)
    _tell(arguments, imported, files, report)
    return 1 if imported.left or report.failures else 0


def _read(arguments: argparse.Namespace, target: _Target) -> Imported:
    rulebook = None if target.loaded is None else target.loaded.rulebook
    parameters = () if rulebook is None else tuple(rulebook.parameters.values())
    try:
        return import_model(
            arguments.model,
            pack=target.folder.resolve().name,
            tests=arguments.tests,
            known={} if rulebook is None else rulebook.facts,
            taken={name for one in parameters for name in (one.id, one.name.zh)},
            since=arguments.since,
            subject=arguments.subject,
            yuan=tuple(arguments.yuan),
        )
    except UnreadableModel as error:
        raise CannotOpen(str(error)) from None


def _target(folder: Path) -> _Target:
    if not (folder / "pack.yaml").is_file():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CannotOpen(f"{folder}: it is there and is no pack; name a pack, or a folder that is not there yet")
        return _Target(folder, {}, None)
    loaded = load_pack(folder)
    if loaded.findings.errors:
        for diagnostic in loaded.findings.errors:
            complain(str(loaded.with_excerpt(diagnostic)))
        raise CannotOpen(f"{folder}: the pack has errors; mend them first (huiqi rules check {folder})")
    paths = [
        path
        for part in _PARTS
        for path in ((folder / part).rglob("*") if (folder / part).is_dir() else [folder / part])
    ]
    return _Target(
        folder, {path.relative_to(folder).as_posix(): _text(path) for path in paths if path.is_file()}, loaded
    )


def _text(path: Path) -> str:
    # Sheets are no texts; that they are there is all that counts.
    return path.read_bytes().decode("utf-8-sig", errors="replace")


def _refuse_changes(files: Mapping[str, str], target: _Target) -> None:
    found = in_the_way(files, target.texts)
    for path in found:
        lines = unified_diff(
            target.texts[path].splitlines(), files[path].splitlines(), "as it is", "as it would be", lineterm=""
        )
        complain(f"{target.folder / path} is there and differs:")
        for line in islice(lines, _DIFFERENCE_LINES):
            complain(f"    {line}")
    if found:
        raise CannotOpen(f"nothing was written; --replace writes over {', '.join(found)}")


def _tried(files: Mapping[str, str], target: _Target) -> TestReport:
    """Return what the scenarios say of the pack as it would be; raise `CannotOpen` where it would have an error."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / target.folder.resolve().name
        _put(folder, {**target.texts, **files})
        loaded = load_pack(folder, search=(target.folder.resolve().parent, bundled_folder()))
        findings = Findings(list(loaded.findings.items))
        checked: CheckedRulebook = check_rulebook(loaded.rulebook, findings)
        if findings.errors:
            for diagnostic in findings.errors:
                complain(str(loaded.with_excerpt(diagnostic)))
            raise CannotOpen("nothing was written: the pack would have these errors")
        engine = Engine(checked)
        scenarios = pack_scenarios(folder, engine, findings)
        for diagnostic in findings.errors:
            complain(str(diagnostic))
        return run_scenarios(scenarios, engine)


def _write(files: Mapping[str, str], target: _Target) -> None:
    try:
        make_folder(target.folder)
        _put(target.folder, files)
    except OSError as error:
        raise CannotOpen(f"{error.filename or target.folder}: it cannot be written: {error.strerror}") from None


def _put(folder: Path, files: Mapping[str, str]) -> None:
    # Everything is written beside its place first, so that a full disk leaves the pack as it was.
    ready: list[tuple[Path, Path]] = []
    try:
        for path, text in files.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            beside = place.with_name(f".{place.name}.new")
            ready.append((beside, place))
            beside.write_text(text, encoding="utf-8", newline="\n")
        for beside, place in ready:
            beside.replace(place)
    finally:
        for beside, _ in ready:
            beside.unlink(missing_ok=True)


def _tell(arguments: argparse.Namespace, imported: Imported, files: Mapping[str, str], report: TestReport) -> None:
    failed = [failure.scenario.name for failure in report.failures]
    if arguments.json:
        left = [
            {key: getattr(one, key) for key in ("kind", "id", "name", "line", "why", "remedy")} | {"zh": one.said("zh")}
            for one in imported.left
        ]
        say_data(
            {
                "policy": imported.policy,
                "files": list(files),
                "came_over": dict(imported.counts),
                "left": left,
                "failed": failed,
            }
        )
        return
    say(", ".join(f"{count} {_words(kind, count)}" for kind, count in imported.counts.items() if count), "green")
    for path in files:
        say(f"  {arguments.to / path}")
    if imported.left:
        say(f"left behind ({len(imported.left)}):", "yellow")
        for one in imported.left:
            say(f"  {one.said(arguments.language)}")
    for name in failed:
        say(f"  scenario {name} is not as expected: huiqi rules test {arguments.to}", "red")
    say(f"what the model does not say is yours to fill in: huiqi rules check {arguments.to}")


def _words(kind: str, count: int) -> str:
    return kind.removesuffix("s") if count == 1 else kind
