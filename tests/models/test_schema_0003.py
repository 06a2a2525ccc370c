"""A workspace of the third schema, frozen with its figures: it opens, and every figure stays."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.domain.money import format_plain
from arcdesk.models.schema import pending
from tests.services.desks import NOW, not_well

FROZEN = Path(__file__).parents[1] / "fixtures" / "schema_0003"
FIGURES: dict[str, Any] = json.loads((FROZEN / "figures.json").read_text(encoding="utf-8"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    copy = tmp_path / "workspace"
    shutil.copytree(FROZEN, copy, ignore=shutil.ignore_patterns("figures.json"))
    opened = bootstrap.build(copy, FixedClock(NOW))
    yield opened
    opened.close()


def test_it_is_migrated_and_sound(desk: Desk) -> None:
    assert pending(desk.workspace.database) == []
    assert not_well(desk) == []
    (batch,) = desk.importing.batches()
    assert batch.undone_at is None


@pytest.mark.parametrize("day", FIGURES)
@pytest.mark.parametrize("by", ["customer", "invoice"])
def test_the_aging_of_every_day_is_what_the_old_program_said(desk: Desk, day: str, by: str) -> None:
    report = desk.aging.report(date.fromisoformat(day), by=by)
    found = {
        block.currency: {
            row.code if by == "customer" else row.key: [
                *map(format_plain, (row.balance_fen, row.unallocated_fen)), row.worst or None,
                *map(format_plain, row.buckets.values()),
            ]
            for row in block.rows
        }
        for block in report.currencies
    }  # fmt: skip
    assert found == FIGURES[day][by]
