"""People, their accounts and roles, and the organisations that roles are held for."""

from __future__ import annotations

from datetime import date, datetime

from django import forms

from huiqi.kernel.actor import Role
from huiqi.kernel.clock import end_of_day_in_china
from huiqi.ui.forms import DAY_FORMAT
from huiqi.ui.words import words

PLACE_HELP = words("登记的全称，或统一社会信用代码。", "The full name as registered, or the credit code.")


class LastDayField(forms.DateField):
    """A day up to whose end something holds; cleaned it is the moment after."""

    widget = forms.DateInput(format=DAY_FORMAT, attrs={"type": "date"})

    def clean(self, value: object) -> datetime | None:
        day: date | None = super().clean(value)
        return end_of_day_in_china(day) if day else None


class LogInForm(forms.Form):
    """The name to log in with, and where mail goes."""

    login = forms.CharField(
        label=words("登录名", "Log-in name"),
        max_length=100,
        help_text=words("字母、汉字、数字或.@+-_，不含空格。", "Letters, digits or .@+-_, without spaces."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    mail = forms.EmailField(label=words("邮箱", "Mail"), required=False)


class AccountForm(LogInForm):
    """Somebody new, with the name to log in with."""

    name = forms.CharField(label=words("姓名", "Name"), max_length=200)

    field_order = ("name", "login", "mail")


class PersonForm(AccountForm):
    """The same, and where the person belongs."""

    place = forms.CharField(
        label=words("所属单位", "Belongs to"),
        max_length=200,
        help_text=PLACE_HELP,
        widget=forms.TextInput(attrs={"list": "places"}),
    )


class RoleForm(forms.Form):
    """A role, for what, until when; for an agent also what the company consented to."""

    role = forms.ChoiceField(label=words("角色", "Role"), choices=[(role.value, words(*role.words)) for role in Role])
    place = forms.CharField(
        label=words("管辖的单位", "For"),
        max_length=200,
        help_text=words(
            "角色对这个单位和它下面的一切有效。写全称，或统一社会信用代码。",
            "The role holds there and for everything below. The full name, or the credit code.",
        ),
        widget=forms.TextInput(attrs={"list": "places"}),
    )
    until = LastDayField(
        label=words("最后一天", "Last day"),
        required=False,
        help_text=words("不填表示没有期限；代办人必须填。", "Empty: without end; an agent needs one."),
    )
    consent = forms.CharField(
        label=words("同意书出处", "Where the consent is kept"),
        max_length=200,
        required=False,
        help_text=words("只有代办人需要：文号或档案位置。", "For agents alone: number or place of the signed paper."),
    )
    scope = forms.CharField(
        label=words("代办范围", "What it allows"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=words("只有代办人需要。", "For agents alone."),
    )


class SubjectForm(forms.Form):
    """The person's subject at the identity provider."""

    subject = forms.CharField(
        label=words("身份标识（subject）", "Subject"),
        max_length=191,
        required=False,
        help_text=words(
            "登录被拒时页面上显示的标识；清空则不再允许。",
            "As the page shows it when a log-in is refused; empty lets nobody in.",
        ),
    )


class OrganisationForm(forms.Form):
    """A part of a zone: a park or a department, by name."""

    kind = forms.ChoiceField(
        label=words("类别", "Kind"),
        choices=(("park", words("园区", "Park")), ("department", words("部门", "Department"))),
    )
    name = forms.CharField(label=words("名称", "Name"), max_length=200)


class NameForm(forms.Form):
    """A new name."""

    name = forms.CharField(label=words("新名称", "New name"), max_length=200)


class ConsentForm(forms.Form):
    """The company lets somebody act for it: who, for what, by which paper, until when."""

    login = forms.CharField(
        label=words("代办人的登录名", "The agent's log-in name"),
        max_length=100,
        help_text=words(
            "请代办人告诉您。还没有账户的，由管理员先建。",
            "Ask the agent. The administrator makes an account where there is none.",
        ),
    )
    scope = forms.CharField(
        label=words("同意代办的事项", "What is allowed"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    consent = forms.CharField(
        label=words("同意书出处", "Where the consent is kept"),
        max_length=200,
        help_text=words("签字盖章的同意书的文号或档案位置。", "Number or place of the signed and sealed paper."),
    )
    until = LastDayField(label=words("最后一天", "Last day"))
