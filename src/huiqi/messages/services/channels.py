"""One interface to all channels: text goes to an address, or CannotSend says why it did not.

Mail goes by the SMTP server of the settings; chat robots and SMS through apprise, which knows their protocols.
"""

from __future__ import annotations

from collections.abc import Mapping
from smtplib import SMTPException
from typing import ClassVar
from urllib.parse import quote

from django.conf import settings
from django.core.mail import EmailMessage

from huiqi.kernel.errors import Cannot, Words
from huiqi.messages.domain.kinds import Channel

# What a person gives is the robot's token; host and protocol are the channel's own, so that nothing else can be called.
_ROBOTS = {
    Channel.WECOM: "wecombot://{target}/",
    Channel.DINGTALK: "dingtalk://{target}/",
    Channel.FEISHU: "feishu://{target}/",
}


class CannotSend(Cannot):
    """A channel did not take a message."""

    messages: ClassVar[Mapping[str, Words]] = {
        "no_channel": ("系统没有配置{channel}。", "{channel} is not set up here."),
        "refused": ("{channel}没有接收：{reason}。", "{channel} did not take it: {reason}."),
    }


def is_set_up(channel: Channel) -> bool:
    """Return whether the operator has set a channel up; robots need no setting."""
    if channel is Channel.MAIL:
        return bool(settings.EMAIL_HOST)
    if channel is Channel.SMS:
        return bool(settings.SMS_ADDRESS)
    return True


def send(channel: Channel, target: str, *, title: str, body: str) -> None:
    """Send a text; raises CannotSend."""
    if not is_set_up(channel):
        raise CannotSend("no_channel", channel=channel.value)
    if channel is Channel.MAIL:
        send_mail(target, title=title, body=body)
    else:
        send_by_apprise(channel, target, title=title, body=body)


def send_mail(target: str, *, title: str, body: str) -> None:
    """Send a mail as plain text; raises CannotSend."""
    # A title is one line: what would begin another header is a space.
    subject = " ".join(title.split())
    try:
        EmailMessage(subject=subject, body=body, to=[target]).send()
    except (SMTPException, OSError) as error:
        raise CannotSend("refused", channel=Channel.MAIL.value, reason=error) from error


def send_by_apprise(channel: Channel, target: str, *, title: str, body: str) -> None:
    """Send through apprise; raises CannotSend."""
    from apprise import Apprise

    pattern = settings.SMS_ADDRESS if channel is Channel.SMS else _ROBOTS[channel]
    carrier = Apprise()
    if not carrier.add(pattern.format(target=quote(target, safe=""))):
        raise CannotSend("refused", channel=channel.value, reason="the address makes no sense to it")
    if not carrier.notify(title=title, body=body):
        raise CannotSend("refused", channel=channel.value, reason="it did not answer that all is well")
