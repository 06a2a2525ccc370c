"""Starting with the log-in of this user: the Run key of Windows, an autostart file of the desktop elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from arcdesk.domain.errors import Refusal
from arcdesk.files import CannotWrite, write_durably
from arcdesk.startup.commands import start_hidden, this_program

NAME = "ArcDesk"
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
FILE_NAME = "arcdesk.desktop"


class LoginNotChanged(Refusal):
    """The system did not let the entry be made or removed."""

    sentence = "Windows did not let ArcDesk change what starts with the log-in: {why}"


class AtLogin(Protocol):
    """The switch: whether this program starts with the log-in, by exactly the command it has now."""

    def is_on(self) -> bool: ...

    def set_on(self, on: bool) -> None: ...


class RunKey:
    r"""``HKCU\...\Run``: for this user alone, without rights of an administrator."""

    def __init__(self, words: Sequence[str], registry: Any = None) -> None:
        self.command = subprocess.list2cmdline(words)
        self._registry = registry if registry is not None else import_module("winreg")

    def is_on(self) -> bool:
        """Whether the entry is there and starts this program; one of a folder it was moved from does not count."""
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, RUN_KEY) as key:
                value, _ = registry.QueryValueEx(key, NAME)
        except OSError:
            return False
        return bool(value == self.command)

    def set_on(self, on: bool) -> None:
        """Make or remove the entry.

        Raises:
            LoginNotChanged: the registry refused.
        """
        registry = self._registry
        try:
            with registry.CreateKeyEx(registry.HKEY_CURRENT_USER, RUN_KEY, 0, registry.KEY_SET_VALUE) as key:
                if on:
                    registry.SetValueEx(key, NAME, 0, registry.REG_SZ, self.command)
                else:
                    _remove(registry, key)
        except OSError as error:
            raise LoginNotChanged(why=str(error)) from error


class AutostartFile:
    """``~/.config/autostart/arcdesk.desktop``, as the desktops of Linux read it (XDG autostart)."""

    def __init__(self, words: Sequence[str], folder: Path) -> None:
        self.file = folder / FILE_NAME
        self.text = (
            f"[Desktop Entry]\nType=Application\nName=ArcDesk\nExec={exec_line(words)}\n"
            "Icon=arcdesk\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
        )

    def is_on(self) -> bool:
        """Whether the file is there and starts this program."""
        try:
            return self.file.read_text(encoding="utf-8") == self.text
        except (OSError, UnicodeDecodeError):
            return False

    def set_on(self, on: bool) -> None:
        """Write or remove the file.

        Raises:
            CannotWrite: the folder refused.
        """
        if on:
            write_durably(self.file, self.text.encode("utf-8"))
            return
        try:
            self.file.unlink(missing_ok=True)
        except OSError as error:
            raise CannotWrite(path=str(self.file), why=str(error)) from error


def at_login() -> AtLogin:
    """The switch of this system for the program that runs now."""
    words = start_hidden(this_program())
    if sys.platform == "win32":
        return RunKey(words)
    config = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return AutostartFile(words, Path(config) / "autostart")


def exec_line(words: Sequence[str]) -> str:
    """Words as the ``Exec`` key quotes them: in quotes with four characters escaped, and that escaped as a string."""
    quoted = []
    for word in words:
        plain = word.replace("\\", "\\\\")
        for mark in ('"', "`", "$"):
            plain = plain.replace(mark, f"\\{mark}")
        quoted.append(f'"{plain}"'.replace("\\", "\\\\").replace("%", "%%"))
    return " ".join(quoted)


def _remove(registry: Any, key: Any) -> None:
    try:
        registry.DeleteValue(key, NAME)
    except FileNotFoundError:
        return
