"""The clock of an objection may stand still while papers are asked for; that of a public notice may not."""

from __future__ import annotations

import pytest

from huiqi.casework import services
from huiqi.casework.models import Clock
from huiqi.casework.services import CannotKeepTime
from tests.casework.claims.made import Crew
from tests.casework.claims.test_objections_are_looked_into import posted, said
from tests.cast import NOW, visit


def test_officers_let_the_clock_of_an_objection_stand_still(crew: Crew) -> None:
    notice, claim = posted(crew)
    filed = services.object_to(notice=notice, said=said(claim), now=NOW)
    cause = f"objection/{filed.pk}"
    services.pause_clock(cause=cause, reason="请异议人补交证据", actor=crew.officer, now=NOW)
    page = visit(crew.officer).get(f"/casework/objections/{filed.pk}").content.decode()
    assert f"/casework/clocks/{Clock.objects.get(cause=cause).pk}" in page
    assert "停钟" in page
    with pytest.raises(CannotKeepTime, match="may not change"):
        services.pause_clock(cause=f"notice/{notice}", reason="等", actor=crew.officer, now=NOW)
