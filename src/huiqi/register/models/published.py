"""Figures as they were published."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiqi.register.domain.published import Published, Qualifier
from huiqi.register.models.organisations import Organisation


class PublishedFigure(models.Model):
    """A figure that somebody published, with its word, unit and day. One without a value is the sum of its parts."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="published_figures")
    topic = models.CharField(max_length=20)
    zh = models.CharField(max_length=200)
    en = models.CharField(max_length=200)
    qualifier = models.CharField(max_length=2, blank=True)
    value = models.DecimalField(max_digits=30, decimal_places=10, null=True)
    unit_zh = models.CharField(max_length=30, blank=True)
    unit_en = models.CharField(max_length=30, blank=True)
    # As the text says it: 2023, 截至2021年底; empty where it says nothing.
    as_of = models.CharField(max_length=100, blank=True)
    # Parts of one whole do not overlap; figures that may overlap are parts of nothing.
    part_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("topic", "recorded_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(value=None, qualifier="")
                | Q(value__isnull=False, qualifier__in=[qualifier.value for qualifier in Qualifier]),
                name="published_value_has_word",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="published_has_source"),
        )

    def __str__(self) -> str:
        return self.zh

    @property
    def published(self) -> Published | None:
        """What was published; None where only the parts were."""
        if self.value is None:
            return None
        value = self.value.normalize()
        exponent = value.as_tuple().exponent
        whole = isinstance(exponent, int) and exponent > 0
        return Published(value.quantize(1) if whole else value, Qualifier(self.qualifier))
