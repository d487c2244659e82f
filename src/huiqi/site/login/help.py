"""What every page knows of the log-in: whom to ask, whether mail can be sent, and the identity provider's name."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from huiqi.register.domain.accounts import IDENTITY_PROVIDER
from huiqi.ui.words import chosen


def known(request: HttpRequest) -> dict[str, object]:
    """Return the values; nothing is asked of the database."""
    return {
        "contact": settings.CONTACT,
        "can_mail": bool(settings.EMAIL_HOST),
        "identity_provider": {"id": IDENTITY_PROVIDER, "name": provider_name()} if settings.OIDC_ISSUER else None,
    }


def provider_name() -> str:
    """Return what the identity provider is called, in the language in use."""
    named = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["name"]
    return str(named) or chosen("统一身份认证", "single sign-on")
