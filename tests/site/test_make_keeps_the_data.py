"""No recipe of `make` touches what `make run` and `make serve` keep in .cache; of a site without a data folder of its own that is all."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEPT = (".cache/demo/postgres/data", ".cache/site/secret-key")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the recipes, data, and tools that say how they were called; `zensical --clean` does what it does."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    for folder in ("src", "tests", "benchmarks", "docs"):
        (tmp_path / folder).mkdir()
    tools = tmp_path / ".venv" / "bin"
    tools.mkdir(parents=True)
    for name, body in (("python", "exit 0"), ("zensical", '[ "$*" = "build --strict" ] || rm -rf .cache/*')):
        (tools / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    for name in (*KEPT, ".cache/10033920062213691088"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return tmp_path


def make(recipe: str, folder: Path) -> None:
    """Run a recipe in a folder whose tools count as set up."""
    (folder / ".venv" / ".dev").touch()
    subprocess.run(["make", "--silent", "--assume-old=.venv/.dev", recipe], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize("recipe", ("docs", "clean"))
def test_the_data_stays(checkout: Path, recipe: str) -> None:
    make(recipe, checkout)
    assert [name for name in KEPT if not (checkout / name).exists()] == []


def test_pages_are_read_anew(checkout: Path) -> None:
    make("docs", checkout)
    assert not (checkout / ".cache" / "10033920062213691088").exists()
