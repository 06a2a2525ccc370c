"""Rows made field by field are the rows that their constructor makes."""

from __future__ import annotations

from dataclasses import fields
from itertools import compress, repeat

import pytest

from arcdesk.importing.columns import rows_of
from arcdesk.importing.ledger_file import InvoiceRow, ReceiptRow


@pytest.mark.parametrize("kind", [InvoiceRow, ReceiptRow])
def test_rows_are_those_of_the_constructor(kind: type) -> None:
    columns = [[f"{own.name} {row}" for row in range(3)] for own in fields(kind)]
    assert rows_of(kind, 3, columns) == list(map(kind, *columns))
    kept = [True, False, True]
    endless = [repeat("the same") for _ in columns]
    assert rows_of(kind, 2, [compress(column, kept) for column in endless]) == [kind(*["the same"] * len(columns))] * 2


def test_every_field_needs_its_column() -> None:
    with pytest.raises(ValueError, match="shorter"):
        rows_of(ReceiptRow, 1, [["SK1"]])
