"""Opening packs for a command: by path or by the name of a bundled pack, with all errors shown."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from huiqi_rules.api.engine import Engine
from huiqi_rules.check.rulebook import CheckedRulebook, check_rulebook
from huiqi_rules.cli.console import complain
from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.core.echo import echo
from huiqi_rules.packs import Loaded, bundled_folder, load_pack


class CannotOpen(Exception):
    """Raised when a file or a pack that a command needs cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class OpenPack:
    """A pack ready to decide."""

    loaded: Loaded
    checked: CheckedRulebook
    engine: Engine


def pack_folder(name: str) -> Path:
    """Return the folder of a pack given by path or by a bundled pack's name; raise `CannotOpen` where there is none."""
    path = Path(name)
    # A pack.yaml that is there and cannot be read is a finding of the pack's, shown with all others.
    if os.path.lexists(path / "pack.yaml"):
        return path
    bundled = bundled_folder() / name
    if os.path.lexists(bundled / "pack.yaml"):
        return bundled
    known = ", ".join(sorted(child.parent.name for child in bundled_folder().glob("*/pack.yaml")))
    raise CannotOpen(
        f"{echo(name, 300)}: no pack.yaml in this folder, and no bundled pack of that name (bundled: {known})"
    )


def refuse_unknown_policies(named: Sequence[str], pack: OpenPack) -> None:
    """Raise `CannotOpen` with all names that are no policy of the pack, and those that are."""
    known = pack.checked.rulebook.policies
    unknown = [name for name in named if name not in known]
    if unknown:
        raise CannotOpen(
            f"{', '.join(map(echo, unknown))}: no such policy in the pack; it has: {', '.join(sorted(known))}"
        )


def make_folder(folder: Path) -> None:
    """Make a folder for results where it is missing; raise `CannotOpen` where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotOpen(f"{folder}: the folder cannot be made: {error.strerror}") from None


def bundled_packs() -> tuple[Path, ...]:
    """Return the folders of all bundled packs."""
    return tuple(sorted(child.parent for child in bundled_folder().glob("*/pack.yaml")))


def check_pack(folder: Path) -> tuple[Loaded, CheckedRulebook, Findings]:
    """Read and type a pack; all findings of both, none raised."""
    loaded = load_pack(folder)
    findings = Findings(list(loaded.findings.items))
    checked = check_rulebook(loaded.rulebook, findings)
    return loaded, checked, findings


def open_pack(name: str) -> OpenPack:
    """Return a pack ready to decide; raise `CannotOpen` after showing all its errors where it has any."""
    folder = pack_folder(name)
    loaded, checked, findings = check_pack(folder)
    if findings.errors:
        for diagnostic in findings.errors:
            complain(str(loaded.with_excerpt(diagnostic)))
        raise CannotOpen(
            f"{name}: {len(findings.errors)} errors in the pack; mend them first (huiqi rules check {name})"
        )
    return OpenPack(loaded, checked, Engine(checked))
