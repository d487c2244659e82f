"""Drafts of policies: every saved text is kept, so that nothing is lost and any two can be compared."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiqi.rulebook.domain.drafting import OPEN, Kind, State
from huiqi.rulebook.models.packs import Content, PackVersion


class Draft(models.Model):
    """A policy as it is to be; one open draft of a policy at a time, on which several officers may write."""

    id = models.UUIDField(primary_key=True)
    zone = models.UUIDField()
    pack = models.CharField(max_length=100)
    policy = models.CharField(max_length=200)
    title_zh = models.CharField(max_length=400)
    title_en = models.CharField(max_length=400, blank=True)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in State])
    # The published version under it.
    base = models.ForeignKey(PackVersion, on_delete=models.PROTECT, related_name="drafts")
    # For a renewal or a repeal: the last day that is proposed, and why.
    last_day = models.DateField(null=True)
    reason = models.TextField(blank=True)
    started_at = models.DateTimeField()
    started_by = models.UUIDField(null=True)
    started_by_name = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    # The version that published it.
    version = models.ForeignKey(PackVersion, null=True, on_delete=models.PROTECT, related_name="from_drafts")

    class Meta:
        ordering = ("-changed_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="draft_kind_known"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="draft_state_known"),
            models.UniqueConstraint(
                fields=("zone", "policy"),
                condition=Q(state__in=[state.value for state in OPEN]),
                name="draft_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state=State.PUBLISHED.value, version__isnull=False)
                | ~Q(state=State.PUBLISHED.value) & Q(version=None),
                name="draft_published_has_version",
            ),
        )

    def __str__(self) -> str:
        return f"{self.policy} {self.state}"

    @property
    def title(self) -> tuple[str, str]:
        """Its title in Chinese and English."""
        return self.title_zh, self.title_en or self.title_zh


class DraftText(models.Model):
    """A file of a draft as it was saved once; number 0 is the published text. Rows are only ever added (migration 0003)."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="texts")
    path = models.CharField(max_length=400)
    number = models.PositiveIntegerField()
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    saved_by = models.UUIDField(null=True)
    saved_by_name = models.CharField(max_length=200)

    class Meta:
        # The optimistic lock: of two who save over the same number, one fails.
        constraints = (models.UniqueConstraint(fields=("draft", "path", "number"), name="draft_text_number_once"),)

    def __str__(self) -> str:
        return f"{self.path} {self.number}"

    @property
    def text(self) -> str:
        """What was saved."""
        return bytes(self.content.content).decode()
