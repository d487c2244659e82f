"""Audit packs for tests: a round that went all the way on real rules and facts, and packs changed by hand."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from huiqi.casework import services
from huiqi.casework.models import Round
from huiqi.kernel.actor import Actor
from tests.casework.claims.conftest import Desk
from tests.casework.claims.made import PASSED, Crew, claims


def paid_round(desk: Desk, crew: Crew) -> Round:
    """A round of the first clause of which the first claim is paid and the second failed at the bank."""
    made = desk.round()
    Round.objects.filter(pk=made.pk).update(line=crew.books.line(1_000_000))
    made.refresh_from_db()
    crew.confirmed(made)
    ids = [claim.pk for claim in claims(made)]
    batch = services.make_batch(zone=crew.cast.zone.pk, claims=ids, actor=crew.maker, now=PASSED)
    services.check_batch(id=batch.pk, actor=crew.checker, now=PASSED)
    services.send_batch(id=batch.pk, fixed=False, actor=crew.maker, now=PASSED)
    first, second = batch.payments.order_by("reference")
    lines = [
        "参考号,金额,结果,原因",
        f"{first.reference},{first.amount},成功,",
        f"{second.reference},{second.amount},失败,户名不符",
    ]
    services.take_result(zone=crew.cast.zone.pk, content="\r\n".join(lines).encode(), actor=crew.maker, now=PASSED)
    return made


def pack_of(made: Round, actor: Actor) -> bytes:
    """The pack of a round's first claim, as somebody gets it."""
    _, file = services.pack_claim(id=claims(made)[0].pk, actor=actor, now=PASSED)
    with file:
        return file.read()


def contents(pack: bytes) -> dict[str, bytes]:
    """The files of a pack."""
    with zipfile.ZipFile(BytesIO(pack)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def zipped(files: Mapping[str, bytes], path: Path) -> Path:
    """A ZIP of some files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return path


def sealed(files: Mapping[str, bytes], path: Path) -> Path:
    """A ZIP of some files whose manifest was made anew, as by somebody who covers his tracks."""
    found = dict(files)
    listed = json.loads(found.pop("manifest.json"))
    found.pop("manifest.sha256")
    listed["files"] = {
        name: {"bytes": len(content), "sha256": sha256(content).hexdigest()} for name, content in found.items()
    }
    manifest = json.dumps(listed).encode()
    found |= {
        "manifest.json": manifest,
        "manifest.sha256": f"{sha256(manifest).hexdigest()}  manifest.json\n".encode(),
    }
    return zipped(found, path)


def forged(
    pack: bytes, path: Path, change: Callable[[dict[str, Any]], None], *, file: str = "claims/00001.jsonl"
) -> Path:
    """A pack with something changed in what one of its files says, and sealed anew."""
    files = contents(pack)
    if file.endswith(".jsonl"):
        rows = [json.loads(line) for line in files[file].splitlines()]
        change(rows[0])
        files[file] = b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)
    else:
        said = json.loads(files[file])
        change(said)
        files[file] = json.dumps(said, ensure_ascii=False).encode()
    return sealed(files, path)
