"""The forms of a person's wishes, and of a program that wants to be told."""

from __future__ import annotations

from django import forms

from huiqi.messages.domain.hooks import EVENTS
from huiqi.messages.domain.kinds import CHANNEL_NAMES, KINDS, Channel
from huiqi.ui.words import chosen, words

_HELP = {
    Channel.WECOM: words("群机器人Webhook地址中key=后面的部分。", "What follows key= in the robot's webhook address."),
    Channel.DINGTALK: words(
        "群机器人Webhook地址中access_token=后面的部分。", "What follows access_token= in the robot's webhook address."
    ),
    Channel.FEISHU: words("群机器人Webhook地址最后一段。", "The last part of the robot's webhook address."),
}


class HookForm(forms.Form):
    """Which program is told what, and at which address."""

    name = forms.CharField(
        label=words("用途", "What for"), max_length=200, help_text=words("如：统计系统", "Such as: statistics")
    )
    address = forms.CharField(
        label=words("地址", "Address"),
        max_length=500,
        widget=forms.URLInput,
        help_text=words("公网上的https地址。", "An https address on the public internet."),
    )
    events = forms.MultipleChoiceField(
        label=words("推送哪些事件", "What to be told"),
        choices=[(event, words(zh, en)) for event, (zh, en) in EVENTS.items()],
        widget=forms.CheckboxSelectMultiple,
    )


class WishesForm(forms.Form):
    """Where, when and what; `channels` are those that are set up here."""

    language = forms.ChoiceField(
        label=words("消息语言", "Language of messages"), choices=(("zh", "中文"), ("en", "English"))
    )
    quiet_from = forms.TimeField(
        label=words("免打扰开始", "Quiet from"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    quiet_until = forms.TimeField(
        label=words("免打扰结束", "Quiet until"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    daily = forms.BooleanField(
        label=words("每天汇总一次", "One digest a day"),
        required=False,
        help_text=words(
            "上午8:30汇总发送；账号安全消息除外。", "Sent at 8:30; messages on the account's security come at once."
        ),
    )

    def __init__(self, *arguments: object, channels: list[Channel], **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they came
        self.channels = channels
        for channel in channels:
            self.fields[f"{channel}-target"] = forms.CharField(
                label=chosen(*CHANNEL_NAMES[channel]), required=False, max_length=200, help_text=_HELP.get(channel, "")
            )
            self.fields[f"{channel}-kinds"] = forms.MultipleChoiceField(
                label=chosen(
                    f"{CHANNEL_NAMES[channel][0]}：接收哪些", f"What to send there ({CHANNEL_NAMES[channel][1]})"
                ),
                required=False,
                choices=[(kind.key, chosen(kind.zh, kind.en)) for kind in KINDS.values()],
                widget=forms.CheckboxSelectMultiple,
            )

    def targets(self) -> dict[Channel, str]:
        """Return where the person is reached, channel by channel."""
        return {channel: self.cleaned_data[f"{channel}-target"] for channel in self.channels}

    def wanted(self) -> dict[Channel, frozenset[str]]:
        """Return the kinds that are wanted, channel by channel."""
        return {channel: frozenset(self.cleaned_data[f"{channel}-kinds"]) for channel in self.channels}
