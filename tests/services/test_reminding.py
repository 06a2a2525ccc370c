"""What is told and when, with a moved clock: once, complete, and never at night."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

import pytest

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.domain.quiet import QuietHours
from arcdesk.services.reminding import Digest
from tests.services.desks import CHINA, TODAY, day, import_rows, invoice, set_day


@pytest.fixture
def books(desk: Desk) -> Iterator[Desk]:
    """Two customers who owe; C1 is 38 days late."""
    import_rows(desk, invoices=[invoice("YJ-1", "C1", "2026-08-01", "2026-08-31", 1000),
                                invoice("YJ-2", "C2", "2026-09-01", "2026-10-01", 500)])  # fmt: skip
    return iter([desk]).__next__()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def digest(desk: Desk, moment: str) -> Digest | None:
    desk.clock.moment = at(moment)  # type: ignore[attr-defined]
    return desk.reminding.telling(at(moment)).digest
