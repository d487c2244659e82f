"""Editions of the compendium, which are only ever added."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

GUARDS = """
create trigger edition_keeps before update or delete on rulebook_edition
    for each row execute function kernel_refuse_change();
create trigger edition_keeps_all before truncate on rulebook_edition
    for each statement execute function kernel_refuse_change();
"""
NO_GUARDS = """
drop trigger edition_keeps_all on rulebook_edition;
drop trigger edition_keeps on rulebook_edition;
"""


class Migration(migrations.Migration):
    """Makes the table."""

    dependencies = [
        ("rulebook", "0004_gate"),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("zone", models.UUIDField()),
                ("title", models.CharField(max_length=200)),
                ("day", models.DateField()),
                ("policies", models.PositiveIntegerField()),
                ("copies", models.PositiveIntegerField(null=True)),
                ("issued_at", models.DateTimeField()),
                ("issued_by", models.UUIDField(null=True)),
                ("issued_by_name", models.CharField(max_length=200)),
                (
                    "content",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="rulebook.content"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="rulebook.packversion"
                    ),
                ),
            ],
            options={
                "ordering": ("-issued_at", "-id"),
                "indexes": [models.Index(fields=["zone", "-issued_at"], name="editions_of_zone")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="edition_has_title")
                ],
            },
        ),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
