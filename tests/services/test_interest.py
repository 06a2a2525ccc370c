"""Late interest on the ledger: whose rate, on what, from when; the letters claim the same figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import BadMultiplier, BadYearDays, Refusal
from arcdesk.domain.money import round_half_up
from arcdesk.importing.ledger_file import ContractRow
from arcdesk.models.claims import Instalment, PaymentPlan, PlanEnd, PlanShare
from arcdesk.models.collection import Document
from arcdesk.models.ledger import Contract, Invoice
from arcdesk.models.queries import balances
from arcdesk.services.contacts import NewContact
from arcdesk.services.interest import (
    CreditNoteBearsNone,
    InvoiceInterest,
    InvoiceNotYetIssued,
    NoAgreedRate,
    NoSuchInvoice,
)
from arcdesk.services.interest_settings import (
    BadLossFactor,
    InterestSettings,
    UnknownInterestBasis,
    UnknownOrder,
    Wish,
    known_basis,
)
from tests.services.desks import Book, customer_id, day, enter, fen, set_day, table_rows

CASE_14_END = date(2024, 10, 31)


def contract(book: Book, number: str, customer: str, rate: str | None, signed: str = "2023-01-10") -> Book:
    daily = Decimal(rate) if rate else None
    book.contracts.append(
        ContractRow(number, customer, day(signed), penalty_daily_rate=daily, sheet="合同", row=2)
    )
    return book


def case_14(rate: str | None = None, **customer: object) -> Book:
    """100,000 due 2024-01-01, 40,000 received on 2024-04-01."""
    book = contract(Book().customer("C1", **customer), "HT1", "C1", rate)
    book.invoice("F1", "C1", 100_000, "2023-12-01", "2024-01-01", contract="HT1")
    return book.receipt("R1", "C1", 40_000, "2024-04-01", {"F1": 40_000})


def agree(desk: Desk, invoice: str, on: str, instalments: Sequence[tuple[str, str | int]]) -> int:
    """An instalment plan over one invoice, as the agreement states it."""
    row = Invoice.get(Invoice.number == invoice)
    total = sum(fen(amount) for _, amount in instalments)
    plan = PaymentPlan.create(
        number=f"P-{invoice}-{on}", customer=row.customer_id, currency=row.currency, agreed_on=day(on), total_fen=total,
        is_one_debt=False, is_written=True, logged_at=desk.clock.now(),
    )  # fmt: skip
    for seq, (due, amount) in enumerate(instalments, 1):
        part = Instalment.create(plan=plan.id, seq=seq, due_on=day(due), amount_fen=fen(amount))
        PlanShare.create(instalment=part.id, invoice=row.id, amount_fen=fen(amount))
    return int(plan.id)


def runs(found: InvoiceInterest) -> list[tuple[int, int, str, int, int]]:
    """Each segment: instalment, days, first day, principal and amount in fen."""
    return [
        (part.part.instalment, each.days, each.first_day.isoformat(), each.principal_fen, each.amount_fen)
        for part in found.parts
        if part.sheet
        for each in part.sheet.segments
    ]


def rules(found: InvoiceInterest) -> set[str]:
    return {reason.rule for reason in found.remarks} | {flag.name for flag in found.flags}


# The basis (R22 to R25)


def test_case_14_the_contracts_rate_comes_first_and_its_excess_is_said(desk: Desk) -> None:
    enter(desk, case_14("0.001"))
    found = desk.interest.of_invoice("F1", CASE_14_END)
    assert (found.basis, found.total_fen, found.is_chosen) == ("contract", 21_880_00, False)
    assert runs(found) == [
        (0, 91, "2024-01-02", 100_000_00, 9_100_00),
        (0, 213, "2024-04-02", 60_000_00, 12_780_00),
    ]
    assert "excessive" in rules(found)
    assert found.contract_number == "HT1"


def test_case_14_without_an_agreed_rate_the_lpr_at_breach_counts(desk: Desk) -> None:
    enter(desk, case_14())
    found = desk.interest.of_invoice("F1", CASE_14_END, Wish(multiplier=Decimal("1.3")))
    assert (found.basis, found.total_fen) == ("lpr_fixed", 2_688_54)
    assert found.choice.alternatives == ("lpr_floating",)
    assert desk.interest.of_invoice("F1", CASE_14_END).terms.multiplier == Decimal("1.5")


def test_case_14_by_the_regulation_where_a_person_chooses_it(desk: Desk) -> None:
    enter(desk, case_14(size="large"))
    found = desk.interest.of_invoice("F1", CASE_14_END)
    assert (found.basis, "sme" in found.choice.alternatives) == ("lpr_fixed", True)
    chosen = desk.interest.of_invoice("F1", CASE_14_END, Wish("sme"))
    assert (chosen.total_fen, chosen.is_chosen, chosen.why.rule) == (10_940_00, True, "sme")
    assert "sme_alternative" in rules(chosen)


def test_a_claim_by_the_regulation_on_a_small_debtor_says_that_it_is_not_bound(desk: Desk) -> None:
    enter(desk, case_14(size="small"))
    chosen = desk.interest.of_invoice("F1", CASE_14_END, Wish("sme"))
    assert (chosen.total_fen, chosen.why.rule) == (10_940_00, "sme_not_binding")


def test_an_agreed_rate_below_the_lpr_is_pointed_out_where_the_debtor_is_large(desk: Desk) -> None:
    for number, size in enumerate(("large", "small", "")):
        book = contract(Book().customer(f"C{number}", size=size), f"HT{number}", f"C{number}", "0.00005")
        enter(
            desk,
            book.invoice(
                f"F{number}", f"C{number}", 1000, "2023-12-01", "2024-01-01", contract=f"HT{number}"
            ),
        )
    flagged = [
        "below_lpr_at_contract" in rules(desk.interest.of_invoice(f"F{number}")) for number in range(3)
    ]
    assert flagged == [True, False, False]


def test_floating_runs_by_the_lpr_of_each_period(desk: Desk) -> None:
    enter(desk, Book().customer("C1").invoice("F1", "C1", 100_000, "2023-02-15", "2023-03-15"))
    found = desk.interest.of_invoice("F1", date(2025, 6, 30), Wish("lpr_floating"))
    assert (found.total_fen, len(found.sheets[0].segments)) == (11_567_06, 6)
    on_360 = desk.interest.of_invoice("F1", date(2025, 6, 30), Wish(year_days=360))
    assert on_360.total_fen == 12_744_58


def test_by_contract_where_none_was_agreed_is_refused(desk: Desk) -> None:
    enter(desk, case_14())
    with pytest.raises(NoAgreedRate):
        desk.interest.of_invoice("F1", wish=Wish("contract"))


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (Wish(multiplier=Decimal(5)), BadMultiplier),
        (Wish(multiplier=Decimal(0)), BadMultiplier),
        (Wish(year_days=366), BadYearDays),
        (Wish(order="whatever"), UnknownOrder),  # type: ignore[arg-type]
    ],
)
def test_wishes_that_no_claim_can_be_built_on_are_refused(
    desk: Desk, wish: Wish, refusal: type[Refusal]
) -> None:
    enter(desk, case_14())
    with pytest.raises(refusal):
        desk.interest.of_invoice("F1", wish=wish)


def test_a_judgment_debt_is_no_basis_of_the_ledger() -> None:
    assert known_basis("") is None
    with pytest.raises(UnknownInterestBasis):
        known_basis("judgment")


def test_what_has_no_interest_is_refused_by_name(desk: Desk) -> None:
    enter(desk, case_14().invoice("K1", "C1", -500, "2024-02-01"))
    for number, on, refusal in (
        ("X", None, NoSuchInvoice),
        ("K1", None, CreditNoteBearsNone),
        ("F1", date(2023, 11, 30), InvoiceNotYetIssued),
    ):
        with pytest.raises(refusal):
            desk.interest.of_invoice(number, on)


# The company's defaults


def test_the_companys_defaults_count_until_a_person_asks_for_something_else(desk: Desk) -> None:
    enter(desk, case_14())
    own = InterestSettings(Decimal("1.3"), 360, Decimal("1.3"), "interest_first")
    desk.interest.save_settings(own)
    assert desk.interest.settings() == own
    terms = desk.interest.of_invoice("F1").terms
    assert (terms.multiplier, terms.year_days, terms.allocation) == (Decimal("1.3"), 360, "interest_first")
    terms = desk.interest.of_invoice("F1", wish=Wish(year_days=365, order="principal_first")).terms
    assert (terms.multiplier, terms.year_days, terms.allocation) == (Decimal("1.3"), 365, "principal_first")
    with pytest.raises(BadLossFactor):
        desk.interest.save_settings(replace(own, loss_factor=Decimal(2)))
    assert desk.interest.settings() == own


def test_a_contract_that_has_interest_paid_first_decides_for_its_invoices(desk: Desk) -> None:
    enter(desk, case_14("0.0005").invoice("F2", "C1", 1000, "2023-12-01", "2024-01-01"))
    Contract.update(is_interest_first=True).execute()
    found = desk.interest.of_invoice("F1", CASE_14_END)
    assert found.terms.allocation == "interest_first"
    assert desk.interest.of_invoice("F2").terms.allocation == "principal_first"
    asked = desk.interest.of_invoice("F1", CASE_14_END, Wish(order="principal_first"))
    assert asked.terms.allocation == "principal_first"
    sheet = found.sheets[0]
    assert (sheet.interest_paid_fen, sheet.open_principal_fen) == (4_550_00, 64_550_00)
    # What the ledger has open and the interest accrued come to what is owed by the sheet.
    assert found.open_fen + found.total_fen == sheet.left.total_fen
    assert "interest_paid_first" in rules(found)


# On what, and from when


def test_money_counts_from_its_own_day_and_what_was_taken_back_never_came(desk: Desk) -> None:
    enter(desk, case_14("0.001"))
    set_day(desk, "2024-06-15")
    desk.receipts.reverse("R1", date(2024, 5, 10), "退票")
    owner = customer_id(desk, "C1")
    late = desk.receipts.record(owner, fen(40_000), date(2024, 5, 1))
    desk.receipts.allocate(late.number, {"F1": fen(40_000)}, date(2024, 6, 1))
    assert runs(desk.interest.of_invoice("F1", CASE_14_END)) == [
        (0, 121, "2024-01-02", 100_000_00, 12_100_00),
        (0, 183, "2024-05-02", 60_000_00, 10_980_00),
    ]
    assert [run[3] for run in runs(desk.interest.of_invoice("F1", date(2024, 5, 9)))] == [
        100_000_00,
        60_000_00,
    ]
    assert [run[3] for run in runs(desk.interest.of_invoice("F1", date(2024, 5, 20)))] == [100_000_00]


def test_a_past_day_knows_nothing_of_later_money(desk: Desk) -> None:
    enter(desk, case_14("0.001"))
    found = desk.interest.of_invoice("F1", date(2024, 3, 31))
    assert runs(found) == [(0, 90, "2024-01-02", 100_000_00, 9_000_00)]
    before = desk.interest.of_invoice("F1", date(2024, 1, 1))
    assert (before.total_fen, before.sheets[0].days) == (0, 0)


def test_a_credit_note_for_the_invoice_lowers_the_principal_from_the_start(desk: Desk) -> None:
    enter(desk, case_14("0.001"))
    set_day(desk, "2024-10-31")
    desk.credit_notes.add(customer_id(desk, "C1"), fen(10_000), date(2024, 6, 1), invoice="F1")
    found = desk.interest.of_invoice("F1", CASE_14_END)
    assert [run[3] for run in runs(found)] == [90_000_00, 50_000_00]
    assert "credit_note_from_the_start" in rules(found)
    earlier = desk.interest.of_invoice("F1", date(2024, 5, 31))
    assert [run[3] for run in runs(earlier)] == [100_000_00, 60_000_00]


def test_a_free_credit_note_put_to_the_invoice_pays_on_its_own_day(desk: Desk) -> None:
    enter(desk, case_14("0.001"))
    set_day(desk, "2024-10-31")
    note = desk.credit_notes.add(customer_id(desk, "C1"), fen(10_000), date(2024, 6, 1))
    assert "unallocated_money" in rules(desk.interest.of_invoice("F1", CASE_14_END))
    desk.credit_notes.allocate(note.number, {"F1": fen(10_000)})
    found = desk.interest.of_invoice("F1", CASE_14_END)
    assert [(run[2], run[3]) for run in runs(found)][-1] == ("2024-06-02", 50_000_00)
    assert "unallocated_money" not in rules(found)


def test_what_is_written_off_or_disputed_is_no_payment_and_not_claimed(desk: Desk) -> None:
    enter(desk, case_14("0.001"))
    set_day(desk, "2024-10-31")
    desk.write_offs.write_off("F1", fen(5_000), date(2024, 7, 1), approver="总经理", reason="和解")
    dispute = (("F1", fen(15_000), "质量"),)
    desk.contacts.log(NewContact(customer_id(desk, "C1"), "phone", "disputes", disputes=dispute))
    found = desk.interest.of_invoice("F1", CASE_14_END)
    assert [run[3] for run in runs(found)] == [80_000_00, 40_000_00]
    assert (found.principal_fen, found.open_fen) == (80_000_00, 40_000_00)
    assert {"written_off", "disputed_not_claimed"} <= rules(found)
    before = desk.interest.of_invoice("F1", date(2024, 6, 30))
    assert [run[3] for run in runs(before)] == [100_000_00, 60_000_00]


def test_an_invoice_that_is_disputed_altogether_claims_nothing_and_says_so(desk: Desk) -> None:
    enter(desk, case_14("0.001"))
    dispute = (("F1", fen(60_000), "质量"),)
    desk.contacts.log(NewContact(customer_id(desk, "C1"), "phone", "disputes", disputes=dispute))
    found = desk.interest.of_invoice("F1")
    assert (found.principal_fen, found.open_fen) == (40_000_00, 0)
    assert "disputed_not_claimed" in rules(found)


def test_what_was_paid_before_the_books_began_bears_no_interest(desk: Desk) -> None:
    book = Book().customer("C1").invoice("F1", "C1", 100_000, "2023-12-01", "2024-01-01")
    book.receipt("R1", "C1", 30_000, "2024-08-31", {"F1": 30_000}, origin="imported_balance")
    enter(desk, book)
    found = desk.interest.of_invoice("F1", CASE_14_END)
    assert [run[3] for run in runs(found)] == [70_000_00]
    assert "paid_before_the_books" in rules(found)


def test_without_a_due_date_or_before_the_rates_nothing_is_reckoned_and_it_says_why(desk: Desk) -> None:
    book = Book().customer("C1").invoice("F1", "C1", 100, "2012-01-01", "2012-02-01")
    book.invoice("F2", "C1", 100, "2024-01-01")
    enter(desk, book)
    old, dateless = (desk.interest.of_invoice(number) for number in ("F1", "F2"))
    assert [gap.rule for gap in old.gaps] == ["no_rate_on_day"]
    assert [gap.rule for gap in dateless.gaps] == ["no_due_date"]
    assert old.total_fen == dateless.total_fen == 0
    both = desk.interest.of_customer(customer_id(desk, "C1"))
    assert ({one.number for one in both.invoices}, both.totals) == ({"F1", "F2"}, {})


# Instalment plans (R26, R46)


def test_each_instalment_bears_interest_from_its_own_day_on_its_own_payments(desk: Desk) -> None:
    enter(desk, contract(Book().customer("C1"), "HT1", "C1", "0.001").invoice(
        "F1", "C1", 90_000, "2026-01-01", "2026-02-01", contract="HT1"))  # fmt: skip
    agree(desk, "F1", "2026-05-01", [("2026-06-01", 30_000), ("2026-07-01", 30_000), ("2026-12-01", 30_000)])
    desk.receipts.record(
        customer_id(desk, "C1"), fen(40_000), date(2026, 7, 11), allocate={"F1": fen(40_000)}
    )
    found = desk.interest.of_invoice("F1", date(2026, 7, 31))
    assert runs(found) == [
        (1, 40, "2026-06-02", 30_000_00, 1_200_00),
        (2, 10, "2026-07-02", 30_000_00, 300_00),
        (2, 20, "2026-07-12", 20_000_00, 400_00),
    ]
    assert "plan_moves_the_start" in rules(found)
    assert desk.interest.of_invoice("F1", date(2026, 4, 30)).total_fen == 88 * 90_00


def test_what_was_paid_late_before_the_plan_keeps_the_old_due_date(desk: Desk) -> None:
    enter(desk, contract(Book().customer("C1"), "HT1", "C1", "0.001").invoice(
        "F1", "C1", 100_000, "2026-01-01", "2026-03-15", contract="HT1").receipt(
        "R1", "C1", 40_000, "2026-04-14", {"F1": 40_000}))  # fmt: skip
    agree(desk, "F1", "2026-05-01", [("2026-06-01", 60_000)])
    assert runs(desk.interest.of_invoice("F1", date(2026, 6, 11))) == [
        (0, 30, "2026-03-16", 40_000_00, 1_200_00),
        (1, 10, "2026-06-02", 60_000_00, 600_00),
    ]


def test_a_plan_that_was_ended_moves_the_start_with_it(desk: Desk) -> None:
    enter(desk, contract(Book().customer("C1"), "HT1", "C1", "0.001").invoice(
        "F1", "C1", 60_000, "2026-01-01", "2026-03-15", contract="HT1"))  # fmt: skip
    plan = agree(desk, "F1", "2026-05-01", [("2026-06-01", 30_000), ("2026-12-01", 30_000)])
    PlanEnd.create(plan=plan, on_day=date(2026, 6, 21), how="accelerated", logged_at=desk.clock.now())
    assert [run[:3] for run in runs(desk.interest.of_invoice("F1", date(2026, 7, 1)))] == [
        (1, 30, "2026-06-02"),
        (2, 10, "2026-06-22"),
    ]


def test_a_void_plan_gives_the_old_due_date_back(desk: Desk) -> None:
    enter(desk, contract(Book().customer("C1"), "HT1", "C1", "0.001").invoice(
        "F1", "C1", 60_000, "2026-01-01", "2026-03-15", contract="HT1"))  # fmt: skip
    plan = agree(desk, "F1", "2026-05-01", [("2026-06-01", 30_000), ("2026-12-01", 30_000)])
    PlanEnd.create(plan=plan, on_day=date(2026, 6, 21), how="void", logged_at=desk.clock.now())
    assert [run[:3] for run in runs(desk.interest.of_invoice("F1", date(2026, 6, 20)))] == [
        (1, 19, "2026-06-02")
    ]
    assert [run[:3] for run in runs(desk.interest.of_invoice("F1", date(2026, 6, 21)))] == [
        (0, 98, "2026-03-16")
    ]


# Customers and letters


def test_a_customers_interest_stands_by_currency_and_leaves_out_what_is_not_due(desk: Desk) -> None:
    book = case_14("0.001").invoice("F2", "C1", 1000, "2026-09-01", "2026-12-01")
    enter(desk, book.invoice("F3", "C1", 500, "2024-01-01", "2024-02-01", currency="USD"))
    found = desk.interest.of_customer(customer_id(desk, "C1"), CASE_14_END)
    assert [one.number for one in found.invoices] == ["F1", "F3"]
    assert found.totals == {"CNY": 21_880_00, "USD": found.invoices[1].total_fen}
    assert "lpr_for_foreign_money" in rules(found.invoices[1])


def test_an_invoice_paid_late_keeps_its_interest_apart_from_what_is_open(desk: Desk) -> None:
    book = case_14("0.001").receipt("R2", "C1", 60_000, "2024-05-01", {"F1": 60_000})
    enter(desk, book)
    owner = customer_id(desk, "C1")
    assert desk.interest.of_customer(owner, CASE_14_END).totals == {}
    both = desk.interest.of_customer(owner, CASE_14_END, with_paid=True)
    assert (both.totals, both.paid_late_totals) == ({}, {"CNY": 9_100_00 + 1_800_00})
    assert desk.interest.of_invoice("F1").total_fen == 10_900_00


def letter_interest(desk: Desk, code: str, on: date) -> tuple[int | None, dict[str, object] | None]:
    """What a letter claims and what it keeps of the reckoning."""
    (letter,) = desk.letters.issue(customer_id(desk, code), language="zh", on=on, force=True)
    note = Document.get_by_id(letter.id).snapshot["data"]["interest"]
    return letter.interest_fen, note


def test_a_letter_claims_the_services_figure_and_keeps_its_segments(desk: Desk) -> None:
    book = case_14("0.001").invoice("F2", "C1", 8_000, "2024-02-01", "2024-03-01")
    enter(desk, book)
    set_day(desk, "2024-10-31")
    found = desk.interest.of_customer(customer_id(desk, "C1"))
    claimed, note = letter_interest(desk, "C1", date(2024, 10, 31))
    assert claimed == found.totals["CNY"]
    assert note is not None
    sheets = note["sheets"]
    assert isinstance(sheets, list)
    assert [sheet["title"] for sheet in sheets] == ["F1", "F2"]
    assert [each["amount_fen"] for each in sheets[0]["segments"]] == [9_100_00, 12_780_00]
    assert sum(sheet["total_fen"] for sheet in sheets) == note["total_fen"] == claimed


def test_a_letter_over_a_plan_claims_each_instalment_once(desk: Desk) -> None:
    enter(desk, contract(Book().customer("C1"), "HT1", "C1", "0.001").invoice(
        "F1", "C1", 90_000, "2026-01-01", "2026-02-01", contract="HT1"))  # fmt: skip
    agree(desk, "F1", "2026-05-01", [("2026-06-01", 30_000), ("2026-07-01", 30_000), ("2026-12-01", 30_000)])
    claimed, note = letter_interest(desk, "C1", date(2026, 10, 8))
    found = desk.interest.of_invoice("F1")
    assert claimed == found.total_fen == 129 * 30_00 + 99 * 30_00
    assert note is not None
    assert sum(each["total_fen"] for each in note["sheets"]) == claimed  # type: ignore[attr-defined]


def test_instalments_paid_late_stand_apart_from_those_that_are_open(desk: Desk) -> None:
    enter(desk, contract(Book().customer("C1"), "HT1", "C1", "0.001").invoice(
        "F1", "C1", 60_000, "2026-01-01", "2026-02-01", contract="HT1"))  # fmt: skip
    agree(desk, "F1", "2026-05-01", [("2026-06-01", 30_000), ("2026-07-01", 30_000)])
    owner = customer_id(desk, "C1")
    desk.receipts.record(owner, fen(30_000), date(2026, 6, 21), allocate={"F1": fen(30_000)})
    both = desk.interest.of_customer(owner, with_paid=True)
    assert (both.totals, both.paid_late_totals) == ({"CNY": 99 * 30_00}, {"CNY": 20 * 30_00})
    assert desk.interest.of_invoice("F1").total_fen == 119 * 30_00
    claimed, _ = letter_interest(desk, "C1", date(2026, 10, 8))
    assert claimed == 99 * 30_00


def test_a_letter_names_what_it_claims_no_interest_on(desk: Desk) -> None:
    book = case_14("0.001").invoice("F0", "C1", 100, "2012-01-01", "2012-02-01")
    enter(desk, book)
    claimed, note = letter_interest(desk, "C1", date(2026, 10, 8))
    assert note is not None
    assert claimed == desk.interest.of_customer(customer_id(desk, "C1")).totals["CNY"]
    assert "（未含 F0 的利息）" in str(note["basis"])


def test_nothing_is_posted_whatever_is_reckoned(desk: Desk) -> None:
    enter(desk, case_14("0.001"))
    owner = customer_id(desk, "C1")
    before = [table_rows(name) for name in ("invoice", "receipt", "allocation", "audit_event")]
    desk.interest.of_invoice("F1", CASE_14_END, Wish("lpr_floating", Decimal("1.3"), 360, "interest_first"))
    desk.interest.of_customer(owner, with_paid=True)
    assert [table_rows(name) for name in ("invoice", "receipt", "allocation", "audit_event")] == before


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["pay", "note", "free", "write", "back"]), st.integers(0, 200), st.integers(1, 40_000)
    ),
    max_size=7,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOVES, st.booleans(), st.integers(0, 250))
def test_the_parts_and_the_ledger_agree_on_what_is_open_after_any_history(
    desk: Desk, moves: list[tuple[str, int, int]], planned: bool, asked: int
) -> None:
    set_day(desk, "2026-10-08")
    code = f"C{Invoice.select().count()}"
    enter(desk, Book().customer(code).invoice(f"F{code}", code, 900, "2026-01-01", "2026-02-01"))
    owner, start = customer_id(desk, code), date(2026, 3, 1)
    if planned:
        agree(desk, f"F{code}", "2026-03-01", [("2026-04-01", 300), ("2026-05-01", 300), ("2026-09-01", 200)])
    for what, days, amount in sorted(moves, key=lambda move: move[1]):
        on = start.fromordinal(start.toordinal() + 1 + days)
        set_day(desk, on)
        left = Invoice.get(Invoice.number == f"F{code}").open_fen
        share = min(amount, left)
        if what == "back":
            standing = [
                part for line in desk.ledger.receipts(owner) for part in line.allocations if part.is_standing
            ]
            for part in standing[:1]:
                desk.receipts.take_allocation_back(part.id, on, "重新核销")
        if share <= 0:
            continue
        if what == "pay":
            desk.receipts.record(owner, share, on, allocate={f"F{code}": share})
        elif what == "note":
            desk.credit_notes.add(owner, share, on, invoice=f"F{code}")
        elif what == "free":
            note = desk.credit_notes.add(owner, share, on)
            desk.credit_notes.allocate(note.number, {f"F{code}": share})
        elif what == "write":
            desk.write_offs.write_off(f"F{code}", share, on, approver="A", reason="B")
    set_day(desk, "2026-10-08")
    day_asked = start.fromordinal(start.toordinal() + asked)
    found = desk.interest.of_invoice(f"F{code}", day_asked)
    items = balances.open_items(day_asked, owner)
    assert found.open_fen == sum(item.open_fen for item in items)
    for part in found.parts:
        if part.sheet:
            assert part.sheet.open_principal_fen == part.part.open_fen
            assert part.total_fen == sum(each.amount_fen for each in part.sheet.segments)
            exact = sum(
                part.sheet.terms.exact_interest(each.principal_fen, each.days, part.sheet.breach_rate)
                for each in part.sheet.segments
            )
            assert abs(round_half_up(exact) - part.total_fen) <= len(part.sheet.segments)  # type: ignore[arg-type]
