"""A task that is asked for belongs to the transaction of its cause, also where a worker asks for it."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.testing import InMemoryConnector

from huiqi.kernel import jobs

TASK = "huiqi.casework.tasks.set_notice"


def asked() -> int:
    return ProcrastinateJob.objects.filter(task_name=TASK).count()


@pytest.mark.django_db(transaction=True)
def test_a_worker_asks_within_its_transaction() -> None:
    elsewhere = InMemoryConnector()
    with app.replace_connector(elsewhere):
        with transaction.atomic():
            jobs.put_into_queue(TASK, notice="1")
            assert asked() == 1
            transaction.set_rollback(True)
        assert asked() == 0, "what came to nothing asks for nothing"
        with transaction.atomic():
            jobs.put_into_queue(TASK, notice="2")
    assert asked() == 1
    assert not elsewhere.jobs
    assert not connection.in_atomic_block
