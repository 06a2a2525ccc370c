"""Where the files that ship with the program lie: source tree, wheel or frozen build."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """Folder holding ``fonts/``, ``icons/``, ``i18n/`` and the other shipped data."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "resources"
    package = Path(__file__).resolve().parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"


def path(*parts: str) -> Path:
    """Absolute path of one shipped file or folder, e.g. ``path("fonts", "x.ttf")``."""
    return root().joinpath(*parts)


def text(*parts: str) -> str:
    """Content of one shipped UTF-8 text file."""
    return path(*parts).read_text(encoding="utf-8")
