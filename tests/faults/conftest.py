"""Cheap passwords for the faults, and their figures at the end of a run."""

from __future__ import annotations

import pytest

from arcdesk import keys
from tests.faults.rig import TALLY
from tests.faults.workers import CHEAP


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ARGON2", CHEAP)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if TALLY:
        terminalreporter.section("faults")
    for name, counts in TALLY.items():
        terminalreporter.write_line(f"{name}: " + ", ".join(f"{value} {kind}" for kind, value in counts.items()))
    kills = sum(counts["kills"] for counts in TALLY.values())
    if kills:
        terminalreporter.write_line(f"{kills} kills in all; ARCDESK_KILLS=200 for the long run")
