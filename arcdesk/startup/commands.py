"""How the system starts this program: installed as a frozen program, or run from its source."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

DESKTOP = "ArcDesk"


@dataclass(frozen=True, slots=True)
class Program:
    """This program as the system would start it without a console; ``first`` are the words before its own."""

    path: str
    first: tuple[str, ...] = ()

    def words(self, *own: str) -> tuple[str, ...]:
        """The whole command line as words."""
        return (self.path, *self.first, *own)


def this_program() -> Program:
    """The program that runs now."""
    return program_of(sys.executable, is_frozen=bool(getattr(sys, "frozen", False)), platform=sys.platform)


def program_of(executable: str, *, is_frozen: bool, platform: str) -> Program:
    """The program of an executable: a frozen one beside it has no console, as pythonw has none."""
    is_windows = platform == "win32"
    path: PurePath = PureWindowsPath(executable) if is_windows else PurePosixPath(executable)
    if is_frozen:
        return Program(str(path.with_name(f"{DESKTOP}.exe" if is_windows else DESKTOP)))
    if is_windows:
        path = path.with_name("pythonw.exe")
    return Program(str(path), ("-m", "arcdesk"))


def start_hidden(program: Program) -> tuple[str, ...]:
    """What the log-in starts: the window used last, in the tray."""
    return program.words("--hidden")


def remind(program: Program, workspace: Path) -> tuple[str, ...]:
    """What the scheduler starts: one look at these books, and an end."""
    return program.words("remind", "--scheduled", "--workspace", str(workspace.absolute()))
