"""While much is made at once Python's collector rests, and works again after, whatever happened."""

from __future__ import annotations

import gc

import pytest

from huiqi.kernel.collecting import without_collecting


def test_it_rests_inside_and_works_after() -> None:
    with without_collecting():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_a_failure() -> None:
    @without_collecting()
    def fail() -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail()
    assert gc.isenabled()


def test_it_stays_off_where_it_was_off() -> None:
    gc.disable()
    try:
        with without_collecting():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
