"""The store: a pack folder goes in as published, comes out as a book that decides, and nothing that was published is lost."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, InternalError, transaction

from huiqi.kernel.actor import Role
from huiqi.kernel.environment import data_folder
from huiqi.rulebook import queries, services
from huiqi.rulebook.models import Content, PackFile, PackVersion
from huiqi.rulebook.queries import books
from huiqi_rules.packs import bundled_folder, load_pack
from tests.cast import NOW, Cast
from tests.rulebook.conftest import install

LATER = NOW + timedelta(hours=1)
RETIRED = "xian/policies/retired_policy.yaml"


def test_an_installed_pack_decides_with_the_engines_own_hash(cast: Cast, store: Path) -> None:
    installed = install(cast)
    book = queries.current_book(zone=cast.zone.pk, now=LATER)
    assert book.hash == installed.hash == load_pack(bundled_folder() / "xian").rulebook.hash
    answer = book.engine.assess("retired-policy", date(2023, 6, 20), {"clause_conditions_met": True})
    assert (str(answer.outcome), answer.pack_hash) == ("met", book.hash)
    assert data_folder() == store.parent
    assert book.loaded.path == store / installed.digest / "xian"


def test_packs_that_a_pack_needs_come_with_it(cast: Cast, store: Path) -> None:
    install(cast, bundled_folder() / "ordos")
    book = queries.current_book(zone=cast.zone.pk, now=LATER)
    assert "hnte-2016" in book.loaded.rulebook.policies
    assert {path.split("/")[0] for path in book.files} == {"ordos", "national"}
    assert "national/policies/sme_size_2011_codes.csv" in book.files


def test_the_same_files_again_make_no_new_version(cast: Cast, store: Path) -> None:
    assert install(cast) == install(cast, now=LATER)
    assert PackVersion.objects.count() == 1


def test_any_published_state_can_be_read_again(cast: Cast, store: Path, tmp_path: Path) -> None:
    first = install(cast)
    folder = shutil.copytree(bundled_folder() / "xian", tmp_path / "xian")
    policy = folder / "policies" / "retired_policy.yaml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("to: 2023-06-30", "to: 2023-07-31"), encoding="utf-8")
    second = install(cast, folder, now=LATER)
    assert (first.number, second.number) == (1, 2)
    assert Content.objects.count() == PackFile.objects.filter(version=first).count() + 1
    asked = ("retired-policy", date(2023, 7, 2), {"clause_conditions_met": True})
    assert str(queries.current_book(zone=cast.zone.pk, now=LATER).engine.assess(*asked).outcome) == "met"
    assert str(queries.book_of(hash=first.hash).engine.assess(*asked).outcome) == "not_met"
    assert queries.current_book(zone=cast.zone.pk, now=NOW).hash == first.hash


def test_a_damaged_folder_is_made_again(cast: Cast, store: Path) -> None:
    version = install(cast)
    queries.current_book(zone=cast.zone.pk, now=LATER)
    (store / version.digest / RETIRED).write_text("id: [", encoding="utf-8")
    books.BOOKS.clear()
    book = queries.current_book(zone=cast.zone.pk, now=LATER)
    assert book.hash == version.hash
    assert (store / version.digest / RETIRED).read_bytes() == book.files[RETIRED]


def test_a_folder_left_half_written_is_never_taken(cast: Cast, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = install(cast)
    written = Path.write_bytes

    def killed(self: Path, data: bytes) -> int:
        if self.name == "retired_policy.yaml":
            raise KeyboardInterrupt
        return written(self, data)

    monkeypatch.setattr(Path, "write_bytes", killed)
    with pytest.raises(KeyboardInterrupt):
        queries.current_book(zone=cast.zone.pk, now=LATER)
    monkeypatch.setattr(Path, "write_bytes", written)
    assert not (store / version.digest).exists()
    assert queries.current_book(zone=cast.zone.pk, now=LATER).hash == version.hash


def test_a_book_with_changed_files_leaves_the_published_one_alone(cast: Cast, store: Path) -> None:
    install(cast)
    base = queries.current_book(zone=cast.zone.pk, now=LATER)
    text = base.files[RETIRED].decode().replace("to: 2023-06-30", "to: 2023-07-31")
    changed = queries.book_with(base, {RETIRED: text})
    asked = ("retired-policy", date(2023, 7, 2), {"clause_conditions_met": True})
    assert str(changed.engine.assess(*asked).outcome) == "met"
    assert str(base.engine.assess(*asked).outcome) == "not_met"
    assert changed.hash != base.hash
    assert queries.book_with(base, {RETIRED: text}) is changed


def test_a_book_with_mistakes_says_all_of_them_and_where(cast: Cast, store: Path) -> None:
    install(cast)
    base = queries.current_book(zone=cast.zone.pk, now=LATER)
    text = base.files[RETIRED].decode().replace("when: clause_conditions_met", "when: clause_conditions_mett")
    with pytest.raises(queries.CannotRead) as caught:
        queries.book_with(base, {RETIRED: text.replace("from: 2023-01-01", "from: 2023-13-01")})
    places = [str(one.place) for one in caught.value.findings]
    assert [place.split(":")[0] for place in places] == [RETIRED] * len(places)
    assert {one.code for one in caught.value.findings} >= {"wrong-date", "unknown-name"}
    assert "2" in caught.value.said(english=True)


@pytest.mark.parametrize("path", ("retired.yaml", "../xian/x.yaml", "/xian/x.yaml", "xian//x.yaml", "xian/./x.yaml"))
def test_a_file_can_be_nowhere_but_in_a_pack(cast: Cast, store: Path, path: str) -> None:
    install(cast)
    base = queries.current_book(zone=cast.zone.pk, now=LATER)
    with pytest.raises(queries.CannotRead, match="cannot be a file of the pack"):
        queries.book_with(base, {path: "id: x"})


def test_nobody_but_the_system_installs_a_pack(cast: Cast, store: Path) -> None:
    approver = cast.person("审批", (Role.POLICY_APPROVER, cast.zone))
    with pytest.raises(services.CannotInstall):
        services.install_pack(zone=cast.zone.pk, folder=bundled_folder() / "xian", actor=approver, now=NOW)
    assert not PackVersion.objects.exists()


def test_a_pack_with_errors_is_not_installed(cast: Cast, store: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(bundled_folder() / "xian", tmp_path / "xian")
    (folder / "facts.yaml").write_text("wrong: {type: nothing}\n", encoding="utf-8")
    with pytest.raises(queries.CannotRead):
        install(cast, folder)
    assert not PackVersion.objects.exists()


def test_where_nothing_is_published_there_is_no_book(cast: Cast, store: Path) -> None:
    with pytest.raises(queries.CannotFindBook):
        queries.current_book(zone=cast.zone.pk, now=NOW)
    with pytest.raises(queries.CannotFindBook):
        queries.book_of(hash="0" * 64)


def test_what_was_published_cannot_be_changed_or_removed(cast: Cast, store: Path) -> None:
    install(cast)
    for table in (Content, PackVersion, PackFile):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            table.objects.all()._raw_delete("default")
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        PackVersion.objects.update(note="changed")


def test_a_book_costs_one_query_once_it_was_read(cast: Cast, store: Path, django_assert_num_queries: object) -> None:
    install(cast)
    queries.current_book(zone=cast.zone.pk, now=LATER)
    with django_assert_num_queries(1):
        queries.current_book(zone=cast.zone.pk, now=LATER)
