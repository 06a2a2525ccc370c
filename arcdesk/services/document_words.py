"""What the state of a document and the steps of its delivery are called: texts to translate."""

from __future__ import annotations

from collections.abc import Mapping

STATES: Mapping[str, str] = {
    "draft": "Draft|document",
    "issued": "Issued|document",
    "sent": "Sent|document",
    "delivered": "Delivered|document",
    "refused": "Refused|document",
    "returned": "Returned|document",
    "agreed": "Confirmed|document",
    "disputed": "Differs|document",
    "void": "Void|document",
    "withdrawn": "Taken back|document",
    "copied": "Copy printed|document",
}

ADDRESS_KINDS: Mapping[str, str] = {
    "agreed": "Agreed in the contract|address",
    "registered": "Registered address|address",
    "other": "Another address|address",
}

RETURN_REASONS: Mapping[str, str] = {
    "unknown": "Addressee or address unknown|return",
    "unclaimed": "Not fetched in time|return",
    "other": "Another reason|return",
}
