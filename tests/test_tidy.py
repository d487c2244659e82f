"""House rules as tests: each rule holds a good and a bad example, and is run over every file under version control.

Exceptions stand in `EXCEPTIONS`; the list may only shrink, and an entry that is no longer needed fails the test.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULE_LINES_MOST = 400
FUNCTION_LINES_MOST = 60

# (rule, file) -> why it may stand. Only to be shortened.
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("clock", "src/huiqi/kernel/clock.py"): "the one place of the product that reads it; doors hand the moment on",
}

# Where numbers are measures of the machine or of a picture, never money; and the two modules that meet Excel's own cells,
# which hold binary fractions: they convert there, and refuse a number that would lose a digit.
FLOAT_ALLOWED = (
    "src/huiqi_rules/report/",
    "src/huiqi_rules/cli/",
    "src/huiqi_rules/cli.py",
    "src/huiqi_rules/tables/cells.py",
    "src/huiqi_rules/tables/writing.py",
)

type_ignore = re.compile(r"#\s*type:\s*ignore(?P<code>\[[a-z, -]+\])?(?P<rest>.*)")
host_path = re.compile(r"(?<![\w.~-])/(?:home|root|work|Users)/[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Source:
    """One tracked Python file: path from the root with slashes, and its text."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def is_engine(self) -> bool:
        return self.path.startswith("src/")

    @property
    def is_migration(self) -> bool:
        """Most are written by Django; what needs a word has one."""
        return "/migrations/0" in self.path


@dataclass(frozen=True, slots=True)
class Rule:
    """A house rule: `find` yields (line, problem); `good` passes and `bad` fails, both as if at `path`."""

    name: str
    find: Callable[[Source], Iterator[tuple[int, str]]]
    good: str
    bad: str
    path: str = "src/huiqi_rules/plan/example.py"


def long_module(source: Source) -> Iterator[tuple[int, str]]:
    lines = source.text.count("\n") + 1
    if source.is_engine and lines > MODULE_LINES_MOST:
        yield lines, f"{lines} lines: split the module by subject (at most {MODULE_LINES_MOST})"


def long_function(source: Source) -> Iterator[tuple[int, str]]:
    for node in functions(source):
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if source.is_engine and lines > FUNCTION_LINES_MOST:
            yield node.lineno, f"{node.name} has {lines} lines: one function decides, leaves compute (at most 60)"


def naive_clock(source: Source) -> Iterator[tuple[int, str]]:
    clocks = {"datetime.now", "datetime.today", "datetime.utcnow", "date.today", "time.time", "time.localtime"}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and ".".join(ast.unparse(node.func).split(".")[-2:]) in clocks:
            yield node.lineno, f"{ast.unparse(node)} reads the clock: take the day or the moment as an argument"


def ignored_type(source: Source) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.text.splitlines(), start=1):
        match = type_ignore.search(line)
        if match and line.lstrip().startswith(("#", '"', "'")):
            continue
        if match and not (match["code"] and re.match(r"\s*#\s*\S", match["rest"])):
            yield number, "a type is ignored without its code and a reason: `# type: ignore[code]  # why`"


def swallowed_exception(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler) and all(isinstance(part, ast.Pass) for part in node.body):
            wide = node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
            if wide:
                yield node.lineno, "every exception is swallowed: name the one that is expected and say what follows"


def float_money(source: Source) -> Iterator[tuple[int, str]]:
    if not source.path.startswith("src/huiqi_rules/") or source.path.startswith(FLOAT_ALLOWED):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            yield node.lineno, "float() in the engine: money and ratios are Decimal"


def stray_print(source: Source) -> Iterator[tuple[int, str]]:
    if not source.is_engine or "/cli" in source.path:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield node.lineno, "print() outside cli: return the text, the command line shows it"


def bare_module(source: Source) -> Iterator[tuple[int, str]]:
    if (
        (source.is_engine or source.path.startswith("tests/"))
        and not source.is_migration
        and not ast.get_docstring(source.tree)
    ):
        yield 1, "no module docstring: what lives here and why, in 2-6 lines"


def bare_function(source: Source) -> Iterator[tuple[int, str]]:
    if not source.is_engine or source.is_migration:
        return
    for node in source.tree.body:
        named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if named and not node.name.startswith("_") and not ast.get_docstring(node):
            yield node.lineno, f"{node.name} is public and has no docstring: one sentence on what it does"


def vague_name(source: Source) -> Iterator[tuple[int, str]]:
    parts = Path(source.path).with_suffix("").parts
    for part in parts:
        if part in {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}:
            yield 1, f"`{part}` names no subject: name the file after what it holds"


def database_import(source: Source) -> Iterator[tuple[int, str]]:
    allowed = {
        "duckdb": ("src/huiqi_rules/columnar", "src/huiqi_rules/tables"),
        "pyspark": ("src/huiqi_rules/columnar",),
        "django": (),
        "pandas": (),
        "polars": (),
        "numpy": (),
        "pyarrow": (),
    }
    for node in ast.walk(source.tree) if source.path.startswith("src/huiqi_rules/") else ():
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
        for name in (name.split(".")[0] for name in names):
            if name in allowed and not source.path.startswith(allowed[name] or ("-",)):
                yield (
                    node.lineno,
                    f"{name} is imported here; it may be only in {allowed[name] or 'no part of the engine'}",
                )


def unpostponed_annotations(source: Source) -> Iterator[tuple[int, str]]:
    code = [
        node for node in source.tree.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    if (
        source.is_engine
        and not source.is_migration
        and code
        and "from __future__ import annotations" not in source.text
    ):
        yield 1, "`from __future__ import annotations` is missing"


def functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


LONG_BODY = "    total += 1\n"
RULES = (
    Rule("module-length", long_module, "x = 1\n" * 399, "x = 1\n" * 401),
    Rule("function-length", long_function, f"def add():\n{LONG_BODY * 59}", f"def add():\n{LONG_BODY * 60}"),
    Rule("clock", naive_clock, "def due(now): return now", "import datetime\nday = datetime.date.today()"),
    Rule("type-ignore", ignored_type, "x = y  # type: ignore[attr]  # untyped library", "x = y  # type: ignore"),
    Rule(
        "swallowed",
        swallowed_exception,
        "try:\n    f()\nexcept KeyError:\n    pass",
        "try:\n    f()\nexcept Exception:\n    pass",
    ),
    Rule("float", float_money, "rate = Decimal('0.05')", "rate = float('0.05')"),
    Rule("print", stray_print, "text = str(1)", "print(1)"),
    Rule("module-docstring", bare_module, '"""Sums."""', "x = 1"),
    Rule("docstring", bare_function, 'def add():\n    """Return the sum."""', "def add():\n    return 1"),
    Rule("database", database_import, "import decimal", "def run():\n    import duckdb"),
    Rule("annotations", unpostponed_annotations, "from __future__ import annotations\nx = 1", "x = 1"),
)


@cache
def tracked_paths() -> tuple[str, ...]:
    """Paths under version control that exist, with slashes; without git every file that is not made."""
    git = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return tuple(path for path in listed.stdout.decode().split("\0") if path and (ROOT / path).is_file())
    made = {".venv", "out", "site", "build", "__pycache__"}
    found = (
        path.relative_to(ROOT)
        for folder in ("src", "tests", "docs", "benchmarks")
        for path in (ROOT / folder).rglob("*")
    )
    return tuple(path.as_posix() for path in found if (ROOT / path).is_file() and not made & set(path.parts))


@cache
def tracked_sources() -> tuple[Source, ...]:
    paths = (path for path in tracked_paths() if path.endswith(".py"))
    return tuple(Source(path, (ROOT / path).read_text(encoding="utf-8")) for path in paths)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_tells_good_from_bad(rule: Rule) -> None:
    assert list(rule.find(Source(rule.path, rule.good))) == []
    assert list(rule.find(Source(rule.path, rule.bad))) != []


def test_vague_file_names_are_told() -> None:
    assert not list(vague_name(Source("src/huiqi_rules/plan/lowering.py", "")))
    assert list(vague_name(Source("src/huiqi_rules/plan/utils.py", "")))
    assert list(vague_name(Source("src/huiqi_rules/common/sums.py", "")))


def test_file_names_have_a_subject() -> None:
    found = [f"{path}: {problem}" for path in tracked_paths() for _, problem in vague_name(Source(path, ""))]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_house_rule_is_kept(rule: Rule) -> None:
    found = [
        f"{source.path}:{line}: {problem}"
        for source in tracked_sources()
        if (rule.name, source.path) not in EXCEPTIONS
        for line, problem in rule.find(source)
    ]
    assert not found, "\n" + "\n".join(found)


def test_exceptions_are_still_needed() -> None:
    rules = {rule.name: rule for rule in RULES}
    sources = {source.path: source for source in tracked_sources()}
    for name, path in EXCEPTIONS:
        assert path in sources, f"{path} is gone: strike its exception"
        assert list(rules[name].find(sources[path])), f"{path} keeps {name} now: strike its exception"


def test_no_path_of_one_machine_is_written_down() -> None:
    assert host_path.search('open("/home/li/list.xlsx")')
    assert not host_path.search("tests/work/x and https://example.org/home/x and ./root/x")
    endings = (".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".json", ".csv", ".html")
    found = []
    for path in tracked_paths():
        if path.endswith(endings) and path != "tests/test_tidy.py":
            for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), start=1):
                if host_path.search(line):
                    found.append(f"{path}:{number}: {line.strip()[:100]}")
    assert not found, "\n" + "\n".join(found)
