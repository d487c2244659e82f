"""Settings of the log-in that no operator changes: which forms of ours stand for the library's, and what a password needs."""

from __future__ import annotations

PASSWORD_LENGTH_LEAST = 10
_RULES = "django.contrib.auth.password_validation"
_FORMS = "huiqi.site.login.forms"

PASSWORD_VALIDATORS: list[dict[str, object]] = [
    {"NAME": f"{_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": PASSWORD_LENGTH_LEAST}},
    {"NAME": f"{_RULES}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("username", "email")}},
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    {"NAME": f"{_RULES}.NumericPasswordValidator"},
]

# A whole office comes from one address; what is guessed at is one account. Beside the log-in: what visitors may do, and how often.
RATE_LIMITS = {
    "login": "120/m/ip", "login_failed": "30/m/ip,5/5m/key", "compendium_pdf": "20/m/ip", "notice_pdf": "20/m/ip",
    "objection": "20/h/ip",
}  # fmt: skip

ACCOUNT_FORMS = {
    "login": f"{_FORMS}.LogIn",
    "reauthenticate": f"{_FORMS}.LogInAgain",
    "change_password": f"{_FORMS}.ChangePassword",
    "set_password": f"{_FORMS}.SetPassword",
    "reset_password": f"{_FORMS}.AskForMail",
    "reset_password_from_key": f"{_FORMS}.SetPasswordByMail",
}

FACTOR_FORMS = {
    "authenticate": f"{_FORMS}.Code",
    "reauthenticate": f"{_FORMS}.CodeAgain",
    "activate_totp": f"{_FORMS}.FirstCode",
    "add_webauthn": f"{_FORMS}.AddPasskey",
    "edit_webauthn": f"{_FORMS}.RenamePasskey",
}
