"""Dates on the command line."""

from __future__ import annotations

import argparse
from datetime import date


def day(text: str) -> date:
    """Return the day that a text like 2024-06-01 names; argparse shows the message where it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day like 2024-06-01") from None
