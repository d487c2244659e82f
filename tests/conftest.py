"""What every test can count on: no network, the folder of real data where it is there, Spark where Java is."""

from __future__ import annotations

import gc
import hashlib
import importlib.util
import os
import shutil
import socket
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from huiqi.kernel import clock, postgres
from huiqi.kernel.environment import read_path
from tests.dealing import ON_SPARK, ByFile, needs_spark

ROOT = Path(__file__).resolve().parent.parent

# Runs are repeatable: the same examples each time. Fresh seeds are for the night: HYPOTHESIS_PROFILE=nightly.
settings.register_profile("repeatable", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("nightly", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


class Day(datetime):
    """The clock of the product: from the start of the tests it goes on from a Friday morning in China."""

    begun = time.monotonic()
    first = datetime.fromisoformat(os.environ.get("HUIQI_TEST_DAY", "2026-11-20T02:00:00+00:00"))

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # a plain moment is what everybody wants
        """Return how far that day has got."""
        return (cls.first + timedelta(seconds=time.monotonic() - cls.begun)).astimezone(tz)


# Here and not in a fixture: files of tests read the clock when they are read.
clock.datetime = Day


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the conformance kit and real data; a test that asks for it is skipped where it is absent."""
    folder = Path(os.environ.get("HUIQI_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no folder {folder} with the conformance kit and real data (set HUIQI_SHARED)")
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Skip Spark where it cannot run; else its tests come first, for one process does all of them (`tests/dealing.py`)."""
    lacks = spark_lacks()
    for item in items:
        on_spark = item.get_closest_marker("spark") is not None
        assert on_spark == needs_spark(item.nodeid), f"{item.nodeid}: a test marked spark has a name with {ON_SPARK}"
        if on_spark and lacks:
            item.add_marker(pytest.mark.skip(reason=f"Spark: {lacks}"))
    yield
    items.sort(key=lambda item: not needs_spark(item.nodeid))


def pytest_collection_finish() -> None:
    """Leave alone what stays until the end: passes over a million objects would take a tenth of the whole run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)


def pytest_unconfigure() -> None:
    """Let everything go at the end; libraries complain of what stays."""
    gc.unfreeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Deal tests out by file (`pytest -n 2`)."""
    # In the order of the collection: the longest first, not the file with the most tests.
    config.option.loadscopereorder = False
    return ByFile(config, log)


def spark_lacks() -> str:
    """Return what is missing for the Spark tests, in words; empty when they can run."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed (make test-spark installs it)"
    java = shutil.which("java") or shutil.which("java", path=str(Path(os.environ.get("JAVA_HOME", "")) / "bin"))
    return "" if java else "no java was found"


@pytest.fixture(scope="session")
def spark_session() -> Iterator[object]:
    """The one Spark session of a run: starting it, and warming it up, takes longer than any test with it."""
    from huiqi_rules.columnar.spark import local_session

    # A run is over before Java's second compiler would pay.
    os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    session = local_session()
    # A handful of rows is sorted at once, without a sample being drawn first.
    session.conf.set("spark.sql.shuffle.partitions", "1")
    yield session
    session.stop()


@pytest.fixture
def cast(db: None) -> object:
    """A zone with two parks and a company in each: `tests.cast.Cast`."""
    from tests.cast import cast_again

    return cast_again()


@pytest.fixture(autouse=True)
def _no_job_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty the queue after a test that commits: its tables are not among those that Django empties."""
    mark = request.node.get_closest_marker("django_db")
    commits = {"live_server", "transactional_db"} & set(request.fixturenames) or (
        mark and mark.kwargs.get("transaction")
    )
    blocker = request.getfixturevalue("django_db_blocker") if commits else None
    yield
    if blocker is not None:
        from django.db import connection

        with blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def connect_on_this_machine(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and isinstance(address, tuple):
            assert address[0] in {"127.0.0.1", "::1", "localhost"}, f"a test reached for the network: {address}"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_on_this_machine)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A throw-away server that all processes of the run share; its folder stays, so that the next run starts at once.

    HUIQI_POSTGRES_BIN=/usr/lib/postgresql/15/bin runs the tests on the oldest version that is supported.
    """
    programs = read_path("HUIQI_POSTGRES_BIN")
    kind = "own" if programs is None else hashlib.sha256(str(programs).encode()).hexdigest()[:8]
    home = ROOT / ".cache" / "tests" / f"postgres-{kind}"
    with postgres.in_use(home, postgres.Options(binaries=programs, durable=False)) as server:
        yield server


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    postgres_server: postgres.Server, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Point Django at that server; pytest-django asks for this before it makes the test database."""
    from django.conf import settings
    from django.db import connections

    from tests.template import template

    found = postgres.database_settings(postgres_server.address)
    for known in (connections["default"].settings_dict, settings.DATABASES["default"]):
        known.update({key: found[key] for key in ("NAME", "USER", "HOST", "PORT", "PASSWORD")})
    let_tests_clean_up(connections["default"].ops)
    test = connections["default"].settings_dict["TEST"]
    test["NAME"] = f"{test['NAME'] or 'test'}_{settings.RUN}"
    test["TEMPLATE"] = template(postgres_server, postgres_server.cluster.parent)


def let_tests_clean_up(operations: object) -> None:
    """Let pytest-django empty tables after a test with real transactions, which the guards of what is only added forbid."""
    emptying = operations.sql_flush

    def sql_flush(*arguments: object, **options: object) -> list[str]:
        statements = emptying(*arguments, **options)
        return ["set session_replication_role = replica", *statements, "set session_replication_role = origin"]

    operations.sql_flush = sql_flush
