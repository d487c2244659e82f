"""The audit pack of an award that was applied for holds the declaration, the answers, the files with their hashes; or says why not."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage

from huiqi.casework import services
from huiqi.casework.domain.packs import layout
from huiqi.casework.domain.packs.checking import verify
from huiqi.casework.models import Round
from huiqi.kernel.actor import Actor, Role
from huiqi.register.models import EvidenceFile
from tests.casework.applying.conftest import DECLARED, PDF, Counter
from tests.casework.claims.packed import contents, sealed
from tests.casework.conftest import LATER


@pytest.fixture
def made(counter: Counter) -> Round:
    made = counter.intake()
    counter.checked(counter.submitted(made))
    return counter.round(made)


def packed(made: Round, actor: Actor) -> Path:
    return services.make_round_pack(id=made.pk, job=uuid4(), actor=actor, now=LATER)


def told(path: Path) -> tuple[dict[str, bytes], dict[str, object]]:
    files = contents(path.read_bytes())
    return files, json.loads(files["claims/00001.jsonl"])


def test_it_holds_what_was_declared_given_and_handed_in(made: Round, counter: Counter) -> None:
    path = packed(made, counter.officer)
    files, claim = told(path)
    application = claim["application"]
    assert application["declaration"] == DECLARED
    given = {one["key"]: (one["text"], one["accepted"]) for one in application["answers"]}
    assert given == {"recognised_this_year": ("yes", True), "first_recognition": ("yes", True)}
    assert {one["name"] for one in application["files"]} == {PDF.name}
    for one in application["files"]:
        assert sha256(files[one["file"]]).hexdigest() == one["sha256"] == sha256(PDF.content).hexdigest()
    page = files["pages/00001.html"].decode()
    assert DECLARED in page and f'href="../{application["files"][0]["file"]}"' in page
    assert "当年认定高企" in page.partition("申报附件")[2].partition("</table>")[0], (
        "what a file proves is said in words"
    )
    assert "没有的内容" in page and "评审打分" in page, "what there is not is said"
    found = verify(path)
    assert ([one.said(english=True) for one in found.problems], found.repeated) == ([], 1)


def test_a_leader_sees_that_there_is_an_application_and_not_what_is_in_it(made: Round, counter: Counter) -> None:
    leader = counter.cast.person("领导", (Role.LEADER, counter.cast.zone))
    path = packed(made, leader)
    files, claim = told(path)
    assert claim["application"] == {"withheld": True}
    assert not [name for name in files if name.startswith("evidence/")]
    assert DECLARED not in files["pages/00001.html"].decode() and "不予显示" in files["pages/00001.html"].decode()
    assert verify(path).is_whole


def test_a_file_that_is_lost_or_too_much_is_named_with_the_reason(
    made: Round, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "FILES_MOST", 1)
    lost = EvidenceFile.objects.order_by("pk").first()
    default_storage.delete(lost.stored_as)
    path = packed(made, counter.officer)
    files, claim = told(path)
    assert {one["id"]: (one["absent"], one["file"] is None) for one in claim["application"]["files"]} == {
        str(lost.pk): ("gone", True),
        **{str(one.pk): ("", False) for one in EvidenceFile.objects.exclude(pk=lost.pk)},
    }
    assert "lost from the storage" in files["pages/00001.html"].decode()
    monkeypatch.setattr(layout, "FILES_MOST", 0)
    _, claim = told(packed(made, counter.officer))
    assert {one["absent"] for one in claim["application"]["files"]} == {"gone", "too_many"}
    assert verify(path).is_whole


def test_a_file_that_was_exchanged_and_sealed_over_is_found(made: Round, counter: Counter, tmp_path: Path) -> None:
    files, claim = told(packed(made, counter.officer))
    name = claim["application"]["files"][0]["file"]
    found = verify(sealed({**files, name: b"%PDF-1.7 other"}, tmp_path / "other.zip"))
    assert [one.code for one in found.problems] == ["other_file"]
