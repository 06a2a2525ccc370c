"""Opening the window from the command line, where there is a screen to open it on."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from arcdesk.cli.errors import NoScreen
from arcdesk.cli.session import Session
from arcdesk.i18n import tr


def open_desktop(session: Session, folder: Path | None, *, hidden: bool = False) -> int:
    """Open the window on ``folder`` (the workspace used last without one) until it is closed.

    ``hidden`` starts it in the tray.

    Raises:
        NoScreen: no screen, or the system lacks what Qt needs.
    """
    if not has_screen():
        raise NoScreen(why=tr("there is no screen here"))
    gc.disable()  # the window collects on its own timer, on its own thread, once it stands
    import arcdesk.services.customer_list  # noqa: F401 - PySide reads the source of all that is imported after it

    try:
        with ctrl_c_held_back():
            from arcdesk.ui.app import run
    except ImportError as error:
        raise NoScreen(why=str(error)) from error
    return run(folder, settings=session.settings, clock=session.clock, hidden=hidden)


@contextmanager
def ctrl_c_held_back() -> Iterator[None]:
    """Let Ctrl+C wait for the end of the block: raised inside Qt's own import it aborts the process.

    Raises:
        KeyboardInterrupt: it was pressed meanwhile.
    """
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def has_screen() -> bool:
    """Whether a window could be shown; without one Qt would end the process."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
