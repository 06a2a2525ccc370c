"""``quiet-hours`` as it is typed."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Program


def test_they_are_shown_and_set(program: Program) -> None:
    assert program("quiet-hours", "--json", status=0).json == {"from": "22:00", "to": "08:00"}
    assert program("quiet-hours", "--to", "09:30", "--json", status=0).json == {"from": "22:00", "to": "09:30"}
    assert "22:00 至 09:30" in program("quiet-hours", "--lang", "zh", status=0).out
    assert "no quiet hours" in program("quiet-hours", "--from", "9:30".zfill(5), status=0).out


@pytest.mark.parametrize("text", ["25:00", "ten"])
def test_what_is_no_time_is_refused(program: Program, text: str) -> None:
    assert program("quiet-hours", "--from", text, status=2).err.startswith("error: ")
    assert program("quiet-hours", "--json", status=0).json["from"] == "22:00"
