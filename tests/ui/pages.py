"""Addresses of the tests: the site's own, and pages that fail in each way."""

from __future__ import annotations

import errno
from functools import partial

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from huiqi.site import urls

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500

FAILURES = {
    "broken": ZeroDivisionError,
    "gone": OperationalError,
    "closed": InterfaceError,
    "full": partial(OSError, errno.ENOSPC),
    "forbidden": PermissionDenied,
    "suspicious": SuspiciousOperation,
}


def fail(request: HttpRequest, name: str) -> HttpResponse:
    raise FAILURES[name]("meant")


urlpatterns = [*urls.urlpatterns, path("fail/<name>", fail)]
