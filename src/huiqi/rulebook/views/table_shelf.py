"""Decision tables of a draft that are made, given another name, or taken out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from huiqi.kernel.clock import read_clock
from huiqi.rulebook import queries, services
from huiqi.rulebook.domain.rights import DRAFT
from huiqi.rulebook.forms import NewTableForm, OutputsForm, TableNameForm, new_table
from huiqi.rulebook.views.drafts import crumbs_of
from huiqi.ui.doors import Request, door
from huiqi.ui.refusals import refusal_in, refusal_said
from huiqi.ui.words import chosen


@require_http_methods(["GET", "HEAD", "POST"])
@door(*DRAFT)
def add_table(request: Request, id: UUID) -> HttpResponse:
    """Make a decision table from the fact dictionary, and open it."""
    page = queries.shelf_page(request.actor, id=id)
    form, outputs = NewTableForm(request.POST or None), OutputsForm(request.POST or None)
    form.offer(page)
    outputs.taken = page.taken
    # Both are looked at, so that all that is wrong is said at once.
    if request.method == "POST" and all([form.is_valid(), outputs.is_valid()]):
        said = form.cleaned_data
        with refusal_in(form, queries.CannotSeeTable):
            services.add_table(
                draft=id, version=said["version"], table=said["id"], name=(said["zh"], said["en"]),
                wanted=new_table(form, outputs), actor=request.actor, now=read_clock(),
            )  # fmt: skip
            made = chosen(
                "决策表已建好；第一行适用于任何情况，答案未公布。",
                "The table is made; its one rule holds for any input and publishes nothing.",
            )
            messages.success(request, made)
            return redirect(address(id, said["version"], said["id"]))
    crumbs = crumbs_of(
        page.draft,
        (chosen("决策表", "Decision tables"), reverse("rulebook:tables", args=(id,))),
        (chosen("新建", "New"), ""),
    )
    context = {"page": page, "form": form, "outputs": outputs, "crumbs": crumbs}
    return render(request, "rulebook/table_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*DRAFT)
def name_table(request: Request, id: UUID) -> HttpResponse:
    """Give a table another name, with what uses it named; from here it is taken out."""
    asked = request.GET
    page = queries.used_table(request.actor, id=id, version=asked.get("version", ""), table=asked.get("table", ""))
    was = page.table
    form = TableNameForm(request.POST or None, initial={"id": was.id, "zh": was.name[0], "en": was.name[1]})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with refusal_in(form, queries.CannotSeeTable):
            services.rename_table(
                draft=id, version=was.version, table=was.id, wanted=said["id"], name=(said["zh"], said["en"]),
                actor=request.actor, now=read_clock(),
            )  # fmt: skip
            messages.success(request, chosen("已改名。", "It has its new name."))
            return redirect(address(id, was.version, said["id"]))
    crumbs = crumbs_of(
        page.draft, (chosen("决策表", "Decision tables"), address(id, was.version, was.id)), (chosen(*was.name), "")
    )
    return render(request, "rulebook/table_name.html", {"page": page, "form": form, "crumbs": crumbs})


@require_POST
@door(*DRAFT)
def remove_table(request: Request, id: UUID) -> HttpResponse:
    """Take a table out of a draft."""
    version, table = request.POST.get("version", ""), request.POST.get("table", "")
    with refusal_said(request, queries.CannotSeeTable):
        services.remove_table(draft=id, version=version, table=table, actor=request.actor, now=read_clock())
        messages.success(
            request, chosen("决策表已删除；以前的稿子里还有。", "The table is taken out; earlier texts keep it.")
        )
        return redirect("rulebook:tables", id)
    return redirect(address(id, version, table))


def address(id: UUID, version: str, table: str) -> str:
    """Return the page of a table."""
    return f"{reverse('rulebook:tables', args=(id,))}?{urlencode({'version': version, 'table': table})}"
