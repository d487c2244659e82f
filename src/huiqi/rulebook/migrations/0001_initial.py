"""The store of packs: what was published is only ever added."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("content", "packversion", "packfile")
GUARDS = "".join(
    f"""
create trigger {table}_keeps before update or delete on rulebook_{table}
    for each row execute function kernel_refuse_change();
create trigger {table}_keeps_all before truncate on rulebook_{table}
    for each statement execute function kernel_refuse_change();
"""
    for table in TABLES
)
NO_GUARDS = "".join(
    f"drop trigger {table}_keeps_all on rulebook_{table};\ndrop trigger {table}_keeps on rulebook_{table};\n"
    for table in TABLES
)


class Migration(migrations.Migration):
    """Makes the tables."""

    initial = True

    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Content",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="PackVersion",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("zone", models.UUIDField()),
                ("pack", models.CharField(max_length=100)),
                ("number", models.PositiveIntegerField()),
                ("hash", models.CharField(db_index=True, max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("note", models.TextField(blank=True)),
                ("published_at", models.DateTimeField()),
                ("published_by", models.UUIDField(null=True)),
                ("published_by_name", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ("zone", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("zone", "number"), name="pack_version_number_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="pack_version_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=400)),
                (
                    "content",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="rulebook.content"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="rulebook.packversion"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("version", "path"), name="pack_file_path_once")],
            },
        ),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
