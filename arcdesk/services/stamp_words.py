"""Time stamps in words, the same in the window and on the command line."""

from __future__ import annotations

from datetime import datetime

from arcdesk.i18n import tr

STATES = {
    "sound": "sound|stamp",
    "changed_log": "the log was changed|stamp",
    "damaged": "the reply was altered|stamp",
}
NOT_CHECKED = (
    "Checked: hash, number, signature, time. Not checked, because it needs a network: whether the certificate leads to "
    "a trusted root, or was revoked."
)


def state_words(state: str) -> str:
    """What the last check of a stamp found."""
    return tr(STATES[state])


def moment_words(stamped_at: datetime, zone: datetime) -> str:
    """When it was stamped, in the time of this computer."""
    return f"{stamped_at.astimezone(zone.tzinfo):%Y-%m-%d %H:%M:%S %z}"
