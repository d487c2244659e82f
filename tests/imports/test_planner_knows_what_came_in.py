"""What an import wrote is counted when it is done, so that what comes next is planned for tables that are full."""

from __future__ import annotations

import pytest
from django.db import connection

from huiqi.kernel import planner
from tests.imports.desk import FREE, HEADER, Desk


@pytest.mark.django_db(transaction=True)
def test_tables_of_an_import_are_counted_after_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    planner.count_anew()
    # Five rows stand for thousands.
    monkeypatch.setattr(planner, "MANY_ROWS", len(FREE))
    desk.brought_in((HEADER, *((code, f"新设{code}有限公司", 8, 5) for code in FREE)))
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from register_organisation")
        (companies,) = cursor.fetchone()
        cursor.execute(
            "select relname, reltuples from pg_class where relname in ('register_organisation', 'register_fact')"
        )
        assert dict(cursor.fetchall()) == {"register_organisation": companies, "register_fact": 2 * len(FREE)}
