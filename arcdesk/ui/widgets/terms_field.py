"""A line for a payment term: how many days from what, or a fixed day of a month, with an example."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.domain.terms import DAYS_OF_A_MONTH, MOST_CREDIT_DAYS, Terms, make_terms
from arcdesk.i18n import tr
from arcdesk.services.due_words import terms_words
from arcdesk.ui import format as show
from arcdesk.ui.theme import XS, S
from arcdesk.ui.widgets.basics import char_width, label, mark_wrong
from arcdesk.ui.widgets.fields import combo_box, line_edit

RULES = (
    ("issued", "From invoice date"),
    ("delivered", "From delivery"),
    ("month_end", "From month end"),
    ("month_day", "Fixed payment day"),
)
MONTHS = ("invoice month|fixed day", "next month|fixed day")
MOST_MONTHS = 6
DAY_CHARACTERS = 7


class CreditDaysWrong(Refusal):
    """A payment term that is no number of days."""

    sentence = "“{text}” is not a number of days. Write it like 30."


class TermsField(QWidget):
    """Edits the three values of a term; no days mean that none is agreed.

    Signals:
        changed(): the person changed something.
    """

    changed = Signal()

    def __init__(
        self, name: str, title: str, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._today = today
        self.rule = combo_box(f"{name}_rule", tr("What the days count from"), [(c, tr(t)) for c, t in RULES])
        self.days = line_edit(name, title)
        self.days.setPlaceholderText(tr("none|term"))
        self.months = combo_box(f"{name}_months", tr("Month of the payment day"), self._month_names())
        self.day = line_edit(f"{name}_day", tr("Payment day"), hint="1-31")
        self.example = label("", "muted", wrap=True)
        self.example.setObjectName(f"{name}_example")
        self._lay_out()
        self.rule.currentIndexChanged.connect(self._on_rule)
        self.months.currentIndexChanged.connect(self._on_changed)
        for line in (self.days, self.day):
            line.textChanged.connect(self._on_changed)
        self._show_example()

    def values(self) -> tuple[int | None, str, int | None]:
        """Credit days, rule and payment day, as a contract keeps them.

        Raises:
            CreditDaysWrong: a number that is none.
        """
        rule = str(self.rule.currentData())
        if rule == "month_day":
            day = _number(self.day)
            return (None if day is None else int(self.months.currentData())), rule, day
        return _number(self.days), rule, None

    def terms(self) -> Terms | None:
        """The term, None where none is agreed.

        Raises:
            CreditDaysWrong, BadCreditDays, BadDueDay.
        """
        return make_terms(*self.values())

    def set_values(self, days: int | None, rule: str, day: int | None) -> None:
        """Show a term."""
        self.rule.setCurrentIndex(max(self.rule.findData(rule), 0))
        self.days.setText("" if days is None else str(days))
        if rule == "month_day" and days is not None:
            if self.months.findData(days) < 0:
                self.months.addItem(tr("month in which {days} days end", days=days), days)
            self.months.setCurrentIndex(self.months.findData(days))
        self.day.setText("" if day is None or days is None else str(day))

    def _month_names(self) -> list[tuple[str, str]]:
        names = [tr(text) for text in MONTHS]
        names += [
            tr("{months} months later|fixed day", months=n) for n in range(len(MONTHS), MOST_MONTHS + 1)
        ]
        return [(DAYS_OF_A_MONTH * number, name) for number, name in enumerate(names)]  # type: ignore[misc]

    def _lay_out(self) -> None:
        unit = char_width(self)
        for line in (self.days, self.day):
            line.setMaximumWidth(unit * DAY_CHARACTERS + 16)
        self.rule.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._values = QStackedWidget()
        self._values.addWidget(_row(self.days, label(tr("days|after a number"))))
        self._values.addWidget(_row(self.months, self.day, label(tr("day|after a number"))))
        choice = QHBoxLayout()
        choice.setSpacing(S)
        choice.addWidget(self.rule)
        choice.addWidget(self._values, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(XS)
        box.addLayout(choice)
        box.addWidget(self.example)
        self.setFocusProxy(self.days)

    def _on_rule(self) -> None:
        fixed = self.rule.currentData() == "month_day"
        self._values.setCurrentIndex(1 if fixed else 0)
        self.setFocusProxy(self.day if fixed else self.days)
        if fixed and self.months.currentIndex() < 1 and not self.day.text():
            self.months.setCurrentIndex(1)  # 次月 is what such clauses mostly say
        self._on_changed()

    def _on_changed(self) -> None:
        self._show_example()
        self.changed.emit()

    def _show_example(self) -> None:
        for line in (self.days, self.day):
            mark_wrong(line, False)
        try:
            terms = self.terms()
            text = tr("No term agreed") if terms is None else self._told(terms)
        except Refusal as refusal:
            mark_wrong(self.day if self.rule.currentData() == "month_day" else self.days, True)
            text = tr(refusal.sentence, **refusal.values)
        self.example.setText(text)

    def _told(self, terms: Terms) -> str:
        today = self._today()
        due_on = terms.due_on(today, today)
        assert due_on is not None  # both days are given
        begin = tr("delivered today") if terms.rule == "delivered" else tr("invoiced today")
        values = {"terms": terms_words(terms), "begin": begin, "day": show.day(due_on)}
        return tr("{terms}. Example: {begin}, due on {day}", **values)


def _number(line: QLineEdit) -> int | None:
    text = line.text().strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > len(str(MOST_CREDIT_DAYS)):
        raise CreditDaysWrong(text=text[:40], field=line.objectName())
    return int(text)


def _row(*parts: QWidget) -> QWidget:
    made = QWidget()
    box = QHBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(S)
    for part in parts:
        box.addWidget(part)
    box.addStretch(1)
    return made
