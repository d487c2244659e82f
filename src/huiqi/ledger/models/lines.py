"""Lines: budgets of a year, pools, ceilings and funds; and who pays them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from huiqi.ledger.domain.kinds import Kind


class Payer(models.Model):
    """An office whose money it is: a city's finance bureau, the zone's."""

    id = models.UUIDField(primary_key=True)
    zone = models.UUIDField()
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("name_zh", "id")
        constraints = (
            models.UniqueConstraint(fields=("zone", "name_zh"), name="payer_once"),
            models.CheckConstraint(condition=~Q(name_zh=""), name="payer_has_name"),
        )

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> tuple[str, str]:
        """Its name in Chinese and English."""
        return self.name_zh, self.name_en or self.name_zh


class Line(models.Model):
    """Money for a purpose: its six accounts are made with it (migration 0003), and hold nothing until a transfer."""

    id = models.UUIDField(primary_key=True)
    zone = models.UUIDField()
    # The places it belongs to, the zone first: one overlap says whether somebody's rights reach it.
    within = ArrayField(models.UUIDField())
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    year = models.PositiveSmallIntegerField(null=True)
    # What it is for, as those who move money know it; opaque here.
    code = models.CharField(max_length=200)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    payer = models.ForeignKey(Payer, null=True, on_delete=models.PROTECT, related_name="lines")
    pool = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="drawing")
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ("-year", "title_zh", "id")
        indexes = (
            GinIndex(fields=("within",), name="line_within"),
            models.Index(fields=("zone", "year", "code"), name="line_of_year"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="line_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=Kind.FUND.value, year=None) | ~Q(kind=Kind.FUND.value) & Q(year__range=(1978, 2200)),
                name="line_has_year",
            ),
            models.CheckConstraint(condition=Q(pool=None) | Q(kind=Kind.LINE.value), name="line_draws"),
            models.CheckConstraint(condition=Q(within__contains=[F("zone")]), name="line_within_zone"),
            models.CheckConstraint(condition=~Q(title_zh="") & ~Q(code=""), name="line_has_title"),
            models.UniqueConstraint(
                fields=("zone", "year", "kind", "code", "payer"), nulls_distinct=False, name="line_once"
            ),
        )

    def __str__(self) -> str:
        return self.title_zh

    @property
    def title(self) -> tuple[str, str]:
        """Its title in Chinese and English."""
        return self.title_zh, self.title_en or self.title_zh


class Cover(models.Model):
    """A ceiling over a line: what is promised of the line counts there as well. Made with the line, never changed."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="covers")
    ceiling = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="covering")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("line", "ceiling"), name="cover_once"),
            models.CheckConstraint(condition=~Q(line=F("ceiling")), name="cover_another"),
        )

    def __str__(self) -> str:
        return f"{self.line_id} under {self.ceiling_id}"
