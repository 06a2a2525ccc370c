"""Facts that the world changes: LPR and working days, read once from the shipped data files."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from arcdesk import resources

if TYPE_CHECKING:
    from arcdesk.domain.rates import LprTable
    from arcdesk.domain.workdays import Workdays


class Reference:
    """The shipped tables (R23, R88), each parsed when first asked for."""

    @cached_property
    def lpr(self) -> LprTable:
        from arcdesk.domain.rates import parse_lpr

        return parse_lpr(resources.text("reference", "lpr.csv"))

    @cached_property
    def workdays(self) -> Workdays:
        from arcdesk.domain.workdays import parse_workdays

        return parse_workdays(resources.text("reference", "cn_workdays.json"))
