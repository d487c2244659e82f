"""How several processes share the tests: file by file, so that what a file sets up is set up once; all on Spark by one process.

A mark would say which tests those are, but who deals out knows nothing but names.
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

ON_SPARK = "_on_spark"


def needs_spark(nodeid: str) -> bool:
    """Whether the function of a test says that it runs on Spark."""
    return ON_SPARK in nodeid.partition("::")[2].partition("[")[0]


class ByFile(LoadScopeScheduling):
    """Deals out the tests of a file together, and those on Spark as if they were one file."""

    def _split_scope(self, nodeid: str) -> str:
        return "spark" if needs_spark(nodeid) else nodeid.partition("::")[0]
