"""What is no plain file in a pack is told with what it is and what to do; nothing is skipped, nothing blocks."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from huiqi_rules.cli import main
from huiqi_rules.packs import load_pack
from huiqi_rules.packs.validators import validate
from tests.rules.packs.pack_cases import write_pack

PLACES = ("facts.yaml", "parameters.yaml", "parameters/figures.yaml", "policies/award.yaml", "policies/sizes.csv",
          "scenarios/award.yaml", "scenarios/deep/award.yml", "pack.yaml")  # fmt: skip


def loop(path):
    path.symlink_to(path.name)


def dangling(path):
    path.symlink_to("nowhere.yaml")


def bound_socket(path):
    # A socket's name may be short only; it is made beside and moved.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(f"/proc/self/fd/{folder}/{path.name}")
    finally:
        os.close(folder)


ODD = {
    "a link that leads back to itself": loop,
    "a link to a file that is not there": dangling,
    "it is a pipe": os.mkfifo,
    "it is a device": lambda path: path.symlink_to("/dev/zero"),
    "it is a socket": bound_socket,
    "it is a folder": Path.mkdir,
}


def unreadable(pack):
    loaded = load_pack(pack, search=())
    return [item for item in (*loaded.findings.items, *validate(loaded).items) if item.code == "unreadable-file"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("problem", ODD)
def test_it_is_named_with_what_it_is(tmp_path, place, problem):
    pack = write_pack(tmp_path, {})
    path = pack / place
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    ODD[problem](path)

    (found,) = unreadable(pack)

    assert found.place.path == path.as_posix()
    assert problem in found.problem
    assert found.remedy


def test_a_file_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    pack = write_pack(tmp_path, {})

    def refused(self, *_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)

    assert {(Path(item.place.path).name, item.problem) for item in unreadable(pack)} == {
        ("pack.yaml", "the file cannot be read: Permission denied"),
        ("facts.yaml", "the file cannot be read: Permission denied"),
    }


@pytest.mark.parametrize("folder", ("parameters", "policies", "scenarios"))
def test_a_folder_that_cannot_be_listed_is_named(tmp_path, monkeypatch, folder):
    pack = write_pack(tmp_path, {f"{folder}/deep/x.yaml": "[]\n"})
    listed = Path.iterdir

    def refused(self):
        if self.name == "deep":
            raise PermissionError(13, "Permission denied")
        return listed(self)

    monkeypatch.setattr(Path, "iterdir", refused)

    (found,) = unreadable(pack)
    assert found.place.path == f"{pack.as_posix()}/{folder}/deep"
    assert "cannot be listed: Permission denied" in found.problem


@pytest.mark.parametrize("folder", ("parameters", "policies", "scenarios"))
def test_a_file_or_a_broken_link_where_a_folder_belongs_is_named(tmp_path, folder):
    pack = write_pack(tmp_path, {})
    (pack / folder).write_text("", encoding="utf-8")
    assert "a file stands where a folder belongs" in unreadable(pack)[0].problem

    (pack / folder).unlink()
    loop(pack / folder)
    assert "leads back to itself" in unreadable(pack)[0].problem


def test_a_link_to_a_folder_is_named_and_never_walked(tmp_path):
    pack = write_pack(tmp_path, {"policies/deep/note.txt": ""})
    (pack / "policies" / "deep" / "again").symlink_to(pack / "policies")

    (found,) = unreadable(pack)

    assert "link to a folder" in found.problem


def test_a_link_to_a_plain_file_is_read(tmp_path):
    pack = write_pack(tmp_path, {})
    (pack / "facts.yaml").rename(tmp_path / "shared.yaml")
    (pack / "facts.yaml").symlink_to(tmp_path / "shared.yaml")

    assert "staff" in load_pack(pack, search=()).rulebook.facts


@pytest.mark.parametrize(
    ("name", "remedy"),
    (("fact.yaml", "'facts.yaml'"), ("facts.yml", "'facts.yaml'"), ("award.yaml", "policies/"), ("Policies/x.yaml", "'policies'"),
     ("scenario/x.yaml", "'scenarios'"), ("policies/award.YAML", ".yaml"), ("policies/award.yml", ".yaml"), ("policies/sizes.CSV", ".csv")),
)  # fmt: skip
def test_a_misspelt_name_is_told(tmp_path, name, remedy):
    pack = write_pack(tmp_path, {name: "x: 1\n"})

    (found,) = [item for item in load_pack(pack, search=()).findings.items if item.code == "stray-file"]

    assert remedy in found.remedy


@pytest.mark.parametrize("name", ("README.md", "LICENSE", "facts.yaml~", ".facts.yaml.swp", "sources/a.txt", "policies/.git/x.yaml",
                                  "policies/~$sizes.xlsx", "policies/notes.txt"))  # fmt: skip
def test_what_is_no_part_of_a_pack_is_left_alone(tmp_path, name):
    assert load_pack(write_pack(tmp_path, {name: "x: 1\n"}), search=()).findings.items == []


def test_the_command_shows_an_unreadable_pack_file(tmp_path, capsys):
    pack = write_pack(tmp_path, {})
    (pack / "pack.yaml").unlink()
    os.mkfifo(pack / "pack.yaml")

    assert main(["rules", "check", str(pack)]) == 1
    assert "pack.yaml: error[unreadable-file]: it is a pipe, no file" in capsys.readouterr().out
