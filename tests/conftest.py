"""What every test stands on: no screen, a keyring in memory, settings and documents of its own.

A machine without Qt's system libraries (libEGL and others) still runs everything but
``tests/ui``; with ``ARCDESK_REQUIRE_QT=1`` it refuses to, so that a build never passes
without the window having been tested.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before any part of Qt is loaded

hypothesis_settings.register_profile("own", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "own")

collect_ignore: list[str] = []
_missing_qt = ""


def why_no_qt() -> str:
    """What the system says when Qt's widgets can't be loaded; empty when they can."""
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        return str(error)
    return ""


def pytest_addoption(pluginmanager: pytest.PytestPluginManager) -> None:
    """Take pytest-qt out before it is configured: without the libraries it ends the whole run."""
    global _missing_qt  # noqa: PLW0603 - pytest gives its hooks no other place
    _missing_qt = why_no_qt()
    if not _missing_qt:
        return
    if os.environ.get("ARCDESK_REQUIRE_QT"):
        raise pytest.UsageError(f"Qt can't be loaded: {_missing_qt}")
    collect_ignore.append("ui")
    plugin = pluginmanager.get_plugin("pytest-qt")
    if plugin is not None:
        pluginmanager.unregister(plugin)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _missing_qt:
        terminalreporter.write_line(f"tests/ui left out: Qt can't be loaded ({_missing_qt})", yellow=True)


@pytest.fixture(autouse=True)
def _own_machine(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings, documents or language of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("ARCDESK_CONFIG_DIR", str(home / "config"))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(home / "Documents"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.delenv("ARCDESK_WORKSPACE", raising=False)


@pytest.fixture(autouse=True, scope="session")
def _keyring_in_memory() -> Iterator[None]:
    """Secrets stay in the process: a build machine has no keyring, a person's own is none of ours."""
    import keyring
    from keyring.backend import KeyringBackend

    class MemoryKeyring(KeyringBackend):
        priority = 1  # type: ignore[assignment]

        def __init__(self) -> None:
            super().__init__()
            self.kept: dict[tuple[str, str], str] = {}

        def get_password(self, service: str, username: str) -> str | None:
            return self.kept.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            self.kept[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            self.kept.pop((service, username), None)

    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture(autouse=True)
def _every_text_has_its_chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A text looked up in Chinese and not found fails the test, also where its key is put together.

    ``tests/test_translations.py`` finds the keys that stand in the sources; this finds the rest.
    """
    from arcdesk import i18n

    missed: set[str] = set()

    class Watched(dict[str, str]):
        def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
            if key not in self and any(character.isascii() and character.isalpha() for character in key):
                missed.add(key)
            return super().get(key, default)

    read = i18n.catalogue
    chinese = Watched(read("zh"))
    monkeypatch.setattr(i18n, "catalogue", lambda language: chinese if language == "zh" else read(language))
    yield
    assert not missed, "without Chinese"


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the source tree."""
    return Path(__file__).resolve().parent.parent
