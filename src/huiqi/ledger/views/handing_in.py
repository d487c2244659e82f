"""What all pages do that hand a promise in for a second person: the form, the proposal it becomes, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages as flash
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect

from huiqi.kernel.clock import read_clock
from huiqi.kernel.words import Pair
from huiqi.ledger import queries, services
from huiqi.ui.doors import Request
from huiqi.ui.forms import Crumbs, show_form
from huiqi.ui.words import chosen, spoken, words

if TYPE_CHECKING:
    from huiqi.ledger.models import Proposal

FAILURES = (services.CannotKeep, services.CannotMove)
SECOND = (
    "提交后由财务复核人在“资金申请”中确认，才会入账。",
    "Nothing is booked until a finance approver has confirmed it.",
)


def hand_in(
    request: Request, form: Form, propose: Callable[[dict[str, Any], dict[str, Any]], Proposal], *, title: Pair, crumbs: Crumbs,
    lead: Pair = SECOND,
) -> HttpResponse:  # fmt: skip
    """Show a form; sent, make a proposal of it and show that; what is wrong stands in the form, which keeps what was typed."""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        common = {"reason": said["reason"], "actor": request.actor, "now": read_clock()}
        try:
            made = propose(said, common)
        except FAILURES as error:
            form.add_error(None, spoken(error))
        except NobodyHasIt:
            form.add_error(
                "party",
                words("没有您能查看的这家单位，请核对信用代码。", "There is nobody with this code that you may see."),
            )
        else:
            flash.success(request, chosen("已提交，等待复核。", "Handed in; it waits for its check."))
            return redirect("ledger:proposal", made.pk)
    return show_form(request, form, title=title, crumbs=crumbs, lead=lead, button=("提交复核", "Hand in"))


class NobodyHasIt(Exception):
    """No party that the actor may see has the credit code."""


def party(request: Request, code: str) -> UUID:
    """Return the party with a credit code; raises NobodyHasIt."""
    found = queries.party_of(request.actor, code=code)
    if found is None:
        raise NobodyHasIt
    return found
