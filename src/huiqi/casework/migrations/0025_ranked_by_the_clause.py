"""Where a panel's mean becomes a fact by which the clause itself ranks, closing selects nobody."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import Q


def leave_to_the_clause(apps: Any, schema_editor: Any) -> None:
    """Where the panel's mean became a fact by which the clause ranks, nobody was selected by closing."""
    apps.get_model("casework", "Placing").objects.exclude(competition__score_fact="").update(outcome="ranked")


def select_all(apps: Any, schema_editor: Any) -> None:
    """As closing said it before."""
    apps.get_model("casework", "Placing").objects.filter(outcome="ranked").update(outcome="wins")


class Migration(migrations.Migration):
    dependencies = [("casework", "0024_outside_experts")]

    operations = [
        migrations.RemoveConstraint(model_name="placing", name="placing_known"),
        migrations.RunPython(leave_to_the_clause, select_all),
        migrations.AddConstraint(
            model_name="placing",
            constraint=models.CheckConstraint(
                condition=Q(outcome__in=["wins", "ranked", "tied", "open", "no_place", "no_money", "below"]),
                name="placing_known",
            ),
        ),
    ]
