"""Documentation fails the build when it lies: links resolve, code runs, commands work, generated pages are up to date.

A ```python block is run (as a doctest where it has >>> lines), page by page in one namespace. In a ```console block every
line that starts with `$ huiqi` is run from the root of a copy of the checkout and must exit with 0, or with N where the
block says ```console exit=N. A block that says `shared` is skipped where the folder of real data is absent.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from docs import generate

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "packs").rglob("*.md")],
    key=lambda page: page.as_posix(),
)
COMMAND_SECONDS_MOST = 300

fence = re.compile(
    r"^(?P<indent> *)```(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=indent)```[ \t]*$", re.MULTILINE | re.DOTALL
)
link = re.compile(r"(?<!!)\[[^\]\n]*\]\((?P<target>[^)\s]+)(?:\s+\"[^\"]*\")?\)|!\[[^\]\n]*\]\((?P<image>[^)\s]+)\)")
heading = re.compile(r"^#{1,6}\s+(?P<title>.+?)\s*#*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: the page, its line, the words after the fence, and its text."""

    page: Path
    line: int
    words: tuple[str, ...]
    body: str

    def __str__(self) -> str:
        return f"{shown(self.page)}:{self.line}"


def shown(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks_of(page: Path, language: str) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    found = []
    for match in fence.finditer(text):
        words = tuple(match["info"].split())
        if words[:1] == (language,):
            body = "\n".join(line.removeprefix(match["indent"]) for line in match["body"].splitlines())
            found.append(Block(page, text.count("\n", 0, match.start()) + 1, words[1:], body))
    return found


def broken_links(page: Path) -> list[str]:
    text = fence.sub("", page.read_text(encoding="utf-8"))
    text = re.sub(r"`[^`\n]*`", "", text)
    found = []
    for match in link.finditer(text):
        target = match["target"] or match["image"]
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists():
            found.append(f"{shown(page)}: no file {target}")
        elif anchor and file.suffix == ".md" and anchor not in anchors(file):
            found.append(f"{shown(page)}: no heading {target}")
    return found


def anchors(page: Path) -> set[str]:
    titles = (match["title"] for match in heading.finditer(fence.sub("", page.read_text(encoding="utf-8"))))
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


CONSOLE = [block for page in PAGES for block in blocks_of(page, "console")]
PYTHON = [(page, blocks) for page in PAGES if (blocks := blocks_of(page, "python"))]


def test_a_broken_link_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text(
        "# One title\n[good](page.md#one-title) [bad](none.md) [bad](#two) `[code](x.md)`", encoding="utf-8"
    )
    assert broken_links(page) == ["page.md: no file none.md", "page.md: no heading #two"]


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_links_resolve(page: Path) -> None:
    assert not broken_links(page)


def test_readers_are_told_how_many_scenarios_there_are() -> None:
    files = ROOT.glob("packs/*/scenarios/*.yaml")
    count = sum(len(re.findall("^- ", file.read_text("utf-8"), re.MULTILINE)) for file in files)
    said = re.findall(r"([\d,]+) scenarios", (ROOT / "README.md").read_text("utf-8"))
    assert [int(one.replace(",", "")) for one in said] == [count]


@pytest.mark.parametrize(("page", "blocks"), PYTHON, ids=[shown(page) for page, _ in PYTHON])
def test_python_blocks_run(page: Path, blocks: list[Block], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {"__name__": "docs"}
    for block in blocks:
        if ">>>" in block.body:
            example = doctest.DocTestParser().get_doctest(block.body, names, str(block), str(page), block.line)
            report: list[str] = []
            runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
            runner.run(example, out=report.append, clear_globs=False)
            names = example.globs
            assert not runner.failures, "".join(report)
        else:
            code = compile("\n" * block.line + block.body, str(page), "exec")
            exec(code, names)


@pytest.mark.parametrize("block", CONSOLE, ids=str)
def test_console_block_works(block: Block, tmp_path: Path) -> None:
    checkout = tmp_path / "huiqi"
    checkout.mkdir()
    for path in ROOT.iterdir():
        if path.name not in {"out", ".venv", ".git"}:
            (checkout / path.name).symlink_to(path)
    if "shared" in block.words:
        shared = Path(os.environ.get("HUIQI_SHARED", ROOT.parent / "shared"))
        if not shared.is_dir():
            pytest.skip(f"no folder {shared} with real data (set HUIQI_SHARED)")
        (tmp_path / "shared").symlink_to(shared)
    expected = next((int(word.removeprefix("exit=")) for word in block.words if word.startswith("exit=")), 0)
    commands = [
        line.removeprefix("$ ") for line in block.body.replace("\\\n", " ").splitlines() if line.startswith("$ ")
    ]
    assert commands, f"{block}: a console block shows commands as `$ huiqi …`"
    for command in commands:
        words = shlex.split(command, comments=True)
        assert words[0] == "huiqi", f"{block}: only huiqi is run in a console block; use sh or text for {words[0]}"
        code = "import sys; from huiqi.site.commands import main; sys.exit(main())"
        done = subprocess.run(
            [sys.executable, "-c", code, *words[1:]],
            cwd=checkout,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS_MOST,
            check=False,
        )
        assert done.returncode == expected, f"{block}: {command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"


def test_generated_pages_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    code = generate.main(["--check"])
    assert code == 0, capsys.readouterr().out
