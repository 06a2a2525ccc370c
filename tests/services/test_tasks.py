"""Tasks for others: offered, handed out once, answered (S-060 to S-080)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from peewee import IntegrityError

from arcdesk.bootstrap import Desk
from arcdesk.models.base import proxy
from arcdesk.pdf import preview
from arcdesk.services.entries import EntryTooEarly, ReasonMissing
from arcdesk.services.tasks import DueBeforeToday, NothingToHandOut, Offer, TaskClosed, UnknownTask
from tests.services.desks import TODAY, Book, customer_id, day, enter, fen, set_day


@pytest.fixture
def books(desk: Desk) -> Desk:
    """By P-001: C1 of grade C is 20 days overdue (sales manager), C2 70 days (CFO), C3 not due."""
    book = Book()
    book.customer("C1", grade="C", owner="张").invoice("A1", "C1", 1000, "2026-08-01", "2026-09-18")
    book.customer("C2", grade="B").invoice("A2", "C2", 2000, "2026-06-01", "2026-07-30")
    book.customer("C3", grade="A").invoice("A3", "C3", 3000, "2026-10-01", "2026-12-31")
    enter(desk, book)
    desk.policies.choose("P-001")
    desk.staff.save("王经理", "sales_manager", "wang@example.com")
    return desk


def by_role(desk: Desk) -> dict[tuple[str, str], Offer]:
    return {(offer.customer_code, offer.recipient or offer.role): offer for offer in desk.tasks.offers()}


def test_s078_the_sales_manager_gets_a_task_and_a_role_without_a_name_is_kept(books: Desk) -> None:
    found = by_role(books)
    assert ("C1", "王经理") in found
    assert ("C2", "cfo") in found
    assert not any(code == "C3" for code, _ in found)
    offer = found["C1", "王经理"]
    assert [(line.number, line.open_fen) for line in offer.lines] == [("A1", fen(1000))]
    assert offer.role == "sales_manager"


def test_nothing_is_handed_out_twice_for_the_same_reason(books: Desk) -> None:
    handed = books.tasks.hand_out()
    assert {line.state for line in handed} == {"open"}
    assert books.tasks.offers() == ()
    with pytest.raises(NothingToHandOut):
        books.tasks.hand_out()
    set_day(books, TODAY + timedelta(days=1))
    assert books.tasks.offers() == ()
    mine = next(line for line in handed if line.recipient == "王经理")
    books.tasks.answer(mine.id, "对方答应月底付")
    assert ("C1", "王经理") not in by_role(books)
    books.tasks.withdraw(next(line.id for line in handed if line.role == "cfo"), "报错了")
    assert ("C2", "cfo") in by_role(books)


def test_the_next_level_is_a_new_reason(books: Desk) -> None:
    books.tasks.hand_out()
    set_day(books, "2026-11-05")  # 48 days: the director's level
    assert ("C1", "director") in by_role(books)


def test_an_answer_closes_once_and_history_stays(books: Desk) -> None:
    (first, *_) = books.tasks.hand_out(due_on=TODAY)
    assert first.days_late(TODAY + timedelta(days=2)) == 2
    for refusal, number, text, on in (
        (UnknownTask, 99, "x", None), (ReasonMissing, first.id, " ", None),
        (EntryTooEarly, first.id, "x", TODAY - timedelta(days=1)),
    ):  # fmt: skip
        with pytest.raises(refusal):
            books.tasks.answer(number, text, on)
    done = books.tasks.answer(first.id, "已谈")
    assert (done.state, done.answer, done.days_late(TODAY + timedelta(days=9))) == ("answered", "已谈", 0)
    with pytest.raises(TaskClosed):
        books.tasks.withdraw(first.id, "x")
    assert first.id not in {line.id for line in books.tasks.handed()}
    for statement in ("UPDATE task SET recipient = 'x'", "DELETE FROM task", "UPDATE task_answer SET text = 'x'"):
        with pytest.raises(IntegrityError, match="append-only"):
            proxy.execute_sql(statement)


def test_a_day_that_is_gone_is_refused(books: Desk) -> None:
    with pytest.raises(DueBeforeToday):
        books.tasks.hand_out(due_on=TODAY - timedelta(days=1))
    assert books.tasks.handed(open_only=False) == ()


def test_the_owner_gets_his_line_of_the_work_list_and_an_accountant_none(books: Desk) -> None:
    books.policies.choose("P-003")
    set_day(books, "2026-10-30")
    assert ("C1", "张") in by_role(books)
    books.staff.save("张", "finance")
    assert ("C1", "张") not in by_role(books)


def test_who_was_seen_to_today_is_not_handed_to_his_owner(books: Desk) -> None:
    books.policies.choose("P-003")
    set_day(books, "2026-10-30")
    books.set_aside.decide(customer_id(books, "C1"), "done", "他已付款，明天到账")
    assert ("C1", "张") not in by_role(books)
    books.set_aside.take_back(customer_id(books, "C1"))
    assert ("C1", "张") in by_role(books)


def test_some_are_given_to_somebody_else(books: Desk) -> None:
    key = by_role(books)["C2", "cfo"].key
    (line,) = books.tasks.hand_out([key], to="钱总")
    assert (line.recipient, line.role, line.customer_code) == ("钱总", "cfo", "C2")
    assert ("C1", "王经理") in by_role(books)


def test_a_sheet_a_recipient_with_room_for_the_answer(books: Desk, tmp_path: Path) -> None:
    papers = books.staff_papers.tasks(books.tasks.hand_out())
    mine = next(paper for paper in papers if "王经理" in paper.name)
    assert mine.to == ("wang@example.com",)
    text = "".join(preview.page_texts(books.staff_papers.pdf(mine)))
    for part in ("C1", "A1", "1,000.00", "2026-09-18", "Answer"):
        assert part in text, part
    files = books.staff_papers.write([mine], tmp_path)
    again = books.staff_papers.write([mine], tmp_path)
    assert not {*files} & {*again}
    assert b"wang@example.com" in next(path for path in files if path.suffix == ".eml").read_bytes()


def test_a_merge_takes_the_tasks_along_and_back(books: Desk) -> None:
    books.tasks.hand_out()
    books.legal.note_sign(customer_id(books, "C1"), "lost_contact", "停机")
    books.legal.decide(customer_id(books, "C1"), "wait", "张总", "再看", day("2026-12-01"))
    move = books.customer_moves.merge("C1", "C2", "同一家")
    assert {line.customer_code for line in books.tasks.handed()} == {"C2"}
    books.customer_moves.undo(move.id)
    assert {line.customer_code for line in books.tasks.handed()} == {"C1", "C2"}
