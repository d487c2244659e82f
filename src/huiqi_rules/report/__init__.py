"""What a run over a register leaves for people: a page to read and a workbook to work with."""

from __future__ import annotations
