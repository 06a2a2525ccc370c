"""The commands that protect a workspace, as a script and a bookkeeper would run them."""

from __future__ import annotations

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail

from arcdesk import keys
from tests.cli.conftest import Program

PASSWORD = "correct horse"  # noqa: S105


class MemoryKeyring(KeyringBackend):
    """A keyring that lasts as long as the test."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.kept.pop((service, username), None)


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ARGON2", {"t": 1, "m": 64, "p": 1})
    monkeypatch.delenv("ARCDESK_PASSWORD", raising=False)
    before = keyring.get_keyring()
    monkeypatch.setattr("keyring.core._keyring_backend", MemoryKeyring())
    assert keyring.get_keyring() is not before


@pytest.fixture
def protected(program: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setenv("ARCDESK_NEW_PASSWORD", PASSWORD)
    monkeypatch.setenv("ARCDESK_PASSWORD", PASSWORD)
    answer = program("password", "--set", "--json", status=0).json
    assert answer["protected"]
    assert answer["evidence"] == "encrypted"
    assert answer["waiting"] == 0
    assert keys.recovery_bytes(answer["recovery_key"])
    monkeypatch.delenv("ARCDESK_PASSWORD")
    return program


def test_a_protected_workspace_is_opened_by_the_variable(protected: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = protected("aging", "--json", status=2)
    assert refused.out == ""
    assert refused.err.startswith("error: A password is needed.")
    monkeypatch.setenv("ARCDESK_PASSWORD", "wrong one")
    assert "neither the password" in protected("aging", status=2).err
    monkeypatch.setenv("ARCDESK_PASSWORD", PASSWORD)
    assert protected("aging", "--json", status=0).json["currencies"]
    assert protected("evidence", "verify", "--deep", status=0)
    checks = {check["check"]: check for check in protected("doctor", "--json").json}
    assert checks["protection"]["ok"]


def test_this_computer_opens_it_after_unlock_and_asks_after_lock(
    protected: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCDESK_PASSWORD", PASSWORD)
    protected("unlock", status=0)
    monkeypatch.delenv("ARCDESK_PASSWORD")
    assert protected("password", "--json", status=0).json["on_this_computer"]
    protected("lock", status=0)
    protected("aging", status=2)


def test_without_a_keyring_unlock_is_refused(protected: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keyring.core._keyring_backend", fail.Keyring())
    monkeypatch.setenv("ARCDESK_PASSWORD", PASSWORD)
    assert "no keyring" in protected("unlock", status=2).err
    assert not protected("password", "--json", status=0).json["on_this_computer"]


def test_change_new_recovery_key_and_remove(protected: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCDESK_PASSWORD", PASSWORD)
    recovery = protected("password", "--new-recovery-key", "--json", status=0).json["recovery_key"]
    monkeypatch.setenv("ARCDESK_PASSWORD", recovery)
    monkeypatch.setenv("ARCDESK_NEW_PASSWORD", "battery staple")
    protected("password", "--change", status=0)
    monkeypatch.setenv("ARCDESK_PASSWORD", "battery staple")
    answer = protected("password", "--remove", "--json", status=0).json
    assert (answer["protected"], answer["evidence"], answer["waiting"]) == (False, "plain", 0)
    monkeypatch.delenv("ARCDESK_PASSWORD")
    protected("evidence", "verify", "--deep", status=0)


def test_a_backup_comes_back_with_the_password(
    protected: Program, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("ARCDESK_PASSWORD", PASSWORD)
    place = tmp_path_factory.mktemp("stick")
    protected("backup", str(place / "b.zip"), status=0)
    monkeypatch.delenv("ARCDESK_PASSWORD")
    protected("restore", str(place / "b.zip"), str(place / "books"), status=2)
    assert not (place / "books").exists()
    monkeypatch.setenv("ARCDESK_PASSWORD", PASSWORD)
    protected("restore", str(place / "b.zip"), str(place / "books"), status=0)


def test_options_that_exclude_each_other_are_refused(program: Program) -> None:
    assert "Choose one" in program("password", "--set", "--remove", status=2).err


def test_the_task_scheduler_is_asked_nothing_and_told_without_names(
    protected: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    from arcdesk.cli import remind

    told: list[object] = []
    monkeypatch.setattr(remind, "_show_locked", told.append)
    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda _: True})())
    monkeypatch.setattr("getpass.getpass", lambda _: pytest.fail("a question that nobody answers"))
    assert "A password is needed" in protected("remind", status=2).err
    assert len(told) == 1
    monkeypatch.setenv("ARCDESK_PASSWORD", PASSWORD)
    protected("remind", "--json", status=0)
    assert len(told) == 1
