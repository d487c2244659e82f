"""The end of a process that served: its last words are ours, and not those of a library about its own memory."""

from __future__ import annotations

import atexit
import os
import sys

_ERRORS = 2


def leave_quietly() -> None:
    """Let nothing be written to the error output once Python itself has ended; call it before anything else registers its end.

    The server holds on to the application until then. DuckDB's bindings see objects that are left over, and print fifty lines
    about "leaks" at every Ctrl-C. An exception that ends the process is told before that, and its exit code stays.
    """
    atexit.register(_hush)


def _hush() -> None:
    """Send what comes now nowhere."""
    sys.stderr.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _ERRORS)
    os.close(nowhere)
