"""Printable sheets of what a command reckoned: where ``--pdf`` asks for one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from arcdesk.cli.errors import NotAPdfName


def write_sheet(target: str, draw: Callable[[], bytes]) -> list[str]:
    """Draw a sheet and write it as ``target``; the files written, none where none was asked for.

    Raises:
        NotAPdfName: a name that no program would open as a PDF.
        CannotWrite: the folder is read-only, or the disk is full.
        FiguresDisagree, MissingGlyph: what the print room refuses.
    """
    if not target:
        return []
    if not target.lower().endswith(".pdf"):
        raise NotAPdfName(name=target, field="pdf")
    from arcdesk.files import write_durably

    path = Path(target)
    write_durably(path, draw())
    return [str(path)]
