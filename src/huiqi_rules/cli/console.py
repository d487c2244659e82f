"""The terminal: colours and progress only where somebody looks at them, plain text everywhere else."""

from __future__ import annotations

import json
import os
import sys
import time
from typing import TextIO

from huiqi_rules.core.echo import cut, json_seen, seen

_CODES = {"red": "31", "green": "32", "yellow": "33", "bold": "1", "dim": "2"}
_PATIENCE_SECONDS = 1.0
_REDRAW_SECONDS = 0.1
_WIDTH = 30
_LINE_MAX = 1_100


def colour(text: str, name: str, stream: TextIO | None = None) -> str:
    """Return the text in a colour where the stream is a terminal and NO_COLOR is not set."""
    target = stream or sys.stdout
    if not target.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    return f"\033[{_CODES[name]}m{text}\033[0m"


def say(text: str = "", paint: str = "") -> None:
    """Print result, line by line, without any character that the terminal would obey; `paint` names a colour."""
    for line in text.split("\n"):
        shown = seen(line)
        print(colour(shown, paint) if paint else shown)


def say_data(data: object) -> None:
    """Print result as JSON; what would not be seen as itself is escaped as JSON does."""
    print(json_seen(json.dumps(data, ensure_ascii=False, indent=2)))


def complain(text: str) -> None:
    """Print to standard error, line by line, without any character that the terminal would obey."""
    for line in text.split("\n"):
        print(seen(cut(line, _LINE_MAX)), file=sys.stderr)


class Progress:
    """A bar on standard error that appears when the work takes more than a second, on a terminal only."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.started = time.monotonic()
        self.drawn = 0.0
        self.shown = False

    def __call__(self, done: int, total: int) -> None:
        """Say that `done` of `total` is finished."""
        now = time.monotonic()
        if not sys.stderr.isatty() or now - self.started < _PATIENCE_SECONDS or total <= 0:
            return
        if done < total and now - self.drawn < _REDRAW_SECONDS:
            return
        self.drawn, self.shown = now, True
        filled = _WIDTH * done // total
        bar = "█" * filled + "░" * (_WIDTH - filled)
        print(f"\r{self.label} {bar} {done:,}/{total:,}", end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Take the bar away."""
        if self.shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
