"""The same plan on a Spark cluster (optional extra `spark`): its tasks read the subjects from Parquet.

Spark silently cuts decimals where types grow, so the printer says every type; ANSI mode makes what is left an error.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from huiqi_rules.columnar.dialects import SPARK
from huiqi_rules.columnar.query import rows_query
from huiqi_rules.columnar.rows import Row
from huiqi_rules.columnar.store import ROW, connect, store_subjects
from huiqi_rules.model.decision import FactValue
from huiqi_rules.model.facts import Fact
from huiqi_rules.plan.build import Plan, Wanted, answer_columns, build_plan
from huiqi_rules.plan.passes.order import for_rows

# From so many characters on a query is not compiled to Java.
INTERPRETED_FROM = 300_000
_WHOLE = "spark.sql.codegen.wholeStage"


def local_session(*, threads: int = 2) -> Any:
    """Return a Spark session on this machine alone, for tests and trials; needs pyspark and Java."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master(f"local[{threads}]").appName("huiqi")
    settings = {
        "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.ansi.enabled": "true", "spark.sql.shuffle.partitions": str(threads),
        "spark.sql.session.timeZone": "Asia/Shanghai", "spark.sql.codegen.wholeStage": "true",
        "spark.sql.adaptive.enabled": "false",
    }  # fmt: skip
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    # The bridge to Java tells of every connection that it closes, also when nobody listens any more.
    logging.getLogger("py4j").setLevel(logging.WARNING)
    return session


def _collected(session: Any, query: str) -> Sequence[Any]:
    """Return the rows of a query; a long one (a table of hundreds of rows) is interpreted, for compiled it fills the memory."""
    mode = "spark.sql.codegen.factoryMode"
    usual = session.conf.get(mode)
    whole = session.conf.get(_WHOLE)
    if len(query) > INTERPRETED_FROM:
        session.conf.set(mode, "NO_CODEGEN")
        session.conf.set(_WHOLE, "false")
    try:
        rows: Sequence[Any] = session.sql(query).collect()
        return rows
    finally:
        session.conf.set(mode, usual)
        session.conf.set(_WHOLE, whole)


def spark_rows(
    session: Any,
) -> Callable[[Wanted, date, Sequence[Mapping[str, FactValue]], Mapping[str, Fact]], tuple[Plan, list[Row]]]:
    """Return a row runner for `BatchEngine` over one session."""

    def run(
        wanted: Wanted, day: date, subjects: Sequence[Mapping[str, FactValue]], facts: Mapping[str, Fact]
    ) -> tuple[Plan, list[Row]]:
        with tempfile.TemporaryDirectory(prefix="huiqi-") as folder:
            path = Path(folder, "register.parquet")
            connection = connect()
            try:
                stored = store_subjects(connection, subjects, facts)
                connection.execute(f"COPY {stored.relation} TO '{path}' (FORMAT parquet)")
            finally:
                connection.close()
            plan = for_rows(build_plan([wanted], stored.layout, day))
            columns = (ROW, *answer_columns(plan))
            session.read.parquet(str(path)).createOrReplaceTempView("register")
            query = rows_query(plan, "register", columns, SPARK) + f" ORDER BY `{ROW}`"
            return plan, [dict(zip(columns, row, strict=True)) for row in _collected(session, query)]

    return run
