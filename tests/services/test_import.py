"""Bringing files in: what they change, what they may not, and that the same file changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import Refusal
from arcdesk.models.audit import AuditEvent
from arcdesk.services import importing
from arcdesk.services.import_refusals import DateOrderOpen, NumberOfOtherCustomer
from arcdesk.services.importing import ImportPlan
from tests.services.desks import Book, csv_file, customer_id, day, enter, fen, not_well, table_rows

TABLES = ("customer", "contact_person", "contract", "invoice", "receipt", "allocation", "dispute", "import_batch",
          "audit_event")  # fmt: skip
HOME = "客户名称,发票号码,开票日期,到期日期,应收金额,已收金额,业务员"
SETTLED = "customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate"


def counts() -> dict[str, int]:
    return {name: len(table_rows(name)) for name in TABLES}


def take(desk: Desk, file: Path, as_of: str = "2026-10-08") -> ImportPlan:
    """Plan a file, carry it out, and hold both against each other."""
    plan = desk.importing.plan(file, as_of=day(as_of))
    done = desk.importing.carry_out(plan).plan
    assert (done.invoices, done.receipts, done.allocations) == (
        plan.invoices,
        plan.receipts,
        plan.allocations,
    )
    assert not_well(desk) == []
    return done


def news(plan: ImportPlan) -> list[int]:
    """New and changed rows of customers, invoices, receipts, allocations."""
    kinds = (plan.customers, plan.invoices, plan.receipts, plan.allocations)
    return [number for kind in kinds for number in (kind.new, kind.changed)]


def test_a_dry_run_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    before = counts()
    plan = desk.importing.plan(
        csv_file(tmp_path / "a.csv", HOME, [("甲公司", "1", "2026-01-01", "2026-02-01", 100, 0, "")])
    )
    assert news(plan) == [1, 0, 1, 0, 0, 0, 0, 0]
    assert counts() == before


def test_the_same_ledger_twice_brings_nothing_new(desk: Desk) -> None:
    book = Book().customer("C1", credit_days=30).customer("C2")
    book.invoice("A", "C1", 1000, "2026-01-01", "2026-02-01", disputed_fen=fen(50)).invoice(
        "N", "C1", -100, "2026-01-05", credits="A"
    )
    book.invoice("F", "C2", -20, "2026-01-05").receipt("R", "C1", 500, "2026-03-01", {"A": 400})
    first = enter(desk, book).plan
    assert news(first) == [2, 0, 3, 0, 1, 0, 1, 0]
    before = counts()
    again = enter(desk, book).plan
    assert news(again) == [0] * 8
    assert (again.customers.unchanged, again.invoices.unchanged, again.receipts.unchanged) == (2, 3, 1)
    events = before["audit_event"] + 2  # the backup before it, and the import
    assert counts() == before | {"import_batch": 2, "audit_event": events}


def test_a_home_ledger_whose_received_column_grows_brings_the_difference(desk: Desk, tmp_path: Path) -> None:
    def month(received: object) -> Path:
        return csv_file(
            tmp_path / "home.csv", HOME, [("甲公司", "1", "2026-01-01", "2026-02-01", 1000, received, "张伟")]
        )

    assert news(take(desk, month(300), "2026-03-31")) == [1, 0, 1, 0, 1, 0, 1, 0]
    assert news(take(desk, month(300), "2026-04-30")) == [0] * 8
    assert news(take(desk, month(800), "2026-04-30")) == [0, 0, 0, 0, 1, 0, 1, 0]
    receipts = desk.ledger.receipts(desk.customers.find("甲公司").id)
    assert [(r.received_on.isoformat(), r.amount_fen, r.imported_balance) for r in receipts] == [
        ("2026-04-30", fen(500), True), ("2026-03-31", fen(300), True),
    ]  # fmt: skip
    assert [desk.ledger.invoice("1", day(on)).open_fen for on in ("2026-03-30", "2026-03-31", "2026-04-30")] == [
        fen(1000), fen(700), fen(200),
    ]  # fmt: skip


def test_more_received_than_invoiced_stays_with_the_customer_once(desk: Desk, tmp_path: Path) -> None:
    file = csv_file(
        tmp_path / "home.csv", HOME, [("甲公司", "1", "2026-01-01", "2026-02-01", 1000, 1200, "")]
    )
    desk.importing.carry_out(plan := desk.importing.plan(file))
    assert plan.rejected == ()
    for _ in range(2):
        assert news(take(desk, file)) == [0] * 8
    (balance,) = desk.ledger.balance(desk.customers.find("甲公司").id)
    assert (balance.gross_fen, balance.unallocated_fen) == (0, fen(200))


def test_money_recorded_by_hand_counts_as_received(desk: Desk, tmp_path: Path) -> None:
    def month(received: int) -> Path:
        return csv_file(
            tmp_path / "home.csv", HOME, [("甲公司", "1", "2026-01-01", "2026-02-01", 1000, received, "")]
        )

    take(desk, month(300))
    who = desk.customers.find("甲公司").id
    desk.receipts.record(who, fen(200), day("2026-10-07"), rule="oldest")
    assert news(take(desk, month(500))) == [0] * 8
    assert news(take(desk, month(600))) == [0, 0, 0, 0, 1, 0, 1, 0]
    assert desk.ledger.invoice("1").open_fen == fen(400)


def test_numbers_that_look_like_a_second_balance_are_kept_apart(desk: Desk, tmp_path: Path) -> None:
    def month(first: int, other: int) -> Path:
        rows = [("甲公司", "1", "2026-01-01", "2026-02-01", 1000, first, ""),
                ("甲公司", "1-2", "2026-01-01", "2026-02-01", 1000, other, "")]  # fmt: skip
        return csv_file(tmp_path / "home.csv", HOME, rows)

    take(desk, month(100, 0))
    take(desk, month(200, 50))
    assert news(take(desk, month(200, 50))) == [0] * 8
    assert [desk.ledger.invoice(number).open_fen for number in ("1", "1-2")] == [fen(800), fen(950)]


def test_a_settled_list_is_idempotent_and_makes_full_receipts(desk: Desk, tmp_path: Path) -> None:
    rows = [
        ("K1", "1", "1/26/2013", "2/25/2013", "61.74", "No", "3/3/2013"),
        ("K1", "2", "1/27/2013", "2/26/2013", "5.00", "Yes", ""),
    ]
    file = csv_file(tmp_path / "list.csv", SETTLED, rows)
    assert news(take(desk, file)) == [1, 0, 2, 0, 1, 0, 1, 0]
    assert news(take(desk, file)) == [0] * 8
    (receipt,) = desk.ledger.receipts(customer_id(desk, "K1"))
    assert (receipt.received_on, receipt.amount_fen, receipt.unallocated_fen) == (day("2013-03-03"), 6174, 0)
    assert desk.ledger.invoice("2").disputed_fen == 500


def test_a_settled_date_that_comes_later_makes_the_receipt_then(desk: Desk, tmp_path: Path) -> None:
    take(
        desk,
        csv_file(tmp_path / "a.csv", SETTLED, [("K1", "1", "1/26/2013", "2/25/2013", "61.74", "No", "")]),
    )
    later = [("K1", "1", "1/26/2013", "2/25/2013", "61.74", "No", "3/3/2013")]
    assert news(take(desk, csv_file(tmp_path / "b.csv", SETTLED, later))) == [0, 0, 0, 0, 1, 0, 1, 0]


@pytest.mark.parametrize("layout", ["home", "settled"])
def test_a_refused_invoice_brings_no_money_to_anybody(desk: Desk, tmp_path: Path, layout: str) -> None:
    enter(
        desk,
        Book()
        .customer("C1", "甲公司")
        .customer("C2", "乙公司")
        .invoice("1", "C1", 100, "2026-01-01", "2026-02-01"),
    )
    home = csv_file(tmp_path / "home.csv", HOME, [("乙公司", "1", "2026-01-01", "2026-02-01", 100, 60, "")])
    settled = csv_file(
        tmp_path / "settled.csv", SETTLED, [("C2", "1", "1/26/2026", "2/25/2026", "100", "No", "3/3/2026")]
    )
    plan = take(desk, home if layout == "home" else settled)
    assert [row.sentence for row in plan.rejected] == [NumberOfOtherCustomer.sentence]
    assert (plan.receipts.new, plan.allocations.new) == (0, 0)
    assert (
        desk.ledger.receipts(customer_id(desk, "C1")) == desk.ledger.receipts(customer_id(desk, "C2")) == ()
    )


def test_dates_that_read_two_ways_are_not_written(desk: Desk, tmp_path: Path) -> None:
    file = csv_file(tmp_path / "a.csv", SETTLED, [("K1", "1", "1/2/2013", "2/3/2013", "61.74", "No", "")])
    before = counts()
    with pytest.raises(DateOrderOpen):
        desk.importing.carry_out(desk.importing.plan(file))
    assert counts() == before
    desk.importing.carry_out(desk.importing.plan(file, date_order="dmy"))
    assert desk.ledger.invoice("1").issued_on == day("2013-02-01")


def test_a_changed_issue_date_moves_the_settlement_with_it(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01")
    enter(desk, book.receipt("R", "C1", 1000, "2026-01-10", {"A": 1000}))
    moved = Book().invoice("A", "C1", 1000, "2026-03-01", "2026-02-01")
    assert enter(desk, moved).plan.invoices.changed == 1
    for on in ("2026-01-05", "2026-01-20", "2026-02-28", "2026-03-01"):
        (block,) = desk.aging.report(day(on)).currencies
        assert block.identities.hold, on
    assert not_well(desk) == []


def test_changed_rows_keep_what_the_file_does_not_say(desk: Desk) -> None:
    enter(
        desk,
        Book()
        .customer("C1", owner="王芳", note="老客户")
        .invoice("A", "C1", 1000, "2026-01-01", "2026-02-01", salesperson="赵磊"),
    )
    changed = enter(
        desk,
        Book()
        .customer("C1", name="新名字公司", owner="李强")
        .invoice("A", "C1", 1200, "2026-01-01", "2026-02-01"),
    )
    assert (changed.plan.customers.changed, changed.plan.invoices.changed) == (1, 1)
    profile, line = desk.customers.find("C1"), desk.ledger.invoice("A")
    assert (profile.name, profile.owner, profile.note) == ("新名字公司", "李强", "老客户")
    assert (line.amount_fen, line.open_fen, line.salesperson) == (fen(1200), fen(1200), "赵磊")
    assert [hit.id for hit in desk.customers.matching("xmzgs")] == [profile.id]


REJECTS = {
    "unknown customer": (Book().invoice("B", "NOBODY", 10, "2026-01-01"), "There is no customer"),
    "receipt of an unknown customer": (Book().receipt("R9", "NOBODY", 10, "2026-01-01"), "There is no customer"),
    "number of another customer": (Book().invoice("A", "C2", 1000, "2026-01-01"), "is already in the ledger"),
    "number in another currency": (Book().invoice("A", "C1", 1000, "2026-01-01", currency="USD"), "is already in"),
    "amount below what is settled": (Book().invoice("A", "C1", 300, "2026-01-01"), "is less than the"),
    "invoice turned credit note": (Book().invoice("A", "C1", -300, "2026-01-01"), "is less than the"),
    "over-allocation of an invoice": (Book().receipt("R2", "C1", 900, "2026-03-01", {"A": 601}), "Only 600.00 is left"),
    "over-allocation of a receipt": (Book().receipt("R2", "C1", 100, "2026-03-01", {"A": 200}), "Only 100.00 is left"),
    "allocation across customers": (Book().receipt("R2", "C2", 100, "2026-03-01", {"A": 100}), "different customers"),
    "allocation of an unknown invoice": (Book().receipt("R2", "C1", 100, "2026-03-01", {"Z": 100}), "no invoice “Z”"),
    "another receipt of the same number": (Book().receipt("R1", "C1", 401, "2026-03-01"), "is in the ledger with"),
    "credit note of an unknown invoice": (Book().invoice("N", "C1", -10, "2026-03-01", credits="Z"), "no invoice “Z”"),
    "credit note of another's invoice": (Book().invoice("N", "C2", -10, "2026-03-01", credits="A"), "no invoice “A”"),
}  # fmt: skip


@pytest.mark.parametrize("what", list(REJECTS))
def test_what_the_ledger_cannot_hold_is_rejected_with_its_reason(desk: Desk, what: str) -> None:
    book = Book().customer("C1").customer("C2").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01")
    enter(desk, book.receipt("R1", "C1", 400, "2026-02-10", {"A": 400}))
    wrong, sentence = REJECTS[what]
    done = wrong.into(desk).plan
    assert len(done.rejected) == 1
    assert sentence in done.rejected[0].reason("en")
    assert not done.all_well
    assert (done.invoices.changed, done.invoices.unchanged) == (0, 0)
    line = desk.ledger.invoice("A")
    assert (line.amount_fen, line.open_fen, line.customer_id) == (
        fen(1000),
        fen(600),
        customer_id(desk, "C1"),
    )
    assert not_well(desk) == []


def test_a_refused_row_changes_nothing_else_of_its_invoice(desk: Desk) -> None:
    enter(desk, Book().customer("C1").invoice("N", "C1", -100, "2026-01-01", note="折扣"))
    wrong = Book().invoice("N", "C1", -150, "2026-05-01", credits="NOWHERE", note="改")
    assert len(wrong.into(desk).plan.rejected) == 1
    line = desk.ledger.invoice("N")
    assert (line.amount_fen, line.issued_on, line.note) == (fen(-100), day("2026-01-01"), "折扣")


def test_a_refused_invoice_is_missing_from_the_control_total(desk: Desk) -> None:
    book = (
        Book().customer("C1").invoice("A", "C1", 100, "2026-01-01").invoice("B", "NOBODY", 10, "2026-01-01")
    )
    total = book.into(desk).plan.control["CNY"]
    assert (total.file_total_fen, total.imported_total_fen) == (fen(110), fen(100))


def test_a_credit_note_that_learns_its_invoice_later_settles_it_then(desk: Desk) -> None:
    enter(
        desk,
        Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01").invoice("N", "C1", -100, "2026-02-01"),
    )
    enter(desk, Book().invoice("N", "C1", -100, "2026-02-01", credits="A"))
    assert (desk.ledger.invoice("A").open_fen, desk.ledger.invoice("N").open_fen) == (fen(900), 0)
    enter(desk, Book().invoice("N", "C1", -100, "2026-02-01", credits="A"))
    assert desk.ledger.invoice("A").open_fen == fen(900)
    assert not_well(desk) == []


def test_due_dates_come_from_contract_then_customer(desk: Desk) -> None:
    enter(desk, Book().customer("C1", credit_days=10).customer("C2"))
    from arcdesk.importing.ledger_file import ContractRow

    book = Book().invoice("A", "C1", 1, "2026-01-01").invoice("B", "C1", 1, "2026-01-01", contract="HT")
    book.contracts.append(ContractRow("HT", "C1", credit_days=20))
    enter(desk, book.invoice("C", "C2", 1, "2026-01-01").invoice("D", "C1", 1, "2026-01-01", "2026-01-02"))
    found = {n: (desk.ledger.invoice(n).due_on, desk.ledger.invoice(n).due_source) for n in "ABCD"}
    assert found == {
        "A": (day("2026-01-11"), "customer"), "B": (day("2026-01-21"), "contract"),
        "C": (None, "missing"), "D": (day("2026-01-02"), "file"),
    }  # fmt: skip


@pytest.mark.parametrize("broken", ["write", "_report"])
def test_an_error_in_the_middle_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01"))
    before = counts()
    whole = getattr(importing, broken)

    def break_off(*args: object) -> None:
        whole(*args)
        raise RuntimeError("in the middle")

    monkeypatch.setattr(importing, broken, break_off)
    with pytest.raises(RuntimeError, match="in the middle"):
        Book().customer("C2").invoice("A", "C1", 2000, "2026-01-01").receipt(
            "R", "C1", 5, "2026-02-01", {"A": 5}
        ).into(desk)
    backed_up = {"audit_event": before["audit_event"] + 1}
    assert counts() == before | backed_up
    assert desk.ledger.invoice("A").open_fen == fen(1000)
    assert not_well(desk) == []


class Stopped(Refusal):
    sentence = "Stopped."


def test_a_cancelled_import_leaves_nothing_at_whatever_step(desk: Desk, tmp_path: Path) -> None:
    file = csv_file(tmp_path / "a.csv", HOME, [("甲公司", "1", "2026-01-01", "2026-02-01", 100, 10, "")])
    before, plan = counts(), desk.importing.plan(file)
    asked = 0

    def counting() -> None:
        nonlocal asked
        asked += 1
        if asked == stop_at:
            raise Stopped

    stop_at, stops = 1, 0
    while True:
        asked = 0
        try:
            desk.importing.carry_out(plan, check_cancelled=counting)
        except Stopped:
            assert counts() == before
            stops, stop_at = stops + 1, stop_at + 1
        else:
            break
    assert stops >= 8
    assert counts()["invoice"] == 1


def test_the_batch_and_its_event_say_what_came(desk: Desk) -> None:
    done = enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01"))
    enter(desk, Book().invoice("A", "C1", 1500, "2026-01-01"))
    events = [
        json.loads(row.body) for row in AuditEvent.select().where(AuditEvent.action == "import.carried_out")
    ]
    assert events[0]["batch"] == done.batch_id
    assert events[1]["changed"][0]["before"]["amount_fen"] == fen(1000)
