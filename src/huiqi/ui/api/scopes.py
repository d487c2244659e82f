"""What a token may be used for: a scope narrows what its person may do, and never widens it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from huiqi.kernel.errors import Cannot, Words
from huiqi.ui.doors import Request


class Scope(StrEnum):
    """What a token may be used for."""

    REGISTER_READ = "register:read"
    REGISTER_WRITE = "register:write"
    RULEBOOK_READ = "rulebook:read"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"


SCOPE_NAMES = {
    Scope.REGISTER_READ: ("读取企业库", "Read the register"),
    Scope.REGISTER_WRITE: ("写入企业库", "Write to the register"),
    Scope.RULEBOOK_READ: ("读取政策并测算", "Read policies and work out what they give"),
    Scope.WEBHOOKS_READ: ("查看接口推送及记录", "Read webhooks and what was sent"),
    Scope.WEBHOOKS_WRITE: ("新增、暂停、删除接口推送", "Add, pause and end webhooks"),
}


class ApiRequest(Request):
    """A call of the API: its actor is the token's person; `token` names the token, `scopes` what it may be used for."""

    token: str
    scopes: frozenset[Scope]


class CannotCall(Cannot):
    """The token may not be used for this."""

    messages: ClassVar[Mapping[str, Words]] = {
        "scope_missing": ("此令牌没有权限{scope}。", "the token lacks the scope {scope}."),
    }


def needs(request: ApiRequest, scope: Scope) -> None:
    """See that the token has the scope; raises CannotCall."""
    if scope not in request.scopes:
        raise CannotCall("scope_missing", scope=scope.value)
