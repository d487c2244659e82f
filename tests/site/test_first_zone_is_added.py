"""An operator adds the first zone; its administrator sets a password by the link, once; nothing is half added."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from huiqi.kernel.errors import Cannot
from huiqi.register.models import Organisation, Person
from huiqi.rulebook.domain.reading import CannotRead
from huiqi.site.commands.zone import CannotAddZone, add_zone

PASSWORD = "correct-horse-battery"


def test_zone_with_administrator_and_pack(db: None, root: Path, client: Client) -> None:
    token = add_zone("新高新区", administrator="陈管", login="chen", pack=root / "packs" / "national")
    answer = client.post(f"/account/first/{token}/", {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    assert client.login(username="chen", password=PASSWORD)
    again = Client().get(f"/account/first/{token}/")
    assert again.status_code == 404, "a link works once"
    with pytest.raises(CannotAddZone, match="already"):
        add_zone("新高新区 ", administrator="别人", login="other", pack=None)


def test_nothing_is_half_added(transactional_db: None, tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "pack.yaml").write_text("id: other\n", encoding="utf-8")
    with pytest.raises((Cannot, CannotRead)):
        add_zone("新高新区", administrator="陈管", login="chen", pack=tmp_path / "bad")
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()
