"""A message is said once, on the channels a person wants; quiet hours, digest, failures and sending again."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from huiqi.kernel.actor import Actor, Role
from huiqi.messages import queries, services
from huiqi.messages.domain import timing
from huiqi.messages.domain.kinds import KINDS, Channel
from huiqi.messages.models import Delivery
from tests.cast import Cast, visit

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _mail(settings) -> None:
    settings.EMAIL_HOST = "localhost"


def wishing(person: Actor, **more: object) -> None:
    wanted = {Channel.MAIL: frozenset(key for key, kind in KINDS.items() if Channel.MAIL in kind.channels)}
    plain = {"language": "zh", "quiet_from": None, "quiet_until": None, "daily": False, "wanted": wanted}
    services.wish(actor=person, now=NOON, **plain | {"targets": {Channel.MAIL: "li@zone.example"}} | more)


def said(key: str, kind: str = "match.changed") -> services.Said:
    return services.Said(
        kind=kind, key=key, title=(f"标题{key}", f"Title {key}"), body=("正文", "Body"), link="/messages/"
    )


def test_said_once_and_sent_as_one_text(cast: Cast) -> None:
    li, wang = cast.person("李", (Role.LEADER, cast.zone)), cast.person("王", (Role.LEADER, cast.zone))
    wishing(li)
    assert services.tell(persons=[li.person, wang.person], said=said("a"), now=NOON) == 2
    assert services.tell(persons=[li.person], said=said("a"), now=NOON) == 0
    assert services.tell(persons=[li.person], said=said("b"), now=NOON) == 1
    assert services.send_due(now=NOON) == (2, 0)
    (letter,) = mail.outbox
    assert letter.to == ["li@zone.example"]
    assert letter.subject == "[惠企] 2条消息"
    assert "1. 标题a\n正文\nhttp://localhost:8000/messages/" in letter.body
    assert services.send_due(now=NOON) == (0, 0)
    assert queries.unread(li) == 2
    assert queries.unread(wang) == 1


def test_language_and_kinds_are_the_persons_own(cast: Cast) -> None:
    li = cast.person("李", (Role.LEADER, cast.zone))
    wishing(li, language="en", wanted={Channel.MAIL: frozenset({"run.done"})})
    services.tell(persons=[li.person], said=said("a"), now=NOON)
    services.tell(persons=[li.person], said=said("b", "run.done"), now=NOON)
    assert services.send_due(now=NOON) == (1, 0)
    assert mail.outbox[0].subject == "[惠企] Title b"


def test_quiet_hours_and_digest_hold_back_all_but_the_urgent(cast: Cast) -> None:
    li = cast.person("李", (Role.LEADER, cast.zone))
    wishing(li, quiet_from=time(22), quiet_until=time(7))
    services.tell(persons=[li.person], said=said("a"), now=NIGHT)
    services.tell(persons=[li.person], said=said("b", "account.security"), now=NIGHT)
    assert services.send_due(now=NIGHT) == (1, 0)
    assert "标题b" in mail.outbox[0].subject
    assert services.send_due(now=datetime(2026, 3, 2, 22, 59, tzinfo=UTC)) == (0, 0)
    assert services.send_due(now=datetime(2026, 3, 2, 23, 0, tzinfo=UTC)) == (1, 0)
    wishing(li, daily=True)
    services.tell(persons=[li.person], said=said("c"), now=NOON)
    assert Delivery.objects.get(message__key="c").due_at == datetime(2026, 3, 3, 0, 30, tzinfo=UTC)


@given(
    now=st.timedeltas(timedelta(0), timedelta(days=366)).map(lambda later: NOON + later),
    quiet_from=st.times(),
    quiet_until=st.times(),
    daily=st.booleans(),
)
def test_what_is_due_is_never_in_quiet_hours_nor_days_away(now, quiet_from, quiet_until, daily) -> None:
    moment = timing.due(now, quiet_from=quiet_from, quiet_until=quiet_until, daily=daily)
    clock = moment.astimezone(timing.CHINA).time()
    assert now <= moment <= now + timedelta(days=2)
    assert moment == now or clock.replace(second=0, microsecond=0) in {
        timing.DIGEST_AT,
        quiet_until.replace(second=0, microsecond=0),
    }
    if quiet_until.second == quiet_until.microsecond == 0:
        assert not timing.within(clock, quiet_from, quiet_until)


def test_what_fails_is_tried_again_for_a_day_and_then_shown(cast: Cast, settings) -> None:
    li, chief = cast.person("李", (Role.LEADER, cast.zone)), cast.person("管", (Role.ADMINISTRATOR, cast.zone))
    wishing(li)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    services.tell(persons=[li.person], said=said("a"), now=NOON)
    moment = NOON
    for _ in range(6):
        assert services.send_due(now=moment) == (0, 1)
        delivery = Delivery.objects.get()
        moment = delivery.due_at
    assert delivery.state == Delivery.State.FAILED
    assert moment < NOON + timedelta(days=2)
    client = visit(chief)
    page = client.get("/messages/deliveries").content.decode()
    assert "Connection refused" in page
    assert "li@zone.example" not in page
    assert "标题a" not in page
    assert visit(li).post(f"/messages/deliveries/{delivery.pk}/again").status_code == 403
    assert client.post(f"/messages/deliveries/{delivery.pk}/again").status_code == 302
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert services.send_due(now=datetime(2100, 1, 1, tzinfo=UTC)) == (1, 0)


@pytest.fixture
def mail_server() -> Iterator[tuple[int, list[str]]]:
    """A server that speaks as much SMTP as a letter needs, and keeps what it was given."""
    kept: list[str] = []

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            body = False
            for raw in self.rfile:
                line = raw.decode()
                kept.append(line)
                if body:
                    body = line != ".\r\n"
                    if not body:
                        self.wfile.write(b"250 kept\r\n")
                elif line.upper().startswith("DATA"):
                    body = True
                    self.wfile.write(b"354 go on\r\n")
                elif line.upper().startswith("QUIT"):
                    self.wfile.write(b"221 bye\r\n")
                    return
                else:
                    self.wfile.write(b"250 ok\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], kept
        server.shutdown()


def test_a_letter_leaves_by_a_real_mail_server(cast: Cast, settings, mail_server: tuple[int, list[str]]) -> None:
    port, kept = mail_server
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    li = cast.person("李", (Role.LEADER, cast.zone))
    wishing(li)
    services.tell(
        persons=[li.person], said=services.Said("match.changed", "x", ("一\r\nBcc: a@b.example", "x")), now=NOON
    )
    assert services.send_due(now=NOON) == (1, 0)
    assert "rcpt TO:<li@zone.example>\r\n" in kept
    assert not [line for line in kept if re.match("bcc:", line, re.IGNORECASE)]


def test_robots_are_called_by_their_own_protocol(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    class Answer:
        status_code, content = 200, b'{"errcode": 0, "code": 0}'

    def post(address: str, data: object = None, **more: object) -> Answer:
        asked.append((address, str(data)))
        return Answer()

    monkeypatch.setattr("requests.post", post)
    li = cast.person("李", (Role.LEADER, cast.zone))
    token = "abcdef0123456789abcdef0123456789"
    robots = {Channel.WECOM: token, Channel.DINGTALK: token, Channel.FEISHU: token}
    wanted = dict.fromkeys(robots, frozenset({"match.changed"}))
    wishing(li, targets=robots, wanted=wanted)
    services.tell(persons=[li.person], said=said("a"), now=NOON)
    assert services.send_due(now=NOON) == (3, 0)
    hosts = sorted(address.split("/")[2] for address, _ in asked)
    assert hosts == ["oapi.dingtalk.com", "open.feishu.cn", "qyapi.weixin.qq.com"]
    assert all("标题a" in data or "\\u6807" in data for _, data in asked)


@pytest.mark.parametrize(
    ("channel", "target"),
    (
        (Channel.MAIL, "nobody"),
        (Channel.MAIL, "a@b.example\nBcc: c@d.example"),
        (Channel.WECOM, "token@evil.example/x"),
        (Channel.DINGTALK, "../../x0123456789"),
        (Channel.SMS, "110; rm"),
    ),
)
def test_an_address_that_makes_no_sense_is_refused_and_nothing_kept(cast: Cast, channel: Channel, target: str) -> None:
    li = cast.person("李", (Role.LEADER, cast.zone))
    with pytest.raises(services.CannotWish):
        services.wish(
            actor=li, now=NOON, language="en", quiet_from=None, quiet_until=None, daily=True,
            targets={channel: target}, wanted={},
        )  # fmt: skip
    kept, targets = queries.wishes_of(li)
    assert (kept.language, kept.daily, targets) == ("zh", False, {})


def test_pages_show_each_their_own(cast: Cast) -> None:
    li, wang = cast.person("李", (Role.LEADER, cast.zone)), cast.person("王", (Role.LEADER, cast.zone))
    services.tell(persons=[li.person], said=said("a"), now=NOON)
    client = visit(li)
    page = client.get("/messages/").content.decode()
    assert "标题a" in page
    assert '<span class="tag">1</span>' in page
    link = re.search(r'href="(/messages/[0-9a-f-]{36})"', page)[1]
    assert visit(wang).get(link).status_code == 404
    assert "正文" in client.get(link).content.decode()
    assert queries.unread(li) == 0
    asked = []
    for number in range(60):
        services.tell(persons=[li.person], said=said(str(number)), now=NOON)
        if number in {1, 59}:
            with CaptureQueriesContext(connection) as captured:
                client.get("/messages/")
            asked.append(len(captured))
    assert asked[0] == asked[1]
    form = {"language": "en", "quiet_from": "22:00", "quiet_until": "", "mail-target": "li@zone.example"}
    wrong = client.post("/messages/wishes", form)
    assert (wrong.status_code, "免打扰时段要同时写明" in wrong.content.decode()) == (422, True)
    assert (
        client.post("/messages/wishes", form | {"quiet_until": "07:00", "mail-kinds": ["run.done"]}).status_code == 302
    )
    kept, targets = queries.wishes_of(li)
    assert (kept.language, kept.quiet_until, targets) == ("en", time(7), {Channel.MAIL: "li@zone.example"})
