"""Where an import is decided: the file and its totals, who is who, what changes, what is left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.import_choices import Choices
from arcdesk.ui.import_services import reports
from arcdesk.ui.import_words import COUNTED, summary
from arcdesk.ui.panels import import_faults as faults
from arcdesk.ui.panels.import_differences import ImportDifferences
from arcdesk.ui.panels.import_faults import Fault, FaultList
from arcdesk.ui.panels.import_head import ImportHead
from arcdesk.ui.panels.import_near import ImportNear
from arcdesk.ui.panels.import_saving import ImportSaving
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import button, label

if TYPE_CHECKING:
    from arcdesk.services.importing import ImportPlan
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.import_services import Report

UNLISTED = ("allocations",)
"""Kinds that come in with others and have no row of their own among the differences."""


class ImportPreview(QWidget):
    """Shows an ``ImportPlan`` and takes decisions. Ctrl+Enter carries it out from anywhere.

    Signals:
        confirmed(): carry out what is decided.
        dismissed(): choose another file.
        decided(Decisions): reckon the plan anew with these.
        date_order_chosen(str): "mdy" or "dmy"; read the file again with it.
        columns_wanted(): say what the columns of the file mean.
        day_chosen(date): balances in the file are as of this day; read again with it.
    """

    confirmed = Signal()
    dismissed = Signal()
    decided = Signal(object)
    date_order_chosen = Signal(str)
    day_chosen = Signal(object)
    columns_wanted = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._plan: ImportPlan | None = None
        self._choices: Choices | None = None
        self.title = label("", "heading", wrap=True)
        self.title.setObjectName("import_file")
        self.head = ImportHead(context)
        self.head.date_order_chosen.connect(self.date_order_chosen)
        self.head.day_chosen.connect(self.day_chosen)
        self.near = ImportNear(context)
        self.near.matched.connect(self._on_matched)
        self.differences = ImportDifferences(context)
        self.differences.decided.connect(self._on_decided)
        self._confirm = button(tr("Import"), "import_confirm", self._on_confirm, primary=True)
        self._confirm.setToolTip("Ctrl+Enter")
        self.near.all_decided.connect(self._confirm.setFocus)
        self._columns = button(tr("Change columns…"), "import_columns", self.columns_wanted.emit, flat=True)
        self._dismiss = button(tr("Another file"), "import_dismiss", self.dismissed.emit)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(key),
                self,
                self._on_confirm,
                context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
            )
        self.lists = {
            "rejected": FaultList(
                context, "import_rejected", tr("Rows left out"), ("sheet", "row", "column", "value", "text")
            ),
            "quarantined": FaultList(
                context, "import_quarantined", tr("Without a due date"), ("sheet", "row", "value", "text")
            ),
            "totals": FaultList(
                context,
                "import_totals",
                tr("Subtotals of the file"),
                ("sheet", "row", "column", "value", "text"),
            ),
            "quality": FaultList(context, "import_quality", tr("Quality"), ("severity", "found", "item")),
            "remarks": FaultList(context, "import_remarks", tr("Remarks|import"), ("remark",)),
        }
        self.saving = ImportSaving(context)
        self.lists["rejected"].add_button(self.saving.rejects)
        self.lists["quality"].add_button(self.saving.report)
        self._lay_out()

    def show_plan(self, plan: ImportPlan, report: Report | None = None, *, again: bool = False) -> None:
        """Show what ``plan`` would do; ``again``: the same file with other decisions, so everything keeps its place."""
        self._plan = plan
        if again and self._choices is not None:
            self._choices.renew(plan)
        else:
            self._choices = Choices(plan)
        self.title.setText(plan.file.source_name)
        self.head.show_plan(plan)
        self.near.show_near(plan.near, plan.decisions.same)
        self.differences.show_plan(plan, self._choices, again=again)
        self.saving.show_plan(plan)
        self._fill(plan, report, again=again)
        self.show_abilities()
        if not again:
            self._put_focus()

    def decided_plan(self) -> ImportPlan | None:
        """The plan with everything that is decided by now."""
        if self._plan is None or self._choices is None:
            return self._plan
        return replace(self._plan, decisions=self._choices.decisions)

    def show_abilities(self) -> None:
        """The confirm button says what would happen, and is off where nothing would."""
        self.differences.show_abilities()
        if self._plan is None or self._choices is None:
            return
        accepted = {state: each.accepted for state, each in self._choices.sums.items() if each.accepted}
        kinds = UNLISTED if self._choices.rows else COUNTED
        others = sum(getattr(self._plan, kind).new + getattr(self._plan, kind).changed for kind in kinds)
        is_open = self._plan.file.needs_date_order or self._plan.file.needs_day
        self._confirm.setEnabled(bool(accepted or others) and not is_open and self._context.can_write)
        told = summary(accepted)
        self._confirm.setText(
            tr("Import: {what}", what=told)
            if told
            else tr("Import")
            if others
            else tr("Nothing new to import")
        )
        self._confirm.setAccessibleName(self._confirm.text())

    # inside

    @Slot(object, bool)
    def _on_decided(self, keys: list[str], on: bool) -> None:
        if self._choices is not None:
            self._choices.decide(keys, on=on)
            self._tell()

    @Slot(str, str)
    def _on_matched(self, source: str, code: str) -> None:
        if self._choices is not None:
            self._choices.match(source, code)
            self._tell()

    def _tell(self) -> None:
        assert self._choices is not None
        self.differences.show_sums()
        self.show_abilities()
        self.decided.emit(self._choices.decisions)

    @Slot()
    def _on_confirm(self) -> None:
        if self._confirm.isEnabled():
            self.confirmed.emit()

    def _put_focus(self) -> None:
        """Where something has to be answered first, there; else one Enter imports."""
        if self.head.question.isVisibleTo(self) or self.head.day_question.isVisibleTo(self):
            self.head.focus_question()
        elif self.near.undecided:
            self.near.focus_first()
        else:
            (self._confirm if self._confirm.isEnabled() else self._dismiss).setFocus()

    def _fill(self, plan: ImportPlan, report: Report | None, *, again: bool) -> None:
        rows: dict[str, list[Fault]] = {
            "rejected": faults.rejected(plan.rejected),
            "quarantined": faults.without_due(plan),
            "totals": faults.totals(plan.file.totals),
            "quality": faults.quality(report),
            "remarks": faults.remarks(plan.file.remarks),
        }
        shown = self._tabs.currentWidget()
        while self._tabs.count() > 1:
            self._tabs.removeTab(1)
        self._tabs.setTabText(0, _tab_title(tr("What would change|import"), len(plan.differences)))
        for name, made in self.lists.items():
            made.set_rows(rows[name])
            offers = name == "quality" and reports(self._context) is not None
            if rows[name] or offers:
                self._tabs.addTab(made, _tab_title(made.title, len(rows[name])))
        if again and shown is not None and self._tabs.indexOf(shown) >= 0:
            self._tabs.setCurrentWidget(shown)
        else:
            self._tabs.setCurrentIndex(0)

    def _lay_out(self) -> None:
        names = QHBoxLayout()
        names.setContentsMargins(L, 0, L, 0)
        names.setSpacing(S)
        names.addWidget(self.title, 1)
        names.addWidget(self._columns)
        names.addWidget(self._dismiss)
        names.addWidget(self._confirm)
        self._tabs = QTabWidget()
        self._tabs.setObjectName("import_tabs")
        self._tabs.setAccessibleName(tr("What is in the file"))
        self._tabs.addTab(self.differences, "")
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(L, 0, L, M)
        column.setSpacing(S)
        column.addWidget(self.head)
        column.addWidget(self.near)
        column.addWidget(self._tabs, 1)
        scroll = QScrollArea()  # in a low window the list keeps a few rows, and the rest scrolls
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, M, 0, 0)
        box.setSpacing(S)
        box.addLayout(names)
        box.addWidget(scroll, 1)


def _tab_title(title: str, count: int) -> str:
    return f"{title} · {count:,}" if count else title
