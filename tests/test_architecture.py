"""docs/architecture.md says what the import contracts hold: the same layers in the same order, a row for each folder."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
DRAWN = re.findall(r"```text\n([a-z_]+(?: [>|] [a-z_]+)+)\n```", PAGE)
contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
LAYERS = {one["id"]: one for one in contracts if one["type"] == "layers"}


def layers_of(contract: str) -> str:
    """A contract as the page draws it; a layer in brackets that no part has is still to come, and is not drawn."""
    homes = [ROOT / "src" / Path(*container.split(".")) for container in LAYERS[contract]["containers"]]

    def is_there(layer: str) -> bool:
        return any((home / layer).is_dir() or (home / f"{layer}.py").is_file() for home in homes)

    rows = [[one.strip(" ()") for one in row.split("|")] for row in LAYERS[contract]["layers"]]
    return " > ".join(" | ".join(found) for row in rows if (found := [one for one in row if is_there(one)]))


@pytest.mark.parametrize("contract", LAYERS)
def test_layers_are_drawn_as_they_are_held(contract):
    assert layers_of(contract) in DRAWN


@pytest.mark.parametrize("package", ("huiqi", "huiqi_rules"))
def test_every_folder_has_its_row(package):
    folders = {path.parent.name for path in (ROOT / "src" / package).glob("*/__init__.py")}
    assert folders <= set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))


def test_what_is_named_by_its_path_is_there():
    for path in re.findall(r"`([a-z_]+(?:/[a-z_.]+)+)/?`", PAGE):
        assert (ROOT / path).exists() or (ROOT / "src" / path).exists(), path
