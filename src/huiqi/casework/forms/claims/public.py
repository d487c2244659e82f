"""Forms of companies and of the public: objecting, confirming, the account on file."""

from __future__ import annotations

from django import forms

from huiqi.ui.words import words


class ObjectionForm(forms.Form):
    """An objection: to which company, who objects, how to reach them, why."""

    company = forms.CharField(
        label=words("对哪家企业提出异议", "To which company"),
        max_length=200,
        help_text=words(
            "公示名单中的企业全称，或统一社会信用代码。", "Its full name as on the notice, or its credit code."
        ),
    )
    name = forms.CharField(label=words("您的姓名或单位", "Your name or organisation"), max_length=100)
    identity = forms.CharField(
        label=words("身份", "Who you are"),
        min_length=6,
        max_length=40,
        help_text=words(
            "身份证号后六位，或单位统一社会信用代码。", "Last six digits of your ID, or the organisation's credit code."
        ),
    )
    contact = forms.CharField(label=words("联系电话或邮箱", "Phone or e-mail"), min_length=5, max_length=100)
    text = forms.CharField(
        label=words("异议内容和事实依据", "What you object to, and on what facts"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    file = forms.FileField(
        label=words("证明材料", "Evidence"),
        required=False,
        help_text=words(
            "PDF、OFD、PNG、JPEG、XLSX或DOCX，不超过10兆字节。", "PDF, OFD, PNG, JPEG, XLSX or DOCX, 10 MB at most."
        ),
    )


class JudgeForm(forms.Form):
    """What became of an objection, and why."""

    answer = forms.CharField(
        label=words("复核结论和理由", "What was found, and why"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=words("异议人和企业都会看到。", "The objector and the company both read it."),
    )


class AccountForm(forms.Form):
    """An account at a bank."""

    holder = forms.CharField(label=words("户名", "Holder"), max_length=200)
    bank = forms.CharField(label=words("开户银行", "Bank and branch"), max_length=200)
    branch = forms.CharField(label=words("联行号", "Number of the branch"), max_length=12, required=False)
    number = forms.CharField(label=words("账号", "Account number"), max_length=50)
    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)


class AccountCheckForm(forms.Form):
    """How the company was asked whether its account is right."""

    account = forms.UUIDField(widget=forms.HiddenInput)
    how = forms.CharField(
        label=words("怎样核实的", "How you asked"),
        max_length=500,
        help_text=words(
            "拨打原来登记的电话，问过谁、怎样答复。不要拨打改账户的人新给的电话。",
            "Call the number that was on file before: whom you asked, and the answer. Never a number that came with the change.",
        ),
    )


class AnswerForm(forms.Form):
    """A company's yes into an account, or its no."""

    account = forms.UUIDField(required=False, widget=forms.HiddenInput)
