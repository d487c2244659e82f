"""The catalogue of policies, for the library."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rulebook", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CataloguedPolicy",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("zone", models.UUIDField()),
                ("policy", models.CharField(max_length=200)),
                ("title_zh", models.CharField(max_length=400)),
                ("title_en", models.CharField(blank=True, max_length=400)),
                ("level", models.CharField(blank=True, max_length=20)),
                ("theme", models.CharField(blank=True, max_length=100)),
                ("subject", models.CharField(blank=True, max_length=100)),
                ("issuer", models.CharField(blank=True, max_length=400)),
                ("starts", models.DateField(null=True)),
                ("ends", models.DateField(null=True)),
                ("clauses", models.PositiveIntegerField(default=0)),
                ("is_inherited", models.BooleanField(default=False)),
                ("repealed_on", models.DateField(null=True)),
                ("office", models.CharField(blank=True, max_length=200)),
                ("phone", models.CharField(blank=True, max_length=100)),
                ("spokesperson", models.CharField(blank=True, max_length=100)),
                ("contact_is_own", models.BooleanField(default=False)),
                ("words", models.TextField(blank=True)),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policies",
                        to="rulebook.packversion",
                    ),
                ),
            ],
            options={
                "ordering": ("title_zh", "policy"),
                "indexes": [models.Index(fields=["zone", "title_zh", "policy"], name="catalogue_by_title")],
                "constraints": [models.UniqueConstraint(fields=("zone", "policy"), name="catalogued_policy_once")],
            },
        ),
    ]
