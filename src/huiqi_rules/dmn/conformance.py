"""Running a folder of the DMN Technology Compatibility Kit's layout: models beside test cases, values compared as it means.

Numbers agree within a hundred-millionth (the kit writes doubles), temporal values by value, everything else exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from huiqi_rules.core.diagnostics import Findings
from huiqi_rules.dmn.kit_values import agree, given_values, show, value_of
from huiqi_rules.dmn.model import Model, load_model
from huiqi_rules.dmn.notes import noting
from huiqi_rules.dmn.xml import UnreadableModel, read_xml
from huiqi_rules.scalar.limits import EvaluationLimit

# The kit's cases of now() and today() ask for the kind of the answer only; any fixed moment will do.
_MOMENT: Final = datetime.fromisoformat("2024-06-01T12:00:00+08:00")


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One expected value of one test case: `case` is "folder/file case result", `reason` is empty when it passed.

    `unsupported` says what a failing model asks for that this engine does not do at all.
    """

    case: str
    reason: str = ""
    case_id: str = ""
    unsupported: str = ""

    @property
    def passed(self) -> bool:
        """Tell whether the model gave the expected value."""
        return not self.reason


@dataclass(frozen=True, slots=True)
class FileReport:
    """The results of one file of test cases; `path` is relative to the folder that was run."""

    path: str
    results: tuple[CaseResult, ...]

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """Return the results that did not pass."""
        return tuple(result for result in self.results if not result.passed)


@dataclass(frozen=True, slots=True)
class Report:
    """The results of a folder, file by file."""

    files: tuple[FileReport, ...]

    @property
    def results(self) -> tuple[CaseResult, ...]:
        """Return the results of all files."""
        return tuple(result for file in self.files for result in file.results)

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """Return the results that did not pass."""
        return tuple(result for result in self.results if not result.passed)

    @property
    def passed_count(self) -> int:
        """Return how many results passed."""
        return len(self.results) - len(self.failed)


def run_folder(path: Path) -> Report:
    """Return the report of all test cases in a folder and the folders below it."""
    files = sorted(file for file in path.rglob("*.xml") if "-test-" in file.name)
    return Report(tuple(run_file(file, path) for file in files))


def run_file(path: Path, root: Path) -> FileReport:
    """Return the report of one file of test cases; a model that cannot be read fails all of them."""
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    try:
        cases = read_xml(path)
        model = load_model(path.parent / (cases.findtext("modelName") or "").strip(), moment=_MOMENT)
    except (UnreadableModel, OSError) as error:
        return FileReport(shown, (CaseResult(shown, f"cannot be read: {error}"),))
    results = [result for case in cases.findall("testCase") for result in _run_case(case, model, shown)]
    return FileReport(shown, tuple(results))


def as_text(report: Report, *, failures_shown: int = 200) -> str:
    """Return the report for people: a line per file that has failures, the failures, the totals."""
    lines = [
        f"{file.path}: {len(file.results) - len(file.failed)} of {len(file.results)} passed"
        for file in report.files
        if file.failed
    ]
    lines.extend(f"  {failure.case}: {failure.reason}" for failure in report.failed[:failures_shown])
    if len(report.failed) > failures_shown:
        lines.append(f"  and {len(report.failed) - failures_shown} more")
    lines.append(f"{report.passed_count} of {len(report.results)} passed in {len(report.files)} files")
    return "\n".join(lines)


def as_data(report: Report) -> Mapping[str, object]:
    """Return the report as plain data, ready for JSON."""
    return {
        "passed": report.passed_count,
        "failed": len(report.failed),
        "files": [
            {
                "path": file.path,
                "passed": len(file.results) - len(file.failed),
                "failed": [{"case": result.case, "reason": result.reason} for result in file.failed],
            }
            for file in report.files
        ],
    }


def _run_case(case: Element, model: Model, shown: str) -> Iterator[CaseResult]:
    for node in case.findall("resultNode"):
        name, case_id = node.get("name", ""), case.get("id", "?")
        noted = Findings()
        with noting(noted):
            reason = _reason(case, node, model)
        yield CaseResult(
            f"{shown} {case_id} {name}", reason, case_id, _unsupported(name, model, noted) if reason else ""
        )


def _unsupported(name: str, model: Model, noted: Findings) -> str:
    """Return what the decision asks for that is never done, empty where there is nothing of the kind."""
    element = model.main.named(name)
    title = "" if element is None else element.title
    found = (*noted.items, *(one for one in model.findings.items if one.problem.startswith(title)))
    return next((one.problem for one in found if one.code == "foreign-code"), "")


def _reason(case: Element, node: Element, model: Model) -> str:
    """Return why a result is wrong, empty where it is right."""
    try:
        inputs = given_values(case.findall("inputNode"))
        return _judge(node, _result(case, node.get("name", ""), model, inputs))
    except (EvaluationLimit, LookupError) as error:
        return f"{type(error).__name__}: {error}"
    except Exception as error:  # noqa: BLE001 - a slip of the engine fails its case, is shown, and the rest still runs
        return f"internal error: {type(error).__name__}: {error}"


def _result(case: Element, name: str, model: Model, inputs: Mapping[str, object]) -> object:
    invocable = case.get("invocableName", "")
    if case.get("type") == "decisionService" and invocable:
        values = model.invoke_service(invocable, inputs)
        return values.get(name) if name in values or len(values) != 1 else next(iter(values.values()))
    if case.get("type") == "bkm" and invocable:
        return model.invoke(invocable, inputs)
    return model.evaluate(name, inputs)


def _judge(node: Element, actual: object) -> str:
    expected_node = node.find("expected")
    expected = None if expected_node is None else value_of(expected_node)
    return "" if agree(expected, actual) else f"expected {show(expected)}, got {show(actual)}"
