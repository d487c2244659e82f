"""Organisations and the names they had."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q


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
                condition=~Q(kind="company") | Q(credit_code__isnull=False), name="organisation_company_has_code"
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
