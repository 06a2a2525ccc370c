"""``exchange`` and ``aging --base`` run as a person runs them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.cli.conftest import Program


def test_the_base_view_states_its_rates(program: Program) -> None:
    assert "no exchange rate for USD" in program("aging", "--base", status=2).err
    once = program("aging", "--rate", "USD=7.00", "--json", status=0).json["base"]
    assert once["rates"] == [{"currency": "USD", "rate": "7.00", "on": "2026-10-08", "source": ""}]
    program("exchange", "--add", "USD=7.1055@2026-09-30", "--source", "PBOC", status=0)
    answer = program("aging", "--base", "--json", status=0).json
    usd, cny = (answer["currencies"][code]["rows"] for code in ("USD", "CNY"))
    expected = sum((Decimal(row["balance"]) for row in cny), Decimal(0))
    expected += sum((Decimal(row["balance"]) * Decimal("7.1055") for row in usd), Decimal(0))
    assert abs(Decimal(answer["base"]["totals"]["balance"]) - expected) < Decimal("0.10")
    assert answer["base"]["rates"][0]["source"] == "PBOC"
    assert "1 USD = 7.1055 CNY (2026-09-30)  PBOC" in program("aging", "--base", status=0).out
    assert program("exchange", "--json", status=0).json["rates"][0]["rate"] == "7.1055"


@pytest.mark.parametrize("rate", ["USD", "USD=", "USD=x", "=7", "USD=7@2026-02-30", "USD=0"])
def test_a_rate_that_is_none_is_refused_in_one_line(program: Program, rate: str) -> None:
    for words in (("aging", "--rate", rate), ("exchange", "--add", rate)):
        answer = program(*words, status=2)
        assert (answer.out, len(answer.err.splitlines())) == ("", 1)
