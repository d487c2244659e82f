"""The invented zone: whole or not at all, the same for everybody but its passwords, which are random and shown once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from huiqi.kernel.actor import Role, system
from huiqi.kernel.audit import flaws
from huiqi.register import queries
from huiqi.register.models import Account, Fact, Organisation, Title
from huiqi.rulebook.queries import current_book, policies_in_force
from huiqi.site.commands import demo as command
from huiqi.site.demo import is_made, make_demo, making, new_log_ins

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
SIZE = 40


@pytest.fixture
def zone(db: None) -> Organisation:
    make_demo(size=SIZE, now=NOW, say=lambda text: None)
    return Organisation.objects.get(kind="zone")


def test_companies_facts_titles_and_policies_are_there(zone: Organisation) -> None:
    assert is_made()
    assert Organisation.objects.filter(kind="company").count() == SIZE
    years = set(Fact.objects.filter(name="operating_revenue").values_list("period", flat=True))
    assert years == {"2023", "2024", "2025"}
    assert Fact.objects.filter(state="not_applicable").exists()
    assert Title.objects.exists()
    book = current_book(zone=zone.pk, now=NOW)
    assert policies_in_force(book, day=NOW.date())
    assert not list(flaws())


def test_the_same_facts_each_time(zone: Organisation) -> None:
    said = sorted(Fact.objects.values_list("name", "period", "number", "text", "truth"), key=str)
    assert len(said) > SIZE * 50
    makes = making.lines_of(making.made_companies(SIZE, now=NOW), now=NOW)
    numbers = sorted(str(line.value) for line in makes if line.name == "staff")
    assert numbers == sorted(f"{row[2]:f}".split(".")[0] for row in said if row[0] == "staff")


def test_every_role_logs_in_and_old_passwords_do_not(zone: Organisation, client: Client) -> None:
    first = new_log_ins(now=NOW)
    assert {one.role for one in first} == {role.value for role in Role} - {"company_staff", "company_agent"}
    second = {one.login: one.password for one in new_log_ins(now=NOW)}
    assert len(set(second.values()) | {one.password for one in first}) == 2 * len(first)
    for one in first:
        account = Account.objects.get(username=one.login)
        assert account.check_password(second[one.login])
        assert not account.check_password(one.password)
        assert queries.actor_of(person=account.person_id, now=NOW).grants


def test_a_start_that_is_killed_leaves_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(making, "make_titles", killed)
    with pytest.raises(KeyboardInterrupt):
        make_demo(size=SIZE, now=NOW, say=lambda text: None)
    assert not is_made()
    assert not queries.organisations(system("test")).exists()


def test_a_database_of_ones_own_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@/theirs")
    with pytest.raises(command.CannotMakeDemo, match="only into a private one"):
        command.run(command_arguments(size=100))
    with pytest.raises(command.CannotMakeDemo, match="between 10 and"):
        command.run(command_arguments(size=1))


def command_arguments(*, size: int) -> object:
    from huiqi.site.commands.entry import build_parser

    return build_parser().parse_args(["demo", "--size", str(size)])
