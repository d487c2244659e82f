"""Long work is called by a title in each language."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Gives jobs a title in English; those that are there keep theirs in both."""

    dependencies = [("kernel", "0005_looks")]

    operations = [
        migrations.RenameField("job", "title", "title_zh"),
        migrations.AddField(
            model_name="job",
            name="title_en",
            field=models.CharField(default="", max_length=200),
            preserve_default=False,
        ),
        migrations.RunSQL("update kernel_job set title_en = title_zh", migrations.RunSQL.noop),
    ]
