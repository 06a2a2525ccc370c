"""Customers and their people on the way out: merged ones under the one they went to, contact data hidden on request."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from arcdesk.domain.masking import mask, mask_in_text
from arcdesk.importing.aliases import aliases_text
from arcdesk.importing.ledger_file import LedgerFile
from arcdesk.models.queries.sql import rows


def standing_codes() -> dict[int, str]:
    """Every customer's code by id; that of a merged one is the code of whoever has his history now."""
    known = {key: (code, into) for key, code, into in rows("SELECT id, code, merged_into_id FROM customer")}

    def code_of(key: int) -> str:
        seen = {key}
        code, into = known[key]
        while into is not None and into not in seen:
            seen.add(into)
            code, into = known[into]
        return code

    return {key: code_of(key) for key in known}


def aliases_by_customer() -> dict[int, str]:
    """Other codes and names of each customer as the workbook has them, by id."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for customer_id, kind, text in rows("SELECT customer_id, kind, text FROM customer_alias ORDER BY id"):
        found[customer_id].append((kind, text))
    return {customer_id: aliases_text(pairs) for customer_id, pairs in found.items()}


def without_contacts(ledger: LedgerFile) -> LedgerFile:
    """The ledger with phone numbers, WeChat names and e-mail addresses hidden, in columns and in notes."""
    return replace(
        ledger,
        persons=tuple(
            replace(
                row,
                phone=mask("phone", row.phone),
                wechat=mask("wechat", row.wechat),
                email=mask("email", row.email),
            )
            for row in ledger.persons
        ),
        customers=tuple(
            replace(row, note=mask_in_text(row.note), pain_point=mask_in_text(row.pain_point))
            for row in ledger.customers
        ),
        contracts=tuple(
            replace(row, note=mask_in_text(row.note), notice_address=mask_in_text(row.notice_address))
            for row in ledger.contracts
        ),
        invoices=tuple(replace(row, note=mask_in_text(row.note)) for row in ledger.invoices),
        receipts=tuple(replace(row, note=mask_in_text(row.note)) for row in ledger.receipts),
    )
