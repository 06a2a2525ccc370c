"""Portraits and grades out of a real ledger: money, write-offs, reversals, plans, and past days."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import Refusal
from arcdesk.domain.payment_record import PaymentRecord, record_of
from arcdesk.importing.ledger_file import PersonRow
from arcdesk.models.base import proxy
from arcdesk.models.claims import Instalment, PaymentPlan, PlanEnd, PlanShare
from arcdesk.models.ledger import Contract, Invoice
from arcdesk.models.queries import balances
from arcdesk.services.backups import BackupService
from arcdesk.services.contacts import NewContact
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.payment_records import items_of, records
from arcdesk.services.portrait import SupplyReasonMissing, UnknownSupply
from tests.services.desks import CHINA, NOW, TODAY, Book, customer_id, day, enter, fen, set_day

DUE = "2026-06-01"


def portrait_of(desk: Desk, code: str = "C1", on: str | None = None):  # type: ignore[no-untyped-def]
    return desk.portrait.of(customer_id(desk, code), day(on) if on else None)


def rate(desk: Desk, on: str | None = None) -> Fraction | None:
    found: Fraction | None = portrait_of(desk, on=on).record.rate
    return found


def standings(desk: Desk, on: str | None = None) -> list[tuple[str, str, int]]:
    found = portrait_of(desk, on=on)
    return [(item.number, item.standing, item.days_late(found.as_of)) for item in found.items]


def one_invoice(desk: Desk, amount: int = 1000, due: str = DUE) -> int:
    enter(desk, Book().customer("C1").invoice("F1", "C1", amount, "2026-05-01", due))
    return customer_id(desk, "C1")


def test_money_on_the_due_date_is_on_time_and_a_day_later_it_is_not(desk: Desk) -> None:
    book = Book().customer("C1")
    for number, paid in (("F1", "2026-06-01"), ("F2", "2026-06-02")):
        book.invoice(number, "C1", 1000, "2026-05-01", DUE)
        book.receipt(f"R{number}", "C1", 1000, paid, {number: 1000})
    enter(desk, book)
    assert rate(desk) == Fraction(1, 2)
    assert standings(desk) == [("F2", "paid", 1), ("F1", "paid", 0)]
    (row,) = desk.customer_list.rows().rows
    assert row.on_time_rate == 50


def test_money_that_came_in_time_and_was_allocated_late_came_in_time(desk: Desk) -> None:
    who = one_invoice(desk)
    receipt = desk.receipts.record(who, fen(1000), day("2026-05-30"))
    assert standings(desk)[0][1] == "open"
    desk.receipts.allocate(receipt.number, {"F1": fen(1000)}, day("2026-07-15"))
    assert standings(desk) == [("F1", "paid", 0)]
    assert standings(desk, "2026-07-14") == [("F1", "open", 43)]


def test_a_bounced_payment_never_came_once_it_bounced(desk: Desk) -> None:
    who = one_invoice(desk)
    receipt = desk.receipts.record(who, fen(1000), day("2026-05-30"), allocate={"F1": fen(1000)})
    desk.receipts.reverse(receipt.number, day("2026-06-20"), "bounced")
    assert rate(desk, "2026-06-19") == 1
    assert rate(desk, "2026-06-20") == 0
    assert standings(desk) == [("F1", "open", (TODAY - day(DUE)).days)]


def test_an_allocation_put_right_counts_where_it_belongs(desk: Desk) -> None:
    book = Book().customer("C1").invoice("F1", "C1", 1000, "2026-05-01", DUE)
    book.invoice("F2", "C1", 1000, "2026-05-01", DUE)
    enter(desk, book.receipt("R1", "C1", 1000, "2026-05-30", {"F1": 1000}))
    who = customer_id(desk, "C1")
    wrong = desk.ledger.receipts(who)[0].allocations[0]
    desk.receipts.take_allocation_back(wrong.id, day("2026-06-10"), "wrong invoice")
    desk.receipts.allocate("R1", {"F2": fen(1000)}, day("2026-06-10"))
    assert {number: standing for number, standing, _ in standings(desk)} == {"F1": "open", "F2": "paid"}
    assert rate(desk) == Fraction(1, 2)


def test_a_write_off_is_not_a_payment_and_taking_it_back_changes_nothing_about_that(desk: Desk) -> None:
    one_invoice(desk)
    done = desk.write_offs.write_off("F1", fen(1000), day("2026-05-20"), approver="王总", reason="gone")
    assert standings(desk) == [("F1", "written_off", (TODAY - day(DUE)).days)]
    desk.write_offs.reverse(done.number, day("2026-07-01"), approver="王总", reason="found")
    assert standings(desk)[0][1] == "open"
    assert rate(desk) == 0


def test_a_credit_note_counts_like_money_by_its_own_day(desk: Desk) -> None:
    one_invoice(desk)
    desk_who = customer_id(desk, "C1")
    desk.receipts.record(desk_who, fen(900), day("2026-05-30"), allocate={"F1": fen(900)})
    note = Book().invoice("CN1", "C1", -100, "2026-05-31", credits="F1")
    enter(desk, note)
    assert rate(desk) == 1


def test_an_imported_balance_after_the_due_date_counts_neither_way(desk: Desk) -> None:
    enter(desk, Book().customer("C1").invoice("F1", "C1", 1000, "2026-05-01", DUE)
          .receipt("R1", "C1", 1000, "2026-10-08", {"F1": 1000}, origin="imported_balance"))  # fmt: skip
    record = portrait_of(desk).record
    assert record == PaymentRecord(undated=1)
    assert (record.rate, desk.customer_list.rows().rows[0].on_time_rate) == (None, None)


def test_a_past_day_answers_as_it_did_then(desk: Desk) -> None:
    who = one_invoice(desk)
    desk.receipts.record(who, fen(1000), day("2026-08-01"), allocate={"F1": fen(1000)})
    assert standings(desk, "2026-06-01") == []
    assert standings(desk, "2026-07-01") == [("F1", "open", 30)]
    assert standings(desk) == [("F1", "paid", 61)]
    assert portrait_of(desk, on="2026-07-01").max_overdue_days == 30
    assert portrait_of(desk, on="2026-04-01").record == PaymentRecord()


def test_the_first_years_of_the_calendar_are_no_trouble(desk: Desk) -> None:
    one_invoice(desk)
    assert portrait_of(desk, on="1900-01-02").record == PaymentRecord()
    assert desk.portrait.all(date(1900, 1, 2)) == {}


# Plans


def plan(desk: Desk, agreed: str, *parts: tuple[str, int]) -> PaymentPlan:
    """An instalment plan over F1, as the books keep it."""
    invoice = Invoice.get(Invoice.number == "F1")
    made = PaymentPlan.create(
        number="P1", customer=invoice.customer_id, currency="CNY", agreed_on=day(agreed),
        total_fen=sum(fen(part) for _, part in parts), is_one_debt=False, is_written=True, note="", logged_at=NOW,
    )  # fmt: skip
    for seq, (due, amount) in enumerate(parts, 1):
        one = Instalment.create(plan=made.id, seq=seq, due_on=day(due), amount_fen=fen(amount))
        PlanShare.create(instalment=one.id, invoice=invoice.id, amount_fen=fen(amount))
    return made


def test_a_plan_agreed_late_leaves_the_missed_date_and_judges_the_instalments(desk: Desk) -> None:
    who = one_invoice(desk)
    made = plan(desk, "2026-06-21", ("2026-07-01", 400), ("2026-08-01", 600))
    desk.receipts.record(who, fen(400), day("2026-07-01"), allocate={"F1": fen(400)})
    assert standings(desk) == [("F1", "open", 68), ("F1", "paid", 0), ("F1", "deferred", 20)]
    assert standings(desk, "2026-06-20") == [("F1", "open", 19)]
    assert rate(desk) == Fraction(1, 3)
    (row,) = desk.customer_list.rows().rows
    assert row.on_time_rate == 33
    PlanEnd.create(plan=made.id, on_day=day("2026-09-01"), how="void", reason="", logged_at=NOW)
    assert standings(desk) == [("F1", "open", (TODAY - day(DUE)).days)]


# Authority, exposure, supply


def spoken(desk: Desk, person: str, at: str, outcome: str = "will_check", **facts: object) -> int:
    moment = datetime.fromisoformat(f"{at}T10:00:00").replace(tzinfo=CHINA)
    return desk.contacts.log(
        NewContact(customer_id(desk, "C1"), "phone", outcome, person=person, at=moment, **facts)  # type: ignore[arg-type]
    ).id


def test_authority_is_what_was_reached_by_the_day_and_a_clerk_is_not_enough_after_thirty_days(
    desk: Desk,
) -> None:
    one_invoice(desk)
    enter(
        desk,
        Book(persons=[PersonRow("C1", "小李", authority="none"), PersonRow("C1", "孙总", authority="final")]),
    )
    spoken(desk, "小李", "2026-06-20")
    then = portrait_of(desk, on="2026-07-01")
    assert (then.authority_reached, then.needs_decision_maker) == ("none", False)
    assert portrait_of(desk, on="2026-07-02").needs_decision_maker
    spoken(desk, "孙总", "2026-08-01", "no_answer")
    assert portrait_of(desk).authority_reached == "none"
    reached = spoken(desk, "孙总", "2026-08-02")
    assert portrait_of(desk).authority_reached == "final"
    assert portrait_of(desk, on="2026-08-01").needs_decision_maker
    spoken(desk, "小李", "2026-08-02", corrects=reached)
    assert portrait_of(desk).authority_reached == "none"
    assert desk.customer_list.rows().rows[0].authority_reached == "none"


def test_a_follow_up_is_next_from_its_planning_until_it_is_done(desk: Desk) -> None:
    who = one_invoice(desk)
    line = desk.followups.add(who, day("2026-10-12"))
    set_day(desk, "2026-10-13")
    desk.followups.done(line.id)
    days = ("2026-10-07", "2026-10-08", "2026-10-13")
    found = [desk.customer_list.rows(day(on)).rows[0].next_follow_up_on for on in days]
    assert found == [None, day("2026-10-12"), None]


def test_exposure_is_the_balance_with_what_is_not_due_and_keeps_currencies_apart(desk: Desk) -> None:
    who = one_invoice(desk)
    book = Book().invoice("F2", "C1", 500, "2026-10-01", "2026-12-01")
    book.invoice("F3", "C1", 80, "2026-09-01", "2026-12-01", currency="USD")
    enter(desk, book.receipt("R1", "C1", 200, "2026-10-02"))
    desk.customers.save_profile(replace(desk.customers.find(who), credit_limit_fen=fen(1000)))
    exposure = portrait_of(desk).exposure
    assert (exposure.balance_fen, exposure.over_fen, exposure.elsewhere) == (
        fen(1300),
        fen(300),
        {"USD": fen(80)},
    )
    assert exposure.used == Fraction(13, 10)


def test_the_contract_says_when_the_supply_may_stop(desk: Desk) -> None:
    one_invoice(desk)
    contract = Contract.create(number="K1", customer=customer_id(desk, "C1"), stop_supply_days=15)
    Invoice.update(contract=contract.id).where(Invoice.number == "F1").execute()
    hint = portrait_of(desk, on="2026-06-16").hint
    assert hint is not None
    assert (hint.rule, hint.values["limit"]) == ("stop_overdue", 15)
    assert portrait_of(desk, on="2026-06-15").hint is None


def test_supply_is_held_with_a_reason_and_lifted_without_one(desk: Desk) -> None:
    who = one_invoice(desk)
    with pytest.raises(SupplyReasonMissing):
        desk.portrait.hold_supply(who, "stopped", " ")
    with pytest.raises(UnknownSupply):
        desk.portrait.hold_supply(who, "maybe", "x")
    with pytest.raises(UnknownCustomer):
        desk.portrait.hold_supply(999, "", "")
    held = desk.portrait.hold_supply(who, "cash_only", "three invoices late")
    assert (held.supply, held.supply_reason) == ("cash_only", "three invoices late")
    lifted = desk.portrait.hold_supply(who, "", "ignored")
    assert (lifted.supply, lifted.supply_reason) == ("", "")


def test_promises_are_those_of_twelve_months(desk: Desk) -> None:
    who = one_invoice(desk)
    set_day(desk, "2026-06-10")
    spoken(
        desk,
        "",
        "2026-06-09",
        "promised",
        promises=((fen(300), day("2026-06-15")), (fen(200), day("2026-06-20"))),
    )
    set_day(desk, "2026-06-12")
    desk.receipts.record(who, fen(300), day("2026-06-12"))
    set_day(desk, TODAY)
    promises = portrait_of(desk).promises
    assert (promises.kept, promises.broken, promises.rate) == (1, 1, Fraction(1, 2))
    assert promises.amounts == {"CNY": (fen(500), fen(300))}
    assert portrait_of(desk, on="2027-06-20").promises.decided == 1


# Any books: all customers at once say what each one says

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "late_allocation", "credit", "write_off", "bounce", "take_back", "plan"]),
        st.integers(0, 5), st.integers(1, 100), st.integers(0, 400),
    ),
    max_size=14,
)  # fmt: skip
DAYS = st.lists(st.integers(-420, -1), min_size=6, max_size=6)


class _Player:
    """Plays acts on six invoices of two customers; an act that cannot be is left out."""

    def __init__(self, desk: Desk, dues: list[int]) -> None:
        self.desk = desk
        book = Book().customer("C1").customer("C2")
        for number, offset in enumerate(dues):
            due = TODAY + timedelta(days=offset)
            currency = "USD" if number == 5 else "CNY"
            issued = (due - timedelta(days=30)).isoformat()
            book.invoice(f"F{number}", f"C{1 + number % 2}", 100, issued, due.isoformat(), currency=currency)
        enter(desk, book)

    def play(self, act: str, number: int, amount: int, ago: int) -> None:
        desk, invoice = self.desk, Invoice.get(Invoice.number == f"F{number}")
        on = max(TODAY - timedelta(days=ago), invoice.issued_on)
        share = min(fen(amount), invoice.open_fen)
        who = invoice.customer_id
        if act in ("pay", "late_allocation", "bounce", "take_back") and share:
            how = {} if act == "late_allocation" else {"allocate": {invoice.number: share}}
            receipt = desk.receipts.record(who, share, on, currency=invoice.currency, **how)  # type: ignore[arg-type]
            later = min(TODAY, on + timedelta(days=amount))
            if act == "late_allocation":
                desk.receipts.allocate(receipt.number, {invoice.number: share}, later)
            elif act == "bounce":
                desk.receipts.reverse(receipt.number, later, "bounced")
            elif act == "take_back":
                desk.receipts.take_allocation_back(receipt.allocations[0].id, later, "wrong")
        elif act == "write_off" and share:
            desk.write_offs.write_off(invoice.number, share, on, approver="a", reason="r")
        elif act == "credit" and share:
            name = f"CN{number}-{amount}-{ago}-{invoice.open_fen}"
            note = Book().invoice(name, f"C{1 + number % 2}", f"-{share / 100}", on.isoformat(),
                                  credits=invoice.number, currency=invoice.currency)  # fmt: skip
            note.into(desk)
        elif (
            act == "plan"
            and share > 1
            and not PlanShare.select().where(PlanShare.invoice == invoice.id).exists()
        ):
            made = PaymentPlan.create(
                number=f"P{number}", customer=who, currency=invoice.currency, agreed_on=on, total_fen=share,
                is_one_debt=False, is_written=False, note="", logged_at=NOW,
            )  # fmt: skip
            for seq, part in enumerate((share // 2, share - share // 2), 1):
                one = Instalment.create(
                    plan=made.id, seq=seq, due_on=on + timedelta(days=30 * seq), amount_fen=part
                )
                PlanShare.create(instalment=one.id, invoice=invoice.id, amount_fen=part)


@given(DAYS, ACTS, st.integers(0, 400))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_all_customers_at_once_say_what_each_of_them_says(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, dues: list[int], acts: list[tuple[str, int, int, int]], ago: int
) -> None:
    monkeypatch.setattr(BackupService, "make_before_import", lambda self: None)  # nothing is copied in mid-transaction
    with proxy.atomic() as undo:
        player = _Player(desk, dues)
        for act in acts:
            with suppress(Refusal):  # what the books do not take changes nothing
                player.play(*act)
        for on in (TODAY, TODAY - timedelta(days=ago)):
            together = records(on, balances.open_items(on))
            grades = {line.customer_id: line.suggestion for line in desk.grades.differing(on)}
            for code in ("C1", "C2"):
                who = customer_id(desk, code)
                assert together.get(who, PaymentRecord()) == record_of(items_of(on, who), on)
                alone = desk.grades.suggestion(who, on)
                assert grades.get(who, alone) == alone
        undo.rollback()
