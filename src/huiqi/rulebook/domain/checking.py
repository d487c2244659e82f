"""The checks of a draft: every finding with its place, excerpt and remedy, and every scenario with what differs.

They are the same that `huiqi rules check` and `huiqi rules test` run; the files are laid out for as long as that takes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from huiqi.kernel.words import Pair
from huiqi.rulebook.domain.finding_words import in_chinese, title
from huiqi.rulebook.domain.merging import is_unresolved
from huiqi.rulebook.domain.pack_files import Files
from huiqi.rulebook.domain.reading import Read, laid_out, read_folder, shown_from
from huiqi.rulebook.domain.scenario_words import answer_words, key_words
from huiqi_rules.api import Engine
from huiqi_rules.core.diagnostics import Diagnostic, Findings, Severity
from huiqi_rules.core.spans import Place
from huiqi_rules.packs.evaluation import ScenarioEvaluator
from huiqi_rules.packs.testing import Failure, pack_scenarios, run_scenarios
from huiqi_rules.packs.validators import validate


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong at a place: `title` and `problem` say what, `remedy` what to do, `excerpt` shows the line with a caret."""

    code: str
    is_error: bool
    path: str
    line: int
    column: int
    title: Pair
    problem: Pair
    remedy: Pair
    excerpt: str

    @property
    def place(self) -> str:
        """Return where it is, `file:line:column`; the file alone where it is about all of it."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer of a scenario that is not as expected; `subject` is set where a scenario has several."""

    subject: str
    key: str
    expected: str
    got: str

    @property
    def words(self) -> tuple[Pair, Pair, Pair]:
        """Return what was asked, what is expected and what came out, in words."""
        return key_words(self.key), answer_words(self.key, self.expected), answer_words(self.key, self.got)


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """A scenario that was run: `differences` is empty where it is as expected."""

    name: str
    policy: str
    path: str
    line: int
    because: str
    differences: tuple[Difference, ...]

    @property
    def is_green(self) -> bool:
        """Return whether all is as expected."""
        return not self.differences


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """The scenarios of one policy, run; `others` are those of other policies that are not as expected."""

    own: tuple[ScenarioResult, ...]
    others: tuple[ScenarioResult, ...]
    is_run: bool

    @property
    def green(self) -> int:
        """Return how many are as expected."""
        return sum(one.is_green for one in self.own)

    @property
    def is_green(self) -> bool:
        """Return whether all of the policy's own are as expected."""
        return self.green == len(self.own)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found; `scenarios` is None where errors keep them from being run."""

    findings: tuple[Finding, ...]
    scenarios: tuple[ScenarioResult, ...] | None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return the findings that stop a publication."""
        return tuple(one for one in self.findings if one.is_error)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Return the findings that do not."""
        return tuple(one for one in self.findings if not one.is_error)

    @property
    def red(self) -> tuple[ScenarioResult, ...]:
        """Return the scenarios that are not as expected."""
        return tuple(one for one in self.scenarios or () if not one.is_green)

    @property
    def is_green(self) -> bool:
        """Return whether nothing stops a publication: no error, and every scenario is as expected."""
        return not self.errors and self.scenarios is not None and not self.red

    def of_policy(self, policy: str) -> ScenarioRun:
        """Return the scenarios of one policy, and those of others that are not as expected."""
        own = tuple(one for one in self.scenarios or () if one.policy == policy)
        others = tuple(one for one in self.red if one.policy != policy)
        return ScenarioRun(own, others, is_run=self.scenarios is not None)


def check(files: Files, pack: str, policy: str = "") -> Checked:
    """Return all findings about a pack, and its own scenarios run; `policy` is one that must be in it."""
    with laid_out(files) as folder:
        read = read_folder(folder, pack)
        found = [*read.findings, *unresolved(files), *gone(read, policy)]
        errors = Findings(found).errors
        evaluator = None if errors else ScenarioEvaluator(read.checked)
        found += shown_from(folder, read.loaded, validate(read.loaded, evaluator=evaluator).items)
        results = None if errors else run(read, folder / pack, folder)
    return Checked(tuple(map(finding, dict.fromkeys(found))), results)


def unresolved(files: Files) -> Iterable[Diagnostic]:
    """Yield the files in which two changes stand side by side."""
    for path, content in files.items():
        if is_unresolved(content.decode(errors="replace")):
            yield Diagnostic("unresolved", Place(path), "both changes stand in the text", "Keep what is right, and remove the marks.")  # fmt: skip


def gone(read: Read, policy: str) -> Iterable[Diagnostic]:
    """Yield that a policy is no longer in its pack: what was once published is repealed, never taken away."""
    if policy and policy not in read.loaded.own_policies:
        yield Diagnostic("policy-gone", Place(read.loaded.head.id), f"the policy {policy!r} is not in the pack",
                         f"Write `id: {policy}` in its file; to end a policy, repeal it.")  # fmt: skip


def run(read: Read, pack: Path, folder: Path) -> tuple[ScenarioResult, ...]:
    """Return the scenarios of a pack, run; those that cannot be read are findings of the validators."""
    engine = Engine(read.checked)
    scenarios = pack_scenarios(pack, engine, Findings())
    report = run_scenarios(scenarios, engine)
    failed: dict[int, list[Failure]] = {}
    for failure in report.failures:
        failed.setdefault(id(failure.scenario), []).append(failure)
    before = f"{folder.as_posix()}/"
    return tuple(
        ScenarioResult(
            name=one.name,
            policy=one.policy,
            path=one.place.path.removeprefix(before),
            line=one.place.line,
            because=one.because,
            differences=tuple(
                Difference(failure.subject if len(one.subjects) > 1 else "", wrong.key, wrong.expected, wrong.got)
                for failure in failed.get(id(one), ())
                for wrong in failure.mismatches
            ),
        )
        for one in scenarios
    )


def finding(one: Diagnostic) -> Finding:
    """Return a finding of the engine's in both languages."""
    return Finding(
        code=one.code,
        is_error=one.severity is Severity.ERROR,
        path=one.place.path,
        line=one.place.line,
        column=one.place.column,
        title=title(one.code),
        problem=(in_chinese(one.problem), one.problem),
        remedy=(in_chinese(one.remedy), one.remedy),
        excerpt=one.excerpt,
    )
