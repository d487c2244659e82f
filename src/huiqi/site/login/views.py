"""Pages of one's own account that the library has not: the account at a glance, ending one session, whom to ask for a password."""

from __future__ import annotations

from allauth.account import views as account
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.clock import read_clock
from huiqi.register import queries, services
from huiqi.site.login import events
from huiqi.site.login.forms import SetPasswordByMail
from huiqi.ui.doors import LOGGED_IN, PUBLIC, Request, door
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen


@require_safe
@door(LOGGED_IN)
def own_account(request: Request) -> HttpResponse:
    """Show one's own account: name, roles, and how one logs in."""
    assert request.user.is_authenticated, "the door lets nobody else in"
    person, now = request.user.person_id, read_clock()
    found = {
        "grants": queries.grants_of(person=person, now=now),
        "has_factor": queries.has_second_factor(person=person),
        "lacks_factor": queries.waits_for_second_factor(person=person, now=now),
        "sessions": UserSession.objects.filter(user_id=request.user.pk).count(),
        "connected": SocialAccount.objects.filter(user_id=request.user.pk).exists(),
    }
    return render(request, "site/own_account.html", found)


@door(PUBLIC)
def ask_for_mail(request: Request) -> HttpResponseBase:
    """Send a link for a new password where mail can be sent; else say whom to ask."""
    if not settings.EMAIL_HOST:
        return render(request, "account/password_reset_by_hand.html")
    response: HttpResponseBase = account.password_reset(request)
    return response


@never_cache
@require_http_methods(["GET", "POST"])
@door(PUBLIC)
def first_password(request: Request, token: str) -> HttpResponse:
    """Let the holder of a link set a password; the link then no longer works."""
    now = read_clock()
    login = queries.link_holder(token=token, now=now)
    if not login:
        return render(request, "account/password_reset_from_key.html", {"token_fail": True}, status=404)
    # The password may not be like the log-in name; nothing of this account is saved.
    form = SetPasswordByMail(request.POST or None, user=get_user_model()(username=login))
    if request.method == "POST" and form.is_valid():
        with refusal_in(form):
            services.use_link(token=token, password=form.cleaned_data["password1"], now=now)
            messages.success(request, chosen("密码已设置，请登录。", "The password is set. Please log in."))
            return redirect("account_login")
    return render(request, "account/first_password.html", {"form": form, "login": login})


@require_POST
@door(LOGGED_IN)
def end_session(request: Request, id: int) -> HttpResponse:
    """End one of one's own sessions; the present one is ended by logging out."""
    assert request.user.is_authenticated, "the door lets nobody else in"
    found = UserSession.objects.filter(pk=id, user_id=request.user.pk).first()
    if found is None:
        raise Http404
    if found.session_key == request.session.session_key:
        return redirect("account_logout")
    found.end()
    events.record(events.SESSION_ENDED, request=request, user=request.user)
    messages.success(request, chosen("这个登录已结束。", "That session has ended."))
    return redirect("usersessions_list")
