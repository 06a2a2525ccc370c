"""A workspace of the fifth schema, frozen with its figures, its evidence and a protected backup of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from arcdesk import bootstrap, keys
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.domain.money import format_plain
from arcdesk.keys import PasswordNeeded
from arcdesk.models.schema import pending
from arcdesk.services.restore import restore
from tests.services.desks import NOW, customer_id, not_well

FROZEN = Path(__file__).parents[1] / "fixtures" / "schema_0005"
FIGURES: dict[str, Any] = json.loads((FROZEN / "figures.json").read_text(encoding="utf-8"))
PASSWORD = "一二三四 horse battery"  # noqa: S105 - of the tests
RECOVERY = "ZQX3-DF5R-4FBT-YBJX-WRZ4-EMXP-XRDM-NAZX"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    copy = tmp_path / "workspace"
    shutil.copytree(FROZEN, copy, ignore=shutil.ignore_patterns("figures.json", "*.zip"))
    opened = bootstrap.build(copy, FixedClock(NOW))
    yield opened
    opened.close()


def aging(desk: Desk, day: str, by: str) -> dict[str, dict[str, list[str | None]]]:
    """Balance, money without an invoice, worst bucket and every bucket of each row, as they were frozen."""
    return {
        block.currency: {
            row.code if by == "customer" else row.key: [
                *map(format_plain, (row.balance_fen, row.unallocated_fen)), row.worst or None,
                *map(format_plain, row.buckets.values()),
            ]
            for row in block.rows
        }
        for block in desk.aging.report(date.fromisoformat(day), by=by).currencies
    }  # fmt: skip


def test_it_is_migrated_and_sound(desk: Desk) -> None:
    assert pending(desk.workspace.database) == []
    assert not_well(desk) == []
    assert desk.evidence.verify(deep=True).all_well


@pytest.mark.parametrize("day", FIGURES)
@pytest.mark.parametrize("by", ["customer", "invoice"])
def test_the_aging_of_every_day_is_what_the_old_program_said(desk: Desk, day: str, by: str) -> None:
    assert aging(desk, day, by) == FIGURES[day][by]


def test_what_was_sealed_reads_as_it_did(desk: Desk) -> None:
    letter, chat = desk.evidence.list(customer_id(desk, "C1"))
    assert desk.evidence.read(chat.id).decode() == "十月二十日先付五百"
    (issued,) = desk.letters.issued()
    assert issued.evidence_id == letter.id
    assert desk.documents.pdf(issued.number).startswith(b"%PDF")


@pytest.mark.parametrize("secret", [PASSWORD, RECOVERY])
def test_its_protected_backup_opens_by_the_password_and_by_the_recovery_key(tmp_path: Path, secret: str) -> None:
    with pytest.raises(PasswordNeeded):
        restore(FROZEN / "protected.zip", tmp_path / "new")
    done = restore(FROZEN / "protected.zip", tmp_path / "new", secret=secret)
    key = keys.unlock(keys.load(done.folder), secret, "")
    desk = bootstrap.build(done.folder, FixedClock(NOW), key=key)
    try:
        assert not_well(desk) == []
        assert desk.evidence.verify(deep=True).all_well
        assert aging(desk, "2026-10-08", "invoice") == FIGURES["2026-10-08"]["invoice"]
    finally:
        desk.close()
