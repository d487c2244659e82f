"""Audit packs that were made long ago are removed: they can be made again."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from huiqi.casework import services
from tests.cast import NOW


def test_after_a_month_the_file_goes(tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    folder.mkdir()
    for name, days in (("old", 31), ("new", 29)):
        file = folder / f"{name}.zip"
        file.write_bytes(b"x")
        then = (NOW - timedelta(days=days)).timestamp()
        os.utime(file, (then, then))
    assert services.remove_old_packs(now=NOW) == 1
    assert [path.name for path in folder.iterdir()] == ["new.zip"]
