"""Claims remember which other one came to nothing, so that a limit that cut them has room again."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the reference."""

    dependencies = [("casework", "0027_approval_bands_by_two")]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="freed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.claim"
            ),
        ),
    ]
