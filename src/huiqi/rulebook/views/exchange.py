"""Decision models of the DMN standard: a policy taken out as one, and one brought in as the draft of a policy."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.kernel.clock import day_in_china, read_clock
from huiqi.rulebook import queries, services
from huiqi.rulebook.domain.rights import DRAFT, STAFF
from huiqi.rulebook.forms import BringForm, ModelForm
from huiqi.ui.doors import Request, door
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen, spoken


@require_safe
@door(*STAFF)
def model(request: Request, policy: str) -> HttpResponse:
    """Show what a policy is as a model, and what the standard cannot say of it."""
    now = read_clock()
    form = ModelForm(request.GET or None, initial={"edition": queries.NEWEST_EDITION, "day": day_in_china(now)})
    day, edition = asked(form, now)
    page = queries.policy_page(request.actor, policy=policy, day=day, now=now)
    made, refused = None, ""
    try:
        made = queries.policy_model(request.actor, policy=policy, day=day, now=now, edition=edition)
    except queries.CannotTakeOut as error:
        refused = spoken(error)
    crumbs = [
        (chosen("政策库", "Policy library"), reverse("rulebook:library")),
        (chosen(*page.row.title), reverse("rulebook:policy", args=(policy,))),
        (chosen("DMN 模型", "DMN model"), ""),
    ]
    return render(request, "rulebook/model.html", {
        "row": page.row, "made": made, "refused": refused, "day": day, "edition": edition, "form": form, "crumbs": crumbs,
    })  # fmt: skip


@require_safe
@door(*STAFF)
def model_file(request: Request, policy: str) -> HttpResponse:
    """Hand out a policy as a model; where there is none on the day, its page says so."""
    now = read_clock()
    day, edition = asked(ModelForm(request.GET or None), now)
    try:
        made = queries.policy_model(request.actor, policy=policy, day=day, now=now, edition=edition)
    except queries.CannotTakeOut:
        return redirect(f"{reverse('rulebook:model', args=(policy,))}?{request.GET.urlencode()}")
    response = HttpResponse(made.xml, content_type="application/xml; charset=utf-8")
    name = f"{policy}-{day.isoformat()}.dmn"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response


def asked(form: ModelForm, now: datetime) -> tuple[date, str]:
    """Return the day and the edition that are asked for: today's, the newest, where none are."""
    said = form.cleaned_data if form.is_valid() else {}
    return said.get("day") or day_in_china(now), said.get("edition") or queries.NEWEST_EDITION


@require_http_methods(["GET", "HEAD", "POST"])
@door(*DRAFT)
def bring(request: Request) -> HttpResponse:
    """Start the draft of a new policy from a decision model."""
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        file, tests = said["model"], said["tests"]
        given = services.GivenModel(
            file.name, file.read(), tests.name if tests else "", tests.read() if tests else None, said["yuan"]
        )
        with refusal_in(form):
            brought = services.draft_model(
                zone=queries.zone_of(request.actor), policy=said["policy"], title=(said["title_zh"], said["title_en"]),
                model=given, actor=request.actor, now=read_clock(),
            )  # fmt: skip
            tell(request, brought)
            return redirect("rulebook:editor", brought.draft.pk)
    crumbs = [
        (chosen("草案", "Drafts"), reverse("rulebook:drafts")),
        (chosen("带入 DMN 模型", "Bring a DMN model"), ""),
    ]
    return render(request, "rulebook/bring.html", {"form": form, "crumbs": crumbs})


def tell(request: Request, brought: services.BroughtModel) -> None:
    """Say how much of a model came over."""
    if brought.left:
        said = chosen(
            f"模型已带入为草案；有 {brought.left} 处未能带入，逐条列在政策文本的开头。",
            f"The model is a draft now; {brought.left} parts of it were left behind: the head of the policy's text lists them.",
        )
        messages.warning(request, said)
    else:
        messages.success(request, chosen("模型已全部带入为草案。", "All of the model is a draft now."))
