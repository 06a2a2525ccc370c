"""What the timeline says of an entry: headline, sign and tone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.labels import CHANNELS, EVIDENCE_KINDS, OUTCOMES
from arcdesk.ui.labels import label as words

if TYPE_CHECKING:
    from arcdesk.services.timeline import TimelineEntry

ICONS: Mapping[str, str] = {
    "promise": "promise",
    "plan": "calendar",
    "dispute": "dispute",
    "document": "letters",
    "delivery": "send",
    "receipt": "receipt",
    "allocation": "refresh",
    "write_off": "minus",
    "invoice": "file",
    "evidence": "evidence",
    "follow_up": "followup",
    "due_change": "calendar",
    "limitation": "lawyer",
    "guarantee": "people",
    "grade": "customers",
    "concession": "promise",
    "task": "send",
    "legal": "lawyer",
    "move": "people",
}
CHANNEL_ICONS: Mapping[str, str] = {
    "phone": "phone", "wechat": "wechat", "sms": "mail", "email": "mail", "letter": "letters",
    "visit": "visit", "meeting": "people", "lawyer": "lawyer",
}  # fmt: skip
GOOD_OUTCOMES = frozenset({"promised", "partial_paid", "paid"})
SETTLED_DISPUTES = frozenset(
    {
        "Dispute of {number} accepted",
        "Dispute of {number} rejected",
        "Dispute of {number} settled by a compromise",
    }
)
BAD_OUTCOMES = frozenset({"refused", "disputes", "unreachable"})


def title(entry: TimelineEntry) -> str:
    """The headline, coded values in words, money with its sign."""
    values = {name: _shown(value) for name, value in entry.values.items() if name != "fen"}
    head = tr(entry.title_key, **values)
    parts = [head]
    if entry.kind == "contact":
        said = [words(CHANNELS, str(entry.values["channel"])), words(OUTCOMES, str(entry.values["outcome"]))]
        parts = ([head] if entry.values.get("corrects") else []) + said
        parts.append(str(entry.values.get("person") or ""))
    elif entry.kind == "evidence":
        parts.append(words(EVIDENCE_KINDS, str(entry.values.get("kind", ""))))
    elif entry.kind == "delivery":
        parts.append(str(entry.values.get("tracking") or ""))
    elif entry.kind == "write_off":
        parts.append(tr("approved by {name}", name=entry.values["approver"]))
    if "fen" in entry.values:
        parts.append(show.money_with_sign(int(str(entry.values["fen"])), str(entry.values.get("currency", "CNY"))))
    if entry.kind in {"promise", "invoice"} and entry.values.get("due_on"):
        key = "for {day}|promise" if entry.kind == "promise" else "due {day}"
        parts.append(tr(key, day=_shown(entry.values["due_on"])))
    return " · ".join(part for part in parts if part)


def icon_of(entry: TimelineEntry) -> str:
    """Name of the icon: a contact shows its channel."""
    if entry.kind == "contact":
        return CHANNEL_ICONS.get(str(entry.values["channel"]), "log")
    if entry.kind == "document" and entry.title_key.startswith("Statement"):
        return "statements"
    return ICONS.get(entry.kind, "info")


def tone_of(entry: TimelineEntry) -> str:
    """``good``, ``bad``, ``warn`` or the accent."""
    outcome = str(entry.values.get("outcome", ""))
    if entry.kind == "receipt" and int(str(entry.values["fen"])) < 0:
        return "bad"
    if entry.kind == "receipt" or outcome in GOOD_OUTCOMES:
        return "good"
    if entry.kind in {"dispute", "write_off"} or outcome in BAD_OUTCOMES:
        return "accent" if entry.title_key in SETTLED_DISPUTES else "bad"
    return "warn" if entry.kind in {"promise", "plan", "allocation", "concession"} else "accent"


def _shown(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else ("" if value is None else value)
