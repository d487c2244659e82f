"""`huiqi rules dmn import`: exit codes, all or nothing, an existing pack keeps what it has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huiqi_rules.cli import main
from tests.rules.dmn.exchange.models import decision, definitions, input_data, literal

ROOT = Path(__file__).resolve().parents[4]
EXAMPLES = ROOT / "examples" / "dmn"


@pytest.fixture
def model(tmp_path):
    def write(*parts, name="model"):
        path = tmp_path / f"{name}.dmn"
        path.write_text(definitions(*parts, name=name), encoding="utf-8")
        return str(path)

    return write


def fine(bound=5):
    return input_data("staff"), decision("large", literal(f"staff >= {bound}"), ("staff",), kind="boolean")


def texts(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
    }


def test_everything_over_is_0_and_the_pack_can_be_tested(model, tmp_path, capsys):
    pack = tmp_path / "new"
    assert main(["rules", "dmn", "import", model(*fine()), "--to", str(pack)]) == 0
    assert "1 fact, 1 condition, 1 clause" in capsys.readouterr().out
    main(["rules", "check", str(pack), "--json"])
    found = {one["code"] for one in json.loads(capsys.readouterr().out) if one["severity"] == "error"}
    # What only the drafter can know, and nothing else, is an error.
    assert found == {"no-source"}


def test_something_left_is_1(tmp_path, capsys):
    assert main(["rules", "dmn", "import", str(EXAMPLES / "rd-letter.dmn"), "--to", str(tmp_path / "letter")]) == 1
    out = capsys.readouterr().out
    assert "left behind (1):" in out
    assert "line 10: decision '通知书' (d_letter): packs have no boxed context" in out


def test_test_cases_come_as_scenarios(tmp_path, capsys):
    tests = ["--tests", str(EXAMPLES / "rd-grant-test-01.xml"), "--to", str(tmp_path / "grants")]
    assert main(["rules", "dmn", "import", str(EXAMPLES / "rd-grant.dmn"), *tests]) == 0
    assert "3 scenarios" in capsys.readouterr().out
    assert main(["rules", "test", str(tmp_path / "grants")]) == 0
    assert "3 passed, 0 failed" in capsys.readouterr().out


@pytest.mark.parametrize("content", ("no model", "<definitions/>"))
def test_nothing_read_is_2_and_writes_nothing(content, tmp_path, capsys):
    path = tmp_path / "bad.dmn"
    path.write_text(content, encoding="utf-8")
    assert main(["rules", "dmn", "import", str(path), "--to", str(tmp_path / "new")]) == 2
    assert "bad.dmn" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_missing_file_is_2(tmp_path, capsys):
    assert main(["rules", "dmn", "import", str(tmp_path / "none.dmn"), "--to", str(tmp_path / "new")]) == 2
    assert "none.dmn cannot be read" in capsys.readouterr().err


def test_a_second_model_joins_the_pack_and_uses_its_facts(model, tmp_path, capsys):
    pack = tmp_path / "joined"
    main(["rules", "dmn", "import", model(*fine(), name="one"), "--to", str(pack)])
    before = texts(pack)
    more = (input_data("sales"), decision("both", literal("staff >= 5 and sales >= 9"), ("staff", "sales")))
    assert main(["rules", "dmn", "import", model(*fine()[:1], *more, name="two"), "--to", str(pack)]) == 0
    after = texts(pack)
    assert after["pack.yaml"] == before["pack.yaml"]
    assert after["facts.yaml"].startswith(before["facts.yaml"])
    assert after["facts.yaml"].count("staff:") == 1
    assert {"policies/one.yaml", "policies/two.yaml"} <= after.keys()
    assert main(["rules", "test", str(pack)]) == 2  # no scenarios, which is told; the pack itself can be opened


def test_a_file_that_differs_is_refused_with_what_differs(model, tmp_path, capsys):
    pack = tmp_path / "kept"
    main(["rules", "dmn", "import", model(*fine()), "--to", str(pack)])
    before = texts(pack)
    capsys.readouterr()
    assert main(["rules", "dmn", "import", model(*fine(bound=6)), "--to", str(pack)]) == 2
    err = capsys.readouterr().err
    assert "policies/model.yaml is there and differs" in err
    assert "staff >= 6" in err
    assert texts(pack) == before
    assert main(["rules", "dmn", "import", model(*fine(bound=6)), "--to", str(pack), "--replace"]) == 0
    assert "staff >= 6" in texts(pack)["policies/model.yaml"]


def test_the_same_model_again_changes_nothing(model, tmp_path):
    pack = tmp_path / "again"
    path = model(*fine())
    assert main(["rules", "dmn", "import", path, "--to", str(pack)]) == 0
    before = texts(pack)
    assert main(["rules", "dmn", "import", path, "--to", str(pack)]) == 0
    assert texts(pack) == before


def test_a_folder_that_is_no_pack_is_left_alone(model, tmp_path, capsys):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "cat.txt").write_text("cat", encoding="utf-8")
    assert main(["rules", "dmn", "import", model(*fine()), "--to", str(folder)]) == 2
    assert "is no pack" in capsys.readouterr().err
    assert texts(folder) == {"cat.txt": "cat"}
