"""Words for the coded values that screens show: channels, outcomes, authority, states, kinds.

Each maps the stored code to the English key of its text; ``tr`` gives the words.
"""

from __future__ import annotations

from collections.abc import Mapping

from arcdesk.services import contact_words, document_words

CHANNELS = contact_words.CHANNELS

OUTCOMES = contact_words.OUTCOMES

AUTHORITIES = contact_words.AUTHORITIES

PROMISE_STATES: Mapping[str, str] = {
    "open": "Open|promise",
    "kept": "Kept|promise",
    "part_kept": "Part kept|promise",
    "broken": "Broken|promise",
}

PLAN_STATES: Mapping[str, str] = {
    "running": "Running|plan",
    "late": "In arrears|plan",
    "done": "Paid off|plan",
    "accelerated": "Called in|plan",
    "void": "Void|plan",
    "replaced": "Replaced|plan",
}

INSTALMENT_STATES: Mapping[str, str] = {
    "open": "Not due|instalment",
    "partly": "Part paid|instalment",
    "paid": "Paid|instalment",
    "late": "Late|instalment",
}

DISPUTE_KINDS: Mapping[str, str] = {
    "": "Kind not said|dispute",
    "quantity": "Quantity|dispute",
    "quality": "Quality|dispute",
    "price": "Price|dispute",
    "delivery": "Delivery|dispute",
    "invoice": "Invoicing|dispute",
    "no_order": "Not ordered|dispute",
    "other": "Other|dispute",
}

DISPUTE_STATES: Mapping[str, str] = {
    "open": "Open|dispute",
    "accepted": "Accepted|dispute",
    "rejected": "Rejected|dispute",
    "partly": "Compromise|dispute",
    "": "Closed|dispute",
}

INVOICE_KINDS: Mapping[str, str] = {
    "invoice": "Invoice|kind",
    "credit_note": "Credit note|kind",
    "opening": "Opening balance|kind",
    "other": "Other|kind",
    "write_off": "Written off|posting",
}

FIGURES: Mapping[str, str] = {
    "balance": "Balance",
    "open": "Open|amount",
    "overdue": "Overdue",
    "unallocated": "Unallocated",
    "disputed": "Disputed",
}

RETURNS: Mapping[str, str] = {
    "bounced": "Receipt bounced|posting",
    "mistake": "Receipt entered by mistake|posting",
    "refunded": "Refund|posting",
}
"""Why money went back."""

DOCUMENT_STATES = document_words.STATES

LETTER_LEVELS = contact_words.LETTER_LEVELS

PAPER_KINDS: Mapping[str, str] = {
    "balance_confirmation": "Balance confirmation with demand",
    "audit_confirmation": "Audit confirmation|paper",
    "receipt_confirmation": "Confirmation of receipt",
    "agreement": "Instalment agreement",
}

STATEMENT_STYLES: Mapping[str, str] = {
    "activity": "All movements|statement",
    "open_items": "Open items only|statement",
}

MEANS: Mapping[str, str] = {
    "ems": "EMS",
    "courier": "Courier",
    "registered": "Registered mail",
    "email": "E-mail|channel",
    "wechat": "WeChat|channel",
    "sms": "SMS|channel",
    "hand": "By hand",
    "other": "Other|channel",
}

EVIDENCE_KINDS: Mapping[str, str] = {
    "contract": "Contract|evidence",
    "invoice": "Invoice|evidence",
    "delivery_note": "Delivery note|evidence",
    "statement": "Statement|evidence",
    "letter": "Demand letter|evidence",
    "delivery": "Proof of delivery|evidence",
    "wechat": "WeChat chat|evidence",
    "sms": "SMS|evidence",
    "email": "E-mail|evidence",
    "recording": "Call recording|evidence",
    "contact": "Contact record|evidence",
    "approval": "Approval|evidence",
    "licence": "Business licence|evidence",
    "payment": "Proof of payment|evidence",
    "guarantee": "Guarantee|evidence",
    "other": "Other|evidence",
}

GRADES: Mapping[str, str] = {
    "": "Not graded",
    "A": "A · strategic, pays well",
    "B": "B · steady, late at times",
    "C": "C · new or small",
    "D": "D · high risk",
}

SIZES: Mapping[str, str] = {
    "": "Size unknown",
    "large": "Large|size",
    "medium": "Medium|size",
    "small": "Small|size",
    "micro": "Micro|size",
    "public": "Public body|size",
}

INTEREST_BASES: Mapping[str, str] = {
    "contract": "Contract's rate",
    "lpr_fixed": "LPR at default, fixed",
    "lpr_floating": "LPR of each period",
    "sme": "SME rule, 0.05 % a day",
    "judgment": "Judgment, 0.0175 % a day",
}

BEHAVIOURS: Mapping[str, str] = {
    "": "Type unknown",
    "reliable": "Keeps its word|behaviour",
    "forgetful": "Forgetful|behaviour",
    "short_of_cash": "Short of cash|behaviour",
    "malicious": "Avoids paying|behaviour",
}

SUPPLY = contact_words.SUPPLY

SCORE_PARTS: Mapping[str, str] = {
    "overdue": "Overdue ratio",
    "late": "Average days late",
    "promises": "Promises kept",
    "trend": "Trend",
}

DUE_STANDINGS: Mapping[str, str] = {
    "paid": "Paid|item",
    "open": "Not paid|item",
    "written_off": "Written off, not paid|item",
    "deferred": "Deferred by a plan|item",
    "undated": "Paid, day unknown|item",
}

label = contact_words.words
