"""What went wrong, in the form of RFC 9457: every refusal of the API looks like this."""

from __future__ import annotations

from typing import Final

from ninja import Field, Schema


class Wrong(Schema):
    """One thing that is wrong with what was sent: where, and what."""

    where: str
    what: str


class Problem(Schema):
    """A refusal: `code` is for programs, `title` and `detail` are for people, in English; `detail_zh` says it in Chinese."""

    status: int
    code: str
    title: str
    detail: str = ""
    detail_zh: str = ""
    errors: list[Wrong] = Field(default_factory=list)


# What any call that reads may answer beside its own, and what one that writes may.
READS: Final = dict.fromkeys((400, 401, 403, 404, 422, 429, 503), Problem)
WRITES: Final = READS | {409: Problem}
