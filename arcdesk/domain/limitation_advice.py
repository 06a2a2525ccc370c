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
