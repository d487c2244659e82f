"""The zone's identity provider (OpenID Connect), from the environment: all of it is named, or nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import SplitResult, urlsplit

from huiqi.kernel.environment import CannotReadSetting, read_text
from huiqi.register.domain.accounts import IDENTITY_PROVIDER

ISSUER, CLIENT, SECRET = "HUIQI_OIDC_ISSUER", "HUIQI_OIDC_CLIENT_ID", "HUIQI_OIDC_CLIENT_SECRET"
_EXPECTED = "an https address such as https://login.example.cn/realms/zone"
_HERE = {"localhost", "127.0.0.1", "::1"}


def read_issuer() -> SplitResult | None:
    """Return the parts of the issuer's address; None where there is no provider; raises CannotReadSetting.

    Tokens that come straight from the provider are trusted because TLS says who sent them; so plain http is for this machine only.
    """
    text = read_text(ISSUER)
    if not text:
        return None
    try:
        parts = urlsplit(text.rstrip("/"))
        sound = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        raise CannotReadSetting("bad_value", name=ISSUER, value=text, expected=_EXPECTED) from None
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
    if not (sound and safe) or parts.query or parts.fragment or parts.username:
        raise CannotReadSetting("bad_value", name=ISSUER, value=text, expected=_EXPECTED)
    return parts


def providers(issuer: SplitResult | None) -> dict[str, Any]:
    """Return the setting SOCIALACCOUNT_PROVIDERS; raises CannotReadSetting where a part is missing."""
    if issuer is None:
        return {}
    for name in (CLIENT, SECRET):
        if not read_text(name):
            raise CannotReadSetting(
                "bad_value", name=name, value="", expected=f"what the provider {issuer.geturl()} gave out"
            )
    app = {
        "provider_id": IDENTITY_PROVIDER,
        "name": read_text("HUIQI_OIDC_NAME"),
        "client_id": read_text(CLIENT),
        "secret": read_text(SECRET),
        "settings": {"server_url": issuer.geturl(), "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def origin(issuer: SplitResult | None) -> list[str]:
    """Return where the button that leads to the provider may lead, for the content security policy."""
    return [f"{issuer.scheme}://{issuer.netloc}"] if issuer else []
