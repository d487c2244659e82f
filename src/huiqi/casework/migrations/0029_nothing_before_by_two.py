"""That nothing was paid before Huiqi counts once another person confirmed it; what one person stated so far waits for another."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Adds who confirmed it, and that it is somebody else."""

    dependencies = [("casework", "0028_room_under_limits")]

    operations = [
        migrations.AddField(model_name="nothingbefore", name="confirmed_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="nothingbefore", name="confirmed_by", field=models.UUIDField(null=True)),
        migrations.AddField(
            model_name="nothingbefore",
            name="confirmed_by_name",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="nothingbefore",
            constraint=models.CheckConstraint(
                condition=Q(confirmed_at=None)
                | Q(confirmed_by__isnull=False, said_by__isnull=False) & ~Q(confirmed_by=F("said_by")),
                name="nothing_before_by_two",
            ),
        ),
    ]
