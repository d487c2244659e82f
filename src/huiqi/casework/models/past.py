"""What was awarded before a run: the lines that its limits looked at, kept once under what they say."""

from __future__ import annotations

from django.db import models


class Past(models.Model):
    """Earlier awards as a run was given them. Rows are only added; a repeat is given the same row."""

    # SHA-256 of the lines.
    digest = models.CharField(primary_key=True, max_length=64)
    # [[clause, company, year, amount in yuan, day, stage], …] in their order (`domain.past`).
    lines = models.JSONField()
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.digest[:12]
