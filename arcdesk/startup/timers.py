"""The same on Linux, as text to copy: a line of cron, or a timer of the user's systemd."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping, Sequence
from datetime import time

PASSED_ON = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "ARCDESK_CONFIG_DIR")
"""What cron does not hand on, and a notice needs."""


def cron_line(words: Sequence[str], at: time, environment: Mapping[str, str] | None = None) -> str:
    """A line for ``crontab -e``; a percent sign would end the command there, so it is escaped."""
    known = os.environ if environment is None else environment
    before = [f"{name}={shlex.quote(known[name])}" for name in PASSED_ON if known.get(name)]
    command = " ".join([*before, shlex.join(words)]).replace("%", "\\%")
    return f"{at.minute} {at.hour} * * * {command}"


def systemd_units(words: Sequence[str], at: time) -> str:
    """Both files of a user timer, each under the line that names it; what was missed is made up for."""
    command = " ".join(_unit_word(word) for word in words)
    return (
        "# ~/.config/systemd/user/arcdesk-remind.service\n"
        f"[Unit]\nDescription=ArcDesk reminders\n\n[Service]\nType=oneshot\nExecStart={command}\n\n"
        "# ~/.config/systemd/user/arcdesk-remind.timer\n"
        f"[Unit]\nDescription=ArcDesk reminders\n\n[Timer]\nOnCalendar=*-*-* {at:%H:%M}:00\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n\n"
        "# systemctl --user enable --now arcdesk-remind.timer\n"
    )


def _unit_word(word: str) -> str:
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"'
