"""One application as an officer checks it: each fact given with its file, accepted or sent back; or the whole refused."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiqi.casework import services
from huiqi.casework.domain.applying.rights import CHECK_APPLICATIONS, SEE_APPLICATIONS
from huiqi.casework.domain.applying.states import Doing, Standing
from huiqi.casework.domain.applying.ways import Way
from huiqi.casework.domain.campaigns import answer_of
from huiqi.casework.forms.applying.applications import CheckForm
from huiqi.casework.queries.applying import applications as applied
from huiqi.casework.views.applying.intakes import INTAKES, intake_address
from huiqi.casework.views.survey_results import answer_words, question_name
from huiqi.kernel.clock import read_clock
from huiqi.kernel.words import headed
from huiqi.ui.doors import Request, door
from huiqi.ui.once import once_the_same
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen


@require_http_methods(["GET", "HEAD", "POST"])
@door(*SEE_APPLICATIONS)
@once_the_same
def application_page(request: Request, id: UUID) -> HttpResponse:
    """Show one application, and check it."""
    now = read_clock()
    application = applied.application_of(request.actor, id=id)
    page = applied.application_page(request.actor, application=application, now=now)
    form = CheckForm(request.POST or None, given=page.given, initial={"version": application.version})
    if request.method == "POST" and form.is_valid():
        with refusal_in(form):
            done = decide(request, id, form)
            flash.success(request, chosen(*Standing(done.standing).words))
            return redirect("casework:application", id)
    context = {
        "page": page,
        "application": application,
        "intake": application.intake,
        "way": Way(application.intake.way).words,
        "standing": Standing(application.standing).words,
        "form": form,
        "lines": [given_line(one) for one in page.given],
        "rows": [(given_line(row.given), row) for row in form.checked()],
        "known": [known_line(entry, fact) for entry, fact in page.known],
        "steps": [(headed(Doing(one.doing).words), one) for one in page.steps],
        "may_check": application.standing == Standing.SUBMITTED and request.actor.holds(*CHECK_APPLICATIONS),
        "crumbs": [
            (INTAKES.title, reverse("casework:intakes")),
            (chosen(application.intake.zh, application.intake.en), intake_address(application.intake)),
            (application.company.name, ""),
        ],
    }
    return render(request, "casework/applying/application.html", context, status=422 if form.errors else 200)


def decide(request: Request, id: UUID, form: CheckForm) -> Any:
    """Do what the pressed button says."""
    version, now = form.cleaned_data["version"], read_clock()
    if request.POST.get("act") == "refuse":
        why = form.cleaned_data["why"]
        return services.refuse_application(id=id, version=version, reason=why, actor=request.actor, now=now)
    return services.check_application(id=id, version=version, verdicts=form.verdicts(), actor=request.actor, now=now)


def given_line(one: applied.GivenFact) -> dict[str, object]:
    """Return a fact that was given, in words, with its file and what an officer found of it."""
    return {
        "name": question_name(one.question, one.entry),
        "answer": "" if one.kept is None else answer_words(answer_of(one.kept), one.entry),
        "file": one.file,
        "is_accepted": (one.check or {}).get("accepted"),
        "reason": (one.check or {}).get("reason", ""),
    }


def known_line(entry: Any, fact: Any) -> dict[str, object]:
    """Return a fact that the register knows, in words, with its source."""
    return {
        "id": entry.id,
        "period": fact.period,
        "name": f"{chosen(entry.zh, entry.en)} {fact.period}".strip(),
        "answer": answer_words(fact.value, entry),
        "source": fact.source,
        "recorded_at": fact.recorded_at,
    }
