"""Audit packs: one click for a claim; for a round a worker makes it, and its page has it for who asked."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from huiqi.casework import queries, services
from huiqi.casework.domain.claims.rights import CONFIRM, SEE_CLAIMS
from huiqi.casework.views.claims.rounds import ROUNDS
from huiqi.kernel import jobs
from huiqi.kernel.clock import read_clock
from huiqi.kernel.errors import Cannot, NotVisible
from huiqi.ui.doors import Request, door
from huiqi.ui.once import once, refused
from huiqi.ui.refusals import refusal_said
from huiqi.ui.words import chosen, spoken


@require_POST
@door(*SEE_CLAIMS, *CONFIRM)
@once
def claim_pack(request: Request, id: UUID) -> HttpResponseBase:
    """Give the pack of one claim."""
    try:
        name, file = services.pack_claim(id=id, actor=request.actor, now=read_clock())
    except NotVisible:
        raise
    except Cannot as error:
        refused(request, spoken(error))
        is_officer = queries.claims(request.actor).filter(pk=id).exists()
        return redirect("casework:claim" if is_officer else "casework:own_claim", id)
    return FileResponse(file, content_type="application/zip", headers=attached(name))


@require_POST
@door(*SEE_CLAIMS)
@once
def start_pack(request: Request, id: UUID) -> HttpResponse:
    """Have the pack of a round made."""
    job = services.start_round_pack(id=id, actor=request.actor, now=read_clock())
    return redirect("casework:pack", job.pk)


@require_safe
@door(*SEE_CLAIMS)
def pack_page(request: Request, job: UUID) -> HttpResponse:
    """Show how far a pack is, and give it once it is done."""
    found = jobs.job_of(request.actor, id=job)
    crumbs = [(ROUNDS.title, reverse("casework:rounds")), (chosen("审计包", "Audit pack"), "")]
    return render(request, "casework/claims/pack.html", {"job": found, "crumbs": crumbs})


@require_safe
@door(*SEE_CLAIMS)
def pack_file(request: Request, job: UUID) -> HttpResponseBase:
    """Give the file of a pack to who asked for it."""
    with refusal_said(request):
        name, file = services.pack_file(job=job, actor=request.actor)
        return FileResponse(file, content_type="application/zip", headers=attached(name))
    return redirect("casework:pack", job)


def attached(name: str) -> dict[str, str]:
    """Return the heads of a file that is kept and not shown."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
