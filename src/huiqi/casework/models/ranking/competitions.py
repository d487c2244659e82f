"""Ranked competitions (评审): criteria, panel, scores, and the places that came of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiqi.casework.domain.ranking.places import Outcome, Ties
from huiqi.casework.models.applying.applications import Application
from huiqi.casework.models.applying.intakes import Intake


class Competition(models.Model):
    """How applications of an intake are ranked. With `score_fact` the clause ranks by that fact itself: the panel's mean becomes it."""

    id = models.UUIDField(primary_key=True)
    intake = models.OneToOneField(Intake, on_delete=models.PROTECT, related_name="competition")
    score_fact = models.CharField(max_length=100, blank=True)
    places = models.PositiveIntegerField(null=True)
    # In yuan.
    budget = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    pass_mark = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    ties = models.CharField(max_length=10, default=Ties.UNSTATED.value)
    # Whether one highest and one lowest mark are left out.
    trims = models.BooleanField(default=False)
    # So many reviewers at least have to score each application.
    panel_least = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True)
    closed_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ties__in=[one.value for one in Ties]), name="competition_ties_known"),
            models.CheckConstraint(condition=Q(panel_least__gt=0), name="competition_has_a_panel"),
            models.CheckConstraint(
                condition=Q(score_fact="") & (Q(places__gt=0) | Q(budget__gt=0))
                | ~Q(score_fact="") & Q(places=None, budget=None, pass_mark=None),
                name="competition_has_a_line",
            ),
        )

    def __str__(self) -> str:
        return f"{self.intake_id}"


class Criterion(models.Model):
    """What is scored: from 0 to `most`, counted `weight` times."""

    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="criteria")
    place = models.PositiveSmallIntegerField()
    zh = models.CharField(max_length=100)
    en = models.CharField(max_length=100)
    weight = models.DecimalField(max_digits=8, decimal_places=4)
    most = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        ordering = ("place",)
        constraints = (
            models.UniqueConstraint(fields=("competition", "place"), name="criterion_place_once"),
            models.CheckConstraint(condition=Q(weight__gt=0, most__gt=0), name="criterion_counts"),
        )

    def __str__(self) -> str:
        return self.zh


class PanelMember(models.Model):
    """Somebody who scores."""

    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="members")
    person = models.UUIDField()
    name = models.CharField(max_length=200)
    # Nobody of the zone: sees the sheets of this competition alone, each after a declaration, until it is closed.
    is_outside = models.BooleanField(default=False)

    class Meta:
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("competition", "person"), name="panel_member_once"),)

    def __str__(self) -> str:
        return self.name


class Recusal(models.Model):
    """Why somebody of a panel does not score an application (回避): said by themselves."""

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="recusals")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="recusals")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("member", "application"), name="recusal_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="recusal_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.member} {self.application_id}"


class Declaration(models.Model):
    """Somebody from outside has no interest in an application, and says so before seeing it."""

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="declarations")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="declarations")
    text = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("member", "application"), name="declaration_once"),
            models.CheckConstraint(condition=~Q(text=""), name="declaration_says_it"),
        )

    def __str__(self) -> str:
        return f"{self.member} {self.application_id}"


class ScoreSheet(models.Model):
    """What somebody of a panel gave an application: a score for each criterion ({criterion: exact text}), and why."""

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="sheets")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="sheets")
    values = models.JSONField()
    comment = models.TextField(max_length=2000, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("member", "application"), name="score_sheet_once"),)

    def __str__(self) -> str:
        return f"{self.member} {self.application_id}"


class Placing(models.Model):
    """What an application came to: its exact mean (top by bottom), its rank, and whether it got a place."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="placing")
    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="placings")
    top = models.DecimalField(max_digits=60, decimal_places=0)
    bottom = models.DecimalField(max_digits=60, decimal_places=0)
    rank = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10)
    marks = models.PositiveSmallIntegerField()
    # Why, where a person decided what the rule leaves open.
    reason = models.CharField(max_length=500, blank=True)
    settled_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("rank", "id")
        constraints = (
            models.CheckConstraint(condition=Q(outcome__in=[one.value for one in Outcome]), name="placing_known"),
            models.CheckConstraint(condition=Q(bottom__gt=0, rank__gt=0, marks__gt=0), name="placing_is_of_marks"),
            models.CheckConstraint(condition=Q(settled_by_name="") | ~Q(reason=""), name="placing_settled_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.rank} {self.application_id}"
