"""A person's tokens for programs: made, shown once, ended."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from huiqi.kernel.clock import read_clock
from huiqi.register import queries, services
from huiqi.ui.api.scopes import SCOPE_NAMES
from huiqi.ui.doors import LOGGED_IN, Request, door
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen, words


class TokenForm(forms.Form):
    """What a token is for, what it may do, and for how long."""

    name = forms.CharField(
        label=words("用途", "What for"),
        max_length=200,
        help_text=words("如：统计系统每日同步", "Such as: daily copy to statistics"),
    )
    scopes = forms.MultipleChoiceField(
        label=words("权限", "Scopes"),
        choices=[(scope.value, words(zh, en)) for scope, (zh, en) in SCOPE_NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label=words("有效天数", "Valid for how many days"), min_value=1, max_value=366, initial=90
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("text")
@door(LOGGED_IN)
def tokens(request: Request) -> HttpResponse:
    """List the actor's tokens; make one, which is shown this once."""
    now, text = read_clock(), ""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        until = now + timedelta(days=said["days"])
        with refusal_in(form):
            _, text = services.make_token(
                name=said["name"], scopes=said["scopes"], until=until, actor=request.actor, now=now
            )
            form = TokenForm()
    found = queries.tokens(request.actor).order_by("-added_at")
    context = {"form": form, "tokens": found, "text": text, "now": now}
    return render(request, "register/tokens.html", context, status=422 if form.is_bound and form.errors else 200)


@require_POST
@door(LOGGED_IN)
def end_token(request: Request, id: UUID) -> HttpResponse:
    """End a token at once."""
    services.end_token(id=id, actor=request.actor, now=read_clock())
    flash.success(request, chosen("令牌已停用。", "The token has ended."))
    return redirect("register:tokens")
