"""What the last check of an import found: row by row, fault by fault, change by change. Made anew by every check.

A check writes half a million of these rows while it holds their one import: no foreign key looks it up for each of them.
"""

from __future__ import annotations

from django.db import models

from huiqi.imports.models.sheets import SheetImport


class SheetRow(models.Model):
    """What becomes of a row of the sheet, and what was decided about it."""

    sheet = models.ForeignKey(
        SheetImport, on_delete=models.CASCADE, related_name="rows", db_index=False, db_constraint=False
    )
    row = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10)
    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200, blank=True)
    # Which company the row is about; of a new one the identifier is known once it is added.
    company = models.UUIDField(null=True)
    doubt = models.CharField(max_length=20, blank=True)
    # Companies that may be meant: identifier, name, code, why.
    candidates = models.JSONField(default=list)
    choice = models.CharField(max_length=10, blank=True)
    chosen = models.UUIDField(null=True)

    class Meta:
        ordering = ("row",)
        constraints = (models.UniqueConstraint(fields=("sheet", "row"), name="import_row_once"),)
        indexes = (models.Index(fields=("sheet", "outcome", "row"), name="import_row_outcome"),)

    def __str__(self) -> str:
        return f"{self.row} {self.outcome}"


class SheetFault(models.Model):
    """What is wrong at a cell, and what to do, in both languages."""

    sheet = models.ForeignKey(
        SheetImport, on_delete=models.CASCADE, related_name="faults", db_index=False, db_constraint=False
    )
    row = models.PositiveIntegerField()
    column = models.PositiveIntegerField()
    cell = models.CharField(max_length=12)
    code = models.CharField(max_length=40)
    what = models.CharField(max_length=400, blank=True)
    is_error = models.BooleanField()
    zh = models.TextField()
    zh_remedy = models.TextField()
    en = models.TextField()
    en_remedy = models.TextField()

    class Meta:
        ordering = ("row", "column", "id")
        indexes = (models.Index(fields=("sheet", "row", "column", "id"), name="import_fault_place"),)

    def __str__(self) -> str:
        return f"{self.cell} {self.code}"


class SheetChange(models.Model):
    """A value that the import puts in the place of another one."""

    sheet = models.ForeignKey(
        SheetImport, on_delete=models.CASCADE, related_name="changes", db_index=False, db_constraint=False
    )
    row = models.PositiveIntegerField()
    cell = models.CharField(max_length=12)
    company = models.UUIDField()
    company_name = models.CharField(max_length=200)
    fact = models.CharField(max_length=100)
    period = models.CharField(max_length=10, blank=True)
    before = models.TextField()
    after = models.TextField()

    class Meta:
        ordering = ("row", "id")
        indexes = (models.Index(fields=("sheet", "row", "id"), name="import_change_place"),)

    def __str__(self) -> str:
        return f"{self.cell} {self.fact}"


class SheetEffect(models.Model):
    """What the import did to a company itself, so that it can be taken back: added it, renamed it, gave it a code."""

    sheet = models.ForeignKey(SheetImport, on_delete=models.PROTECT, related_name="effects")
    company = models.UUIDField()
    kind = models.CharField(max_length=20)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.company}"


class SheetReading(models.Model):
    """A sheet as a check read it, until it is brought in or given up: decisions and the bringing in need not read the file again."""

    sheet = models.OneToOneField(SheetImport, on_delete=models.CASCADE, primary_key=True, related_name="reading")
    # What it was read from: the file, the sheet in it, the map, the dictionary.
    key = models.CharField(max_length=300)
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"reading of {self.sheet_id}"
