"""What a person reads of an e-mail's fate; each text is a key of the catalogue."""

from __future__ import annotations

STATE_KEYS = {
    "sent": "sent|mail",
    "partly": "sent to some|mail",
    "refused": "refused|mail",
    "later": "to be sent again|mail",
    "unclear": "not known whether it left|mail",
    "held": "held back|mail",
}
