"""Records that may be one company are found, each pair with its reasons; what was decided is not brought up again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from huiqi.kernel.actor import Role
from huiqi.register import queries, services
from huiqi.register.models import DuplicatePair, Identifier, Organisation
from huiqi.register.services import Said
from tests.cast import NOW, SYSTEM, Cast

FREE = ("91350200MA2XYABC1F", "91350200MA0000015A", "91350200MA00000235", "91350200123456788X", "91350200MA0000A19F")


def at(step: int) -> datetime:
    return NOW + timedelta(minutes=step)


def company(cast: Cast, name: str, code: str, **facts: str) -> Organisation:
    added = services.add_organisation(
        kind="company", name=name, parent=cast.zone.pk, credit_code=code, actor=SYSTEM, now=at(1)
    )
    if facts:
        said = [Said(key, value) for key, value in facts.items()]
        services.record_facts(subject=added.pk, said=said, source="登记", actor=SYSTEM, now=at(2))
    return added


def found() -> dict[frozenset[str], set[str]]:
    services.find_duplicates(actor=SYSTEM, now=at(10))
    return {
        frozenset((pair.first.name, pair.second.name)): {one["reason"] for one in pair.reasons}
        for pair in queries.duplicates(SYSTEM)
    }


def test_every_reason_is_found(cast: Cast) -> None:
    company(cast, "厦门网宿（集团）有限公司", FREE[0], legal_person="林海", registered_address="软件园二期望海路18号")
    company(cast, "厦门网宿(集团)有限责任公司", FREE[1])
    company(cast, "厦门网缩（集团）有限公司", FREE[2], legal_person="林 海", registered_address="软件园二期望海路18号")
    company(cast, "福州另一家有限公司", FREE[3], legal_person="林海", registered_address="软件园二期望海路18号")
    renamed = company(cast, "泉州旧名有限公司", FREE[4])
    services.rename_organisation(id=renamed.pk, name="泉州新名有限公司", actor=SYSTEM, now=at(3))
    assert found() == {
        frozenset(("厦门网宿（集团）有限公司", "厦门网宿(集团)有限责任公司")): {"same_name"},
        frozenset(("厦门网宿（集团）有限公司", "厦门网缩（集团）有限公司")): {"same_person", "same_address"},
    }


def test_codes_that_carry_one_organisation_code_are_one_company(cast: Cast) -> None:
    one = company(cast, "厦门甲有限公司", FREE[0])
    other = company(cast, "福州乙有限公司", FREE[1])
    Identifier.objects.create(organisation=other, kind="organisation_code", value=FREE[0][8:17])
    assert found() == {frozenset((one.name, other.name)): {"old_code"}}


def test_a_former_name_that_is_anothers_name_is_a_reason(cast: Cast) -> None:
    services.rename_organisation(id=cast.north_company.pk, name="长安新能源有限公司", actor=SYSTEM, now=at(1))
    company(cast, "重庆长安科技有限公司", FREE[0])
    assert found() == {frozenset(("长安新能源有限公司", "重庆长安科技有限公司")): {"former_name"}}


def test_what_was_kept_apart_is_not_brought_up_again_without_a_new_reason(cast: Cast) -> None:
    one = company(cast, "厦门网宿科技有限公司", FREE[0], legal_person="林海")
    company(cast, "厦门网宿科技有限责任公司", FREE[1], legal_person="陈江")
    found()
    (pair,) = queries.duplicates(SYSTEM)
    services.keep_apart(pair=pair.pk, actor=SYSTEM, now=at(11))
    found()
    assert queries.duplicates(SYSTEM).get().state == "apart"
    Identifier.objects.create(organisation=one, kind="organisation_code", value=FREE[1][8:17])
    found()
    assert queries.duplicates(SYSTEM).get().state == "open"


def test_a_pair_that_is_none_any_more_goes(cast: Cast) -> None:
    one = company(cast, "厦门网宿科技有限公司", FREE[0])
    company(cast, "厦门网宿科技有限责任公司", FREE[1])
    found()
    Organisation.objects.filter(pk=one.pk).update(name="福州云帆软件有限公司")
    assert found() == {}


def test_a_merged_pair_is_done(cast: Cast) -> None:
    one = company(cast, "厦门网宿科技有限公司", FREE[0])
    other = company(cast, "厦门网宿科技有限责任公司", FREE[1])
    found()
    done = services.merge_companies(kept=one.pk, gone=other.pk, from_gone=(), actor=SYSTEM, now=at(13))
    assert DuplicatePair.objects.get().state == "merged"
    assert found() == {}
    services.part_companies(merge=done.pk, actor=SYSTEM, now=at(14))
    assert DuplicatePair.objects.get().state == "apart"


def test_an_officer_of_one_park_sees_no_pair_with_another(cast: Cast) -> None:
    for park, name, code in ((cast.north, "网宿有限公司", FREE[0]), (cast.south, "网宿有限责任公司", FREE[1])):
        services.add_organisation(kind="company", name=name, parent=park.pk, credit_code=code, actor=SYSTEM, now=at(1))
    found()
    officer = cast.person("北园专员", (Role.SERVICE_OFFICER, cast.north))
    assert not queries.duplicates(officer).exists()
    with pytest.raises(queries.CannotSee):
        queries.duplicate(officer, id=DuplicatePair.objects.get().pk)
