"""What happens to accounts at the log-in and in their holders' own hands: each has a code for the audit trail and a letter."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from huiqi.kernel.clock import read_clock
from huiqi.register import services


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of event: its code, and what is said of it."""

    code: str
    zh: str
    en: str

    @property
    def subject(self) -> str:
        """Return the subject of the letter, in both languages: whoever reads it may use neither here."""
        return f"惠企：{self.zh} / Huiqi: {self.en}"

    def letter(self, contact: str) -> str:
        """Return the letter."""
        ask = contact or "管理员 / the administrator"
        return (
            f"您在惠企平台的账户：{self.zh}。如果不是您本人操作，请立即联系：{ask}。\n\n"
            f"Your account at Huiqi: {self.en}. If that was not you, ask at once: {ask}.\n"
        )


LOGGED_IN = Event("register.account.logged_in", "已登录", "logged in")
LOGGED_OUT = Event("register.account.logged_out", "已退出", "logged out")
SESSION_ENDED = Event("register.account.session_ended", "另一处登录已结束", "another session was ended")
# By the name of the library's notice.
CHANGES = {
    "account/email/password_changed": Event("register.password.changed", "密码已修改", "the password was changed"),
    "account/email/password_reset": Event("register.password.reset", "密码已重设", "the password was set anew"),
    "account/email/password_set": Event("register.password.set", "密码已设置", "a password was set"),
    "mfa/email/totp_activated": Event(
        "register.factor.app_added", "已启用验证器应用", "an authenticator app was added"
    ),
    "mfa/email/totp_deactivated": Event(
        "register.factor.app_removed", "已停用验证器应用", "the authenticator app was removed"
    ),
    "mfa/email/webauthn_added": Event("register.factor.passkey_added", "已添加通行密钥", "a passkey was added"),
    "mfa/email/webauthn_removed": Event("register.factor.passkey_removed", "已删除通行密钥", "a passkey was removed"),
    "mfa/email/recovery_codes_generated": Event(
        "register.factor.codes_made", "已生成新的恢复码", "new recovery codes were made"
    ),
    "socialaccount/email/account_connected": Event(
        "register.account.connected", "已关联统一身份认证", "the identity provider was connected"
    ),
    "socialaccount/email/account_disconnected": Event(
        "register.account.disconnected", "已取消关联统一身份认证", "the identity provider was disconnected"
    ),
}

FACTOR_ADDED = (CHANGES["mfa/email/totp_activated"], CHANGES["mfa/email/webauthn_added"])


def record(event: Event, *, request: HttpRequest, user: AbstractBaseUser) -> None:
    """Write an event of somebody's own account into the audit trail, with where the request came from."""
    address = get_adapter().get_client_ip(request)
    services.record_log_in_event(account=user.pk, code=event.code, address=address, now=read_clock())
