"""The head of the dossier: who, how late, the figures, and what one does next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from arcdesk.domain.portrait import percent
from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.dossier.interest_figure import interest_figure
from arcdesk.ui.dossier.limitation_figure import LimitationFigure
from arcdesk.ui.icons import icon
from arcdesk.ui.labels import GRADES, SUPPLY
from arcdesk.ui.labels import label as words
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import AgingChip, button, clear_layout, icon_button, label, look_of
from arcdesk.ui.widgets.flow import FlowLayout
from arcdesk.ui.widgets.head_figure import HeadFigure

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.dossier.data import DossierData

ACTIONS = (
    ("log", "Log contact", "log", "Ctrl+L"),
    ("letter", "Letter|action", "letters", "Ctrl+D"),
    ("statement", "Statement|action", "statements", "Ctrl+R"),
    ("receipt", "Receipt|action", "receipt", "Ctrl+P"),
    ("evidence", "Evidence|action", "attach", "Ctrl+E"),
    ("follow_up", "Follow-up|action", "followup", "Ctrl+F"),
)


class DossierHeader(QWidget):
    """Name, chip, figures and actions.

    Signals:
        action: "log", "letter", "statement", "receipt", "evidence", "follow_up" or "interest".
        back: the person wants to return to the list.
        limitation_requested: the nearest end of limitation was clicked.
        figure_asked: figure and currency: the person wants to know where it comes from.
    """

    action = Signal(str)
    back = Signal()
    limitation_requested = Signal()
    figure_asked = Signal(str, str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.name = label("", "title", selectable=True)
        self.name.setObjectName("dossier_name")
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.chip = AgingChip(context.theme)
        self.about = label("", "muted", selectable=True)
        self.hold = label("", "warn")
        back = icon_button("back", tr("Back to the customers"), context.theme, "dossier_back", self.back.emit)
        title = QHBoxLayout()
        title.setSpacing(S)
        title.addWidget(back)
        title.addWidget(self.name, 1)
        title.addWidget(self.chip)
        self._figures = FlowLayout(spacing=L, line_spacing=S)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(L, M, L, S)
        layout.setSpacing(S)
        layout.addLayout(title)
        self._about = QWidget()
        about = QHBoxLayout(self._about)
        about.setContentsMargins(0, 0, 0, 0)
        about.setSpacing(L)
        about.addWidget(self.about)
        about.addWidget(self.hold)
        about.addStretch(1)
        layout.addWidget(self._about)
        layout.addLayout(self._figures)
        self._actions = QWidget()
        self._actions.setLayout(self._action_row())
        layout.addWidget(self._actions)

    def show_dossier(self, data: DossierData) -> None:
        """Show the customer's standing."""
        profile = data.profile
        self.name.setText(profile.name)
        self.name.setToolTip(profile.name)
        worst = data.worst_bucket
        self.chip.show_bucket(look_of(data.scheme, worst) if worst else None)
        grade = words(GRADES, profile.grade) if profile.grade else ""
        owner = tr("Owner: {name}", name=profile.owner) if profile.owner else ""
        facts = (profile.code, grade, owner, profile.industry, profile.region, profile.tags)
        self.about.setText("  ·  ".join(fact for fact in facts if fact))
        self._show_hold(data)
        clear_layout(self._figures)
        explained = explained_figures(data)
        for title, text, role in figures(data):
            made = HeadFigure(title, text, role, explains=title in explained)
            if title in explained:
                made.asked.connect(self._asker(*explained[title]))
            self._figures.addWidget(made)
        currency = data.main_balance.currency if data.main_balance else data.base_currency
        interest = interest_figure(self._context.theme, data.interest, currency)
        if interest is not None:
            interest.clicked.connect(self._emitter("interest"))
            self._figures.addWidget(interest)
        found, nearest = data.limitation, data.limitation.nearest
        if nearest is not None:
            act = self.limitation_requested.emit
            self._figures.addWidget(LimitationFigure(found, nearest, self._context.theme, act))
        self._keep_height()

    def set_compact(self, compact: bool) -> None:
        """In a low window particulars and buttons make room; the keys go on working."""
        self._actions.setVisible(not compact)
        self._about.setVisible(not compact)
        self._keep_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_height()

    def _keep_height(self) -> None:
        """Figures and buttons wrap in a narrow window: the head is as high as they need."""
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(layout.heightForWidth(self.width()))

    def enable_writing(self, enabled: bool) -> None:
        """Switch the actions off while a past day is looked at."""
        for made in self._buttons.values():
            made.setEnabled(enabled)

    def _show_hold(self, data: DossierData) -> None:
        profile = data.profile
        held = profile.hold_until is not None and profile.hold_until >= data.as_of
        until = profile.hold_until.isoformat() if profile.hold_until else ""
        texts = [tr("On hold until {day}: {reason}", day=until, reason=profile.hold_reason or "—")] if held else []
        if profile.supply:
            texts.append(f"{words(SUPPLY, profile.supply)} · {profile.supply_reason}")
        self.hold.setText("   ".join(texts))
        self.hold.setVisible(bool(texts))

    def _action_row(self) -> FlowLayout:
        row = FlowLayout(spacing=S)
        self._buttons = {}
        for key, text, icon_name, keys in ACTIONS:
            made = button(tr(text), f"action_{key}", self._emitter(key), primary=key == "log")
            color = "accent_text" if key == "log" else "text"
            made.setIcon(icon(icon_name, self._context.theme, color))
            made.setToolTip(f"{tr(text)}  {keys}")
            row.addWidget(made)
            self._buttons[key] = made
        return row

    def _asker(self, figure: str, currency: str) -> Callable[[], None]:
        return lambda: self.figure_asked.emit(figure, currency)

    def _emitter(self, key: str) -> Callable[[], None]:
        return lambda: self.action.emit(key)


def figures(data: DossierData) -> list[tuple[str, str, str]]:
    """Title, text and role of each figure in the head."""
    balance = data.main_balance
    if balance is None:
        return [(tr("Balance"), show.money_with_sign(0, data.base_currency), "figure")]
    currency = balance.currency
    late = tr("Overdue, {days} days", days=data.max_overdue_days) if balance.overdue_fen else tr("Overdue")
    found = [
        (tr("Balance"), show.money_with_sign(balance.balance_fen, currency), "figure"),
        (late, show.money_with_sign(balance.overdue_fen, currency), "bad" if balance.overdue_fen else "figure"),
    ]
    if balance.unallocated_fen:
        found.append((tr("Unallocated"), show.money_with_sign(balance.unallocated_fen, currency), "good"))
    if balance.disputed_fen:
        found.append((tr("Disputed"), show.money_with_sign(balance.disputed_fen, currency), "warn"))
    exposure = data.portrait.exposure
    if exposure.limit_fen and exposure.used is not None:
        title = tr("Credit limit {limit}", limit=show.money_with_sign(exposure.limit_fen, exposure.currency))
        used = tr("{share}% used", share=percent(exposure.used))
        found.append((title, used, "bad" if exposure.over_fen else "figure"))
    for other in data.balances:
        if other.currency != currency:
            text = show.money_with_sign(other.balance_fen, other.currency)
            found.append((tr("Balance in {currency}", currency=other.currency), text, "figure"))
    return found


def explained_figures(data: DossierData) -> dict[str, tuple[str, str]]:
    """Which figures are made of postings: title to figure and currency."""
    balance = data.main_balance
    if balance is None:
        return {}
    late = tr("Overdue, {days} days", days=data.max_overdue_days)
    names = (
        (tr("Balance"), "balance"), (late, "overdue"), (tr("Overdue"), "overdue"),
        (tr("Unallocated"), "unallocated"), (tr("Disputed"), "disputed"),
    )  # fmt: skip
    found = {title: (figure, balance.currency) for title, figure in names}
    for other in data.balances:
        found[tr("Balance in {currency}", currency=other.currency)] = ("balance", other.currency)
    return found
