"""The gate of a draft: what it changes, whether it is green, what is on record, and its publication."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiqi.kernel.clock import read_clock
from huiqi.rulebook import queries, services
from huiqi.rulebook.domain.drafting import KINDS, STATES
from huiqi.rulebook.domain.gate import GATES, HELPS, IN_REVIEW, OUTCOMES, Gate, Outcome
from huiqi.rulebook.domain.rights import APPROVE, DRAFT, RECORD_CHECKS, SEE_DRAFTS
from huiqi.rulebook.forms import CheckForm, ReasonForm, SaidForm
from huiqi.rulebook.views.drafts import crumbs_of
from huiqi.ui.doors import Request, door
from huiqi.ui.refusals import refusal_said
from huiqi.ui.words import chosen

Act = Callable[..., object]


@never_cache
@require_safe
@door(*SEE_DRAFTS)
def gate(request: Request, id: UUID) -> HttpResponse:
    """Show how far a draft is through the gate."""
    return show(request, id, now=read_clock())


def show(request: Request, id: UUID, *, now: datetime, wrong: tuple[str, forms.Form] | None = None) -> HttpResponse:
    """Show the gate; `wrong` is a form that could not be taken, by the place where it stands."""
    page = queries.gate_page(request.actor, id=id, now=now)
    place, form = wrong or ("", None)
    passages = [
        {
            "gate": one.gate,
            "name": GATES[one.gate],
            "help": HELPS[one.gate],
            "record": one.record,
            "outcome": OUTCOMES[one.record.outcome] if one.record else None,
            "form": form if place == one.gate else CheckForm(prefix=one.gate),
            "is_recorded_here": page.may_record and one.gate in IN_REVIEW,
            "is_wrong": place == one.gate,
        }
        for one in page.passages
    ]
    context = {
        "page": page,
        "draft": page.draft,
        "kind": KINDS[page.draft.kind],
        "state": STATES[page.draft.state],
        "passages": passages,
        "earlier": [(GATES[one.gate], OUTCOMES[one.outcome], one) for one in page.earlier],
        "missing": [GATES[one] for one in page.missing],
        "may_run": request.actor.holds(*DRAFT, *APPROVE),
        "send_in": form if place == "send_in" else SaidForm(prefix="send_in"),
        "take_back": form if place == "take_back" else ReasonForm(prefix="take_back"),
        "publish": form if place == "publish" else SaidForm(prefix="publish"),
        "crumbs": crumbs_of(page.draft, (chosen("送审与发布", "Review and publication"), "")),
    }
    return render(request, "rulebook/gate.html", context, status=422 if wrong else 200)


def taken(request: Request, id: UUID, place: str, form: forms.Form, act: Act, done: tuple[str, str]) -> HttpResponse:
    """Do what a form of the gate asks for, and come back to the gate; what was typed is not lost where it cannot be done."""
    now = read_clock()
    if form.is_valid():
        # Said above everything: the form may not stand on the page as it is now.
        with refusal_said(request):
            act(draft=id, actor=request.actor, now=now)
            messages.success(request, chosen(*done))
            return redirect("rulebook:gate", id)
    return show(request, id, now=now, wrong=(place, form))


@require_POST
@door(*DRAFT)
def send_in(request: Request, id: UUID) -> HttpResponse:
    """Send a draft into review with its self-review."""
    form = SaidForm(request.POST, prefix="send_in")
    done = ("草案已送审。", "The draft is in review.")
    return taken(request, id, "send_in", form, lambda **call: services.send_in(said=said(form), **call), done)


@require_POST
@door(*RECORD_CHECKS)
def record(request: Request, id: UUID, gate: str) -> HttpResponse:
    """Put a check of a draft on record."""
    if gate not in set(IN_REVIEW):
        return HttpResponse(status=404)
    form = CheckForm(request.POST, prefix=gate)
    done = ("已记录。", "It is on record.")
    return taken(
        request, id, gate, form, lambda **call: services.record_check(gate=Gate(gate), said=said(form), **call), done
    )


@require_POST
@door(*RECORD_CHECKS)
def take_back(request: Request, id: UUID) -> HttpResponse:
    """Take a draft out of review, or send it back."""
    form = ReasonForm(request.POST, prefix="take_back")
    done = ("草案已退回起草。", "The draft can be written on again.")
    return taken(
        request, id, "take_back", form,
        lambda **call: services.take_back(reason=form.cleaned_data["reason"], **call), done,
    )  # fmt: skip


@require_POST
@door(*APPROVE)
def publish(request: Request, id: UUID) -> HttpResponse:
    """Approve a draft and publish it."""
    form = SaidForm(request.POST, prefix="publish")
    done = ("政策已发布。", "The policy is published.")
    return taken(request, id, "publish", form, lambda **call: services.publish_draft(said=said(form), **call), done)


@require_POST
@door(*DRAFT)
def bring_up(request: Request, id: UUID) -> HttpResponse:
    """Lay a draft over what was published meanwhile."""
    done = (
        "已合并最新发布的文本，请检查后重新送审。",
        "What is published is brought in: check it and send it in anew.",
    )
    return taken(request, id, "bring_up", forms.Form(request.POST), services.bring_up_to_date, done)


def said(form: forms.Form) -> services.Said:
    """Return what a form puts on record."""
    found = form.cleaned_data
    return services.Said(
        text=found["text"],
        document=found["document"],
        given_by=found.get("given_by", ""),
        outcome=Outcome(found.get("outcome", Outcome.PASSED)),
    )
