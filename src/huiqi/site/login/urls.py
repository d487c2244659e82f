"""Addresses of the log-in: those pages of the library that we use, each behind a door; signing up alone is not among them."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as provider
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from huiqi.site.login import views
from huiqi.ui.doors import LOGGED_IN, PUBLIC, door

own, public = door(LOGGED_IN), door(PUBLIC)

urlpatterns = [
    path("", views.own_account, name="own_account"),
    path("login/", public(account.login), name="account_login"),
    path("logout/", public(account.logout), name="account_logout"),
    path("inactive/", public(account.account_inactive), name="account_inactive"),
    path("first/<str:token>/", views.first_password, name="first_password"),
    path("again/", own(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", own(account.password_change), name="account_change_password"),
    path("password/set/", own(account.password_set), name="account_set_password"),
    path("password/reset/", views.ask_for_mail, name="account_reset_password"),
    path("password/reset/sent/", public(account.password_reset_done), name="account_reset_password_done"),
    # The key holds hyphens itself.
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        public(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("factors/", own(factors.index), name="mfa_index"),
    path("factors/ask/", public(factors.authenticate), name="mfa_authenticate"),
    path("factors/again/", own(factors.reauthenticate), name="mfa_reauthenticate"),
    path("factors/app/add/", own(totp.activate_totp), name="mfa_activate_totp"),
    path("factors/app/remove/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("factors/codes/", own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("factors/codes/make/", own(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("factors/passkeys/", own(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("factors/passkeys/add/", own(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("factors/passkeys/again/", own(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("factors/passkeys/login/", public(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("factors/passkeys/<int:pk>/rename/", own(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("factors/passkeys/<int:pk>/remove/", own(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("provider/", own(provider.connections), name="socialaccount_connections"),
    path("provider/cancelled/", public(provider.login_cancelled), name="socialaccount_login_cancelled"),
    path("provider/error/", public(provider.login_error), name="socialaccount_login_error"),
    path("provider/<slug:provider_id>/login/", public(openid.login), name="openid_connect_login"),
    path("provider/<slug:provider_id>/callback/", public(openid.callback), name="openid_connect_callback"),
    path("sessions/", own(sessions.list_usersessions), name="usersessions_list"),
    path("sessions/<int:id>/end", views.end_session, name="end_session"),
]
