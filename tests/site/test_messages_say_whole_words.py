"""A failure's message says its data as they are: a pair of words is said in one language before, and has no places any more."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from huiqi.kernel.errors import Cannot
from huiqi.site import urls


def kinds(of: type[Cannot]) -> Iterator[type[Cannot]]:
    yield of
    for one in of.__subclasses__():
        yield from kinds(one)


def test_no_message_takes_a_letter_for_a_word() -> None:
    assert urls.urlpatterns, "whatever the site does is loaded"
    said = {
        (kind.__name__, code, field)
        for kind in kinds(Cannot)
        for code, words in kind.messages.items()
        for text in ((words,) if isinstance(words, str) else words)
        for _, field, _, _ in Formatter().parse(text)
        if field
    }
    assert ("CannotPay", "not_at", "stage") in said
    assert [one for one in sorted(said) if "[" in one[2]] == []
