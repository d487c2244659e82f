"""The secret of an authenticator app and the seed of recovery codes are not readable in the tables."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

from huiqi.kernel.actor import Role
from huiqi.register.models import Account
from huiqi.site.login.sealing import MARK, seal, unseal
from tests.cast import Cast, visit

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ANOTHER_KEY = "another key, as long as keys are, of no use to who has the tables"


def account(cast: Cast) -> Account:
    client = visit(cast.person("审", (Role.AUDITOR, cast.zone)))
    return Account.objects.get(pk=client.session["_auth_user_id"])


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))


def test_what_is_sealed_comes_back_and_is_another_text_each_time() -> None:
    first, second = seal(SECRET), seal(SECRET)
    assert unseal(first) == unseal(second) == SECRET
    assert first != second
    assert SECRET not in first


def test_what_was_kept_before_is_read_as_it_is() -> None:
    assert unseal(SECRET) == SECRET


def test_another_key_opens_nothing(settings: object, caplog: pytest.LogCaptureFixture) -> None:
    kept = seal(SECRET)
    settings.SECRET_KEY = ANOTHER_KEY
    found = {unseal(kept), unseal(kept)}
    # A new random secret each time: an empty or a fixed one would be a code that anybody could make.
    assert len(found) == 2
    assert SECRET not in found
    assert "sealed with another key" in caplog.text


def test_the_table_does_not_show_the_secret_of_an_app_and_its_codes_hold(cast: Cast) -> None:
    factor = TOTP.activate(account(cast), SECRET)
    kept = Authenticator.objects.get(pk=factor.instance.pk)
    assert kept.data["secret"].startswith(MARK)
    assert SECRET not in str(kept.data)
    assert kept.wrap().validate_code(code_now())


def test_a_changed_key_makes_codes_wrong_and_nothing_worse(cast: Cast, settings: object) -> None:
    factor = TOTP.activate(account(cast), SECRET)
    settings.SECRET_KEY = ANOTHER_KEY
    assert not Authenticator.objects.get(pk=factor.instance.pk).wrap().validate_code(code_now())


def test_recovery_codes_are_sealed_and_hold(cast: Cast) -> None:
    person = account(cast)
    TOTP.activate(person, SECRET)
    codes = RecoveryCodes.activate(person)
    shown = codes.get_unused_codes()
    kept = Authenticator.objects.get(pk=codes.instance.pk)
    assert str(kept.data["seed"]).startswith(MARK)
    assert not any(code in str(kept.data) for code in shown)
    assert kept.wrap().validate_code(shown[0])
