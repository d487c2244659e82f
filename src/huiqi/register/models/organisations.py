"""Organisations, the names they had, and other identifiers than the credit code."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from huiqi.register.domain.identifiers import Issued


class Organisation(models.Model):
    """A zone, and what is in it: parks, departments, companies, institutions; a tree with zones at its roots."""

    class Kind(models.TextChoices):
        ZONE = "zone"
        PARK = "park"
        DEPARTMENT = "department"
        COMPANY = "company"
        INSTITUTION = "institution"

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=2000)
    name_initials = models.CharField(max_length=400, db_index=True)
    credit_code = models.CharField(max_length=18, null=True, unique=True)  # noqa: DJ001  # unique, and many have none
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    # Itself and all above: one overlap says whether somebody's rights reach it.
    within = ArrayField(models.UUIDField())
    added_at = models.DateTimeField()
    # Taken out of the register: an import was undone that had added it, or it was merged into another. The row stays.
    gone_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")

    class Meta:
        ordering = ("name_key", "id")
        indexes = (
            GinIndex(fields=("within",), name="organisation_within"),
            models.Index(fields=("kind", "name_key", "id")),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="zone", parent=None) | ~Q(kind="zone") & Q(parent__isnull=False),
                name="organisation_zone_is_root",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(gone_at__isnull=False) & ~Q(merged_into=F("id")),
                name="organisation_merged_is_gone",
            ),
            models.CheckConstraint(
                condition=Q(credit_code=None)
                | Q(credit_code__regex=r"^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$"),
                name="organisation_code_form",
            ),
            models.CheckConstraint(condition=Q(within__contains=[F("id")]), name="organisation_within_itself"),
        )

    def __str__(self) -> str:
        return self.name


class FormerName(models.Model):
    """A name that an organisation had, under which it is still looked for."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=200, db_index=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Identifier(models.Model):
    """A number under which another list knows an organisation: one issuer gives a number once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in Issued])
    value = models.CharField(max_length=30)

    class Meta:
        ordering = ("kind", "value")
        constraints = (
            models.UniqueConstraint(fields=("kind", "value"), name="identifier_once"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Issued]), name="identifier_kind_known"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"
