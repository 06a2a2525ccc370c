"""What makes a piece of evidence of each kind hold in court: said while it is taken in (R51 to R53, R57 to R63)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

HINTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "contract": (
            "Scan every page with its seals and signatures, and keep the paper original.",
            "Show that whoever signed was entitled to: seal, authority, business licence.",
        ),
        "delivery_note": (
            "It is signed or sealed by the customer, with name and day.",
            "Goods and quantities match the invoice.",
            "Whoever signed works for the customer or is named in the contract.",
        ),
        "invoice": (
            "Attach the invoice itself, not only its number.",
            "An invoice alone does not prove delivery: add the delivery note too.",
        ),
        "payment": ("The bank slip shows payer, amount, day and what it was paid for.",),
        "wechat": (
            "Several screenshots of one conversation are stronger as one numbered exhibit.",
            "Keep the phone and the chat: the court may want to see them.",
        ),
        "sms": (
            "The other side's number, day and time are in the picture.",
            "Keep the phone and the messages: the court may want to see them.",
        ),
        "email": (
            "Take in the e-mail file (.eml), not a picture of it: its head and its attachments come along.",
            "The other side's address stands in the contract or was used before.",
        ),
        "recording": (
            "Keep the original file on the device, uncut.",
            "At its beginning one hears who speaks, when, and about which debt.",
            "Only your own conversation, and no bugging: else the court may exclude it.",
            "Write out what is said; the bundle prints it behind the recording.",
        ),
        "contact": ("It says who spoke with whom, when, and what was promised; best both sides signed it.",),
        "licence": ("Print it anew from the register before you sue: the state of the day counts.",),
        "guarantee": ("It names the debt, the amount, the term and the kind of guarantee, and is signed.",),
    }
)
"""Text keys by kind of evidence; a kind that is missing needs nothing special."""
