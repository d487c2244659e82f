"""The library's forms with our labels and helps; what they check and do stays the library's."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache

from huiqi.site.login.options import PASSWORD_LENGTH_LEAST
from huiqi.ui.words import words

PASSWORD = words("密码", "Password")
NEW_PASSWORD = words("新密码", "New password")
NEW_PASSWORD_AGAIN = words("再输一遍新密码", "New password again")
NEW_PASSWORD_HELP = words(
    f"至少{PASSWORD_LENGTH_LEAST}个字符，不能全是数字，不能是常见密码，也不能像登录名。几个不相干的词连起来就很好。",
    f"At least {PASSWORD_LENGTH_LEAST} characters, not only digits, nothing common, nothing like the log-in name. "
    "A few words that have nothing to do with each other do well.",
)
CODE = words("验证码", "Code")
CODE_HELP = words(
    "验证器应用里的六位数字，或者一个恢复码。", "The six digits of your authenticator app, or a recovery code."
)
# A code of the app holds for three steps of 30 s: one that was used is remembered for longer.
_CODE_REMEMBERED_SECONDS = 120


def call(form: forms.BaseForm, name: str, label: Any, help_text: Any = "", **attributes: str) -> None:
    """Give a field its label and help, and take the placeholder away: it would vanish under what is typed."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


class LogIn(account.LoginForm):  # type: ignore[misc]  # the library has no types
    """Log-in name and password."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        call(self, "login", words("登录名", "Log-in name"), autocapitalize="none", spellcheck="false")
        call(self, "password", PASSWORD)


class LogInAgain(account.ReauthenticateForm):  # type: ignore[misc]  # the library has no types
    """The password once more, before something that matters."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        call(self, "password", PASSWORD)


class ChangePassword(account.ChangePasswordForm):  # type: ignore[misc]  # the library has no types
    """The old password and a new one."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        call(self, "oldpassword", words("现在的密码", "Current password"))
        call_new(self)


class SetPassword(account.SetPasswordForm):  # type: ignore[misc]  # the library has no types
    """A password for somebody who had none, because the identity provider lets them in."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        call_new(self)


class SetPasswordByMail(account.ResetPasswordKeyForm):  # type: ignore[misc]  # the library has no types
    """A new password for somebody who followed the link in a mail, or the one that was handed over."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        call_new(self)


class AskForMail(account.ResetPasswordForm):  # type: ignore[misc]  # the library has no types
    """The mail address to which a link is sent."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        call(self, "email", words("登记在账户上的邮箱", "The mail address of your account"))


class Code(factors.AuthenticateForm):  # type: ignore[misc]  # the library has no types
    """A code of the authenticator app, or a recovery code; none counts twice."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        call(self, "code", CODE, CODE_HELP, inputmode="numeric")

    def clean_code(self) -> str:
        return only_once(self, super().clean_code())


class CodeAgain(factors.ReauthenticateForm):  # type: ignore[misc]  # the library has no types
    """The same before something that matters."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        call(self, "code", CODE, CODE_HELP, inputmode="numeric")

    def clean_code(self) -> str:
        return only_once(self, super().clean_code())


class FirstCode(totp.ActivateTOTPForm):  # type: ignore[misc]  # the library has no types
    """The first code, which shows that the app took the secret."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        call(
            self,
            "code",
            CODE,
            words("应用里显示的六位数字。", "The six digits that the app shows."),
            inputmode="numeric",
        )


class AddPasskey(webauthn.AddWebAuthnForm):  # type: ignore[misc]  # the library has no types
    """A name for the passkey, and whether it lets in without a password."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        call(
            self,
            "name",
            words("名称", "Name"),
            words("例如“办公室电脑”。", "Such as “office computer”."),
            maxlength="50",
        )
        self.fields["name"].initial = self.initial["name"] = ""
        self.fields["passwordless"].initial = True
        call(
            self,
            "passwordless",
            words("以后不用密码，直接用它登录", "Log in with it alone, without a password"),
            words("需要设备验证指纹、面容或锁屏密码。", "The device checks your finger, face or PIN."),
        )


class RenamePasskey(webauthn.EditWebAuthnForm):  # type: ignore[misc]  # the library has no types
    """Another name for a passkey."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        call(self, "name", words("名称", "Name"), maxlength="50")


def call_new(form: forms.BaseForm) -> None:
    """Give the two fields of a new password their labels."""
    call(form, "password1", NEW_PASSWORD, NEW_PASSWORD_HELP)
    call(form, "password2", NEW_PASSWORD_AGAIN)


def only_once(form: Any, code: str) -> str:
    """Return the code where it was not used before; raises ValidationError."""
    bare = "".join(character for character in code if character.isalnum())
    if not cache.add(f"huiqi.code.{form.user.pk}.{bare}", 1, timeout=_CODE_REMEMBERED_SECONDS):
        raise get_adapter().validation_error("incorrect_code")
    return code
