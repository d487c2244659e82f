"""Why something is not done stands in the form or above the next page; what is not there stays a 404."""

from __future__ import annotations

from typing import ClassVar

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory

from huiqi.kernel.errors import Cannot, NotVisible
from huiqi.ui.refusals import refusal_in, refusal_said


class CannotPour(Cannot):
    messages: ClassVar = {"empty": ("壶是空的。", "the pot is empty.")}


class CannotSeePot(NotVisible):
    messages: ClassVar = {"not_found": ("没有这把壶。", "there is no such pot.")}


class PourForm(forms.Form):
    cups = forms.IntegerField()


@pytest.fixture
def form():
    return PourForm({"cups": "3"})


def test_a_form_says_why_and_is_shown_again(form):
    with refusal_in(form):
        raise CannotPour("empty")
    assert form.non_field_errors() == ["壶是空的。"]


def test_it_may_be_said_at_a_field(form):
    with refusal_in(form, field="cups"):
        raise CannotPour("empty")
    assert form.errors == {"cups": ["壶是空的。"]}


def test_the_next_page_says_why_and_the_form_may_be_sent_again():
    request = RequestFactory().post("/")
    request._messages = CookieStorage(request)
    with refusal_said(request):
        raise CannotPour("empty")
    assert [(one.level_tag, one.message) for one in get_messages(request)] == [("error", "壶是空的。")]
    assert request.is_refused


def test_what_is_not_there_stays_a_404_unless_the_form_let_somebody_name_it(form):
    with pytest.raises(CannotSeePot), refusal_in(form):
        raise CannotSeePot("not_found")
    with refusal_in(form, CannotSeePot):
        raise CannotSeePot("not_found")
    assert form.non_field_errors() == ["没有这把壶。"]


def test_a_mistake_of_ours_is_not_told_as_a_refusal(form):
    with pytest.raises(KeyError), refusal_in(form):
        raise KeyError("pot")
    assert form.is_valid()
