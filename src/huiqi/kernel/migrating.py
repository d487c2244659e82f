"""Migrating in a third of the time: an operation renders anew the model that it changes, not all that are related to it.

Nearly every table points to organisations, so that each of some hundred operations would render nearly every model. What it writes
to the database reads none of those. Before code of a migration runs Django renders all of them anew, as it does for what it calls delayed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.migrations import executor
from django.db.migrations.state import ProjectState


class LeanState(ProjectState):
    """The models as migrations have made them so far."""

    def _find_reload_model(self, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
        """Return which models are rendered anew: where relations stay as they are, and of a new one, to which nothing points, itself alone."""
        if delay or model_name not in self.apps.all_models[app_label]:
            self.is_delayed = True
            return {(app_label, model_name)}
        found: set[tuple[str, str]] = super()._find_reload_model(app_label, model_name, delay)  # type: ignore[misc]  # left out of the stubs
        return found

    def clone(self) -> ProjectState:
        """Return a copy that is lean as well; Django makes one of its own kind."""
        copy = super().clone()
        copy.__class__ = LeanState
        return copy


@contextmanager
def lean_states() -> Iterator[None]:
    """Let Django migrate by lean states."""
    usual = executor.ProjectState  # type: ignore[attr-defined]  # where Django takes it from
    executor.ProjectState = LeanState  # type: ignore[attr-defined]  # the same
    try:
        yield
    finally:
        executor.ProjectState = usual  # type: ignore[attr-defined]  # the same
