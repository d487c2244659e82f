"""Schemes of responsibility, their grids and key companies, and who is responsible when."""

from __future__ import annotations

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

# A place leads into a grid of its own scheme, whoever writes it.
SAME_SCHEME = """
alter table register_gridplace add constraint place_in_scheme
    foreign key (grid_id, scheme_id) references register_grid (id, scheme_id) deferrable initially deferred;
"""
NO_SAME_SCHEME = "alter table register_gridplace drop constraint place_in_scheme;"


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0011_candidates"),
    ]

    operations = [
        migrations.CreateModel(
            name="Grid",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("name_key", models.CharField(max_length=2000)),
                ("added_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grids",
                        to="register.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ("name_key", "id"),
            },
        ),
        migrations.CreateModel(
            name="Scheme",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                (
                    "duties",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), default=list, size=None
                    ),
                ),
                ("needs_department", models.BooleanField(default=False)),
                ("contact_every_days", models.PositiveSmallIntegerField(null=True)),
                ("source", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="schemes", to="register.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("added_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="PlacementBatch",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField(null=True)),
                ("made_by_name", models.CharField(max_length=200)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by_name", models.CharField(blank=True, max_length=200)),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="register.scheme"
                    ),
                ),
            ],
            options={
                "ordering": ("-made_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="KeyCompany",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("reason", models.CharField(max_length=200)),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="key_in", to="register.organisation"
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="key_companies", to="register.scheme"
                    ),
                ),
            ],
            options={
                "ordering": ("-period", "id"),
            },
        ),
        migrations.CreateModel(
            name="GridPlace",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grid_places",
                        to="register.organisation",
                    ),
                ),
                (
                    "grid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="places", to="register.grid"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="register.placementbatch",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended",
                        to="register.placementbatch",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="places", to="register.scheme"
                    ),
                ),
            ],
            options={
                "ordering": ("-period", "id"),
            },
        ),
        migrations.AddField(
            model_name="grid",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="grids", to="register.scheme"
            ),
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("way", models.CharField(max_length=10)),
                ("person_name", models.CharField(max_length=200)),
                ("note", models.CharField(blank=True, max_length=2000)),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="register.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="register.person",
                    ),
                ),
            ],
            options={
                "ordering": ("-day", "-recorded_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="GridDuty",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("duty", models.CharField(max_length=10)),
                ("period", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "grid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="register.grid"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="register.person"
                    ),
                ),
            ],
            options={
                "ordering": ("-period", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("duty__in", ["leader", "deputy", "officer"])), name="duty_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__startswith__isnull", False)), name="duty_begins"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=(("grid", "="), ("duty", "="), ("period", "&&")), name="duty_of_one_person"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.UniqueConstraint(fields=("organisation", "name"), name="scheme_once"),
        ),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.CheckConstraint(
                condition=models.Q(("duties__contained_by", ["leader", "deputy"])), name="scheme_duties_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.CheckConstraint(
                condition=models.Q(("contact_every_days", None), ("contact_every_days__gte", 1), _connector="OR"),
                name="scheme_contact_some_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="scheme_has_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="keycompany",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__startswith__isnull", False)), name="key_company_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="keycompany",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="key_company_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="keycompany",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=(("scheme", "="), ("company", "="), ("period", "&&")), name="key_company_once"
            ),
        ),
        migrations.AddIndex(
            model_name="gridplace",
            index=models.Index(condition=models.Q(("undone_at", None)), fields=["grid"], name="place_by_grid"),
        ),
        migrations.AddConstraint(
            model_name="gridplace",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__startswith__isnull", False)), name="place_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="gridplace",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("undone_at", None)),
                expressions=(("scheme", "="), ("company", "="), ("period", "&&")),
                name="place_in_one_grid",
            ),
        ),
        migrations.AddConstraint(
            model_name="grid",
            constraint=models.UniqueConstraint(fields=("scheme", "name"), name="grid_once"),
        ),
        migrations.AddConstraint(
            model_name="grid",
            constraint=models.UniqueConstraint(fields=("id", "scheme"), name="grid_of_scheme"),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)), fields=["company", "-day"], name="visit_last"
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(condition=models.Q(("withdrawn_at", None)), fields=["day"], name="visit_by_day"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["visit", "phone", "online"])), name="visit_way_known"
            ),
        ),
        migrations.RunSQL(SAME_SCHEME, NO_SAME_SCHEME),
    ]
