"""What a notice is, and what shows one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import SignalInstance

from arcdesk.i18n import tr

OPEN, DONE, SNOOZE = "open", "done", "snooze"
"""What a person may do with a notice: click it, or press one of its buttons."""

Told = Callable[[bool], object]
"""Called once: whether the notice was taken by whoever shows it."""


@dataclass(frozen=True, slots=True)
class Toast:
    """One notice to show; ``customer_id`` is ``None`` where it stands for several customers.

    ``actions`` are the buttons wanted besides the click; what shows it may have none.
    ``is_digest`` marks the notice of the morning.
    """

    title: str
    text: str
    customer_id: int | None = None
    follow_up_ids: tuple[int, ...] = ()
    actions: tuple[str, ...] = ()
    is_digest: bool = False


class Notifier(Protocol):
    """Shows short notices outside the window. Signal: ``acted`` with the notice meant and what was done to it."""

    acted: SignalInstance

    @property
    def name(self) -> str:
        """What shows them: "bus", "toast", "tray"; "" where nothing does."""

    def is_available(self) -> bool:
        """Whether a notice would be seen."""

    def show_notice(self, toast: Toast, told: Told) -> None:
        """Show one, and say by ``told`` whether it was taken."""

    def close(self) -> None:
        """Let go of what belongs to the system; what is shown stays."""


def action_text(action: str) -> str:
    """The words on a button."""
    return {OPEN: tr("Open"), DONE: tr("Done"), SNOOZE: tr("Next working day|snooze")}[action]
