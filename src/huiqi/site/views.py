"""What belongs to no part alone."""

from __future__ import annotations

from uuid import UUID

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiqi.kernel import jobs
from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.site import today
from huiqi.ui.doors import LOGGED_IN, PUBLIC, Request, door


@require_safe
@door(PUBLIC)
def home(request: Request) -> HttpResponse:
    """Show a visitor what this is and where to begin, and who works here what waits for them."""
    actor, now = request.actor, read_clock()
    duties = list(today.waiting(actor, now=now)) if actor.person else []
    # What is to be done stands out; what is not, is good to know.
    due, clear = [one for one in duties if one.count], [one for one in duties if not one.count]
    return render(request, "site/home.html", {"due": due, "clear": clear, "day": day_in_china(now)})


@never_cache
@require_safe
@door(LOGGED_IN)
def work(request: Request, id: UUID) -> HttpResponse:
    """Show how far a piece of long work is to the one who started it."""
    job = jobs.job_of(request.actor, id=id)
    asked_in_part = request.headers.get("HX-Target") == "progress"
    return render(request, "elements/progress.html" if asked_in_part else "site/work.html", {"job": job})


@never_cache
@require_safe
@door(PUBLIC)
def health(request: HttpRequest) -> JsonResponse:
    """Say to a watcher whether pages can be served: 200 when the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except OperationalError:
        return JsonResponse({"database": "gone"}, status=503)
    return JsonResponse({"database": "ok"})
