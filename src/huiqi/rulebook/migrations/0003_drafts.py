"""Drafts, and every text of them that was saved, which is only ever added."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

GUARDS = """
create trigger drafttext_keeps before update or delete on rulebook_drafttext
    for each row execute function kernel_refuse_change();
create trigger drafttext_keeps_all before truncate on rulebook_drafttext
    for each statement execute function kernel_refuse_change();
"""
NO_GUARDS = """
drop trigger drafttext_keeps_all on rulebook_drafttext;
drop trigger drafttext_keeps on rulebook_drafttext;
"""


class Migration(migrations.Migration):
    """Makes the tables."""

    dependencies = [
        ("rulebook", "0002_catalogue"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("zone", models.UUIDField()),
                ("pack", models.CharField(max_length=100)),
                ("policy", models.CharField(max_length=200)),
                ("title_zh", models.CharField(max_length=400)),
                ("title_en", models.CharField(blank=True, max_length=400)),
                (
                    "kind",
                    models.CharField(
                        choices=[("new", "new"), ("change", "change"), ("renewal", "renewal"), ("repeal", "repeal")],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafting", "drafting"),
                            ("in_review", "in_review"),
                            ("published", "published"),
                            ("discarded", "discarded"),
                        ],
                        max_length=20,
                    ),
                ),
                ("last_day", models.DateField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("started_at", models.DateTimeField()),
                ("started_by", models.UUIDField(null=True)),
                ("started_by_name", models.CharField(max_length=200)),
                ("changed_at", models.DateTimeField()),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="rulebook.packversion"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="from_drafts",
                        to="rulebook.packversion",
                    ),
                ),
            ],
            options={
                "ordering": ("-changed_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="DraftText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=400)),
                ("number", models.PositiveIntegerField()),
                ("saved_at", models.DateTimeField()),
                ("saved_by", models.UUIDField(null=True)),
                ("saved_by_name", models.CharField(max_length=200)),
                (
                    "content",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rulebook.content"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="rulebook.draft"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["new", "change", "renewal", "repeal"])), name="draft_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["drafting", "in_review", "published", "discarded"])),
                name="draft_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["drafting", "in_review"])),
                fields=("zone", "policy"),
                name="draft_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), ("version__isnull", False)),
                    models.Q(models.Q(("state", "published"), _negated=True), ("version", None)),
                    _connector="OR",
                ),
                name="draft_published_has_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="drafttext",
            constraint=models.UniqueConstraint(fields=("draft", "path", "number"), name="draft_text_number_once"),
        ),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
