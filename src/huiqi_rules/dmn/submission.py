"""The results of a run in the form in which the conformance kit's working group publishes them.

`tck_results.csv` has one line for each test case, without a head: folder, file of test cases, id of the case, SUCCESS,
ERROR or IGNORED, and a remark; every field in double quotes. `tck_results.properties` says whose results they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Final

from huiqi_rules.core.echo import echo
from huiqi_rules.dmn.conformance import CaseResult, Report

RESULTS_FILE: Final = "tck_results.csv"
PROPERTIES_FILE: Final = "tck_results.properties"
REMARK_MAX: Final = 300
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
# What the kit's page reads of every engine and nobody but its owner knows.
OWNED: Final = ("vendor.name", "vendor.url", "product.url", "instructions.url")
_OWN: Final[Mapping[str, str]] = {
    "product.name": "Huiqi",
    "product.comment": "Rules engine for support policies, written in Python",
}


def properties_of(folder: Path, known: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """Return whose results they are: as `said`, else as an earlier submission in the folder says, else as `known`.

    What nobody says, of what the kit's page asks for, is empty.
    """
    layers = (dict.fromkeys(OWNED, ""), _OWN, known, _kept(folder / PROPERTIES_FILE), said)
    return {key: value for layer in layers for key, value in layer.items() if value or layer is layers[0]}


def write_submission(
    report: Report, folder: Path, properties: Mapping[str, str], *, version: str, on: date | None = None
) -> None:
    """Write both files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    properties = {**properties, "product.version": version}
    if on is not None:
        properties["last.update"] = on.isoformat()
    (folder / RESULTS_FILE).write_text("".join(f"{line}\n" for line in case_lines(report)), encoding="utf-8")
    text = "".join(f"{key}={_escaped(value)}\n" for key, value in sorted(properties.items()))
    (folder / PROPERTIES_FILE).write_text(text, encoding="utf-8")


def case_lines(report: Report) -> Iterator[str]:
    """Yield the line of each test case: an error where one of its results is wrong."""
    for file in report.files:
        path = PurePosixPath(file.path)
        cases: dict[str, list[CaseResult]] = {}
        for result in file.results:
            cases.setdefault(result.case_id, []).append(result)
        for case_id, results in cases.items():
            status, remark = _outcome(results)
            yield ",".join(_quoted(part) for part in (path.parent.as_posix(), path.stem, case_id, status, remark))


def _outcome(results: Iterable[CaseResult]) -> tuple[str, str]:
    failed = [result for result in results if not result.passed]
    if not failed:
        return "SUCCESS", ""
    wrong = next((result for result in failed if not result.unsupported), None)
    if wrong is not None:
        return "ERROR", wrong.reason
    return "IGNORED", failed[0].unsupported


def _quoted(text: str) -> str:
    # The kit's page reads line by line and drops quotes, so a remark has neither line ends nor quotes of its own.
    return '"' + echo(" ".join(text.split()), REMARK_MAX).replace('"', "'") + '"'


def _kept(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8", errors="replace").splitlines())
    pairs = (line.partition("=") for line in lines if line and line[0] not in "#!" and "=" in line)
    return {key.strip(): _ESCAPE.sub(_unescaped, value.strip()) for key, _, value in pairs}


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else found[2]


def _escaped(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(":", "\\:").replace("=", "\\=")
    return "".join(
        letter if letter.isascii() else f"\\u{ord(letter):04x}" for letter in escaped if ord(letter) <= 0xFFFF
    )
