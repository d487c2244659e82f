"""What organisations are found by, and the same for those that are there."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from huiqi.register.domain.names import initials, sort_key
from huiqi.register.domain.searching import Named, keys_of


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the entries of all organisations."""
    entries = []
    for row in apps.get_model("register", "Organisation").objects.prefetch_related("former_names"):
        former = [Named(one.name, sort_key(one.name), initials(one.name)) for one in row.former_names.all()]
        present = Named(row.name, row.name_key, row.name_initials)
        keys = keys_of(code=row.credit_code or "", names=(present, *former))
        entries.append({"organisation": row, "names": keys.names, "grams": list(keys.grams), "keys": keys.keys})
    model = apps.get_model("register", "SearchEntry")
    model.objects.bulk_create([model(**one) for one in entries], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0003_titles"),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_entry",
                        serialize=False,
                        to="register.organisation",
                    ),
                ),
                ("names", models.TextField()),
                ("grams", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("keys", models.TextField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["grams"], name="search_grams"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["keys"], name="search_keys", opclasses=("gin_trgm_ops",)
                    ),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
