"""Originals, links and lengths in words, the same in the window and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arcdesk.i18n import tr
from arcdesk.services.document_words import STATES

if TYPE_CHECKING:
    from arcdesk.services.evidence_custody import Custody, CustodyEvent
    from arcdesk.services.evidence_links import Link

LINK_KINDS = {
    "customer": "Customer|link",
    "invoice": "Invoice|link",
    "contract": "Contract|link",
    "contact": "Contact|link",
    "document": "Letter or statement|link",
    "delivery": "Delivery|link",
}
_STATES = {
    "kept": "kept at {place}|custody",
    "lent": "with {holder} since {day}|custody",
    "lost": "lost since {day}|custody",
}
_EVENTS = {"lent": "given to {holder}|custody", "returned": "returned|custody", "lost": "reported lost|custody"}
_CHANNELS = {
    "phone": "Phone|channel", "wechat": "WeChat|channel", "sms": "SMS|channel", "email": "E-mail|channel",
    "letter": "Letter|channel", "visit": "Visit|channel", "meeting": "Meeting|channel", "lawyer": "Lawyer|channel",
    "other": "Other|channel",
}  # fmt: skip


def custody_words(now: Custody) -> str:
    """Where an original is, in a few words."""
    place = f"{now.place} ({now.holder})" if now.state == "kept" and now.holder else now.place
    return tr(_STATES[now.state], place=place or "—", holder=now.holder, day=str(now.since or ""))


def event_words(event: CustodyEvent) -> str:
    """What happened to an original."""
    return tr(_EVENTS[event.event], holder=event.holder)


def link_words(link: Link) -> str:
    """One thing that a piece belongs to: ``Invoice YJ-1002 2026-08-05``."""
    return " ".join(part for part in (tr(LINK_KINDS[link.kind]), name_words(link), link.on) if part)


def name_words(link: Link) -> str:
    """The name of the thing: its number, its customer's name, or how a contact was made and what became of a letter."""
    if link.kind == "contact":
        return tr(_CHANNELS[link.name]) if link.name in _CHANNELS else link.name
    if link.kind == "delivery":
        number, _, event = link.name.rpartition(" ")
        return f"{number} {tr(STATES[event])}" if event in STATES else link.name
    return link.name


def length_words(duration_ms: int) -> str:
    """Minutes and seconds, from an hour on with hours: 3:25, 1:02:09."""
    minutes, seconds = divmod(round(duration_ms / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
