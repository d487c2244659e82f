"""A clause that 10,000 of 33,000 companies meet, from its run to the bank's result, as people feel it: every page and every click.

Each step is a request of somebody's, through Django's test client, or work of the worker with a bar that moves. Goal: 2 s for whatever
somebody waits for without a bar. Beside the clock stand the processor's time (of this process alone) and the queries.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from benchmarks.workload import peak_mb
from benchmarks.zone import NOW, YEARS, database, make_zone

COMPANIES = int(os.environ.get("HUIQI_BENCH_COMPANIES", "33000"))
AWARDS = int(os.environ.get("HUIQI_BENCH_AWARDS", "9999"))
CONFIRMING = min(AWARDS // 2, int(os.environ.get("HUIQI_BENCH_CONFIRMING", "1000")))
GOAL_SECONDS = 2
CLAUSE = "hnte-reward/first_recognition_reward"


class Steps:
    """What was done, in order, and what each took."""

    def __init__(self) -> None:
        """Begin with nothing done."""
        self.taken: dict[str, dict[str, object]] = {}

    @contextmanager
    def step(self, name: str, *, has_bar: bool = False) -> Iterator[None]:
        """Take the time of a step; `has_bar` where a worker does it and its progress shows."""
        from django.db import connection

        count = 0

        def note(execute: Any, *arguments: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*arguments)

        begun, used = time.perf_counter(), time.process_time()
        with connection.execute_wrapper(note):
            yield
        took = time.perf_counter() - begun
        self.taken[name] = {
            "seconds": took, "processor_seconds": time.process_time() - used, "queries": count, "has_bar": has_bar,
        }  # fmt: skip
        sys.stderr.write(
            f"{took:8.2f} s, processor {self.taken[name]['processor_seconds']:6.2f}, queries {count:6}  {name}\n"
        )

    def too_slow(self) -> list[str]:
        """Return what somebody waits for without a bar and longer than the goal."""
        return [name for name, one in self.taken.items() if not one["has_bar"] and one["seconds"] > GOAL_SECONDS]  # type: ignore[operator]  # seconds are


def main() -> dict[str, object]:
    """Return the seconds of every step, and which of them are too slow without a bar."""
    with tempfile.TemporaryDirectory(prefix="huiqi-bench-") as data, database():
        os.environ["HUIQI_DATA"] = data
        steps = Steps()
        Flow(steps).walked()
        return {
            "companies": COMPANIES,
            "awards": AWARDS,
            "goal_seconds": GOAL_SECONDS,
            "too_slow_without_a_bar": steps.too_slow(),
            "steps": steps.taken,
            "peak_memory_mb": peak_mb(),
        }


class Flow:
    """The people of the zone, and what they do one after the other."""

    def __init__(self, steps: Steps) -> None:
        """Make the zone: so many companies meet the clause, and have an account on file."""
        from django.conf import settings
        from django.urls import reverse

        from benchmarks.packs import say
        from huiqi.kernel.actor import Role, system
        from huiqi.register.models import Organisation
        from huiqi.rulebook import services as rulebook
        from huiqi_rules.packs import bundled_folder
        from tests.casework.claims.made import Crew
        from tests.cast import Cast, visit

        settings.ALLOWED_HOSTS = ["*"]
        # A site has its pages loaded when somebody works: their addresses stand in messages.
        reverse("casework:rounds")
        self.steps, self.zone = steps, make_zone(COMPANIES, years=YEARS)
        say(self.zone.companies[:AWARDS])
        rulebook.install_pack(zone=self.zone.id, folder=bundled_folder() / "ganzhou", actor=system("bench"), now=NOW)
        places = (self.zone.id, *self.zone.parks[:2], *self.zone.companies[:2])
        self.crew = Crew(Cast(*(Organisation.objects.get(pk=one) for one in places)))
        # Companies hear of what is theirs by who acts for them.
        self.owners = {
            one.pk: self.crew.cast.person("负责人", (Role.COMPANY_OWNER, one))
            for one in Organisation.objects.filter(pk__in=self.zone.companies[:CONFIRMING]).order_by("pk")
        }
        crew = self.crew
        self.officer, self.approver, self.maker, self.checker = map(
            visit, (crew.officer, crew.approver, crew.maker, crew.checker)
        )

    def walked(self) -> None:
        """Take the clause from its run to the end."""
        self.run()
        self.decide()
        self.offer()
        self.confirm()
        self.pay()
        self.look_back()

    def opened(self, name: str, client: Any, address: str, **said: object) -> str:
        """Open a page in a step of its own and return its text."""
        with self.steps.step(name):
            answer = client.get(address, said)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200, f"{address} says {answer.status_code}"
        return content.decode(errors="replace")

    def sent(self, name: str, client: Any, address: str, said: dict[str, object]) -> Any:
        """Send a form in a step of its own; it leads on to another page."""
        with self.steps.step(name):
            answer = client.post(address, said)
        assert answer.status_code == 302, f"{address} says {answer.status_code}"
        return answer

    def clicked(self, name: str, client: Any, address: str, said: dict[str, object]) -> None:
        """Send a form that a worker takes up where it is about very many, and do that as well."""
        from procrastinate.contrib.django.models import ProcrastinateJob

        from huiqi.casework import tasks
        from huiqi.kernel.models import Job

        bulk = ProcrastinateJob.objects.filter(task_name="huiqi.casework.tasks.do_in_bulk")
        before = bulk.count()
        self.sent(name, client, address, said)
        if bulk.count() > before:
            asked = bulk.latest("id")
            self.worked(f"{name}, by the worker", tasks.do_in_bulk, **asked.args)
            job = Job.objects.get(pk=asked.args["job"])
            assert job.state == "done", job.problem

    def worked(self, name: str, task: Callable[..., object], **said: str) -> None:
        """Do what a worker does, with a bar."""
        with self.steps.step(name, has_bar=True):
            task(**said)

    def run(self) -> None:
        """Start a run, and make a round of its clause."""
        from huiqi.casework import tasks
        from huiqi.casework.models import Round, Run
        from huiqi.kernel.clock import day_in_china, read_clock

        said = {"scope": str(self.zone.id), "day": f"{day_in_china(read_clock()):%Y-%m-%d}", "name": "测速"}
        self.sent("start a run", self.officer, "/casework/runs/new", said)
        run = Run.objects.get()
        self.worked("the run", tasks.carry_out_run, run=str(run.pk))
        address = f"/casework/rounds/new/{run.pk}/{CLAUSE}"
        self.clicked("make a round", self.officer, address, {"notice_days": 5, "confirm_days": 15, "order": "listed"})
        self.made = Round.objects.get()
        assert self.made.claims.count() == AWARDS, "so many meet the clause"
        self.page = f"/casework/rounds/{self.made.pk}"

    def decide(self) -> None:
        """Review and approve all, and put them on notice."""
        from huiqi.casework import tasks
        from huiqi.casework.models import Notice

        self.opened("the round", self.officer, self.page)
        self.line = str(self.crew.books.line(10**11))
        self.sent("name the line", self.maker, f"{self.page}/lines", {"line": self.line})
        for name, client, act, state in (
            ("review all", self.officer, "review", "proposed"), ("approve all", self.approver, "approve", "reviewed"),
        ):  # fmt: skip
            text = self.opened(f"the round before: {name}", client, self.page)
            seal = re.search(rf'name="seal-{state}" value="([0-9a-f]+)"', text)
            assert seal, "all pages are offered at once"
            said = {"act": act, "everyone": "1", f"seal-{state}": seal[1], "reason": "同意"}
            self.clicked(name, client, f"{self.page}/decide", said)
        self.clicked("post the notice", self.officer, f"{self.page}/post", {})
        posted = Notice.objects.get()
        self.worked("its PDF in both languages, by the worker", tasks.set_notice, notice=str(posted.pk))
        notice = f"/casework/notices/{posted.pk}"
        self.opened("the notice", self.officer, notice)
        self.opened("the notice as PDF", self.officer, f"{notice}/pdf")

    def offer(self) -> None:
        """Ask all companies to confirm, as the night does after the notice."""
        from huiqi.casework import services
        from huiqi.kernel.clock import read_clock

        with self.steps.step("the night: ask all to confirm", has_bar=True):
            services.offer_passed(now=read_clock() + timedelta(days=20))

    def confirm(self) -> None:
        """Some confirm on their page, one after the other; the others all at once."""
        from benchmarks.packs import confirm_all
        from tests.casework.claims.made import claims
        from tests.cast import visit

        clicks = []
        for claim in [one for one in claims(self.made, "offered") if one.company_id in self.owners]:
            client, address = visit(self.owners[claim.company_id]), f"/casework/awards/{claim.pk}"
            account = re.search(r'name="account" value="([^"]+)"', client.get(address).content.decode())
            assert account, "there is one on file"
            clicks.append((client, address, {"act": "confirm", "account": account[1]}))
        with self.steps.step(f"{len(clicks)} confirm, one after the other", has_bar=True):
            for client, address, said in clicks:
                assert client.post(address, said).status_code == 302
        confirm_all(self.made, self.crew)

    def pay(self) -> None:
        """Pay all in one batch, with the bank's result."""
        from django.core.files.uploadedfile import SimpleUploadedFile

        from huiqi.casework.models import Batch, Payment

        text = self.opened("what is to be paid", self.maker, "/casework/payments")
        seal = re.search(rf'name="seal-{self.zone.id}" value="([0-9a-f]+)"', text)
        assert seal, "all pages are offered at once"
        zone = str(self.zone.id)
        said = {"zone": zone, "everything": zone, f"seal-{zone}": seal[1]}
        self.clicked("make a batch of all", self.maker, "/casework/payments/make", said)
        batch = Batch.objects.get()
        address = f"/casework/batches/{batch.pk}"
        self.opened("the batch", self.checker, address)
        self.sent("check the batch", self.checker, f"{address}/check", {})
        with self.steps.step("the file for the bank"):
            content = self.maker.post(f"{address}/file", {"format": "csv"}).content
        assert content.count(b"\n") > AWARDS
        lines = [f"{one.reference},{one.amount},成功" for one in Payment.objects.filter(batch=batch)]
        file = SimpleUploadedFile("result.csv", "\n".join(["参考号,金额,结果", *lines]).encode())
        self.clicked("the bank's result", self.maker, "/casework/payments/result", {"zone": zone, "file": file})
        assert self.made.claims.filter(state="paid").count() == AWARDS, "all are paid"

    def look_back(self) -> None:
        """Look at what was paid, and make the audit pack."""
        from huiqi.casework import tasks
        from huiqi.kernel.models import Job

        for name, client, address, said in (
            ("receipts", self.maker, "/casework/payments/receipts", {}),
            ("statement of the clause as PDF", self.maker, "/casework/payments/receipts/statement", {"clause": CLAUSE}),
            ("receipts as a workbook", self.maker, "/casework/payments/receipts", {"format": "xlsx"}),
            ("claims as a workbook", self.officer, self.page, {"format": "xlsx"}),
            ("what is owed", self.officer, "/casework/owed", {}),
            ("the books as text", self.maker, "/ledger/books.beancount", {}),
            ("transfers of the line", self.maker, f"/ledger/lines/{self.line}", {}),
            ("the round at the end", self.officer, self.page, {}),
        ):  # fmt: skip
            self.opened(name, client, address, **said)
        self.sent("ask for the audit pack", self.officer, f"{self.page}/pack", {})
        job = Job.objects.filter(kind__contains="pack").latest("added_at")
        said = {"round": str(self.made.pk), "job": str(job.pk), "person": str(self.crew.officer.person)}
        self.worked("the audit pack", tasks.make_round_pack, **said)
        self.sent("file all", self.officer, f"{self.page}/file", {"retention": "30"})
