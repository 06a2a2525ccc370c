"""What a preference held of the day's list is carried over into its table."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.models.test_schema_0007 import Database, script


@pytest.fixture
def old() -> Iterator[Database]:
    db = Database()
    script("0001_first_day").up(None, db)
    for table in ("customer_move", "customer_move_row"):
        db.execute_sql(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY)")
    for number in (1, 2, 3):
        db.execute_sql("INSERT INTO customer (id, code, name, short_name, uscc, grade, owner, salesperson, industry, "
                       "region, address, size, behaviour, pain_point, note, hold_reason, search_key) VALUES "
                       "(?, 'C' || ?, 'C', '', '', '', '', '', '', '', '', '', '', '', '', '', '')", (number, number),
        )  # fmt: skip
    yield db
    db.connection.close()


def test_marks_are_carried_over_and_the_preference_goes(old: Database) -> None:
    marks = {
        "1": {"state": "snoozed", "day": "2026-10-12", "note": "等批复", "name": "C1"},
        "2": {"state": "done", "day": "2026-10-08", "note": "", "name": "C2"},
        "3": {"state": "skipped", "day": "2026-10-08", "note": "出差", "name": "C3"},
        "9": {"state": "done", "day": "2026-10-08", "note": "", "name": "gone"},
    }
    old.execute_sql("INSERT INTO preference VALUES ('today_marks', ?)", (json.dumps(marks),))
    old.execute_sql("INSERT INTO audit_event VALUES (1, '2026-10-08T09:00:00+08:00', 'preference.set', NULL, "
                    "'{\"key\":\"today_marks\"}', 'h')")  # fmt: skip
    script("0015_set_aside").up(None, old)
    found = old.execute_sql("SELECT customer_id, kind, made_on, back_on, reason, answered FROM set_aside").fetchall()
    assert found == [
        (1, "snooze", "2026-10-08", "2026-10-12", "等批复", '[["*", ""]]'),
        (2, "done", "2026-10-08", "2026-10-09", "", '[["*", ""]]'),
        (3, "skip", "2026-10-08", "2026-10-09", "出差", '[["*", ""]]'),
    ]
    assert old.execute_sql("SELECT count(*) FROM preference").fetchone() == (0,)


def test_books_without_marks_get_an_empty_table(old: Database) -> None:
    script("0015_set_aside").up(None, old)
    assert old.execute_sql("SELECT count(*) FROM set_aside").fetchone() == (0,)
