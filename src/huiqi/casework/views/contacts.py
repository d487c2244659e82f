"""The name and the contacts of a company or an institution."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from huiqi.casework.forms.companies import ContactForm, NameForm
from huiqi.casework.views.answering import act_and_return, answer, here, holder
from huiqi.kernel.clock import CHINA
from huiqi.register import queries as register
from huiqi.register import services
from huiqi.register.domain.rights import KEEP_CONTACTS, KEEP_REGISTER
from huiqi.ui.doors import Request, door

# No contact was ever changed then: what no page ever showed.
_NEVER = datetime(1, 1, 2, tzinfo=CHINA)


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_REGISTER)
def rename(request: Request, id: UUID) -> HttpResponse:
    """Give a company a new name; it is still found by the old one."""
    company = holder(request, id)
    form = NameForm(request.POST or None, initial={"name": company.name})
    return answer(
        request,
        form,
        company=id,
        title=("更名", "Rename"),
        lead=(
            "原名称会保留为曾用名，仍可用来查找。",
            "The old name is kept as a former one, by which it is still found.",
        ),
        act=lambda now: services.rename_organisation(
            id=id, name=form.cleaned_data["name"], actor=request.actor, now=now
        ),
        done=("已更名。", "Renamed."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_CONTACTS)
def add_contact(request: Request, id: UUID) -> HttpResponse:
    """Add a contact."""
    form = ContactForm(request.POST or None)
    return answer(
        request,
        form,
        company=id,
        title=("新增联系人", "Add a contact"),
        act=lambda now: services.add_contact(organisation=id, said=form.said(), actor=request.actor, now=now),
        done=("联系人已登记。", "The contact is recorded."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(*KEEP_CONTACTS)
def contact(request: Request, id: UUID, contact: UUID) -> HttpResponse:
    """Correct a contact."""
    found = register.contact(request.actor, id=contact, organisation=id)
    fields = ("name", "duty", "position", "phone", "email")
    first = {name: getattr(found, name) for name in fields} | {"seen": found.changed_at.isoformat()}
    form = ContactForm(request.POST or None, initial=first)
    return answer(
        request,
        form,
        company=id,
        title=("更改联系人", "Change a contact"),
        act=lambda now: services.correct_contact(
            id=contact, said=form.said(), seen=moment(form.cleaned_data["seen"]), actor=request.actor, now=now
        ),
        done=("联系人已更改。", "The contact is changed."),
    )


@require_POST
@door(*KEEP_CONTACTS)
def end_contact(request: Request, id: UUID, contact: UUID) -> HttpResponse:
    """Say that somebody is no contact any more."""
    register.contact(request.actor, id=contact, organisation=id)
    seen = moment(request.POST.get("seen", ""))
    return act_and_return(
        request,
        lambda now: services.end_contact(id=contact, seen=seen, actor=request.actor, now=now),
        done=("已不再列为联系人。", "No contact any more."),
        back=reverse(f"{here(request)}:portrait", args=[id]),
    )


def moment(text: str) -> datetime:
    """Return the moment that a hidden field holds; one that nothing was changed at, for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return _NEVER
    return found if found.tzinfo else _NEVER
