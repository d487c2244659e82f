"""How a zone is laid out: its parks and departments, added and renamed by whoever gives roles for them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiqi.kernel.actor import Role
from huiqi.kernel.clock import read_clock
from huiqi.register import queries, services
from huiqi.register.forms.people import NameForm, OrganisationForm
from huiqi.register.views.people import UNFIT
from huiqi.ui.doors import Request, door
from huiqi.ui.refusals import refusal_in
from huiqi.ui.words import chosen

KINDS = {
    "zone": ("高新区", "zone"),
    "park": ("园区", "park"),
    "department": ("部门", "department"),
    "institution": ("机构", "institution"),
}


@require_safe
@door(Role.ADMINISTRATOR)
def tree(request: Request) -> HttpResponse:
    """Show zones with what is in them."""
    branches = [(branch, chosen(*KINDS[branch.kind])) for branch in queries.tree(request.actor)]
    return render(request, "register/tree.html", {"branches": branches})


@require_http_methods(["GET", "HEAD", "POST"])
@door(Role.ADMINISTRATOR)
def add_branch(request: Request, id: UUID) -> HttpResponse:
    """Add a park or a department within an organisation."""
    parent = queries.organisation(request.actor, id=id)
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        with refusal_in(form):
            services.add_organisation(
                kind=said["kind"], name=said["name"], parent=id, actor=request.actor, now=read_clock()
            )
            messages.success(request, chosen(f"已添加{said['name']}。", f"{said['name']} was added."))
            return redirect("register:tree")
    return branch_page(request, form, title=chosen(f"在{parent.name}之下添加", f"Add within {parent.name}"))


@require_http_methods(["GET", "HEAD", "POST"])
@door(Role.ADMINISTRATOR)
def rename_branch(request: Request, id: UUID) -> HttpResponse:
    """Give a zone, park or department a new name; the old one is kept to be found by."""
    renamed = queries.organisation(request.actor, id=id)
    form = NameForm(request.POST or None, initial={"name": renamed.name})
    if form.is_valid():
        with refusal_in(form):
            services.rename_organisation(id=id, name=form.cleaned_data["name"], actor=request.actor, now=read_clock())
            messages.success(request, chosen("名称已修改。", "The name was changed."))
            return redirect("register:tree")
    return branch_page(request, form, title=chosen(f"给{renamed.name}改名", f"Rename {renamed.name}"))


def branch_page(request: Request, form: OrganisationForm | NameForm, *, title: str) -> HttpResponse:
    """Return the page with one form about a branch."""
    crumbs = [(chosen("组织架构", "Organisation"), reverse("register:tree")), (title, "")]
    context = {"form": form, "title": title, "crumbs": crumbs}
    return render(request, "register/branch.html", context, status=UNFIT if form.errors else 200)
