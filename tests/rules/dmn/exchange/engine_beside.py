"""The schemas of the standard, another reader and another FEEL, as `make test` installs them from npm."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(sys.prefix) / "second-engine"
SCHEMAS = FOLDER / "node_modules" / "@kie-tools" / "dmn-marshaller" / "src" / "schemas"
SCRIPT = Path(__file__).with_name("second_engine") / "run.mjs"
NODE = Path(sys.prefix) / "bin" / "node"


def needed():
    """Skip where it is not installed, as with Java and Chromium."""
    if not (FOLDER / "node_modules").is_dir() or not NODE.exists():
        pytest.skip("no second engine here: make test installs it")


def schema(edition):
    """Return the OMG's schema of an edition."""
    needed()
    import xmlschema

    return xmlschema.XMLSchema(
        SCHEMAS / f"dmn-{edition.replace('.', '_')}" / f"DMN{edition.replace('.', '')}.xsd", allow="local"
    )


def decided_beside(xml, cases, folder: Path):
    """Return what the second engine decides for each case, by the model's names."""
    needed()
    data = folder / "cases.json"
    data.write_text(json.dumps({"xml": xml, "cases": cases}), encoding="utf-8")
    done = subprocess.run(
        [NODE, "--input-type=module", "-", data], cwd=FOLDER, input=SCRIPT.read_text("utf-8"), capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)
