"""An application that is looked at goes to no other company by bringing two records of the register together; a draft does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiqi.casework.models import Application
from huiqi.kernel.actor import Role
from huiqi.register import services as register
from huiqi.register.services import CannotMerge
from tests.casework.applying.conftest import Counter
from tests.casework.conftest import LATER


def merge(counter: Counter) -> None:
    insider = counter.cast.person("服务专员", (Role.SERVICE_OFFICER, counter.cast.zone))
    register.merge_companies(
        kept=counter.cast.south_company.pk, gone=counter.company.pk, from_gone=(), actor=insider,
        now=LATER + timedelta(hours=1),
    )  # fmt: skip


def test_one_that_was_submitted_stays(counter: Counter) -> None:
    application = counter.submitted(counter.intake())
    with pytest.raises(CannotMerge) as refused:
        merge(counter)
    assert refused.value.code == "on_its_way"
    assert Application.objects.get(pk=application.pk).company == counter.company


def test_a_draft_follows(counter: Counter) -> None:
    draft = counter.draft(counter.intake())
    merge(counter)
    assert Application.objects.get(pk=draft.pk).company == counter.cast.south_company
