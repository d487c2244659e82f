"""A real OpenID Connect provider on this machine, and the site set up for it as an operator would do it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

import pytest

from huiqi.site.login import provider

# The provider speaks of its own deprecated parts.
QUIET = (
    "ignore::authlib.deprecate.AuthlibDeprecationWarning",
    "ignore:get_jwt_config:DeprecationWarning",
)


@contextmanager
def run_provider(monkeypatch: pytest.MonkeyPatch, settings: object) -> Iterator[str]:
    """Run the provider, which knows 李娜 (subject `li-na`), and give its address."""
    from oidc_provider_mock import User, run_server_in_thread

    known = (User(sub="li-na", claims={"name": "李娜", "email": "li@zone.example.cn"}), User(sub="stranger"))
    with run_server_in_thread(user_claims=known) as server:
        address = f"http://localhost:{server.server_port}"
        set_up(address, monkeypatch, settings)
        yield address


def set_up(address: str, monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    """Set the site up for the provider of an address, by the environment."""
    for name, value in ((provider.ISSUER, address), (provider.CLIENT, "huiqi"), (provider.SECRET, "provider-secret")):
        monkeypatch.setenv(name, value)
    issuer = provider.read_issuer()
    settings.OIDC_ISSUER = issuer
    settings.SOCIALACCOUNT_PROVIDERS = provider.providers(issuer)
    policy = deepcopy(settings.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"]["form-action"] += provider.origin(issuer)
    settings.CONTENT_SECURITY_POLICY = policy
