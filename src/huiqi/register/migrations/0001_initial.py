"""The register's tables. Facts are only ever added, and a fact that is known holds exactly one value."""

from __future__ import annotations

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

GUARDS = """
alter table register_fact add constraint fact_holds_one_value
    check (num_nonnulls(number, text, day, truth) = case when state = 'known' then 1 else 0 end);
create trigger fact_keeps before update or delete on register_fact
    for each row execute function kernel_refuse_change();
create trigger fact_keeps_all before truncate on register_fact
    for each statement execute function kernel_refuse_change();
"""

NO_GUARDS = """
drop trigger fact_keeps_all on register_fact;
drop trigger fact_keeps on register_fact;
alter table register_fact drop constraint fact_holds_one_value;
"""


class Migration(migrations.Migration):
    """Makes the tables."""

    initial = True

    dependencies = [("kernel", "0001_initial")]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("name_key", models.CharField(max_length=2000)),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("name_key", "id"),
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("zone", "Zone"),
                            ("park", "Park"),
                            ("department", "Department"),
                            ("company", "Company"),
                            ("institution", "Institution"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("name_key", models.CharField(max_length=2000)),
                ("name_initials", models.CharField(db_index=True, max_length=400)),
                ("credit_code", models.CharField(max_length=18, null=True, unique=True)),
                ("within", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("added_at", models.DateTimeField()),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="register.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("name_key", "id"),
            },
        ),
        migrations.CreateModel(
            name="FormerName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(db_index=True, max_length=200)),
                ("until", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_names",
                        to="register.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("username", models.CharField(max_length=150, unique=True)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="account", to="register.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("company_owner", "company_owner"),
                            ("company_staff", "company_staff"),
                            ("company_agent", "company_agent"),
                            ("provider", "provider"),
                            ("policy_officer", "policy_officer"),
                            ("policy_approver", "policy_approver"),
                            ("service_officer", "service_officer"),
                            ("finance_officer", "finance_officer"),
                            ("finance_approver", "finance_approver"),
                            ("inspector", "inspector"),
                            ("leader", "leader"),
                            ("auditor", "auditor"),
                            ("administrator", "administrator"),
                        ],
                        max_length=30,
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("consent", models.CharField(blank=True, max_length=200)),
                (
                    "policy_side",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(role="policy_officer", then=models.Value(1)),
                            models.When(role="policy_approver", then=models.Value(2)),
                            default=None,
                            output_field=models.SmallIntegerField(),
                        ),
                        output_field=models.SmallIntegerField(null=True),
                    ),
                ),
                (
                    "money_side",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(role="finance_officer", then=models.Value(1)),
                            models.When(role="finance_approver", then=models.Value(2)),
                            default=None,
                            output_field=models.SmallIntegerField(),
                        ),
                        output_field=models.SmallIntegerField(null=True),
                    ),
                ),
                (
                    "administrator_side",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(role="administrator", then=models.Value(1)),
                            default=models.Value(2),
                            output_field=models.SmallIntegerField(),
                        ),
                        output_field=models.SmallIntegerField(),
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="register.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="register.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="subjects", to="register.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("period", models.CharField(blank=True, max_length=10)),
                ("state", models.CharField(max_length=20)),
                ("number", models.DecimalField(decimal_places=10, max_digits=30, null=True)),
                ("text", models.TextField(null=True)),
                ("day", models.DateField(null=True)),
                ("truth", models.BooleanField(null=True)),
                ("source", models.CharField(max_length=200)),
                ("evidence", models.CharField(blank=True, max_length=500)),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField(null=True)),
                ("recorded_by_name", models.CharField(max_length=200)),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="register.subject"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(fields=["within"], name="organisation_within"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["kind", "name_key", "id"], name="register_or_kind_60dd76_idx"),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "zone"), ("parent", None)),
                    models.Q(models.Q(("kind", "zone"), _negated=True), ("parent__isnull", False)),
                    _connector="OR",
                ),
                name="organisation_zone_is_root",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "company"), _negated=True), ("credit_code__isnull", False), _connector="OR"
                ),
                name="organisation_company_has_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("credit_code", None),
                    ("credit_code__regex", "^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$"),
                    _connector="OR",
                ),
                name="organisation_code_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("within__contains", [models.F("id")])), name="organisation_within_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "company_owner",
                            "company_staff",
                            "company_agent",
                            "provider",
                            "policy_officer",
                            "policy_approver",
                            "service_officer",
                            "finance_officer",
                            "finance_approver",
                            "inspector",
                            "leader",
                            "auditor",
                            "administrator",
                        ],
                    )
                ),
                name="grant_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__startswith__isnull", False)), name="grant_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "company_agent"), _negated=True),
                    models.Q(models.Q(("consent", ""), _negated=True), ("period__endswith__isnull", False)),
                    _connector="OR",
                ),
                name="grant_agent_has_ending_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("policy_side__isnull", False)),
                expressions=(("person", "="), ("policy_side", "<>"), ("period", "&&")),
                name="grant_drafter_or_approver",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("money_side__isnull", False)),
                expressions=(("person", "="), ("money_side", "<>"), ("period", "&&")),
                name="grant_maker_or_checker",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("administrator_side__isnull", False)),
                expressions=(("person", "="), ("administrator_side", "<>"), ("period", "&&")),
                name="grant_administrator_alone",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=(("person", "="), ("organisation", "="), ("role", "="), ("period", "&&")), name="grant_once"
            ),
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(fields=["subject", "name", "period", "-recorded_at", "-id"], name="fact_latest"),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["known", "not_applicable", "missing"])), name="fact_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(("name__regex", "^[a-z][a-z0-9_.]*$")), name="fact_name_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__regex", "^(\\d{4}(-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?)?$")),
                name="fact_period_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="fact_has_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from", None), ("valid_to", None), ("valid_from__lt", models.F("valid_to")), _connector="OR"
                ),
                name="fact_valid_some_day",
            ),
        ),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
