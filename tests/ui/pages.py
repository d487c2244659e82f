"""Addresses of the tests: the site's own, pages that fail in each way, and one with a form, a list and a part that comes later."""

from __future__ import annotations

import errno
from functools import partial

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import engines
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


PARTS = """{% extends "layouts/base.html" %}{% block content %}<h1>Parts</h1>
<form method="post" data-confirm="Away with it?"><button>Away</button></form>
<form method="post"><button>Send</button></form>
<form method="post" data-file><button>File</button></form>
<table class="table stacks" role="table"><thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Fact</th></tr></thead>
<tbody role="rowgroup"><tr role="row"><td role="cell">one</td></tr></tbody></table>
<form method="get" autocomplete="off" data-at-once><select name="kind" aria-label="Kind"><option>one<option>two</select></form>
<dl class="pairs"><dt>In which order companies are served where the money does not suffice</dt><dd>as listed</dd></dl>
<div id="part" hx-get="/part" hx-trigger="load, again">waiting</div>
{% include "elements/unanswered.html" %}{% endblock %}"""


def parts(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(PARTS).render({}, request))


urlpatterns = [*urls.urlpatterns, path("fail/<name>", fail), path("parts", parts)]
