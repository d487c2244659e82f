"""Ctrl-C and the signals that end a process: the work unwinds and cleans up, one line says so, the exit code is the usual one.

This module loads before all others, so that a signal at start-up, while they load, ends in the same way.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from huiqi_rules.core.scratch import remove_scratch

_SAID: Final = {"SIGINT": "interrupted", "SIGTERM": "terminated", "SIGHUP": "the terminal was closed"}
_FIRST_SIGNAL_CODE: Final = 128
_PATIENCE_SECONDS: Final = 3.0


class Stopped(KeyboardInterrupt):
    """Raised in the main thread when a signal asks the process to end."""


def run_stoppable(run: Callable[[], int]) -> int:
    """Return what `run` returns; where a signal ends it, say so in one line and return 128 and the signal's number."""
    received: list[int] = []
    try:
        with _signals_raised(received):
            return run()
    except KeyboardInterrupt:
        return _told(received[0] if received else int(signal.SIGINT))
    except RuntimeError:
        # DuckDB answers a signal that comes during a query with an error of its own.
        if not received:
            raise
        return _told(received[0])


def _told(number: int) -> int:
    # A progress bar may stand in the line.
    start = "\r\033[K" if sys.stderr.isatty() else ""
    sys.stderr.write(f"{start}{_said(number)}; no file was left half written\n")
    return _FIRST_SIGNAL_CODE + number


@contextmanager
def _signals_raised(received: list[int]) -> Iterator[None]:
    def stop(number: int, _: FrameType | None) -> None:
        received.append(number)
        raise Stopped

    # Only the main thread may set handlers; a signal that the caller had ignored (nohup, a job in the background) stays so.
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    known = [signal.Signals[name] for name in _SAID if hasattr(signal, name)]
    before = {one: signal.getsignal(one) for one in known if signal.getsignal(one) is not signal.SIG_IGN}
    for one in before:
        signal.signal(one, stop)
    try:
        with _watched():
            yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@contextmanager
def _watched() -> Iterator[None]:
    """End the process from beside where a signal does not reach it: a handler has to wait until a query of DuckDB's is over."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    ended = threading.Event()
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    threading.Thread(target=_end_after_signal, args=(reading, ended), daemon=True).start()
    try:
        yield
    finally:
        ended.set()
        signal.set_wakeup_fd(before)
        os.close(writing)


def _end_after_signal(reading: int, ended: threading.Event) -> None:
    number = next((one for one in iter(lambda: os.read(reading, 1), b"") if _said(one[0])), b"")
    os.close(reading)
    if number and not ended.wait(_PATIENCE_SECONDS):
        remove_scratch()
        os._exit(_told(number[0]))


def _said(number: int) -> str:
    return _SAID.get(signal.Signals(number).name, "")
