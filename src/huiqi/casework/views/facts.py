"""One fact of a company or an institution: all that was said of it; added, corrected, undone by officers; asked for by the company."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.casework import queries
from huiqi.casework.forms.facts import FactForm, WhichFactForm, first_values
from huiqi.casework.views.answering import act_and_return, answer, here, holder, way_to
from huiqi.casework.views.portrait import fact_address
from huiqi.kernel.clock import read_clock
from huiqi.register import queries as register
from huiqi.register import services
from huiqi.register.domain.rights import KEEP_REGISTER, OWN, SEE_FACTS
from huiqi.register.domain.values import is_period
from huiqi.register.queries import KnownFact
from huiqi.rulebook.queries import FactEntry
from huiqi.ui.doors import Request, door
from huiqi.ui.forms import show_form
from huiqi.ui.words import chosen


@require_safe
@door(*SEE_FACTS)
def fact(request: Request, id: UUID, name: str) -> HttpResponse:
    """Show everything that was ever said of one fact."""
    period = asked_period(request)
    company = holder(request, id)
    entry, story = queries.fact_story(request.actor, id=id, name=name, period=period, now=read_clock())
    label = chosen(entry.zh, entry.en)
    context = {
        "company": company,
        "name": name,
        "entry": entry,
        "label": label,
        "period": period,
        "story": story,
        "may_edit": register.reaches(request.actor, company, *KEEP_REGISTER),
        "may_ask": register.reaches(request.actor, company, *OWN),
        "query": f"?{urlencode({'period': period})}" if period else "",
        "crumbs": [*way_to(id, company.name, below=here(request)), (f"{label} {period}".strip(), "")],
    }
    return render(request, "casework/company/fact.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER, *OWN)
def choose_fact(request: Request, id: UUID) -> HttpResponse:
    """Ask which fact is to be added or corrected."""
    company = holder(request, id)
    entries = queries.fact_words(zone=company.within[0], now=read_clock())
    form = WhichFactForm(request.POST or None, entries=dict(entries))
    if request.method == "POST" and form.is_valid():
        edits = register.reaches(request.actor, company, *KEEP_REGISTER)
        page = reverse(f"{here(request)}:{'correct_fact' if edits else 'ask'}", args=[id, form.cleaned_data["name"]])
        period = form.cleaned_data["period"]
        return redirect(f"{page}?{urlencode({'period': period})}" if period else page)
    title, button = ("登记或更正数据", "Add or correct a fact"), ("下一步", "Next")
    return show_form(request, form, title=title, button=button, crumbs=way_to(id, company.name, below=here(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def correct_fact(request: Request, id: UUID, name: str) -> HttpResponse:
    """Add or correct a fact."""
    period, words, last = what_stands(request, id, name)
    form = FactForm(request.POST or None, request.FILES or None, entry=words, initial=first_values(last))
    return answer(
        request,
        form,
        company=id,
        title=(f"更正：{words.zh} {period}".strip(), f"Correct: {words.en} {period}".strip()),
        lead=("更正会成为新的一条记录，原来的记录保留。", "A correction is a later row; what was said before is kept."),
        act=lambda now: services.correct_fact(
            subject=id, said=form.said(name, period), source=form.cleaned_data["source"], seen=form.cleaned_data["seen"],
            actor=request.actor, now=now, upload=form.upload(),
        ),
        done=("已登记。", "Recorded."),
        back=fact_address(id, name, period, below=here(request)),
        template="casework/company/fact_form.html",
        meaning=words.meaning,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(*OWN)
def ask(request: Request, id: UUID, name: str) -> HttpResponse:
    """Let a company or an institution ask for a fact to be corrected."""
    period, words, last = what_stands(request, id, name)
    form = FactForm(request.POST or None, request.FILES or None, entry=words, asks=True, initial=first_values(last))
    return answer(
        request,
        form,
        company=id,
        title=(f"申请更正：{words.zh} {period}".strip(), f"Ask for a correction: {words.en} {period}".strip()),
        lead=("工作人员采纳之前，数据不会改变；结果会通知您。", "Nothing changes until an officer accepts it; you will be told."),
        act=lambda now: services.ask_correction(
            subject=id, said=form.said(name, period), reason=form.cleaned_data["reason"], upload=form.proof(),
            actor=request.actor, now=now,
        ),
        done=("申请已提交。", "The request is with the officers."),
        back=fact_address(id, name, period, below=here(request)),
        template="casework/company/fact_form.html",
        meaning=words.meaning,
    )  # fmt: skip


@require_POST
@door(*KEEP_REGISTER)
def undo_fact(request: Request, id: UUID, name: str) -> HttpResponse:
    """Say again what stood there before the last row."""
    period = asked_period(request)
    seen = as_id(request.POST.get("seen", ""))
    back = fact_address(id, name, period, below=here(request))
    return act_and_return(
        request,
        lambda now: services.undo_fact(
            subject=id, name=name, period=period, seen=seen, actor=request.actor, now=now
        ),
        done=("已恢复为此前的值。", "What stood there before is said again."),
        back=back,
    )  # fmt: skip


def what_stands(request: Request, id: UUID, name: str) -> tuple[str, FactEntry, KnownFact | None]:
    """Return the period that is asked for, the fact's entry, and what was said of it last; 404 for what no dictionary knows."""
    period = asked_period(request)
    told = register.history(request.actor, subject=id, name=name, period=period)
    company = holder(request, id)
    words = queries.fact_words(zone=company.within[0], now=read_clock())
    if name not in words and not told:
        raise Http404
    return period, queries.entry_of(name, words), told[0] if told else None


def asked_period(request: Request) -> str:
    """Return the period in the address; 404 for what is none."""
    period = request.GET.get("period", "")
    if not is_period(period):
        raise Http404
    return period


def as_id(text: str) -> UUID | None:
    """Return the identifier that a hidden field holds; None for anything else, which is then told as a change."""
    try:
        return UUID(text)
    except ValueError:
        return None
