"""A snapshot's file gives back what was put in, is named after its content alone, and does not hide damage."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest

from huiqi.casework.domain.snapshot_files import (
    Column,
    Companies,
    Content,
    NotASnapshot,
    read_all,
    read_companies,
    read_rows,
    written,
)

SIZE = 2_345


def content(**changed: Column) -> Content:
    companies = Companies(
        ids=[f"id-{row}" for row in range(SIZE)], names=[f"第{row}公司" for row in range(SIZE)], initials=["gs"] * SIZE,
        codes=[""] * SIZE, parks=[row % 2 or None for row in range(SIZE)], park_ids=["a", "b"], park_names=["北园", "南园"],
        by_name=list(range(SIZE)),
    )  # fmt: skip
    columns = {
        "sales|2024": Column([None if row % 7 == 0 else f"{row}.50" for row in range(SIZE)], [0, 1_400]),
        "hnte": Column([row % 3 == 0 for row in range(SIZE)]),
        "absent": Column([None] * (SIZE - 1) + ["最后"]),
        **changed,
    }
    return Content({"scope": "zone", "day": "2026-03-02"}, companies, columns)


def test_everything_comes_back() -> None:
    digest, file = written(content())
    assert read_all(file, digest=digest) == content()
    assert read_companies(BytesIO(file)) == content().companies


def test_some_companies_are_read_without_the_others() -> None:
    _, file = written(content())
    assert read_rows(BytesIO(file), [1_400, 2_344, 1]) == {
        "sales|2024": Column([None, "2344.50", "1.50"], [0]),
        "hnte": Column([False, False, False]),
        "absent": Column([None, "最后", None]),
    }


def test_the_same_content_has_the_same_name_and_file() -> None:
    again = content()
    turned = Content(again.about, again.companies, dict(reversed(again.columns.items())))
    assert written(content()) == written(turned)
    other = content(hnte=Column([row % 3 == 1 for row in range(SIZE)]))
    assert written(other)[0] != written(content())[0]


def test_a_register_without_companies_is_a_snapshot_too() -> None:
    nobody = Content({"scope": "zone"}, Companies([], [], [], [], [], [], [], []), {})
    digest, file = written(nobody)
    assert read_all(file, digest=digest) == nobody
    assert nobody.values == 0


@pytest.mark.parametrize(
    "damage", (lambda file: file[:-30], lambda file: file[:0], lambda file: file.replace(b"PK", b"KP"))
)
def test_a_damaged_file_is_refused(damage) -> None:
    digest, file = written(content())
    with pytest.raises(NotASnapshot):
        read_all(damage(file), digest=digest)
    with pytest.raises(NotASnapshot):
        read_companies(BytesIO(damage(file)))


def test_a_file_whose_content_was_changed_is_refused() -> None:
    digest, file = written(content())
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(file)) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            member = json.loads(before.read(name))
            if name == "facts/00002.json":
                member["facts"]["sales|2024"][5] = "99999999.00"
            after.writestr(name, json.dumps(member, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
    with pytest.raises(NotASnapshot, match="digest"):
        read_all(changed.getvalue(), digest=digest)
