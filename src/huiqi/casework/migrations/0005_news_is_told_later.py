"""News of matches is told some minutes later, all of it in one message; what is there already was told."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add when news was told."""

    dependencies = [("casework", "0004_matches")]

    operations = [
        migrations.AddField("matchnews", "told_at", models.DateTimeField(null=True)),
        migrations.RunSQL("update casework_matchnews set told_at = at", migrations.RunSQL.noop),
        migrations.AddIndex(
            "matchnews",
            models.Index(condition=models.Q(("told_at", None)), fields=["id"], name="match_news_untold"),
        ),
    ]
