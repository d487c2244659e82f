"""Titles that organisations hold."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0002_standing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Title",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=30)),
                ("level", models.CharField(blank=True, max_length=20)),
                ("number", models.CharField(blank=True, max_length=100)),
                ("recognition", models.CharField(blank=True, max_length=10)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("revoked_on", models.DateField(null=True)),
                ("source", models.CharField(max_length=200)),
                ("evidence", models.CharField(blank=True, max_length=500)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField(null=True)),
                ("recorded_by_name", models.CharField(max_length=200)),
                ("replaced_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="titles", to="register.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("-valid_from", "kind", "id"),
                "indexes": [
                    models.Index(fields=["organisation", "kind", "valid_from"], name="register_ti_organis_e6db7f_idx"),
                    models.Index(
                        condition=models.Q(("replaced_at", None)), fields=["kind", "valid_to"], name="title_current_end"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__regex", "^[a-z][a-z_]*$")), name="title_kind_form"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["", "national", "provincial", "city", "zone"])),
                        name="title_level_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recognition__in", ["first", "renewed", ""])),
                        name="title_recognition_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("source", ""), _negated=True), name="title_has_source"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_from__lt", models.F("valid_to")), _connector="OR"
                        ),
                        name="title_valid_some_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revoked_on", None), ("revoked_on", models.F("valid_to")), _connector="OR"),
                        name="title_revoked_at_its_end",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("organisation", "kind", "level", "valid_from"),
                        name="title_once",
                    ),
                ],
            },
        ),
    ]
