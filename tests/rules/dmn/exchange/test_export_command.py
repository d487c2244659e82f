"""`huiqi rules dmn export`: exit codes, files that are there, what the model says of what it lacks."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from huiqi_rules.cli import main
from tests.rules.dmn.exchange.policies import exported, policies_of

MODEL = "{https://www.omg.org/spec/DMN/20230324/MODEL/}"


def test_everything_over_is_0(tmp_path, capsys):
    path = tmp_path / "tech.dmn"
    assert (
        main(
            ["rules", "dmn", "export", "national", "--policy", "tech-sme-2017", "--on", "2024-06-01", "--to", str(path)]
        )
        == 0
    )
    assert ET.parse(path).getroot().get("name") == "科技型中小企业评价"
    assert capsys.readouterr().err == ""


def test_what_is_not_in_the_model_is_1_and_told_twice(capsys):
    assert main(["rules", "dmn", "export", "national", "--policy", "hnte-2016", "--on", "2024-06-01"]) == 1
    out, err = capsys.readouterr()
    assert (
        "condition '境内发生的研发费用占全部研发费用的比例不低于60%' (domestic_rd): FEEL knows no figures by year"
        in err
    )
    said = ET.fromstring(out).findtext(f"{MODEL}description")
    assert "Not in this model: condition '境内发生的研发费用占全部研发费用的比例不低于60%' (domestic_rd)" in said


@pytest.mark.parametrize(
    ("policy", "day", "words"),
    (
        ("no-such", "2024-06-01", "there is no policy 'no-such'"),
        ("tech-sme-2017", "2010-01-01", "is not in force on 2010-01-01"),
    ),
)
def test_what_cannot_be_taken_out_is_2(policy, day, words, capsys):
    assert main(["rules", "dmn", "export", "national", "--policy", policy, "--on", day]) == 2
    assert words in capsys.readouterr().err


def test_a_file_that_is_there_is_kept(tmp_path, capsys):
    path = tmp_path / "kept.dmn"
    path.write_text("mine", encoding="utf-8")
    arguments = [
        "rules",
        "dmn",
        "export",
        "national",
        "--policy",
        "tech-sme-2017",
        "--on",
        "2024-06-01",
        "--to",
        str(path),
    ]
    assert main(arguments) == 2
    assert "is there already" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "mine"
    assert main([*arguments, "--replace"]) == 0
    assert path.read_text(encoding="utf-8").startswith("<?xml")


def test_limits_are_told_at_the_clause():
    told = [left for one in policies_of("suzhou-sip", "ningbo", "xiamen-torch") for left in exported(*one).left]
    assert any(left.kind == "clause" and "looks at" in left.why for left in told)


def test_the_day_chooses_the_figures(capsys):
    def figures(day):
        main(["rules", "dmn", "export", "national", "--policy", "job-retention-refund", "--on", day])
        root = ET.fromstring(capsys.readouterr().out)
        found = [one for one in root.iter(f"{MODEL}decision") if one.get("id") == "parameter_refund_sme_rate"]
        return [one.findtext(f"{MODEL}literalExpression/{MODEL}text") for one in found]

    assert figures("2026-06-01") == ["null"]
    assert figures("2023-06-01") == ["0.60"]


def test_every_box_of_the_picture_lies_apart_from_all_others():
    space = "{http://www.omg.org/spec/DMN/20180521/DC/}Bounds"
    for name, policy in policies_of("national"):
        root = ET.fromstring(exported(name, policy).xml)
        corners = [(int(box.get("x")), int(box.get("y"))) for box in root.iter(space)]
        assert (
            len(corners)
            == len(set(corners))
            == len(root.findall(f"{MODEL}decision")) + len(root.findall(f"{MODEL}inputData"))
        )
