"""The editor: a file of a draft, saved and checked as it is typed, and compared where two officers wrote on it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiqi.kernel.clock import read_clock
from huiqi.rulebook import queries, services
from huiqi.rulebook.domain.drafting import KINDS, PARTS, STATES, part_of
from huiqi.rulebook.domain.merging import compare, merge
from huiqi.rulebook.domain.rights import DRAFT, SEE_DRAFTS
from huiqi.rulebook.forms import TextForm
from huiqi.rulebook.views.drafts import crumbs_of
from huiqi.ui.doors import Request, door
from huiqi.ui.words import chosen, in_english, spoken


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(*SEE_DRAFTS)
def editor(request: Request, id: UUID) -> HttpResponse:
    """Show a file of a draft; save it where it is sent, or show what somebody else saved in between."""
    if request.method == "POST":
        return saved(request, id, now=read_clock())
    page = queries.editor(request.actor, id=id, path=request.GET.get("path", ""))
    report = queries.report(request.actor, id=id) if "check" in request.GET else None
    context = {
        "page": page,
        "kind": KINDS[page.draft.kind],
        "state": STATES[page.draft.state],
        "is_checked": report is not None,
        "crumbs": crumbs_of(page.draft),
        **(of_report(report, page.shown.path) if report else {}),
    }
    return render(request, "rulebook/editor.html", context)


def saved(request: Request, id: UUID, *, now: datetime) -> HttpResponse:
    """Save what was sent; where somebody saved in between, show all three texts and change nothing."""
    form = TextForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    said = form.cleaned_data
    shown = {"path": said["path"], "check": "1"}
    try:
        services.save_text(
            draft=id, path=said["path"], text=said["text"], over=said["over"], actor=request.actor, now=now
        )
    except services.CannotSave as error:
        return conflict(request, id, said, error)
    except (services.CannotDraft, services.CannotChange) as error:
        messages.error(request, spoken(error))
    else:
        messages.success(request, chosen("已保存。", "Saved."))
        shown["saved"] = "1"
    return redirect(f"{reverse('rulebook:editor', args=(id,))}?{urlencode(shown)}")


def conflict(request: Request, id: UUID, said: dict[str, object], error: services.CannotSave) -> HttpResponse:
    """Show what stood there, what somebody else made of it, what was typed, and both put together."""
    draft, path, text = queries.draft_of(request.actor, id=id), str(said["path"]), str(said["text"])
    base = queries.text_of(draft, path=path, number=min(int(str(said["over"])), error.last.number))
    merged = merge(base.text, error.last.text, text, their_name=error.last.saved_by_name, our_name=request.actor.name)
    context = {
        "draft": draft,
        "path": path,
        "base": base,
        "last": error.last,
        "merged": merged,
        "theirs": compare(base.text, error.last.text),
        "ours": compare(base.text, text.replace("\r\n", "\n")),
        "said": spoken(error),
        "crumbs": crumbs_of(draft, (chosen("对照两个版本", "Compare two texts"), "")),
    }
    return render(request, "rulebook/conflict.html", context, status=409)


@never_cache
@require_POST
@door(*DRAFT)
def save(request: Request, id: UUID) -> HttpResponse:
    """Save a file as it is being typed, and answer with what the checks say of it: a part of the editor's page."""
    now = read_clock()
    form = TextForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    said = form.cleaned_data
    context: dict[str, object] = {}
    try:
        context["saved"] = services.save_text(
            draft=id, path=said["path"], text=said["text"], over=said["over"], actor=request.actor, now=now
        )
    except (services.CannotSave, services.CannotDraft, services.CannotChange) as error:
        context |= {"refused": spoken(error), "is_overtaken": isinstance(error, services.CannotSave)}
    changed = {said["path"]: said["text"].replace("\r\n", "\n")}
    context |= of_report(queries.report(request.actor, id=id, changed=changed), said["path"])
    return render(request, "rulebook/report.html", context)


def of_report(report: queries.Report, path: str) -> dict[str, object]:
    """Return what the template of a report reads; `path` is the file that stands in the editor."""
    return {"draft": report.draft, "checked": report.checked, "run": report.run, "paths": report.paths, "path": path}


@never_cache
@require_safe
@door(*SEE_DRAFTS)
def report(request: Request, id: UUID) -> HttpResponse:
    """Show what the checks say of a draft as it is saved: a part of the editor's page."""
    found = queries.report(request.actor, id=id)
    return render(request, "rulebook/report.html", of_report(found, request.GET.get("path", "")))


@require_safe
@door(*SEE_DRAFTS)
def words(request: Request, id: UUID) -> HttpResponse:
    """Give the editor what it offers to complete, as JSON."""
    english = in_english()
    found = [
        [one.word, one.kind, one.told_en if english else one.told_zh]
        for one in queries.editor_words(request.actor, id=id)
    ]
    return JsonResponse({"words": found})


@require_safe
@door(*SEE_DRAFTS)
def history(request: Request, id: UUID) -> HttpResponse:
    """Show every saved text of a file, and what one of them changed."""
    path = request.GET.get("path", "")
    draft = queries.draft_of(request.actor, id=id)
    rows = queries.history(request.actor, id=id, path=path)
    number = request.GET.get("number", "")
    lines = None
    if number.isdecimal() and int(number) > 0:
        after = queries.text_of(draft, path=path, number=int(number))
        lines = compare(queries.text_of(draft, path=path, number=int(number) - 1).text, after.text)
    context = {
        "draft": draft, "path": path, "part": PARTS.get(part_of(path), ("", "")) if path else ("", ""), "rows": rows[:200],
        "lines": lines, "number": number, "crumbs": crumbs_of(draft, (chosen("修改记录", "History"), "")),
    }  # fmt: skip
    return render(request, "rulebook/history.html", context)
