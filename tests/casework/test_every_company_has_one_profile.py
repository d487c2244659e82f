"""Thirty-three thousand companies have thirty-three thousand profiles: one each, listed, and each opens as its page."""

from __future__ import annotations

import pytest
from django.db import connection

from huiqi.kernel.actor import Role
from huiqi.register.models import Organisation, Subject
from tests.cast import NOW, Cast, visit
from tests.register.pages import text

COMPANIES = 33_000
ADD = """
with added as (
    insert into register_organisation
        (id, kind, name, name_key, name_initials, credit_code, parent_id, within, added_at)
    select id, 'company', '企业' || n, 'qi3 ye4 ' || lpad(n::text, 5, '0'), 'qy' || n,
        '91350200M' || lpad(n::text, 9, '0'), %(park)s, array[%(zone)s, %(park)s, id], %(now)s
    from (select gen_random_uuid() as id, n from generate_series(1, %(count)s) n) numbered
    returning id
)
insert into register_subject (id, kind, organisation_id) select id, 'company', id from added
"""


@pytest.mark.inventory("QT-02")
def test_every_company_has_one_profile_that_opens(cast: Cast) -> None:
    told = {"park": cast.north.pk, "zone": cast.zone.pk, "now": NOW, "count": COMPANIES - 2}
    with connection.cursor() as cursor:
        cursor.execute(ADD, told)
        # Counted, or PostgreSQL takes the new rows for a handful and compares each with each: minutes.
        cursor.execute("analyze register_organisation, register_subject")
    companies = Organisation.objects.filter(kind="company")
    profiles = Subject.objects.filter(kind="company", organisation__in=companies, pk__in=companies)
    assert (companies.count(), profiles.count()) == (COMPANIES, COMPANIES)
    leader = visit(cast.person("领导", (Role.LEADER, cast.zone)))
    assert "33,000" in text(leader, "/companies/")
    for company in companies.filter(name__in=("企业1", "企业17000", "企业32998")):
        assert company.name in text(leader, f"/companies/{company.pk}")
