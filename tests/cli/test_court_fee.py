"""``calc court-fee`` as it is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program


def test_the_estimate_as_json_and_paper(program: Program, tmp_path: Path) -> None:
    target = tmp_path / "fee.pdf"
    found = program(
        "calc", "court-fee", "--claim", "100,000", "--pdf", str(target), "--json", status=0
    ).json
    assert (found["court_fee"], found["payment_order"], found["preservation"]) == ("2300.00", "766.67", "1020.00")
    assert target.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("claim", ["0", "-5", "1.001", "x", ""])
def test_no_sum_is_refused(program: Program, claim: str) -> None:
    program("calc", "court-fee", "--claim", claim, status=2)
