"""What takes long to read tells of one state, whatever others write meanwhile, and writes nothing itself."""

from __future__ import annotations

import psycopg
import pytest
from django.db import InternalError, connection

from huiqi.kernel.models import Job
from huiqi.kernel.moments import one_moment


def others_write() -> None:
    """Another process adds a row and commits it."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute(
            "insert into kernel_job (id, kind, title_zh, title_en, state, done, total, problem, result, added_at) "
            "values (gen_random_uuid(), 'x', '', '', 'waiting', 0, 0, '', '', now())"
        )


@pytest.mark.django_db(transaction=True)
def test_what_others_write_meanwhile_is_not_seen() -> None:
    with one_moment():
        assert Job.objects.count() == 0
        others_write()
        assert Job.objects.count() == 0
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_inside() -> None:
    with pytest.raises(InternalError, match="read-only"), one_moment():
        Job.objects.update(done=1)
