"""A what-if changes figures and texts for itself alone, and shows who wins, who loses and what it costs."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from huiqi.casework import queries, services, tasks
from huiqi.casework.models import Run, WhatIf
from huiqi.kernel.actor import Actor, Role
from huiqi.rulebook import queries as rulebook
from huiqi.rulebook.queries import CannotRead
from huiqi.rulebook.services.trying import CannotTry
from tests.casework.conftest import DAY, LATER, add_company, hnte
from tests.cast import Cast, visit

pytestmark = pytest.mark.usefixtures("ganzhou")
PATH = "ganzhou/policies/hnte_reward.yaml"
NEW = {"scope": "", "name": "提高标准", "day": "2026-03-02", "policies": ["hnte-reward"]}


@pytest.fixture
def companies(cast: Cast) -> Cast:
    hnte(cast.north_company, applied=True, recognised=True, first=True)
    hnte(cast.south_company, applied=True, recognised=True, first=False)
    hnte(add_company(cast, "未认定有限公司"), applied=True, recognised=False, first=False)
    return cast


@pytest.fixture
def what_if(companies: Cast, officer: Actor) -> WhatIf:
    return services.make_what_if(
        scope=companies.zone.pk, name="提高标准", day=DAY, policies=["hnte-reward"], actor=officer, now=LATER
    )


def text_of(what_if: WhatIf) -> str:
    return next(one.text for one in queries.open_policies(what_if) if one.path == PATH)


def tried(what_if: WhatIf, officer: Actor, *, figures=None, texts=None) -> WhatIf:
    services.change_what_if(
        id=what_if.pk, figures=figures or {}, texts=texts or {}, over=what_if.edition, actor=officer, now=LATER
    )
    services.start_what_if(id=what_if.pk, actor=officer, now=LATER)
    tasks.carry_out_what_if(what_if=str(what_if.pk))
    return queries.what_if_of(officer, id=what_if.pk)


def test_a_higher_figure_costs_what_it_gives(what_if: WhatIf, officer: Actor) -> None:
    done = tried(what_if, officer, figures={"hnte_first_reward": "50万"})
    assert (done.before.high, done.after.high) == (Decimal(520_000), Decimal(720_000))
    assert done.effects["all"] == {"better": 1, "worse": 0, "both": 0, "unsure": 0}
    parks = dict(
        zip([zh for zh, _ in done.after.groups["park"]["labels"]], done.effects["groups"]["park"], strict=True)
    )
    assert (parks["北园"]["better"], parks["南园"]["better"]) == (1, 0)


def test_a_changed_text_moves_companies_both_ways(what_if: WhatIf, officer: Actor) -> None:
    text = text_of(what_if).replace("needs: [recognised, not_first]", "needs: [not_recognised]")
    done = tried(what_if, officer, texts={PATH: text}, figures={"hnte_later_reward": "10万"})
    assert done.effects["all"] == {"better": 1, "worse": 1, "both": 0, "unsure": 0}
    found = queries.comparison(officer, before=done.before.pk, after=done.after.pk)
    changes = {(one.name[:3], one.kind) for one in queries.changed_companies(found)}
    assert changes == {("未认定", "gained"), ("阿尔法", "lost")}


def test_nothing_published_is_touched(what_if: WhatIf, officer: Actor, companies: Cast) -> None:
    before = rulebook.current_book(zone=companies.zone.pk, now=LATER)
    tried(what_if, officer, figures={"hnte_first_reward": "50万"}, texts={PATH: text_of(what_if) + "# 试\n"})
    after = rulebook.current_book(zone=companies.zone.pk, now=LATER)
    assert (after.hash, after.files) == (before.hash, before.files)
    assert not queries.runs(officer).exists(), "trials are not among the runs"
    run = services.start_run(scope=companies.zone.pk, day=DAY, actor=officer, now=LATER)
    tasks.carry_out_run(run=str(run.pk))
    assert queries.run_of(officer, id=run.pk).high == Decimal(520_000)


def test_what_cannot_be_read_is_said_and_nothing_is_kept(what_if: WhatIf, officer: Actor) -> None:
    for change, failure in (
        ({"figures": {"hnte_first_reward": "很多"}}, CannotTry),
        ({"figures": {"no_such": "1"}}, CannotTry),
        ({"texts": {PATH: text_of(what_if).replace("when: applied_this_year", "when: no_such_fact")}}, CannotRead),
        ({"texts": {"ganzhou/pack.yaml": "id: x"}}, services.CannotTryOut),
    ):
        asked = {"figures": {}, "texts": {}} | change
        with pytest.raises(failure):
            services.change_what_if(id=what_if.pk, **asked, over=1, actor=officer, now=LATER)
    what_if.refresh_from_db()
    assert (what_if.figures, what_if.files, what_if.edition) == ({}, {}, 1)
    with pytest.raises(services.CannotTryOut) as refused:
        services.start_what_if(id=what_if.pk, actor=officer, now=LATER)
    assert refused.value.code == "nothing_changed"


def test_a_later_change_over_an_older_page_is_told(what_if: WhatIf, officer: Actor) -> None:
    tried(what_if, officer, figures={"hnte_first_reward": "50万"})
    with pytest.raises(services.CannotTryOut) as refused:
        services.change_what_if(id=what_if.pk, figures={}, texts={}, over=1, actor=officer, now=LATER)
    assert refused.value.code == "changed_meanwhile"


def test_a_change_drops_what_was_worked_out_before(what_if: WhatIf, officer: Actor) -> None:
    done = tried(what_if, officer, figures={"hnte_first_reward": "50万"})
    assert Run.objects.filter(is_trial=True).count() == 2
    services.change_what_if(id=done.pk, figures={}, texts={}, over=done.edition, actor=officer, now=LATER)
    assert not Run.objects.filter(is_trial=True).exists()


def test_others_within_reach_read_by_the_link_and_change_nothing(what_if, officer, cast) -> None:
    tried(what_if, officer, figures={"hnte_first_reward": "50万"})
    address = f"/casework/sandbox/{what_if.pk}"
    colleague = cast.person("同事", (Role.POLICY_APPROVER, cast.zone))
    page = visit(colleague).get(address).content.decode()
    assert "50万" in page
    assert f"{address}/change" not in page
    with pytest.raises(services.CannotTryOut):
        services.start_what_if(id=what_if.pk, actor=colleague, now=LATER)
    elsewhere = cast.person("别园专员", (Role.POLICY_OFFICER, cast.north))
    assert visit(elsewhere).get(address).status_code == 404
    assert visit(elsewhere).get(f"{address}?format=xlsx").status_code == 404


def test_pages_lead_from_the_form_to_the_result(companies: Cast, officer: Actor) -> None:
    client: Client = visit(officer)
    sent = client.post("/casework/sandbox/new", NEW | {"scope": str(companies.zone.pk)})
    made = WhatIf.objects.get()
    assert sent["Location"] == f"/casework/sandbox/{made.pk}/change"
    page = client.get(sent["Location"]).content.decode()
    assert "首次认定高企奖励" in page
    assert "现行：30万元" in page
    wrong = client.post(sent["Location"], {"over": 1, "figure.hnte_first_reward": "很多"})
    assert wrong.status_code == 422
    saved = client.post(sent["Location"], {"over": 1, "figure.hnte_first_reward": "50万"})
    assert saved["Location"] == f"/casework/sandbox/{made.pk}"
    client.post(f"{saved['Location']}/start")
    tasks.carry_out_what_if(what_if=str(made.pk))
    done = client.get(saved["Location"])
    assert "+20万元" in done.content.decode()
    assert [pair["moved"] for pair in done.context["pairs"]] == [1, 0, 0]
    assert client.get("/casework/sandbox").status_code == 200
    english = client.get(saved["Location"], headers={"accept-language": "en"}).content.decode()
    assert "Who wins, who loses" in english


def test_a_clause_that_is_new_or_gone_moves_its_companies(what_if: WhatIf, officer: Actor) -> None:
    renamed = text_of(what_if).replace("id: later_recognition_reward", "id: other_reward")
    done = tried(what_if, officer, texts={PATH: renamed})
    found = queries.comparison(officer, before=done.before.pk, after=done.after.pk)
    changes = [(one.name[:3], one.clause, one.kind, one.run) for one in queries.changed_companies(found)]
    assert changes == [
        ("阿尔法", "other_reward", "gained", done.after.pk),
        ("阿尔法", "later_recognition_reward", "lost", done.before.pk),
    ]
    assert done.effects["all"]["both"] == 1
    page = visit(officer).get(f"/casework/sandbox/{what_if.pk}").content.decode()
    assert "新增条款" in page
    assert "条款取消" in page


def test_the_export_holds_companies_clauses_groups_and_what_was_changed(what_if: WhatIf, officer: Actor) -> None:
    tried(what_if, officer, figures={"hnte_first_reward": "50万"})
    sent = visit(officer).get(f"/casework/sandbox/{what_if.pk}?format=xlsx")
    book = openpyxl.load_workbook(BytesIO(b"".join(sent.streaming_content)))
    companies, clauses, groups, changed = ([*sheet.iter_rows(min_row=2, values_only=True)] for sheet in book)
    assert companies == [
        ("重庆长安科技有限公司", "北园", "首次认定奖励30万元", "金额增加", 300_000, 300_000, 500_000, 500_000)
    ]
    assert clauses[0][1:] == ("首次认定奖励30万元", 0, 0, 1, 300_000, 300_000, 500_000, 500_000)
    assert ("园区", "北园", 1, 0, 0, 0, 320_000, 320_000, 520_000, 520_000) in groups
    assert changed == [("首次认定高企奖励", "30万元", "50万元")]
