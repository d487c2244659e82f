"""A text that is too short or too long is told in the words of the site, in the language in use."""

from __future__ import annotations

import pytest
from django import forms
from django.utils import translation


class Code(forms.Form):
    code = forms.CharField(min_length=4, max_length=6)


@pytest.mark.parametrize(
    ("language", "text", "said"),
    (
        ("zh-hans", "abc", "至少要有4个字符，现在是3个。"),
        ("zh-hans", "abcdefg", "最多6个字符，现在是7个，请改短。"),
        ("en", "abc", "At least 4 characters are needed; this has 3."),
        ("en", "abcdefg", "At most 6 characters; this has 7: make it shorter."),
    ),
)
def test_how_long_a_text_has_to_be(language: str, text: str, said: str) -> None:
    with translation.override(language):
        assert Code({"code": text}).errors["code"] == [said]
