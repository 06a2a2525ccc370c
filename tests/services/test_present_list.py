"""The list that is kept is the list made anew, whatever was written and however the days went."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import Refusal
from arcdesk.domain.policy import Action, Condition, Level
from arcdesk.models.base import proxy
from arcdesk.services import present_list
from arcdesk.services.contacts import CHANNELS, OUTCOMES, NewContact
from arcdesk.services.limitation_entries import NewLimitationEvent
from tests.services.desks import Book, customer_id, day, enter, fen, make_desk, set_day
from tests.services.test_any_day import CODES, TODAY, Books, table


class ChasingBooks(Books):
    """Random books in which somebody collects, on days that go on, leap and go back."""

    def chase(self) -> None:
        """One random deed of a person who collects."""
        deeds = (
            self.contact, self.contact, self.contact, self.correct, self.hold, self.hold_invoice, self.lift,
            self.follow_up, self.close_follow_up, self.policy, self.choose, self.profile, self.obstacle, self.do,
        )  # fmt: skip
        with suppress(Refusal, LookupError):
            self.draw.choice(deeds)()

    @property
    def today(self) -> date:
        return self.desk.clock.today()

    def soon(self) -> date:
        return self.today + timedelta(days=self.draw.randrange(15))

    def who(self) -> int:
        return self.draw.randrange(1, len(CODES) + 1)

    def contact(self, corrects: int | None = None, who: int = 0) -> None:
        promised = self.draw.random() < 0.4
        self.desk.contacts.log(
            NewContact(
                who or self.who(),
                self.draw.choice(CHANNELS),
                "promised" if promised else self.draw.choice(OUTCOMES),
                promises=((self.fen(), self.soon()),) if promised else (),
                follow_up_on=self.draw.choice((None, None, self.soon())),
                corrects=corrects,
                currency=self.draw.choice(("CNY", "CNY", "USD")),
            )
        )

    def correct(self) -> None:
        row = self.some("contact")
        self.contact(row["id"], row["customer_id"])

    def hold(self) -> None:
        self.desk.holds.hold_customer(self.who(), self.soon(), "等")

    def hold_invoice(self) -> None:
        self.desk.holds.hold_invoice(self.some_invoice()["number"], self.soon(), "对账")

    def lift(self) -> None:
        if self.draw.random() < 0.5:
            self.desk.holds.lift_customer(self.who())
        else:
            self.desk.holds.lift_invoice(self.some_invoice()["number"])

    def follow_up(self) -> None:
        self.desk.followups.add(self.who(), self.soon(), "问")

    def close_follow_up(self) -> None:
        row = self.some("follow_up", state="open")
        if self.draw.random() < 0.5:
            self.desk.followups.done(row["id"])
        else:
            self.desk.followups.snooze(row["id"], self.soon())

    def policy(self) -> None:
        days = self.draw.choice((-10, -3, 0, 1, 8, 31, 70))
        condition = self.draw.choice(((), (Condition("amount", "at_least", "5"),), (Condition("grade", "is", "A"),)))
        level = Level(days, (Action(self.draw.choice(("call", "visit"))),), condition, self.draw.randrange(9))
        self.desk.policies.save("OWN", "本公司", (level, Level(2, (Action("message"), Action("statement")))))

    def choose(self) -> None:
        code = self.draw.choice(("OWN", "P-000", "P-001", "P-002", ""))
        scope = self.draw.choice(({}, {"grade": "A"}, {"customer_id": self.who()}))
        self.desk.policies.choose(code, **scope)  # type: ignore[arg-type]

    def profile(self) -> None:
        from dataclasses import replace

        profile = self.desk.customers.find(self.draw.choice(CODES))
        owner, grade = self.draw.choice(("王芳", "李强")), self.draw.choice("ABC")
        self.desk.customers.save_profile(replace(profile, grade=grade, owner=owner))

    def obstacle(self) -> None:
        row = self.some_invoice()
        since = self.since(row["issued_on"])
        ends = self.draw.choice((None, since + timedelta(days=self.draw.randrange(90))))
        event = NewLimitationEvent(row["customer_id"], "suspension", since, ends, row["number"])
        self.desk.limitation.entries.add(event)

    def pass_time(self) -> None:
        """A day, a few, the sleep of a holiday, or a clock set back."""
        days = self.draw.choice((1, 1, 1, 2, 5, 20, 40, -1, -3))
        set_day(self.desk, self.today + timedelta(days=days))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), deeds=st.integers(5, 50))
def test_the_list_that_is_kept_is_the_list_made_anew(seed: int, deeds: int) -> None:
    folder = Path(tempfile.mkdtemp())
    desk = make_desk(folder / "workspace")
    try:
        books = ChasingBooks(desk, seed)
        for _ in range(8):
            with suppress(Refusal, LookupError):
                books.invoice()
        for _ in range(deeds):
            books.chase()
            if books.draw.random() < 0.3:
                books.pass_time()
            same_as_anew(desk)
    finally:
        desk.close()
        shutil.rmtree(folder)


def same_as_anew(desk: Desk) -> None:
    today = desk.clock.today()
    kept = desk.worklist.today()
    assert kept == desk.worklist.anew(today)
    assert kept == desk.worklist.today(today)
    alone = {row["id"]: desk.worklist.of(row["id"]) for row in table("customer") if row["merged_into_id"] is None}
    assert {entry.customer_id: entry for entry in kept} == {who: entry for who, entry in alone.items() if entry}


def reads(desk: Desk) -> list[int | None]:
    """Whose facts are read from now on: ids, ``None`` for everybody."""
    found: list[int | None] = []
    read = present_list.read_known

    def noted(*arguments: object) -> object:
        found.append(arguments[1])  # type: ignore[arg-type]
        return read(*arguments)  # type: ignore[arg-type]

    desk.worklist._present.read = noted  # type: ignore[assignment]
    return found


def three(desk: Desk) -> None:
    book = Book()
    for number, code in enumerate(CODES):
        book.customer(code).invoice(f"{code}-1", code, 1000 + number, "2026-05-01", "2026-06-30")
    enter(desk, book)


def test_only_the_customer_of_a_contact_is_read_again(desk: Desk) -> None:
    three(desk)
    asked = reads(desk)
    before = desk.worklist.today()
    desk.contacts.log(NewContact(customer_id(desk, "C2"), "phone", "promised", promises=((fen(1001), TODAY),)))
    after = desk.worklist.today()
    assert asked == [None, customer_id(desk, "C2")]
    assert [entry.customer_code for entry in before] == ["C3", "C2", "C1"]
    assert [(entry.customer_code, entry.kind) for entry in after] == [
        ("C3", "level_due"), ("C1", "level_due"), ("C2", "promise_due_today"),
    ]  # fmt: skip
    assert [entry for entry in after if entry.customer_code != "C2"] == [before[0], before[2]]
    assert all(entry is old for entry, old in zip(after[:2], (before[0], before[2]), strict=True))


def test_a_day_and_a_policy_are_judged_without_reading_anybody(desk: Desk) -> None:
    three(desk)
    desk.contacts.log(NewContact(customer_id(desk, "C1"), "phone", "no_answer"))
    asked = reads(desk)
    desk.worklist.today()
    set_day(desk, "2026-10-09")
    assert desk.worklist.today()[0].max_overdue_days == 101
    desk.policies.save("OWN", "本公司", (Level(1, (Action("visit"),)),))
    desk.policies.choose("OWN")
    assert {entry.step for entry in desk.worklist.today()} == {"visit"}
    assert {entry.step for entry in desk.worklist.today(policy=desk.policies.find("P-001"))} == {"letter"}
    desk.company.set_preference("anything", 1)
    desk.worklist.today()
    assert asked == [None]


def test_what_is_written_past_the_services_is_seen(desk: Desk) -> None:
    three(desk)
    assert len(desk.worklist.today()) == 3
    proxy.execute_sql("UPDATE customer SET merged_into_id = 1 WHERE id = 2")
    assert [entry.customer_code for entry in desk.worklist.today()] == ["C3", "C1"]


def test_what_fails_half_way_is_made_good(desk: Desk) -> None:
    three(desk)
    whole = desk.worklist.today()
    present = desk.worklist._present
    desk.holds.hold_customer(customer_id(desk, "C1"), day("2026-12-31"), "等")

    def fails(*_: object) -> object:
        raise RuntimeError

    present.read = fails  # type: ignore[assignment]
    with suppress(RuntimeError):
        desk.worklist.today()
    present.read = present_list.read_known
    assert desk.worklist.today() == tuple(entry for entry in whole if entry.customer_code != "C1")
