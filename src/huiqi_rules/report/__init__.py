"""What a run over a register leaves for people: a page to read and a workbook to work with."""

from __future__ import annotations

from huiqi_rules.report.writing import ReportFiles, write_report

__all__ = ["ReportFiles", "write_report"]
