"""Settings from the environment: what is right, what is refused, and that the message names the variable."""

from __future__ import annotations

from pathlib import Path

import pytest

from huiqi.kernel.environment import CannotReadSetting, data_folder, read_address, read_number, read_path, read_truth


@pytest.mark.parametrize(("text", "value"), (("true", True), ("ON", True), ("0", False), ("no", False), (" ", True)))
def test_truth(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("HUIQI_SWITCH", text)
    assert read_truth("HUIQI_SWITCH", default=True) is value


@pytest.mark.parametrize("text", ("ture", "2", "是"))
def test_truth_that_is_none(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("HUIQI_SWITCH", text)
    with pytest.raises(CannotReadSetting, match=f"HUIQI_SWITCH='{text}' makes no sense"):
        read_truth("HUIQI_SWITCH", default=True)


@pytest.mark.parametrize("text", ("-1", "11", "1.5", "1e1", "５"))
def test_number_out_of_bounds(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("HUIQI_COUNT", text)
    with pytest.raises(CannotReadSetting, match="a whole number from 0 to 10"):
        read_number("HUIQI_COUNT", default=3, least=0, most=10)


def test_number(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_number("HUIQI_COUNT", default=3, least=0, most=10) == 3
    monkeypatch.setenv("HUIQI_COUNT", "10")
    assert read_number("HUIQI_COUNT", default=3, least=0, most=10) == 10


@pytest.mark.parametrize(
    "text",
    (
        "zone.example.cn",
        "ftp://zone.example.cn",
        "https://zone.example.cn/huiqi",
        "https://",
        "http://a:b:c",
        "http://a:99999",
    ),
)
def test_address_that_is_none(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("HUIQI_ADDRESS", text)
    with pytest.raises(CannotReadSetting, match="https://zone"):
        read_address("HUIQI_ADDRESS", default="http://localhost:8000")


def test_path_has_to_be_absolute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIQI_DATA", "var")
    with pytest.raises(CannotReadSetting, match="an absolute path"):
        data_folder()
    monkeypatch.setenv("HUIQI_DATA", "/srv/huiqi")
    assert data_folder() == Path("/srv/huiqi")
    monkeypatch.delenv("HUIQI_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", "/srv/li")
    assert data_folder() == Path("/srv/li/huiqi")
    assert read_path("HUIQI_DATA") is None
