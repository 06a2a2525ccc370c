"""Which workspace to open: the one named, the last one, or the first start; refusals in a dialog."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import Refusal
from arcdesk.keys import PasswordNeeded
from arcdesk.workspace import WorkspaceInUse, is_workspace

if TYPE_CHECKING:
    from arcdesk.clock import Clock
    from arcdesk.settings import MachineSettings
    from arcdesk.ui.theme import Theme
    from arcdesk.unlocking import Unlocked


@dataclass(frozen=True, slots=True)
class Opened:
    """The desk that was opened, or the exit status of a start that ends here.

    After a first start ``imports`` says that data are to come in next, from ``file`` if chosen. Where a protected
    workspace was opened by its ``recovery_key``, a new password is to be offered.
    """

    desk: Desk | None
    status: int = 0
    imports: bool = False
    file: Path | None = None
    recovery_key: str = ""


def standard_folder() -> Path:
    """``Documents/ArcDesk`` of this user."""
    from PySide6.QtCore import QStandardPaths

    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) / "ArcDesk"


def wanted_folder(folder: Path | None, settings: MachineSettings) -> Path:
    """The folder named, else the workspace used last if it still exists, else the standard one."""
    if folder is not None:
        return folder
    last = settings.last_workspace
    return last if last is not None and is_workspace(last) else standard_folder()


def choose_workspace(folder: Path | None, settings: MachineSettings, clock: Clock, theme: Theme) -> Opened:
    """Open a workspace, asking the person where it can't be done without."""
    target = wanted_folder(folder, settings)
    write = True
    opened: Unlocked | None = None
    while True:
        if not is_workspace(target):
            return _first_start(target, clock, theme)
        try:
            desk = bootstrap.build(target, clock, write=write, key=opened.key if opened else None)
            return Opened(desk, recovery_key=opened.recovery_key if opened else "")
        except PasswordNeeded:
            if _raised_first(target):  # it is open here already, perhaps locked: asked for there
                return Opened(None)
            from arcdesk.ui.dialogs.unlock import UnlockDialog

            asking = UnlockDialog(target, theme)
            asking.exec()
            opened, other = asking.answer, asking.other
            asking.deleteLater()
            if opened is None and other is None:
                return Opened(None)
            target = other or target
        except Refusal as refusal:
            if isinstance(refusal, WorkspaceInUse) and _raised_first(target):
                return Opened(None)
            from arcdesk.ui.dialogs.refused import Choice, RefusedDialog

            dialog = RefusedDialog(refusal, target)
            dialog.exec()
            if dialog.choice is Choice.QUIT:
                return Opened(None, status=2)
            write = dialog.choice is not Choice.READ
            if dialog.choice is Choice.OTHER and dialog.folder is not None:
                target, opened = dialog.folder, None


def _raised_first(folder: Path) -> bool:
    """Whether the desktop that holds ``folder`` came to the front."""
    from arcdesk.ui.single_instance import call_first  # QtNetwork is slow to import, and rarely needed

    return call_first(folder)


def _first_start(target: Path, clock: Clock, theme: Theme) -> Opened:
    from arcdesk.ui.dialogs.first_start import ask

    answer = ask(lambda folder, company: bootstrap.create(folder, clock, company), target, theme)
    if answer is None:
        return Opened(None)
    return Opened(answer.desk, imports=answer.wants_import, file=answer.file)
