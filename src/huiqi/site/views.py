"""What belongs to no part alone."""

from __future__ import annotations

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a visitor what this is."""
    return render(request, "site/home.html")


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Say to a watcher whether pages can be served: 200 when the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except OperationalError:
        return JsonResponse({"database": "gone"}, status=503)
    return JsonResponse({"database": "ok"})
