"""Looks at sensitive facts, only ever added, and what checks of the trail found."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

GUARDS = """
create trigger look_keeps before update or delete on kernel_look
    for each row execute function kernel_refuse_change();
create trigger look_keeps_all before truncate on kernel_look
    for each statement execute function kernel_refuse_change();
create trigger check_keeps before update or delete on kernel_trailcheck
    for each row execute function kernel_refuse_change();
create trigger check_keeps_all before truncate on kernel_trailcheck
    for each statement execute function kernel_refuse_change();
"""

NO_GUARDS = """
drop trigger check_keeps_all on kernel_trailcheck;
drop trigger check_keeps on kernel_trailcheck;
drop trigger look_keeps_all on kernel_look;
drop trigger look_keeps on kernel_look;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0004_call"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrailCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("checked_at", models.DateTimeField()),
                ("number", models.BigIntegerField()),
                ("own_hash", models.CharField(max_length=64)),
                ("looks", models.BigIntegerField()),
                ("flaws", models.JSONField()),
            ],
            options={
                "get_latest_by": "id",
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("looked_at", models.DateTimeField()),
                ("person", models.UUIDField()),
                ("person_name", models.CharField(max_length=200)),
                ("place", models.CharField(max_length=200)),
                ("reached", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                (
                    "names",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), size=None),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["reached"], name="look_reached"),
                    models.Index(fields=["person", "-id"], name="look_person"),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
