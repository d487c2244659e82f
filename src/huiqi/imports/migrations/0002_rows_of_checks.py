"""What a check found points at its one import without a foreign key, which would look it up half a million times."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


def pointing(related_name: str) -> models.ForeignKey[object, object]:
    """Return the column that names the import."""
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.CASCADE,
        related_name=related_name,
        to="imports.sheetimport",
    )


class Migration(migrations.Migration):
    """Takes the foreign keys of three tables away."""

    dependencies = [("imports", "0001_initial")]

    operations = [
        migrations.AlterField(model_name="sheetrow", name="sheet", field=pointing("rows")),
        migrations.AlterField(model_name="sheetfault", name="sheet", field=pointing("faults")),
        migrations.AlterField(model_name="sheetchange", name="sheet", field=pointing("changes")),
    ]
