"""Writes the reference pages that come from declarations: `python -m docs.generate`, with `--check` to compare only.

Each module in `docs/generators/` is one page: it has `PAGE` (path below docs/) and `text()`, which returns the page as
Markdown, or None where its declarations are not there. To add a page is to add a module; nothing else lists them.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).resolve().parent
NOTICE = "<!-- Written by `make docs-pages` from the declarations in the code. Change those, not this page. -->"


def main(arguments: list[str] | None = None) -> int:
    """Write every page that differs; with --check only name it. Return 1 when --check found one."""
    parser = argparse.ArgumentParser(description="Write the reference pages that come from declarations.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a page is out of date")
    check = parser.parse_args(arguments).check
    stale = [(path, text) for path, text in pages() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    for path, text in stale:
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        print(f"{path.relative_to(DOCS.parent)}: {'out of date, run `make docs-pages`' if check else 'written'}")
    return 1 if check and stale else 0


def pages() -> Iterator[tuple[Path, str]]:
    """Return path and text of every generated page whose declarations exist."""
    for module_path in sorted((DOCS / "generators").glob("[!_]*.py")):
        generator = importlib.import_module(f"docs.generators.{module_path.stem}")
        text = generator.text()
        if text is not None:
            title, _, body = text.strip().partition("\n")
            yield DOCS / generator.PAGE, f"{title}\n\n{NOTICE}\n{body}\n"


if __name__ == "__main__":
    sys.exit(main())
