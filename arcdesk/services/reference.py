"""Facts that the world changes: LPR and working days, read once from the shipped data files."""

from __future__ import annotations

from functools import cached_property

from arcdesk import resources
from arcdesk.domain.rates import LprTable, parse_lpr
from arcdesk.domain.workdays import Workdays, parse_workdays


class Reference:
    """The shipped tables (R23, R88), each parsed when first asked for."""

    @cached_property
    def lpr(self) -> LprTable:
        return parse_lpr(resources.text("reference", "lpr.csv"))

    @cached_property
    def workdays(self) -> Workdays:
        return parse_workdays(resources.text("reference", "cn_workdays.json"))
