"""What an import would change, row by row, and what a person decides of it before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

State = Literal["new", "changed", "settled", "reopened", "unknown"]
"""Of a row: not in the ledger yet; there with other values; open in the ledger and gone from a list
of everything open; settled in the ledger and open in the file; at odds with the ledger in a way
that only a person can decide, and left as it is until then. Unchanged rows are counted, not listed."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that would change; ``field`` is a column of the ledger workbook, the texts are as shown there."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of the file, or of the ledger where the file lacks it, that is not as the ledger has it.

    ``kind`` is customers, contacts, contracts, invoices, receipts, balances, plans or accounts. Amounts are what is
    open before and after, in fen; ``accepted`` says whether carrying the plan out would enter it; ``reason``
    with ``values`` is a translatable sentence where there is something to say.
    """

    kind: str
    number: str
    customer: str
    customer_name: str
    state: State
    currency: str = "CNY"
    old_fen: int | None = None
    new_fen: int | None = None
    changes: tuple[FieldChange, ...] = ()
    accepted: bool = True
    reason: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    sheet: str = ""
    row: int = 0

    @property
    def key(self) -> str:
        """What ``Decisions`` calls the row by."""
        return f"{self.kind}:{self.number}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer of the ledger who may be meant; ``score`` is 0 to 100, ``why`` a translatable sentence."""

    customer_id: int
    code: str
    name: str
    score: int
    why: str


@dataclass(frozen=True, slots=True)
class NearMatch:
    """A customer of the file who is none of the ledger's, but like some of them: the most alike first.

    ``source`` is what ``Decisions.same`` calls him by: his code in the file, or his name where it has none.
    ``chosen`` is the code of the customer decided on, ``""`` for a new one, ``None`` while undecided
    (he then comes in as a new customer).
    """

    source: str
    name: str
    candidates: tuple[Candidate, ...]
    chosen: str | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person changed of a plan: rows left out, rows taken in that are left by default, who is who."""

    left: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    same: Mapping[str, str] = field(default_factory=dict)

    def accepts(self, key: str, *, by_default: bool) -> bool:
        """Whether the row called ``key`` is to be entered."""
        return key in self.taken or (by_default and key not in self.left)


UNDECIDED = Decisions()
"""Nobody has decided anything."""
