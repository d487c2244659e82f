"""The library's catalogue: one row for each policy of a zone, made from the published pack, for searching and sorting."""

from __future__ import annotations

from django.db import models

from huiqi.rulebook.models.packs import PackVersion


class CataloguedPolicy(models.Model):
    """A policy of a zone as it was published last, or as it is being drafted first; contact and end may be kept here.

    `starts` is the first day of its first text, `ends` the last day of its last one (none: without end).
    """

    id = models.UUIDField(primary_key=True)
    zone = models.UUIDField()
    policy = models.CharField(max_length=200)
    title_zh = models.CharField(max_length=400)
    title_en = models.CharField(max_length=400, blank=True)
    level = models.CharField(max_length=20, blank=True)
    theme = models.CharField(max_length=100, blank=True)
    subject = models.CharField(max_length=100, blank=True)
    issuer = models.CharField(max_length=400, blank=True)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    clauses = models.PositiveIntegerField(default=0)
    # Inherited from a pack that the zone's pack needs: it is changed where it comes from.
    is_inherited = models.BooleanField(default=False)
    # The version that published it last; none while it is drafted for the first time.
    version = models.ForeignKey(PackVersion, null=True, on_delete=models.PROTECT, related_name="policies")
    # The last day of a policy that was repealed.
    repealed_on = models.DateField(null=True)
    office = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=100, blank=True)
    spokesperson = models.CharField(max_length=100, blank=True)
    # Said by an officer of the zone: what the pack says of the contact no longer counts.
    contact_is_own = models.BooleanField(default=False)
    # All its words, for the search.
    words = models.TextField(blank=True)

    class Meta:
        ordering = ("title_zh", "policy")
        constraints = (models.UniqueConstraint(fields=("zone", "policy"), name="catalogued_policy_once"),)
        indexes = (models.Index(fields=("zone", "title_zh", "policy"), name="catalogue_by_title"),)

    def __str__(self) -> str:
        return self.title_zh

    @property
    def title(self) -> tuple[str, str]:
        """Its title in Chinese and English."""
        return self.title_zh, self.title_en or self.title_zh

    @property
    def is_unpublished(self) -> bool:
        """Whether nothing of it was published yet."""
        return self.version_id is None
