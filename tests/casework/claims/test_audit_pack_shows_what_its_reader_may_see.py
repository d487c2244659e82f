"""Who asks for a pack gets what that one may see: looks are noted, strangers get nothing, a round comes from a worker."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huiqi.casework import queries, services, tasks
from huiqi.casework.domain.packs.checking import verify
from huiqi.casework.models import Round
from huiqi.kernel.actor import Role
from huiqi.kernel.models import Job, Look
from tests.casework.claims.conftest import Desk
from tests.casework.claims.made import PASSED, Crew, claims
from tests.casework.claims.packed import contents, pack_of, paid_round
from tests.cast import visit


@pytest.fixture
def made(desk: Desk, crew: Crew) -> Round:
    return paid_round(desk, crew)


def test_a_company_gets_its_own_claim_without_what_speaks_of_others(made: Round, crew: Crew, tmp_path: Path) -> None:
    owner = crew.owner_of(made)
    content = pack_of(made, owner)
    files = contents(content)
    assert claims(made)[1].name not in "".join(text.decode("utf-8", "replace") for text in files.values())
    rows = [json.loads(line) for line in files["trail.jsonl"].splitlines()]
    assert rows and all(row["withheld"] and "details" not in row for row in rows)
    assert "total" not in json.loads(files["batches.json"])[0]
    path = tmp_path / "own.zip"
    path.write_bytes(content)
    assert verify(path).is_whole
    with pytest.raises(queries.CannotSeeClaim):
        services.pack_claim(id=claims(made)[1].pk, actor=owner, now=PASSED)


def test_a_leader_sees_no_account_and_the_look_of_finance_is_noted(made: Round, crew: Crew) -> None:
    leader = crew.cast.person("领导", (Role.LEADER, crew.cast.zone))
    number = claims(made)[0].account.number
    shown = contents(pack_of(made, leader))
    assert number not in shown["claims/00001.jsonl"].decode() + shown["index.html"].decode()
    shown = contents(pack_of(made, crew.maker))
    assert number in shown["claims/00001.jsonl"].decode()
    assert any("bank_account" in look.names for look in Look.objects.filter(person=crew.maker.person))


def test_a_round_is_packed_by_a_worker_and_given_to_who_asked(made: Round, crew: Crew, tmp_path: Path) -> None:
    client = visit(crew.officer)
    there = client.post(f"/casework/rounds/{made.pk}/pack")
    job = Job.objects.get(kind="casework.pack")
    assert there.url == f"/casework/packs/{job.pk}"
    assert client.get(f"/casework/packs/{job.pk}/file").url == f"/casework/packs/{job.pk}", "not before it is done"
    tasks.make_round_pack(round=str(made.pk), job=str(job.pk), person=str(crew.officer.person))
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", f"/casework/packs/{job.pk}/file")
    path = tmp_path / "round.zip"
    path.write_bytes(b"".join(client.get(job.result).streaming_content))
    found = verify(path)
    assert ([one.said(english=True) for one in found.problems], found.claims, found.repeated) == ([], 2, 2)
    assert visit(crew.maker).get(job.result).status_code == 404
    assert "下载文件</a>" in client.get(f"/casework/packs/{job.pk}").text, "what the link does: it gives a file"


def test_one_click_on_the_pages_of_claims(made: Round, crew: Crew) -> None:
    first = claims(made)[0]
    for person, page in (
        (crew.officer, f"/casework/claims/{first.pk}"),
        (crew.owner_of(made), f"/casework/awards/{first.pk}"),
    ):
        client = visit(person)
        assert f'action="/casework/claims/{first.pk}/pack"' in client.get(page).text
        given = client.post(f"/casework/claims/{first.pk}/pack")
        assert given["Content-Type"] == "application/zip"
        assert contents(b"".join(given.streaming_content))["index.html"]
    stranger = crew.cast.person("别区专员", (Role.POLICY_OFFICER, crew.cast.south))
    assert visit(stranger).post(f"/casework/claims/{first.pk}/pack").status_code in {403, 404}


def test_it_is_told_as_an_auditor_reads(made: Round, crew: Crew) -> None:
    files = contents(pack_of(made, crew.officer))
    index, readme = files["index.html"].decode(), files["README.txt"].decode("utf-8-sig")
    assert "2026-03-02 10:00:00" in index and "UTC" not in index, "by the clocks in China"
    assert "300,000.00" in index
    transfers = index.partition("账目")[2].partition("</table>")[0]
    assert crew.maker.name in transfers and str(crew.maker.person) not in transfers, "people have names"
    assert "申报受理、评审、抽查" in index, "what the round has not"
    assert "兑现事项 · 审查" in files["trail.html"].decode() and "casework.claim" not in files["trail.html"].decode()
    assert readme.index("怎样核验") < readme.index("How to verify it") and "huiqi audit verify" in readme
    for name in files:
        assert f'href="{name}"' in files["contents.html"].decode()
