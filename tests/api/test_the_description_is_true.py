"""Schemathesis calls every operation as described and as not: no status that is not described, no answer of another shape, no 5xx."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode, checks

from huiqi.kernel.actor import Actor
from huiqi.site.api import described
from huiqi.site.wsgi import application
from huiqi.ui.api import Scope
from tests.api.conftest import token_for
from tests.cast import Cast

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Let the calls stay in the test's transaction, as Django's own client does."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


SCHEMA = schemathesis.openapi.from_dict(described())
SCHEMA.app = application
OPERATIONS = {operation.ok().label: operation.ok() for operation in SCHEMA.get_all_operations()}


@pytest.mark.parametrize("mode", (GenerationMode.POSITIVE, GenerationMode.NEGATIVE), ids=lambda mode: mode.value)
@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_no_operation_answers_what_is_not_described(
    published: Cast, officer: Actor, label: str, mode: GenerationMode
) -> None:
    headers = {"Authorization": f"Bearer {token_for(officer, *Scope)}"}
    statuses: set[int] = set()

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(case=OPERATIONS[label].as_strategy(generation_mode=mode))
    def call(case: schemathesis.Case) -> None:
        cache.clear()
        response = case.call(headers=headers)
        statuses.add(response.status_code)
        case.validate_response(response, checks=CHECKS)

    call()
    assert statuses - {401}, "no call came in"
