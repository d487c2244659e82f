"""Subjects, what was said of them (only ever added), and how each stands by what was said last."""

from __future__ import annotations

from django.db import models
from django.db.models import Expression, F, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Left

from huiqi.register.domain.values import Columns, State, value_of
from huiqi.register.domain.values import Value as FactValue
from huiqi.register.models.organisations import Organisation


class Subject(models.Model):
    """What facts are about: an organisation or a person (same id), later a carrier or a project."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20)
    # Whose it is: who sees the organisation sees the subject.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="subjects")

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Fact(models.Model):
    """One thing that somebody said of a subject at a moment. Rows are only ever added (migration 0001)."""

    id = models.UUIDField(primary_key=True)
    # The index `fact_latest` begins with it: a second one would only make imports slower. Triggers see to it that the subject is
    # there, once for all rows of a statement (migration 0016).
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="facts", db_index=False, db_constraint=False
    )
    name = models.CharField(max_length=100)
    period = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=20)
    number = models.DecimalField(max_digits=38, decimal_places=18, null=True)
    text = models.TextField(null=True)  # noqa: DJ001  # an empty text is a value
    day = models.DateField(null=True)
    truth = models.BooleanField(null=True)
    source = models.CharField(max_length=200)
    evidence = models.CharField(max_length=500, blank=True)
    # The first day on which it holds, and the first on which it no longer does; none: without limit.
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200)
    # What was said in one act, as by an import, and can be taken back in one.
    batch = models.UUIDField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("subject", "name", "period", "-recorded_at", "-id"), name="fact_latest"),
            models.Index(fields=("batch",), condition=Q(batch__isnull=False), name="fact_batch"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="fact_state_known"),
            models.CheckConstraint(condition=Q(name__regex=r"^[a-z][a-z0-9_.]*$"), name="fact_name_form"),
            models.CheckConstraint(
                condition=Q(period__regex=r"^(\d{4}(-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?)?$"), name="fact_period_form"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="fact_has_source"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lt=F("valid_to")),
                name="fact_valid_some_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.period}".strip()

    @property
    def value(self) -> FactValue:
        """What was said."""
        return value_of(Columns(State(self.state), number=self.number, text=self.text, day=self.day, truth=self.truth))


def standing_text(expression: Expression) -> models.GeneratedField:
    """Return a column that the database keeps by itself from what was said last."""
    return models.GeneratedField(expression=expression, output_field=models.TextField(null=True), db_persist=True)


class Standing(models.Model):
    """All that is known of a subject in one row, made from its facts: what runs and lists read, and what may be made anew.

    `facts` holds, by `name` or `name|period`, `[state, value, source, valid from, valid to]` of what was said last;
    numbers as text, so that no digit is lost.
    """

    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, primary_key=True, related_name="standing")
    facts = models.JSONField()
    changed_at = models.DateTimeField()
    # What lists are narrowed by, so that they need not unpack everything else.
    industry = standing_text(KT("facts__industry_code__1"))
    division = standing_text(Left(KT("facts__industry_code__1"), 2))
    size = standing_text(Coalesce(KT("facts__size_band__1"), KT("facts__enterprise_kind__1")))

    def __str__(self) -> str:
        return f"standing of {self.subject_id}"
