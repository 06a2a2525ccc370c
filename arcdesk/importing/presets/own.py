"""ArcDesk's own workbook, home-made ledgers with the same words, and lists with settled dates."""

from __future__ import annotations

from arcdesk.importing.headings import REQUIRED, names_of
from arcdesk.importing.layouts import Layout

ARCDESK = "arcdesk"
HOME_LEDGER = "home_ledger"
SETTLED_LIST = "settled_list"
MAPPED = "mapped"

LABELS = {
    ARCDESK: "ArcDesk ledger workbook",
    HOME_LEDGER: "Home-made ledger",
    SETTLED_LIST: "List with settled dates",
}

LAYOUTS = tuple(
    Layout(ARCDESK, kind, names_of(kind), lenient=kind in ("ledger", "balances"))
    for kind in REQUIRED
)
