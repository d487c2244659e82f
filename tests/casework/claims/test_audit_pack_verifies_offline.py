"""An audit pack of a claim or a round is whole, verifies offline, and gives away every change, sealed anew or not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from huiqi.casework import services
from huiqi.casework.domain.packs.checking import Verified, verify
from huiqi.casework.domain.packs.checking_files import file_problems
from huiqi.casework.domain.packs.frame import is_unchanged
from huiqi.casework.domain.packs.opening import CannotOpen, manifest_of, opened
from huiqi.casework.models import Round
from huiqi.kernel.actor import Role
from huiqi.kernel.models import AuditEntry
from tests.casework.claims.conftest import Desk
from tests.casework.claims.made import PASSED, Crew
from tests.casework.claims.packed import contents, forged, pack_of, paid_round, sealed, zipped


@pytest.fixture
def made(desk: Desk, crew: Crew) -> Round:
    return paid_round(desk, crew)


@pytest.fixture
def pack(made: Round, crew: Crew) -> bytes:
    auditor = crew.cast.person("审计员", (Role.AUDITOR, crew.cast.zone))
    return pack_of(made, auditor)


def problems(found: Verified) -> list[str]:
    return [one.code for one in found.problems]


def kept(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_claim_is_told_whole_and_verifies(pack: bytes, tmp_path: Path) -> None:
    found = verify(kept(tmp_path / "pack.zip", pack))
    assert [one.said(english=True) for one in found.problems] == []
    assert (found.claims, found.repeated, found.withheld) == (1, 1, 0)
    (claim,) = [json.loads(line) for line in contents(pack)["claims/00001.jsonl"].splitlines()]
    assert [step["act"] for step in claim["steps"]] == [
        "review",
        "approve",
        "post",
        "offer",
        "confirm",
        "owe",
        "batch",
        "pay",
    ]
    assert claim["state"] == "paid"
    assert {fact["key"] for fact in claim["facts"]} >= {"recognised_this_year", "first_recognition"}
    assert claim["facts"][0]["sources"][0]["source"] == "科技局名单"
    assert claim["trace"]["zh"]["headline"] and claim["trace"]["en"]["headline"]
    assert [one["step"] for one in claim["transfers"]] == ["reserve", "commit", "owe", "pay"]
    assert contents(pack)["index.pdf"].startswith(b"%PDF-1.7")
    assert "<script" not in contents(pack)["index.html"].decode()


def test_its_manifest_stands_in_the_audit_trail(pack: bytes, tmp_path: Path) -> None:
    path = kept(tmp_path / "pack.zip", pack)
    entry = AuditEntry.objects.get(code="casework.audit_pack.made")
    digest = json.loads(entry.details)["after"]["manifest"]
    assert verify(path, kept=digest).is_whole
    assert problems(verify(path, kept="0" * 64)) == ["other_manifest"]


def test_the_same_state_gives_the_same_bytes_but_for_who_made_it(made: Round, crew: Crew) -> None:
    one, other = (contents(pack_of(made, crew.officer)) for _ in range(2))
    different = {name for name in one if one[name] != other[name]}
    assert different <= {"manifest.json", "manifest.sha256"}
    lines = zip(*(files["manifest.json"].splitlines() for files in (one, other)), strict=True)
    assert next(first for first, second in lines if first != second).strip().startswith(b'"trail_head"')


def broken_files(path: Path) -> list[str]:
    """The files that are not what the manifest says."""
    with opened(path) as pack:
        _, digest = pack.digest("manifest.json")
        return [one.file for one in file_problems(pack, manifest_of(pack), digest)]


def test_a_changed_byte_is_found_wherever_it_is(pack: bytes, tmp_path: Path) -> None:
    files = contents(pack)
    listed = set(files) - {"manifest.json", "manifest.sha256"}
    for at in (0, 1, 7, 100, -1):
        # One byte in every file at once: each is told.
        changed = {name: flipped(files[name], at) if name in listed and files[name] else files[name] for name in files}
        told = broken_files(zipped(changed, tmp_path / "changed.zip"))
        assert set(told) == {name for name in listed if files[name]}


def test_no_byte_between_the_files_changes_unseen(pack: bytes, tmp_path: Path) -> None:
    path = tmp_path / "changed.zip"
    # The first header holds a date there, which no program looks at.
    assert [one.code for one in verify(kept(path, flipped(pack, 10))).problems] == ["frame"]
    places = {*range(0, len(pack), 997), *range(len(pack) - 90, len(pack))}
    assert [at for at in sorted(places) if is_unchanged(kept(path, flipped(pack, at)))] == []
    assert is_unchanged(kept(path, pack))


def test_every_byte_of_a_file_counts(pack: bytes, tmp_path: Path) -> None:
    files = contents(pack)
    for at in range(len(files["batches.json"])):
        changed = {**files, "batches.json": flipped(files["batches.json"], at)}
        few = {name: changed[name] for name in ("batches.json", "manifest.json", "manifest.sha256")}
        assert "batches.json" in broken_files(zipped(few, tmp_path / "changed.zip"))
    manifest = {**files, "manifest.json": files["manifest.json"].replace(b'"format": 2', b'"format": 0')}
    assert broken_files(zipped(manifest, tmp_path / "changed.zip")) == ["manifest.json"]


def flipped(content: bytes, at: int) -> bytes:
    """A content with one bit of one byte changed."""
    changed = bytearray(content)
    changed[at % len(content)] ^= 1
    return bytes(changed)


FORGERIES: dict[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "amount": (lambda claim: claim.update(amount="299999.99"), "outside_range"),
    "range": (lambda claim: claim.update(amount="500000.00", low="500000.00", high="500000.00"), "decided_otherwise"),
    "fact": (lambda claim: claim["facts"][0].update(cell=False), "decided_otherwise"),
    "step": (lambda claim: claim["steps"].pop(1), "step_not_allowed"),
    "order": (lambda claim: claim["steps"].reverse(), "step_not_allowed"),
    "reviewer": (lambda claim: claim["approved"].update(by=claim["reviewed"]["by"]), "reviewer_is_approver"),
    "checker": (lambda claim: claim["transfers"][0].update(checker=claim["transfers"][0]["maker"]), "maker_is_checker"),
    "ledger": (lambda claim: claim["transfers"][-1].update(amount="1.00"), "ledger_differs"),
    "twice": (lambda claim: claim["payments"].append(claim["payments"][0]), "paid_twice"),
    "unpaid": (lambda claim: claim["payments"].clear(), "paid_differs"),
    "state": (lambda claim: claim.update(state="owed"), "other_state"),
    "form": (lambda claim: claim.pop("facts"), "not_read"),
}


def test_forgeries_that_were_sealed_anew_are_found(pack: bytes, tmp_path: Path) -> None:
    for name, (change, code) in FORGERIES.items():
        found = verify(forged(pack, tmp_path / f"{name}.zip", change))
        assert code in problems(found), (name, found.problems)


def test_forged_batches_and_trails_are_found(pack: bytes, tmp_path: Path) -> None:
    found = verify(forged(pack, tmp_path / "trail.zip", lambda row: row.update(actor_name="别人"), file="trail.jsonl"))
    assert problems(found) == ["trail_hash"]

    def one_person(batches: Any) -> None:
        batches[0]["checked_by"] = batches[0]["made_by"]

    assert problems(verify(forged(pack, tmp_path / "batch.zip", one_person, file="batches.json"))) == [
        "maker_is_checker"
    ]


def test_missing_and_further_files_are_found(pack: bytes, tmp_path: Path) -> None:
    files = contents(pack)
    less = {name: content for name, content in files.items() if name != "notices.json"}
    assert set(problems(verify(zipped(less, tmp_path / "less.zip")))) == {"missing"}
    assert problems(verify(zipped({**files, "more.txt": b"x"}, tmp_path / "more.zip"))) == ["not_listed"]


def test_a_member_that_cannot_be_unpacked_is_one_problem_among_others(pack: bytes, tmp_path: Path) -> None:
    content = bytearray(pack)
    at = content.index(b"claims/00001.jsonl") + len("claims/00001.jsonl") + 40
    content[at] ^= 0xFF
    found = verify(kept(tmp_path / "damaged.zip", bytes(content)))
    assert found.problems[0].code in {"unreadable", "changed"} and found.problems[0].file == "claims/00001.jsonl"
    assert found.trail_rows > 0, "the rest is looked at"


def test_files_that_were_swapped_are_found(pack: bytes, tmp_path: Path) -> None:
    files = contents(pack)
    swapped = {**files, "notices.json": files["batches.json"], "batches.json": files["notices.json"]}
    found = verify(zipped(swapped, tmp_path / "swapped.zip"))
    assert {one.file for one in found.problems if one.code == "changed"} == {"notices.json", "batches.json"}


def test_wherever_a_pack_is_cut_off_it_is_found(pack: bytes, tmp_path: Path) -> None:
    for share in (0.1, 0.5, 0.9, 0.99):
        path = kept(tmp_path / "cut.zip", pack[: int(len(pack) * share)])
        with pytest.raises(CannotOpen):
            verify(path)


def test_a_claim_that_was_taken_out_and_sealed_over_is_missed_by_the_trail(
    made: Round, crew: Crew, tmp_path: Path
) -> None:
    path = services.make_round_pack(id=made.pk, job=uuid4(), actor=crew.officer, now=PASSED)
    files = contents(path.read_bytes())
    first, second = files["claims/00001.jsonl"].splitlines(keepends=True)
    about = json.loads(files["about.json"])
    about["totals"].pop(json.loads(second)["state"])
    forged = {**files, "claims/00001.jsonl": first, "about.json": json.dumps(about).encode()}
    found = verify(sealed(forged, tmp_path / "less.zip"))
    assert set(problems(found)) == {"claim_missing"}
    assert json.loads(second)["id"] in found.problems[0].said(english=True)


def test_packs_of_the_first_format_are_read(pack: bytes, tmp_path: Path) -> None:
    files = contents(pack)
    files["index.html"] = files.pop("contents.html").replace(b"contents.html", b"index.css")
    listed = json.loads(files["manifest.json"]) | {"format": 1}
    files["manifest.json"] = json.dumps(listed).encode()
    assert problems(verify(sealed(files, tmp_path / "first.zip"))) == []
