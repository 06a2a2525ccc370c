"""Books with letters that can be mailed: customers with and without an address, one letter each."""

from __future__ import annotations

from arcdesk.bootstrap import Desk
from arcdesk.services.customers import Person
from arcdesk.services.documents import IssuedDocument
from tests.services.desks import Book, customer_id, enter

NAMES = {"C1": "上海龘昇设备有限公司", "C2": "无锡喆成工贸有限公司", "C3": "常州三和机电有限公司"}


def debtors(desk: Desk, *codes: str, amount: int = 10000) -> None:
    """Customers with one overdue invoice ``F-<code>`` and an accountant who has an address."""
    book = Book()
    for code in codes:
        book.customer(code, NAMES.get(code, ""))
        book.invoice(f"F-{code}", code, amount, "2026-06-01", "2026-07-01")
    enter(desk, book)
    for code in codes:
        address = f"{code.lower()}@example.com"
        person = Person(0, "周敏", "财务经理", phone="13800000000", email=address, is_primary=True)
        desk.customers.save_person(customer_id(desk, code), person)


def letter(desk: Desk, code: str, kind: str = "first", language: str = "zh") -> IssuedDocument:
    """A letter to the customer, issued today."""
    (issued,) = desk.letters.issue(customer_id(desk, code), kind, language)
    return issued


def letters(desk: Desk, *codes: str) -> list[str]:
    """Debtors with a letter each; the numbers of the letters."""
    debtors(desk, *codes)
    return [letter(desk, code).number for code in codes]
