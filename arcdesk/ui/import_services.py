"""What the screens of the import ask of the services, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from arcdesk.services.import_differences import Decisions
    from arcdesk.services.importing import ImportPlan
    from arcdesk.ui.context import UiContext


class BatchLine(Protocol):
    """One import that was carried out, as the history lists it."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def at(self) -> datetime:
        """When it was carried out."""

    @property
    def source_name(self) -> str:
        """The file."""

    @property
    def preset(self) -> str:
        """Its layout."""

    @property
    def as_of(self) -> date:
        """The day of its balances."""

    @property
    def summary(self) -> Mapping[str, Any]:
        """New, changed and unchanged by kind; how many rows were left out."""

    @property
    def undone_at(self) -> datetime | None:
        """When it was taken back."""

    @property
    def undone_reason(self) -> str | None:
        """And why."""


class Books(Protocol):
    """Imports that are decided on, listed and taken back."""

    def replan(self, plan: ImportPlan, decisions: Decisions) -> ImportPlan:
        """The same file with other decisions."""

    def batches(self) -> Sequence[BatchLine]:
        """Imports so far, the newest first."""

    def undo(
        self, batch_id: int, reason: str, *, progress: Callable[[int, int], None] | None = None
    ) -> object:
        """Take an import back, or refuse with what stands against it."""


class Finding(Protocol):
    """One thing found in a file, with the rows or names it is about."""

    @property
    def kind(self) -> str:
        """Its lasting name."""

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``note``."""

    @property
    def items(self) -> Sequence[str]:
        """The rows or names."""

    def text(self, language: str) -> str:
        """The sentence."""


class Report(Protocol):
    """What is to be said about a file."""

    @property
    def findings(self) -> Sequence[Finding]:
        """The worst first."""


class Reports(Protocol):
    """The quality report and the file of rejected rows."""

    def quality(self, plan: ImportPlan) -> Report:
        """What is to be said about the file of a plan."""

    def reject_suffix(self, plan: ImportPlan) -> str:
        """What the file of rejected rows has to end in."""

    def write_rejects(self, plan: ImportPlan, path: Path) -> object:
        """Write the rows left out, in the layout of the file."""

    def write_report(self, plan: ImportPlan, path: Path) -> object:
        """Write the quality report as a workbook."""


def books(context: UiContext) -> Books | None:
    """The imports, where they can be listed and taken back."""
    importing = context.desk.importing
    return cast("Books", importing) if hasattr(importing, "batches") else None


def reports(context: UiContext) -> Reports | None:
    """The reports on imports, where there are any."""
    return cast("Reports | None", getattr(context.desk, "import_report", None))
