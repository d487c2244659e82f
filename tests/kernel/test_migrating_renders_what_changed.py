"""While it migrates, only the model that an operation changes is rendered anew; code of a migration finds all of them as they are."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.migrations.state import ModelState

from huiqi.kernel.migrating import LeanState, lean_states


def place() -> ModelState:
    return ModelState("a", "Place", [("id", models.BigAutoField(primary_key=True))])


def house() -> ModelState:
    at = models.ForeignKey("a.Place", on_delete=models.PROTECT)
    return ModelState("a", "House", [("id", models.BigAutoField(primary_key=True)), ("at", at)])


def state() -> Any:
    """Houses at places, rendered already."""
    made = LeanState()
    made.add_model(place())
    made.add_model(house())
    assert made.apps.get_model("a", "House")
    return made


def test_a_field_renders_its_model_alone() -> None:
    made = state()
    before = made.apps.get_model("a", "House")
    migrations.AddField("place", "name", models.TextField(default="")).state_forwards("a", made)
    assert made.apps.get_model("a", "Place")._meta.get_field("name")
    assert made.apps.get_model("a", "House") is before


def test_a_new_model_renders_no_other() -> None:
    made = state()
    before = made.apps.get_model("a", "House")
    made.add_model(ModelState("a", "Door", [("id", models.BigAutoField(primary_key=True)), ("of", models.ForeignKey("a.House", models.PROTECT))]))  # fmt: skip
    assert made.apps.get_model("a", "Door")._meta.get_field("of").remote_field.model is before
    assert made.apps.get_model("a", "House") is before


def test_a_relation_renders_both_sides() -> None:
    made = state()
    before = made.apps.get_model("a", "House")
    to = models.ForeignKey("a.House", null=True, on_delete=models.PROTECT, related_name="+")
    migrations.AddField("place", "main", to).state_forwards("a", made)
    assert made.apps.get_model("a", "House") is not before


def test_code_finds_all_models_as_they_are() -> None:
    made = state().clone()
    migrations.AddField("place", "name", models.TextField(default="")).state_forwards("a", made)
    made.clear_delayed_apps_cache()
    apps = made.apps
    assert apps.get_model("a", "House")._meta.get_field("at").remote_field.model is apps.get_model("a", "Place")


def test_django_has_its_own_states_again() -> None:
    from django.db.migrations import executor, state

    with lean_states():
        assert executor.ProjectState is LeanState
    assert executor.ProjectState is state.ProjectState
