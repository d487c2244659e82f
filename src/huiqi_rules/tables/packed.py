"""A long column of numbers in little memory: some thousand of them are kept as one text, a tenth of what as many decimals take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, overload

from huiqi_rules.core.values import ABSENT
from huiqi_rules.tables.columns import Value

AT_ONCE: Final = 4_096
_UNKNOWN, _ABSENT = "", "-"


class PackedNumbers(Sequence[Value | None]):
    """Decimals, unknown and absent, appended one after the other; the last one may still be changed.

    Read in order or nearby, for what was asked for last is kept as it was; every decimal comes back with all its places.
    """

    __slots__ = ("_end", "_opened", "_opened_number", "_packed")

    def __init__(self) -> None:
        self._packed: list[str] = []
        self._end: list[Value | None] = []
        self._opened: list[Value | None] = []
        self._opened_number = -1

    def append(self, value: Value | None) -> None:
        """Add a number at the end."""
        if len(self._end) == AT_ONCE:
            self._packed.append(",".join(map(_text, self._end)))
            self._end = []
        self._end.append(value)

    def __setitem__(self, index: int, value: Value | None) -> None:
        assert index == -1, "only the last one may be changed"
        self._end[index] = value

    def __len__(self) -> int:
        return len(self._packed) * AT_ONCE + len(self._end)

    def __iter__(self) -> Iterator[Value | None]:
        for number in range(len(self._packed) + 1):
            yield from self._part(number)

    @overload
    def __getitem__(self, index: int) -> Value | None: ...
    @overload
    def __getitem__(self, index: slice) -> list[Value | None]: ...
    def __getitem__(self, index: int | slice) -> Value | list[Value | None] | None:
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            first = start // AT_ONCE
            parts = (self._part(number) for number in range(first, -(-stop // AT_ONCE)))
            return [cell for part in parts for cell in part][start - first * AT_ONCE : stop - first * AT_ONCE : step]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        number, place = divmod(index % len(self), AT_ONCE)
        return self._part(number)[place]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(_same, self, other))

    __hash__ = None  # type: ignore[assignment]  # it changes while it is filled

    def __repr__(self) -> str:
        return f"PackedNumbers({list(self)})"

    def _part(self, number: int) -> list[Value | None]:
        if number == len(self._packed):
            return self._end
        if number != self._opened_number:
            self._opened = [_value(text) for text in self._packed[number].split(",")]
            self._opened_number = number
        return self._opened


def _text(value: Value | None) -> str:
    if value is None:
        return _UNKNOWN
    if value is ABSENT:
        return _ABSENT
    assert type(value) is Decimal, value
    return str(value)


def _value(text: str) -> Value | None:
    return None if text == _UNKNOWN else ABSENT if text == _ABSENT else Decimal(text)


def _same(mine: object, other: object) -> bool:
    return mine is other or mine == other
