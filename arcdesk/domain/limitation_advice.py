"""What would make a record of the log count as an event of limitation: texts to translate (R10 to R21, R62)."""

from __future__ import annotations

from arcdesk.domain.gate import Reason

AUDIT = Reason(
    "audit_confirmation",
    text_key="Courts differ over audit confirmations. Send a statement with a demand for payment instead.",
    values={},
)
NO_SCAN = Reason("no_scan", text_key="The signed copy is missing. Add its scan.", values={})
NO_DELIVERY_PROOF = Reason(
    "no_delivery_proof",
    text_key="Nothing shows that it arrived. Add the proof of delivery: signed slip or postal record.",
    values={},
)
ON_ITS_WAY = Reason(
    "on_its_way",
    text_key="Sent, but nothing shows that it arrived. Record the delivery with its proof.",
    values={},
)
NOT_SENT = Reason(
    "not_sent",
    text_key="Issued only. Send it, and record the delivery with its proof once it has arrived.",
    values={},
)
NO_OUTCOME_PROOF = Reason(
    "no_outcome_proof",
    text_key="Nothing shows how it came back. Add the envelope with the carrier's note, or the postal record.",
    values={},
)
REFUSED_ELSEWHERE = Reason(
    "refused_elsewhere",
    text_key="Refused, but not at the agreed or the registered address. Send it there as well; confirm this one "
    "only where the files show that the debtor himself refused it.",
    values={},
)
UNCLAIMED = Reason(
    "unclaimed",
    text_key="Nobody fetched it at the registered address, and courts differ over that. Send it again; confirm "
    "this one only after advice.",
    values={},
)
SEND_AGAIN = Reason(
    "send_again",
    text_key="It came back, so it did not arrive. Send it again, to the agreed and to the registered address.",
    values={},
)
BOUNCED = Reason(
    "bounced",
    text_key="The message did not arrive. Send it in another way, to the agreed or the registered address.",
    values={},
)
WITHDRAWN = Reason(
    "withdrawn",
    text_key="This letter was taken back. Do not rely on it: send a new one, and ask a lawyer before you let it count.",
    values={},
)
FIGURES_ONLY = Reason(
    "figures_only",
    text_key="Only the figures were confirmed, which courts may not take for a promise. Get a promise to pay, or "
    "confirm it after advice.",
    values={},
)
SEE_IDENTITY = Reason(
    "see_identity",
    text_key="Do the files show the other side's profile page and the whole thread, and is the original "
    "device kept? Then confirm it.",
    values={},
)
KEEP_MESSAGES = Reason(
    "keep_messages",
    text_key="Keep the messages as evidence: the other side's profile page and the whole thread.",
    values={},
)
SEE_STUB = Reason(
    "see_stub",
    text_key="Do the files show both the content of the letter and that it arrived? Then confirm it.",
    values={},
)
KEEP_STUB = Reason(
    "keep_stub", text_key="Keep the letter, its waybill and the record of its arrival as evidence.", values={}
)
SEE_RECORDING = Reason(
    "see_recording",
    text_key="Does the recording or paper show who spoke, which debt and how much, and is the original "
    "kept uncut? Then confirm it.",
    values={},
)
SPOKEN = Reason(
    "spoken",
    text_key="Nobody can prove what was said. Put it in writing and get an answer, or keep a recording.",
    values={},
)
IMPORTED_BALANCE = Reason(
    "imported_balance",
    text_key="A figure of the import, no payment of that day. Enter what was really paid, with the bank slip.",
    values={},
)
SIGN_PLAN = Reason(
    "sign_plan",
    text_key="Agreed by word of mouth: it moves no due date here. Have it signed and keep the paper as evidence.",
    values={},
)
KEEP_PLAN = Reason("keep_plan", text_key="Keep the signed paper as evidence.", values={})
VOID = Reason(
    "void",
    text_key="What it was entered for has been corrected since. Withdraw it, or enter it anew.",
    values={},
)
PROVE_ENTRY = Reason(
    "prove_entry", text_key="No proof is kept with it. Add the file that proves it.", values={}
)
