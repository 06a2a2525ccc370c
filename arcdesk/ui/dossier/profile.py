"""The customer's particulars as a form; every change keeps the old value in the audit event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.customers import CustomerProfile
from arcdesk.services.due_dates import DuePlan
from arcdesk.ui.context import sentence
from arcdesk.ui.dialogs.merge import ask_merge, ask_split
from arcdesk.ui.dialogs.rederive import RederiveDialog
from arcdesk.ui.labels import BEHAVIOURS, GRADES, SIZES
from arcdesk.ui.labels import label as words
from arcdesk.ui.panels.policy_choice import CustomerPolicy
from arcdesk.ui.theme import XL, L, M, S
from arcdesk.ui.widgets import Line, SectionLabel, button, label, set_role
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit, named
from arcdesk.ui.widgets.name_choice import NameChoice
from arcdesk.ui.widgets.terms_field import TermsField

if TYPE_CHECKING:
    from arcdesk.services.owners import OwnerSpan
    from arcdesk.ui.context import UiContext

WIDE_CHARACTERS = 112
LEFT = (
    ("code", "Customer code"), ("name", "Full name"), ("short_name", "Short name"),
    ("uscc", "Unified social credit code"), ("address", "Address|customer"), ("industry", "Industry"),
    ("region", "Region"), ("tags", "Tags|customer"),
)  # fmt: skip
PEOPLE = (("owner", "Owner|customer"), ("salesperson", "Salesperson"))
CHOICES = (("grade", "Grade", GRADES), ("behaviour", "Customer type", BEHAVIOURS), ("size", "Company size", SIZES))


class ProfileTab(QWidget):
    """Edits a ``CustomerProfile``; nothing is written before Save."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._profile: CustomerProfile | None = None
        self._lines: dict[str, QLineEdit] = {}
        self._combos: dict[str, QComboBox] = {}
        self._choices: list[NameChoice] = []
        self._build()

    @property
    def is_changed(self) -> bool:
        """Whether the form differs from what is stored."""
        try:
            return self._profile is not None and self.gather() != self._profile
        except Refusal:
            return True

    def show_profile(self, profile: CustomerProfile) -> None:
        """Show what is stored; words not yet saved for the same customer stay."""
        if self._profile is not None and self._profile.id == profile.id and self.is_changed:
            return
        self._profile = profile
        self._fill(profile)
        self.policy.show_customer(profile.id)
        self._read_people(profile.id)

    def gather(self) -> CustomerProfile:
        """What the form says now.

        Raises:
            BadAmount, BadDate, CreditDaysWrong.
        """
        assert self._profile is not None
        days, rule, fixed_day = self.terms.values()
        values: dict[str, Any] = {name: line.text().strip() for name, line in self._lines.items()}
        values |= {name: str(combo.currentData()) for name, combo in self._combos.items()}
        return replace(
            self._profile,
            **values,
            credit_limit_fen=self.credit_limit.amount(),
            credit_days=days,
            due_rule=rule,
            due_day=fixed_day,
            pain_point=self.pain_point.text().strip(),
            note=self.note.toPlainText().strip(),
            hold_until=self.hold_until.day(),
            hold_reason=self.hold_reason.text().strip(),
        )

    def save(self) -> None:
        """Store the form; a refusal is said beside the button."""
        desk, before = self._context.desk, self._profile
        try:
            profile = self.gather()
            follows = before is not None and (profile.terms, profile.size) != (before.terms, before.size)
        except Refusal as refusal:
            self._say(sentence(refusal), "bad")
            return

        def work(_job: object) -> tuple[CustomerProfile, DuePlan | None]:
            saved = desk.customers.save_profile(profile)
            return saved, desk.due_dates.rederivable(saved.id) if follows else None

        self._context.jobs.run(work, self._on_saved, self._on_failed)

    def undo(self) -> None:
        """Show what is stored again."""
        if self._profile is not None:
            self._fill(self._profile)
            self._say("", "muted")

    # inside

    def _on_saved(self, answer: tuple[CustomerProfile, DuePlan | None]) -> None:
        self._profile, plan = answer
        self._say(tr("Saved."), "good")
        if plan is not None and plan.changes:
            RederiveDialog(self._context, plan, self._profile.id, parent=self).open()

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._say(sentence(error), "bad")

    def _ask(self, ask: Callable[[UiContext, int, QWidget], None]) -> None:
        if self._profile is not None and self._context.can_write:
            ask(self._context, self._profile.id, self)

    def _say(self, text: str, role: str) -> None:
        self._answer.setText(text)
        set_role(self._answer, role)

    def _fill(self, profile: CustomerProfile) -> None:
        for name, line in self._lines.items():
            line.setText(getattr(profile, name))
            line.setCursorPosition(0)
        for name, combo in self._combos.items():
            code = getattr(profile, name)
            if combo.findData(code) < 0:
                combo.addItem(code, code)
            combo.setCurrentIndex(combo.findData(code))
        self.credit_limit.set_amount(profile.credit_limit_fen)
        self.terms.set_values(profile.credit_days, profile.due_rule, profile.due_day)
        self.pain_point.setText(profile.pain_point)
        self.note.setPlainText(profile.note)
        self.hold_until.set_day(profile.hold_until)
        self.hold_reason.setText(profile.hold_reason)

    def _build(self) -> None:
        body = QWidget()
        columns = self._columns = QHBoxLayout(body)
        columns.setContentsMargins(L, M, L, M)
        columns.setSpacing(XL * 2)
        parts = (("Company", self._left_form()), ("Credit and collection", self._right_form()))
        for title, form in parts:
            column = QVBoxLayout()
            column.setSpacing(S)
            column.addWidget(SectionLabel(tr(title)))
            column.addLayout(form)
            column.addStretch(1)
            columns.addLayout(column, 1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._answer = label("", "muted", wrap=True)
        self._answer.setObjectName("profile_answer")
        self.save_button = button(tr("Save changes"), "profile_save", self.save)
        self.undo_button = button(tr("Undo changes"), "profile_undo", self.undo, flat=True)
        foot = QHBoxLayout()
        foot.setContentsMargins(L, S, L, S)
        foot.setSpacing(S)
        foot.addWidget(self.save_button)
        foot.addWidget(self.undo_button)
        foot.addWidget(self._answer, 1)
        for text, name, ask in (
            ("Merge with another customer…", "profile_merge", ask_merge),
            ("Move part to another customer…", "profile_split", ask_split),
        ):
            foot.addWidget(button(tr(text), name, partial(self._ask, ask), flat=True))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(scroll, 1)
        box.addWidget(Line(self._context.theme))
        box.addLayout(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns side by side, one under the other where there is no room for two."""
        super().resizeEvent(event)
        is_wide = self.width() >= self.fontMetrics().horizontalAdvance("0") * WIDE_CHARACTERS
        direction = QHBoxLayout.Direction.LeftToRight if is_wide else QHBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)
        self._columns.setSpacing(XL * 2 if is_wide else L)

    def _left_form(self) -> QFormLayout:
        form = _form()
        for name, title in LEFT:
            form.addRow(tr(title), self._line(name, tr(title)))
        self.note = named(QPlainTextEdit(), "profile_note", tr("Remarks"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.fontMetrics().lineSpacing() * 4 + 16)
        form.addRow(tr("Remarks"), self.note)
        return form

    def _right_form(self) -> QFormLayout:
        form, context = _form(), self._context
        for name, title in PEOPLE:
            form.addRow(tr(title), self._person(name, tr(title)))
        self.past_owners = label("", "muted", wrap=True)
        self.past_owners.setObjectName("profile_past_owners")
        form.addRow("", self.past_owners)
        for name, title, table in CHOICES:
            form.addRow(tr(title), self._combo(name, tr(title), table))
        self.credit_limit = AmountField(tr("Credit limit"))
        self.terms = TermsField("profile_credit_days", tr("Credit days"), lambda: context.today)
        self.credit_days = self.terms.days
        self.pain_point = line_edit("profile_pain_point", tr("Pain point"))
        self.hold_until = DateField(tr("No chasing until"), context.theme, context.today)
        self.hold_reason = line_edit("profile_hold_reason", tr("Reason for the hold"))
        self.policy = CustomerPolicy(context)
        for title, field in (
            (tr("Credit limit"), self.credit_limit), (tr("Credit days"), self.terms),
            (tr("Pain point"), self.pain_point), (tr("No chasing until"), self.hold_until),
            (tr("Reason for the hold"), self.hold_reason), (tr("Policy"), self.policy),
        ):  # fmt: skip
            form.addRow(title, field)
        return form

    def _line(self, name: str, title: str) -> QLineEdit:
        line = line_edit(f"profile_{name}", title)
        self._lines[name] = line
        return line

    def _person(self, name: str, title: str) -> NameChoice:
        """A name of the firm: those known are offered."""
        choice = NameChoice(f"profile_{name}_choice", title)
        line = choice.lineEdit()
        assert line is not None  # it is editable
        line.setObjectName(f"profile_{name}")
        self._lines[name] = line
        self._choices.append(choice)
        return choice

    def _read_people(self, customer_id: int) -> None:
        """Offer the people of the firm, and say who was responsible before."""
        desk = self._context.desk

        def work(_job: object) -> tuple[tuple[str, ...], tuple[OwnerSpan, ...]]:
            return desk.staff.names(), desk.owners.history(customer_id)

        def done(found: tuple[tuple[str, ...], tuple[OwnerSpan, ...]]) -> None:
            names, spans = found
            for choice in self._choices:
                choice.offer(names)
            past = [
                tr("{name} until {day}", name=span.owner, day=span.to_on.isoformat())
                for span in reversed(spans)
                if span.to_on
            ]
            self.past_owners.setText(tr("Before: {owners}", owners=tr("; |list").join(past)) if past else "")
            self.past_owners.setVisible(bool(past))

        self._context.jobs.run(work, done, owner=self)

    def _combo(self, name: str, title: str, table: Mapping[str, str]) -> QComboBox:
        combo = combo_box(f"profile_{name}", title)
        for code in table:
            combo.addItem(words(table, code), code)
        self._combos[name] = combo
        return combo


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(L)
    form.setVerticalSpacing(S)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form
