"""Whose results a submission to the conformance kit says they are: options, an earlier submission, the project's metadata."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from importlib.metadata import metadata
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from huiqi_rules.cli.opening import CannotOpen
from huiqi_rules.core.echo import echo
from huiqi_rules.dmn.submission import OWNED, PROPERTIES_FILE, properties_of

# The option that says each property.
_OPTIONS: Final[Mapping[str, str]] = {key: f"--{key.replace('.', '-')}" for key in OWNED}
# Under which of the labels of its metadata a project names the page of each.
_LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "product.url": ("homepage", "repository", "source"),
    "instructions.url": ("documentation", "docs"),
}
_MEANINGS: Final[Mapping[str, str]] = {
    "vendor.name": "who submits them (default: the project's author)",
    "vendor.url": "the page of who submits them",
    "product.url": "the page of the product (default: the project's, where it names one)",
    "instructions.url": "the page that says how to repeat the run (default: the project's documentation, where it names one)",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that say whose results they are."""
    for key, option in _OPTIONS.items():
        kind = "NAME" if key.endswith("name") else "URL"
        parser.add_argument(option, dest=key, default="", metavar=kind, help=f"with --results: {_MEANINGS[key]}")


def properties(arguments: argparse.Namespace) -> Mapping[str, str]:
    """Return whose results they are; raise `CannotOpen` where something the kit's page shows would be blank or no address."""
    said = {key: str(vars(arguments)[key]).strip() for key in _OPTIONS}
    found = properties_of(arguments.results, project(), said)
    blank = [option for key, option in _OPTIONS.items() if not found[key]]
    if blank:
        path: Path = arguments.results / PROPERTIES_FILE
        raise CannotOpen(f"{path} would be submitted with blanks: say {', '.join(blank)}; nothing was run or written")
    for key, option in _OPTIONS.items():
        if key.endswith("url") and not _is_address(found[key]):
            raise CannotOpen(f"{option}: {echo(found[key])!r} is no address such as https://example.org/")
    return found


def project() -> dict[str, str]:
    """Return what the metadata of the installed project says."""
    told = metadata("huiqi")
    pages = [one.partition(",") for one in told.get_all("Project-URL") or ()]
    by_label = {label.strip().lower(): address.strip() for label, _, address in pages}
    found = {
        key: next((by_label[label] for label in labels if label in by_label), "") for key, labels in _LABELS.items()
    }
    return {**found, "vendor.name": next(iter(told.get_all("Author") or ()), "")}


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
