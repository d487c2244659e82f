"""The register's tables: organisations, people with accounts and roles, subjects, and facts that are only ever added."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, Value, When

from huiqi.kernel.actor import Role
from huiqi.register.domain.rights import DRAFTER_AND_APPROVER, MAKER_AND_CHECKER
from huiqi.register.domain.values import Columns, State, value_of
from huiqi.register.domain.values import Value as FactValue


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


class Person(models.Model):
    """Somebody who acts or is known of."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=2000)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("name_key", "id")

    def __str__(self) -> str:
        return self.name


class Account(AbstractBaseUser):
    """What a person logs in with. It carries no right: rights are roles."""

    id = models.UUIDField(primary_key=True)
    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)

    objects = BaseUserManager["Account"]()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username


def side(*roles: Role) -> Case:
    """Return 1, 2 … for the roles, nothing for others: two different numbers may not meet in one person."""
    whens = (When(role=role.value, then=Value(number)) for number, role in enumerate(roles, start=1))
    return Case(*whens, default=None, output_field=models.SmallIntegerField())


def never_together(name: str, column: str) -> ExclusionConstraint:
    """Return the constraint: no person holds, at the same time, two roles with different numbers in the column."""
    return ExclusionConstraint(
        name=name,
        expressions=(
            ("person", RangeOperators.EQUAL),
            (column, RangeOperators.NOT_EQUAL),
            ("period", RangeOperators.OVERLAPS),
        ),
        condition=Q(**{f"{column}__isnull": False}),
    )


class RoleGrant(models.Model):
    """A person holds a role for an organisation, and all below it, for a time."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in Role])
    period = DateTimeRangeField()
    # For an agent: the company's recorded consent.
    consent = models.CharField(max_length=200, blank=True)

    policy_side = models.GeneratedField(
        expression=side(*DRAFTER_AND_APPROVER), output_field=models.SmallIntegerField(null=True), db_persist=True
    )
    money_side = models.GeneratedField(
        expression=side(*MAKER_AND_CHECKER), output_field=models.SmallIntegerField(null=True), db_persist=True
    )
    administrator_side = models.GeneratedField(
        expression=Case(
            When(role=Role.ADMINISTRATOR.value, then=Value(1)),
            default=Value(2),
            output_field=models.SmallIntegerField(),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="grant_role_known"),
            models.CheckConstraint(condition=Q(period__startswith__isnull=False), name="grant_begins"),
            models.CheckConstraint(
                condition=~Q(role=Role.COMPANY_AGENT.value) | ~Q(consent="") & Q(period__endswith__isnull=False),
                name="grant_agent_has_ending_consent",
            ),
            never_together("grant_drafter_or_approver", "policy_side"),
            never_together("grant_maker_or_checker", "money_side"),
            never_together("grant_administrator_alone", "administrator_side"),
            ExclusionConstraint(
                name="grant_once",
                expressions=(
                    ("person", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


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
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="facts")
    name = models.CharField(max_length=100)
    period = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=20)
    number = models.DecimalField(max_digits=30, decimal_places=10, null=True)
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

    class Meta:
        indexes = (models.Index(fields=("subject", "name", "period", "-recorded_at", "-id"), name="fact_latest"),)
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
