"""What the library asks of us: who may come in, where to go then, its messages in our words, and that we write down what happened."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from huiqi.kernel.clock import read_clock
from huiqi.register import queries, services
from huiqi.site.login import events
from huiqi.site.login.sealing import seal, unseal
from huiqi.ui.words import chosen, words

WRONG_CODE = words(
    "验证码不对，或者已经用过。请用应用里新的一个。", "The code is wrong or was used before. Take the next one."
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Named in the setting ACCOUNT_ADAPTER."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": words("这个账户已停用。", "This account is switched off."),
        "enter_current_password": words("现在的密码不对。", "The current password is wrong."),
        "incorrect_code": WRONG_CODE,
        "incorrect_password": words("密码不对。", "The password is wrong."),
        "invalid_login": words("登录名或密码不对。", "Log-in name or password is wrong."),
        "invalid_password_reset": words("这个链接已失效。", "This link no longer holds."),
        "too_many_login_attempts": words(
            "失败次数太多，请过几分钟再试。", "Too many failed attempts: please try again in a few minutes."
        ),
        "username_password_mismatch": words("登录名或密码不对。", "Log-in name or password is wrong."),
        "rate_limited": words("请求太频繁，请过几分钟再试。", "Too many requests: please try again in a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return that nobody makes an account alone."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where to go after the log-in: first of all to a second factor, where one is due."""
        assert request.user.is_authenticated, "asked only after the log-in"
        if queries.waits_for_second_factor(person=request.user.person_id, now=read_clock()):
            return reverse("mfa_index")
        found: str = super().get_login_redirect_url(request)
        return found

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return where to go after the password was changed."""
        return reverse("own_account")

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **named: Any) -> HttpResponse:
        """Write the log-in down."""
        events.record(events.LOGGED_IN, request=request, user=user)
        response: HttpResponse = super().post_login(request, user, **named)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Write the end of the session down."""
        if request.user.is_authenticated:
            events.record(events.LOGGED_OUT, request=request, user=request.user)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write a refused log-in down where there is such an account; what else was typed is nobody's business."""
        services.record_refusal(
            username=credentials.get("username", ""), address=self.get_client_ip(request), now=read_clock()
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Write down what changed about the account, and tell its holder where mail can be sent."""
        event = events.CHANGES.get(template_prefix)
        if event is None:
            return
        events.record(event, request=self.request, user=user)
        if event in events.FACTOR_ADDED:
            # A session that was opened with a password alone would now carry more than it should.
            end_other_sessions(self.request, user)
        to = getattr(user, "email", "")
        if settings.EMAIL_HOST and to:
            send_mail(event.subject, event.letter(settings.CONTACT), None, [to])


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """Named in the setting MFA_ADAPTER."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": words(
            "先设置验证器应用或通行密钥，才有恢复码。", "Recovery codes need an authenticator app or a passkey first."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Return the secret of a factor as it is kept."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret of a factor again."""
        return unseal(encrypted_text)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        """Return the name of a passkey that nobody named."""
        return chosen("我的通行密钥", "My passkey")


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Named in the setting SOCIALACCOUNT_ADAPTER."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Return that the provider's people get in only where an account was prepared for them."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Turn away who is not known here, with the subject that the administrator needs to prepare an account."""
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        page = render(request, "socialaccount/refused.html", {"subject": sociallogin.account.uid}, status=403)
        raise ImmediateHttpResponse(page)
