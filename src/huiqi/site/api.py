"""The API, version 1: who calls, what is refused and how it is said, and the parts that answer.

Programs send a token (`Authorization: Bearer huiqi_…`), never a cookie. A token acts for its person, within its scopes.
"""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer
from ninja.throttling import AuthRateThrottle

from huiqi.kernel.clock import read_clock
from huiqi.kernel.errors import Cannot, NotVisible
from huiqi.kernel.outages import Outage, outage
from huiqi.messages import api as messages
from huiqi.register import api as register
from huiqi.register import queries, services
from huiqi.rulebook import api as rulebook
from huiqi.ui.api import ApiRequest, Problem, Scope
from huiqi.ui.api.once import CannotRepeat
from huiqi.ui.api.paging import CannotPage
from huiqi.ui.api.problems import Wrong
from huiqi.ui.api.scopes import CannotCall

# What an expected failure means to a program; everything else that cannot be done is a 409: the state of things forbids it.
_STATUS: dict[type[Cannot], int] = {NotVisible: 404, CannotCall: 403, CannotPage: 400, CannotRepeat: 409}
_OUTAGES = {
    Outage.DATABASE_GONE: "The database cannot be reached",
    Outage.DISK_FULL: "The server's disk is full: nothing was saved",
}


class Bearer(HttpBearer):
    """Reads the token of a call, and makes its person the actor."""

    def authenticate(self, request: HttpRequest, token: str) -> str | None:
        """Return the token's identifier, None for a token that is not good."""
        now = read_clock()
        found = services.token_of(token, now=now)
        if found is None:
            return None
        known = cast("ApiRequest", request)
        known.actor = queries.actor_of(person=found.person_id, now=now)
        known.token = found.pk.hex
        known.scopes = frozenset(Scope(scope) for scope in found.scopes if scope in set(Scope))
        return found.pk.hex


class Api(NinjaAPI):
    """The API with a description that says what refusals look like."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """Return the description; refusals are of the type application/problem+json."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "content" in answer:
                        answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
        return schema


api = Api(
    title="Huiqi",
    version="1",
    description="The register and the rulebook of a high-tech zone, and webhooks. Every refusal has the form of RFC 9457.",
    auth=Bearer(),
    throttle=[AuthRateThrottle("50/s")],
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", register.router)
api.add_router("", rulebook.router)
api.add_router("", messages.router)


def refuse(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return a refusal."""
    response = api.create_response(request, problem, status=problem.status)
    response["Content-Type"] = "application/problem+json"
    if problem.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Cannot)
def cannot(request: HttpRequest, error: Cannot) -> HttpResponse:
    """Say what cannot be done."""
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 409)
    titles = {404: "Not found", 403: "Forbidden", 400: "Bad request", 409: "Conflict"}
    problem = Problem(
        status=status,
        code=error.code,
        title=titles[status],
        detail=error.said(english=True),
        detail_zh=error.said(english=False),
    )
    return refuse(request, problem)


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say everything that is wrong with what was sent."""
    wrong = [Wrong(where=".".join(str(part) for part in one["loc"]), what=one["msg"]) for one in error.errors]
    return refuse(request, Problem(status=422, code="not_valid", title="What was sent is not valid", errors=wrong))


@api.exception_handler(AuthenticationError)
def unknown_caller(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that the token is missing or not good."""
    return refuse(
        request,
        Problem(status=401, code="no_token", title="A good token is needed", detail="Authorization: Bearer huiqi_…"),
    )


@api.exception_handler(Http404)
def not_there(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that there is nothing."""
    return refuse(request, Problem(status=404, code="not_found", title="Not found"))


@api.exception_handler(HttpError)
def plain_refusal(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Say what the framework refuses: a body that is no JSON, too many calls."""
    code = {400: "bad_request", 429: "too_many"}.get(error.status_code, "refused")
    return refuse(request, Problem(status=error.status_code, code=code, title=str(error)))


@api.exception_handler(SuspiciousOperation)
@api.exception_handler(BadRequest)
def suspicious(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that the request makes no sense."""
    return refuse(request, Problem(status=400, code="bad_request", title="The request makes no sense"))


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
@api.exception_handler(OSError)
def out_of_order(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that the database cannot be reached for the moment, or that nothing can be saved; any other error is ours."""
    found = outage(error)
    if found is None:
        raise error
    response = refuse(request, Problem(status=503, code=found.value, title=_OUTAGES[found]))
    response["Retry-After"] = "30"
    return response


def described() -> dict[str, Any]:
    """Return the description of the API (OpenAPI 3.1), for the reference page and tests."""
    return dict(api.get_openapi_schema(path_prefix="/api/v1/"))
